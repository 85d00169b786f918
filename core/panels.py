"""What a module adds to pages that are not its own: panels, columns, home panels, menu entries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .errors import PluginError
from .fields import Field, unwrap
from .i18n import Text

if TYPE_CHECKING:
    from .actor import Actor

SLOTS = ("path", "body", "main", "foot", "side", "aside")


@dataclass(slots=True)
class Panel:
    """A part of a record's page. ``on`` is the object's code, None for every object.

    ``context(record, user)`` gives the template's variables, or None to leave the panel out; ``record`` in the template is what the reader may know of it. Slots: "path" under the head,
    "body" before the sections, "main" after them, "foot" below the related lists, "aside" the right column above, "side"
    the right column below. One that comes ``later`` is read when one scrolls to it: what stands far down and is seldom
    looked at should not hold up the page.
    """

    code: str
    title: Text
    on: str | None
    template: str
    context: Callable[[Any, Actor], Mapping[str, Any] | None]
    slot: str = "main"
    order: int = 50
    permission: str | None = None
    plugin: str = field(default="", compare=False)
    later: bool = False


@dataclass(slots=True)
class HomePanel:
    """A part of the page Today. ``context(user)`` gives the template's variables, or None to leave it out; a variable ``title`` stands in for
    the panel's. ``count(user)`` is how much of it waits for the user, for the figure beside Today in the navigation."""

    code: str
    title: Text
    template: str
    context: Callable[[Actor], Mapping[str, Any] | None]
    order: int = 50
    wide: bool = False
    plugin: str = field(default="", compare=False)
    count: Callable[[Actor], int] | None = None


@dataclass(slots=True)
class Enclosure:
    """What may be sent along with something that is written, such as files with an answer. The form is another module's, which asks
    ``core.enclosures`` and knows none of those who take part.

    ``inputs(user)`` gives the variables of ``template``, which draws inputs inside the form, or None for who may send nothing along.
    ``receiving(user)`` is entered before anything is saved: it reads the request, raises Invalid for what cannot be taken, and gives a
    function that puts the rest on the record once it is made, in its transaction. ``shown(ids, user)`` gives the variables of ``beside``,
    which stands beside each of these records, by id; they are in sight. ``most()`` is how many bytes may come in beyond other forms.
    """

    code: str
    template: str
    beside: str
    inputs: Callable[[Actor], Mapping[str, Any] | None]
    receiving: Callable[[Actor], AbstractContextManager[Callable[[Any], None]]]
    shown: Callable[[Sequence[int], Actor], Mapping[int, Mapping[str, Any]]]
    most: Callable[[], int]
    plugin: str = field(default="", compare=False)


@dataclass(slots=True)
class Column:
    """A column on another module's object, loaded for a whole page at once: ``load(ids, user)`` gives values by record id.

    ``side`` = (table, record id column, value column) lets lists sort and filter by it through an indexed join. ``known(user)`` says who may know
    of it: for others there is no such column, neither to see nor to sort or filter by.
    """

    code: str
    label: Text
    on: str
    load: Callable[[Sequence[int], Actor], Mapping[int, Any]]
    shown_as: Field | None = None
    side: tuple[Any, str, str] | None = None
    known: Callable[[Actor], bool] | None = None
    plugin: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        self.shown_as = None if self.shown_as is None else unwrap(self.shown_as)


@dataclass(slots=True)
class FirstStep:
    """What an administrator of a new installation does before others can work in it; shown on Today until all are ``done``."""

    code: str
    label: Text
    hint: Text
    url: str
    done: Callable[[Actor], bool]
    order: int = 50
    plugin: str = field(default="", compare=False)


@dataclass(slots=True)
class MenuItem:
    """An entry of the navigation that is not an object's list. ``count(user)`` gives the figure beside it."""

    code: str
    label: Text
    url: str
    icon: str = "file"
    group: Text | None = None
    order: int = 50
    permission: str | None = None
    plugin: str = field(default="", compare=False)
    count: Callable[[Actor], int] | None = None

    def __post_init__(self) -> None:
        if not self.url.startswith("/") or not isinstance(self.group, Text | None) or type(self.order) is not int:
            raise PluginError(f"{self!r}: the address of an entry begins with /, its group is a text, its order a whole number")
