"""Input boxes of the people's pages, in the form that ``macros/fields.html`` draws, and reading them back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from flask import request

from ...actor import Actor, current_actor
from ...errors import Conflict, ForecourtError, Invalid, Refusal
from ...i18n import Text
from ...i18n import gettext as _
from ...ids import id_in
from ...settings import PERMISSION

Options = Sequence[tuple[str, Text]]


@dataclass(frozen=True, slots=True)
class Box:
    """One input. ``text`` is what stands in it, ``chosen`` what is ticked among ``options``."""

    name: str
    label: Text
    widget: str = "text"
    text: str = ""
    options: Options = ()
    chosen: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    help: Text = ""
    required: bool = False
    maximum: int | None = None
    placeholder: Text = ""
    unit: Text = ""
    readonly: bool = False
    wide: bool = False
    template: str = ""

    @property
    def id(self) -> str:
        return f"field-{self.name}"

    @property
    def described(self) -> str:
        parts = ((self.errors, "error"), (self.help, "help"))
        return " ".join(f"{self.id}-{kind}" for there, kind in parts if there)


@cache
def zones() -> Sequence[str]:
    """Every time zone there is, by name."""
    return tuple(sorted(available_timezones()))


def zone_box(help_text: Text) -> Box:
    """The choice of a time zone; ``help_text`` says what an empty one means."""
    return Box("zone", _("Time zone"), "select", options=tuple((one, one) for one in zones()), help=help_text)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The boxes of a form, and the sentences that concern the whole of it."""

    boxes: tuple[Box, ...]
    problems: tuple[str, ...] = field(default=())

    def __getitem__(self, name: str) -> Box:
        return next(box for box in self.boxes if box.name == name)


def filled(boxes: Iterable[Box], values: Mapping[str, Any]) -> Sheet:
    """The form with values as stored."""
    return Sheet(tuple(_with(box, values.get(box.name)) for box in boxes))


def _with(box: Box, value: Any) -> Box:
    if box.widget == "multiselect":
        return replace(box, chosen=tuple(str(one) for one in value or ()))
    if box.widget == "checkbox":
        return replace(box, text="1" if value else "")
    return replace(box, text="" if value is None else str(value))


def typed(boxes: Iterable[Box]) -> dict[str, Any]:
    """What was sent, in Python form. Numbers of look-ups become ints; raises Invalid for what is none."""
    return {box.name: _read(box) for box in boxes if not box.readonly}


def _read(box: Box) -> Any:
    if box.widget == "multiselect":
        return tuple(one for one in request.form.getlist(box.name) if one)
    text = request.form.getlist(box.name)[-1] if request.form.getlist(box.name) else ""
    if box.widget == "checkbox":
        return text == "1"
    if box.name.endswith("_id"):
        return number(text, box.name)
    return text.strip()


def number(text: str, name: str) -> int | None:
    """An id, or None for an empty text. Raises Invalid."""
    found = id_in(text)
    if text and found is None:
        raise Invalid({name: [_("Please choose from the list.")]})
    return found


def again(boxes: Iterable[Box], error: ForecourtError) -> Sheet:
    """The form as it was sent, with the sentences of the refusal beside their fields: nothing typed is lost."""
    known = {box.name for box in boxes}
    errors = sentences(error)
    shown = tuple(_with(replace(box, errors=tuple(errors.get(box.name, ()))), _raw(box)) for box in boxes)
    return Sheet(shown, tuple(sentence for name, found in errors.items() if name not in known for sentence in found))


def _raw(box: Box) -> Any:
    sent = request.form.getlist(box.name)
    if box.widget == "multiselect":
        return sent
    return (sent[-1] if sent else "") == "1" if box.widget == "checkbox" else (sent[-1] if sent else "")


def sentences(error: ForecourtError) -> dict[str, list[str]]:
    """What a refusal says, by the name of the input it concerns; "" for the whole form."""
    if isinstance(error, Invalid):
        return {name: [str(one) for one in found] for name, found in error.errors.items()}
    return {(error.field or "") if isinstance(error, Refusal) else "": [error.message]}


REFUSALS = (Invalid, Refusal, Conflict)
"""What brings a form back; anything else is an error page."""


def version() -> int | None:
    """The version of what the form shows, as it was when the form was made."""
    return number(request.form.get("version", ""), "")


def administrator() -> Actor:
    """Whoever acts, held against the right to administer. Raises Forbidden."""
    user = current_actor()
    user.require(PERMISSION)
    return user


