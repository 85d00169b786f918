"""ObjectType: how one kind of record appears in lists, on pages, in search and in the API."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa

from .custom_values import PREFIX
from .errors import NotFound, PluginError
from .fields import CheckboxField, CurrencyField, Field, FormulaField, LookupField, PicklistField
from .i18n import LazyText, Text, lower_first
from .i18n import gettext as _
from .model import Record, standard_fields
from .summaries import Summary, make_table

if TYPE_CHECKING:
    from .actor import Actor

F = TypeVar("F", bound=Field)
Rule = Callable[[Any], Iterable[tuple[str, str]]]
Required = Callable[[Mapping[str, Any], str, "Actor"], Iterable[str]]


class ObjectName(LazyText):
    """What an object is called where a marked string names it: as an administrator calls it, in the reader's language, where it is shown."""

    __slots__ = ("code", "heading", "several")

    def __init__(self, code: str, *, several: bool, heading: bool = False) -> None:
        super().__init__(code, None, {"several": several, "heading": heading})
        self.code, self.several, self.heading = code, several, heading

    def __str__(self) -> str:
        from . import registry

        try:
            found = registry.object_type(self.code)
        except NotFound:
            return self.code
        word = str(found.plural if self.several else found.label)
        return word if self.heading else lower_first(word)


def object_name(code: str, *, heading: bool = False) -> ObjectName:
    """One record of the object within a sentence, "lead"; ``heading``: as a label, "Lead". For a marked string that names it:
    ``_("This %(object)s is closed.", object=object_name("lead"))``, so that it follows when an administrator renames the object."""
    return ObjectName(code, several=False, heading=heading)


def object_names(code: str, *, heading: bool = False) -> ObjectName:
    """As ``object_name``, several records: "leads"."""
    return ObjectName(code, several=True, heading=heading)


@dataclass(frozen=True, slots=True)
class ListView:
    """A saved way of looking at a list. ``where`` is text of the condition grammar, ``sort`` a field, "-" before it for descending."""

    code: str
    label: Text
    columns: tuple[str, ...]
    where: str | None = None
    sort: str | None = None


SCOPE = "scope"
"""Before the columns of an index: one such index for everybody, one by owner and one by dealer."""
RESERVED = frozenset({"channel", "reason", "source", "typed", "user", "version"})
"""Arguments of ``records.create`` and ``records.update``: a field of such a name could not be set."""


OWNERS = ("user", "queue")
"""Who may own a record."""


class Section:
    """A heading with fields under it on the record page and in the form. ``when`` (condition grammar) hides it where it is not true;
    ``folded``: few records need it, so a form shows its heading only until there is something in it or one opens it."""

    __slots__ = ("columns", "fields", "folded", "key", "label", "when")

    def __init__(self, label: Text, *names: str, when: str | None = None, columns: int = 2, folded: bool = False) -> None:
        self.label, self.fields, self.when, self.columns, self.folded = label, names, when, columns, folded
        self.key = ""  # of a section an administrator has made or arranged


class Layout:
    """The sections of an object's page, in order."""

    __slots__ = ("sections",)

    def __init__(self, *sections: Section) -> None:
        self.sections = sections

    def names(self) -> tuple[str, ...]:
        return tuple(name for section in self.sections for name in section.fields)


@dataclass(frozen=True, slots=True)
class RelatedList:
    """Records of ``to`` whose look-up ``via`` points at the record on the page. ``on`` is that record's object,
    where the list comes from another module."""

    code: str
    label: Text
    to: str
    via: str
    columns: tuple[str, ...]
    sort: str | None = None
    on: str | None = None
    order: int = 50
    where: str | None = None
    limit: int = 5


@dataclass(frozen=True, slots=True)
class BoardTab:
    """One of several sets of columns of a board."""

    label: Any
    value: str
    current: bool


@dataclass(frozen=True, slots=True)
class Board:
    """A board over an object: one column per value of ``group_by`` (a look-up to a setup object, or a picklist).

    ``columns(user, params)`` gives the column records in order; ``heads(user, where)`` the figures of each column's head by
    id; ``move`` names the action that a drop runs, with the input ``move_input``; ``card`` names the fields of a card.
    ``tabs(user, params)`` offers several sets of columns, each under the value that the parameter ``tab_input`` then has.
    """

    group_by: str
    card: tuple[str, ...]
    columns: Callable[..., Sequence[Any]]
    heads: Callable[..., Mapping[int, Any]] | None = None
    move: str | None = None
    move_input: str | None = None
    sort: str | None = None
    where: str | None = None
    card_template: str | None = None
    tabs: Callable[..., Sequence[BoardTab]] | None = None
    tab_input: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """Where an object stands in the navigation. ``counts`` is a condition: how many records fit it stands beside the entry."""

    group: Text
    order: int = 50
    counts: str | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.group, Text) or type(self.order) is not int or not isinstance(self.counts, str | None):
            raise PluginError(f"{self!r}: a menu's group is a text, its order a whole number, what it counts a condition")


class ObjectType:
    """One kind of record, declared beside its model.

    ``sortable`` and ``filterable`` name fields and make the indexes they need. ``required(values, channel, user)`` names
    fields required in that situation beyond those declared so; ``rules(change)`` give (field, sentence) pairs that refuse a
    save; they are asked where all values could be read and all look-ups lead somewhere. ``offered`` (condition grammar) says which records look-ups still offer; others stay where they were chosen. ``owners`` says who may own a record: "user", "queue" or both, or nothing where ``controlled_by`` names the look-up
    whose record decides over sight. ``prepare(change)`` may complete ``change.record`` before it is checked.
    ``summary`` keeps counts and sums with every save, so that reading them costs the same however many records there are.
    ``shown_name(id, name)`` says how a record that ships is called in the reader's language, without asking the database.
    ``name_parts`` are the fields a name is made of: who sees a record knows them, so a role cannot hide them.
    ``open_when`` (condition grammar, "" for always) says which records are still worked on: their unit and dealer follow the owner who moves, and they are
    what is told of somebody who leaves, and goes to a successor. Without it none follows, and all are told and go. ``handed_over=False`` is for what stays its
    owner's own, as a quota does, whoever takes over the work.
    ``historical`` are fields that code keeps itself, but that a record taken over from elsewhere may bring along: when it was closed.

    What an administrator adds or renames is not here but in the copy that ``registry.object_type`` gives (see
    ``core.customization``): there ``fields`` and ``own_fields`` hold the custom fields too, ``custom`` those by attribute,
    ``removed`` the ones that are kept without being used, and ``customized`` which copy this is.
    """

    def __init__(
        self,
        model: type[Record],
        *,
        label: Text,
        plural: Text,
        code: str | None = None,
        slug: str | None = None,
        icon: str = "file",
        name_field: str = "name",
        compose_name: Callable[[Any], str] | None = None,
        shown_name: Callable[[int, str], str] | None = None,
        name_parts: Sequence[str] = (),
        sortable: Sequence[str] = (),
        filterable: Sequence[str] = (),
        search: Sequence[str] = (),
        default_sort: str = "-modified_at",
        highlights: Sequence[str] = (),
        list_views: Sequence[ListView] = (),
        layout: Layout | None = None,
        related_lists: Sequence[RelatedList] = (),
        owners: Sequence[str] = ("user",),
        setup: bool = False,
        required: Required | None = None,
        rules: Sequence[Rule] = (),
        prepare: Callable[..., None] | None = None,
        controlled_by: str | None = None,
        board: Board | None = None,
        menu: Menu | None = None,
        hint: Text | None = None,
        second_line: Sequence[str] = (),
        unique: Sequence[tuple[str, ...]] = (),
        indexes: Sequence[tuple[str, ...]] = (),
        readonly: Callable[[Any], Text | None] | None = None,
        creatable: bool = True,
        offered: str | None = None,
        open_when: str | None = None,
        handed_over: bool = True,
        summary: Summary | None = None,
        historical: Sequence[str] = (),
    ) -> None:
        self.model = model
        self.code = code or model.__object_code__
        self.label, self.plural = label, plural
        self.slug = slug or model.__tablename__.split("_", 1)[-1].replace("_", "-") + "s"
        self.icon = icon
        self.name_field, self.compose_name, self.shown_name = name_field, compose_name, shown_name
        self.name_parts = tuple(name_parts)
        self.default_sort = default_sort
        self.search, self.highlights, self.second_line = tuple(search), tuple(highlights), tuple(second_line)
        self.list_views, self.related_lists = tuple(list_views), tuple(related_lists)
        self.owners, self.setup, self.controlled_by = tuple(owners), setup, controlled_by
        self.required, self.rules, self.prepare, self.readonly = required, tuple(rules), prepare, readonly
        self.board, self.menu, self.hint, self.creatable, self.offered = board, menu, hint, creatable, offered
        self.unique, self.indexes, self.historical = tuple(unique), tuple(indexes), tuple(historical)
        self.open_when, self.handed_over = open_when, handed_over
        self.plugin = ""
        self.own_fields: dict[str, Field] = dict(model.__record_fields__)
        self._by_type: tuple[Mapping[str, Field], dict[type[Field], Mapping[str, Any]]] = (self.own_fields, {})
        self.standard_fields = standard_fields()
        if controlled_by:
            self.standard_fields.pop("owner")
        self.custom: dict[str, Field] = {}
        self.removed: dict[str, Field] = {}
        self.customized = 0
        self.fields: dict[str, Field] = {**self.own_fields, **self.standard_fields}
        self.sortable = frozenset(sortable) | {"modified_at", "created_at"}
        self.filterable = frozenset(filterable) | self.sortable | ({"owner", "unit", "dealer", "id", "created_by", "modified_by"} & self.fields.keys())
        self.layout = layout or Layout(Section(label, *model.__record_fields__))
        self._check(summary)
        declare_indexes(model.__table__, [self.fields[name] for name in sorted(sortable)],
                        [self.fields[name] for name in sorted(set(filterable) - set(sortable))], bool(controlled_by), self.unique, self.indexes)  # fmt: skip
        self.summary_table = make_table(model.__table__, summary, self.fields) if summary is not None else None

    @property
    def table(self) -> sa.Table:
        return self.model.__table__  # type: ignore[no-any-return]  # Flask-SQLAlchemy types it as FromClause

    def field(self, name: str) -> Field:
        """Raises KeyError for a name the object does not have."""
        return self.fields[name]

    def own_of(self, kind: type[F]) -> Mapping[str, F]:
        """The own fields of a type that have a column, by name: every save asks for some, so they are kept."""
        held, found = self._by_type
        if held is not self.own_fields:  # this is a customized copy
            held, found = self._by_type = (self.own_fields, {})
        if kind not in found:
            found[kind] = {name: one for name, one in held.items() if isinstance(one, kind) and one.stored}
        return found[kind]

    def custom_field(self, name: str) -> Field:
        """A custom field in use. Raises NotFound."""
        field = self.own_fields.get(name)
        if field is None or not field.kept:
            raise NotFound(_("%(object)s have no field of their own called “%(name)s”.", object=self.plural, name=name))
        return field

    def amount_of(self, name: str) -> CurrencyField | None:
        """The amount whose currency this names, ``<amount>_currency``; None for any other name."""
        amount = self.fields.get(name.removesuffix("_currency")) if name not in self.fields else None
        return amount if isinstance(amount, CurrencyField) and name == amount.currency_attribute else None

    def name_of(self, record: Any) -> str:
        """The name that is stored, searched and sorted by."""
        if self.compose_name:
            return self.compose_name(record)
        value = getattr(record, self.fields[self.name_field].attribute, None)
        return self.fields[self.name_field].text(value) or f"{self.label} {record.id}"

    def called(self, record_id: int, name: str) -> str:
        """How the record of this stored name is called in the reader's language."""
        return self.shown_name(record_id, name) if self.shown_name else name

    def readonly_reason(self, record: Any) -> Text | None:
        """Why nobody may edit this record by hand, or None."""
        return self.readonly(record) if self.readonly else None

    def view(self, code: str | None) -> ListView | None:
        return next((view for view in self.list_views if view.code == code), None)

    def new(self, **values: Any) -> Draft:
        """A record to be made later by the gate: what ``load_demo_data`` yields."""
        return Draft(self, values)

    def __eq__(self, other: object) -> bool:
        """The same object, whether as declared or as customized."""
        return isinstance(other, ObjectType) and other.code == self.code

    def __hash__(self) -> int:
        return hash(self.code)

    def __repr__(self) -> str:
        return f"<ObjectType {self.code}>"

    def _check(self, summary: Summary | None) -> None:
        """Refuse names that are not fields, and fields whose names are taken, here where the mistake is."""
        problems = (*self._misnamed(), *self._unheard(summary), *self._unindexed(), *self._unfit())
        if problems:
            raise PluginError("\n".join(f"object {self.code!r}: {problem}" for problem in problems))

    def _misnamed(self) -> Iterator[str]:
        for name in self.model.__record_fields__:
            if name in RESERVED:
                yield f"a field cannot be called {name!r}, which is an argument of the gate"
            if name.startswith(PREFIX):
                yield f"a field cannot be called {name!r}: names with {PREFIX!r} are those of custom fields"
            if hasattr(Record, name):
                yield f"a field cannot be called {name!r}, which every record has already"
        if not re.fullmatch(r"[a-z][a-z0-9-]*", self.slug):
            yield f"the slug {self.slug!r} is not usable in an address"

    def _unheard(self, summary: Summary | None) -> Iterator[str]:
        """Names of fields there are not."""
        board = (self.board.group_by, *self.board.card) if self.board else ()
        views = [name for view in self.list_views for name in view.columns]
        kept = (*summary.by, *summary.sums) if summary else ()
        for name in (*self.layout.names(), *self.highlights, *self.search, *self.second_line, *self.name_parts, *self.historical, *board, *views, *kept):
            if name not in self.fields and "." not in name:
                yield f"{name!r} is not one of its fields"
        if self.compose_name is None and self.name_field not in self.own_fields:
            yield f"name_field={self.name_field!r} is not one of its fields"
        if self.controlled_by and not isinstance(self.own_fields.get(self.controlled_by), LookupField):
            yield f"controlled_by={self.controlled_by!r} is none of its look-ups"

    def _unindexed(self) -> Iterator[str]:
        """What no index can be made for."""
        for name in sorted(self.filterable):  # which holds the sortable ones
            if name not in self.fields:
                yield f"{name!r} is declared sortable or filterable but is no field"
            elif not self.fields[name].stored:
                yield f"the formula {name!r} can be neither sorted nor filtered"
        for name in (name for names in (*self.unique, *self.indexes) for name in names if name != SCOPE):
            if name not in self.table.c:
                yield f"{name!r} is named by unique or indexes, but is no column of its table"

    def _unfit(self) -> Iterator[str]:
        """What the object and its fields say of themselves and cannot be."""
        yield from (f"{kind!r} owns nothing; owners are {' and '.join(OWNERS)}" for kind in self.owners if kind not in OWNERS)
        for name, one in self.own_fields.items():
            for needed in one.needs if isinstance(one, FormulaField) else ():
                if needed not in self.fields:
                    yield f"the formula {name!r} needs {needed!r}, which is not one of its fields"
            if isinstance(one, PicklistField) and len({choice.code for choice in one.choices}) < len(one.choices):
                yield f"two choices of {name!r} have the same code"
            if not callable(one.default) and not one.takes(one.default):
                yield f"the default {one.default!r} of {name!r} is no value of it"


@dataclass(slots=True)
class Draft:
    """Values of a record that is yet to be made; ``after(record)`` runs once it is."""

    object_type: ObjectType
    values: dict[str, Any] = field(default_factory=dict)


def declare_indexes(
    table: sa.Table,
    sortable: Sequence[Field],
    filterable: Sequence[Field],
    controlled: bool,
    unique: Sequence[tuple[str, ...]] = (),
    indexes: Sequence[tuple[str, ...]] = (),
) -> None:
    """The indexes lists need: for each sort one for everybody, one by owner and one by dealer, over living rows only."""
    if any(index.name == index_name(table.name, "modified_at", "id") for index in table.indexes):
        return  # declared before: the module was imported by another app of this process
    sort_columns = [table.c[one.sort_attribute] for one in sortable] + [table.c.modified_at, table.c.created_at]
    scopes = () if controlled else ("owner_id", "dealer_id")
    seen: set[tuple[str, ...]] = set()
    for column in sort_columns:
        for prefix in ((), *((table.c[scope],) for scope in scopes)):
            if column.name == "created_at" and prefix:
                continue
            _living_index(table, seen, *prefix, column, table.c.id)
    for one in filterable:
        if not isinstance(one, CheckboxField) and not isinstance(one, FormulaField):
            _living_index(table, seen, table.c[one.attribute], table.c.modified_at, table.c.id)
    for first, *rest in indexes:
        beginnings: Sequence[tuple[str, ...]] = ((), *((scope,) for scope in scopes)) if first == SCOPE else ((first,),)
        for beginning in beginnings:
            _living_index(table, seen, *(table.c[name] for name in (*beginning, *rest)))
    for names in unique:
        living = sa.text("deleted_at IS NULL")
        sa.Index(index_name(table.name, *names, unique=True), *(table.c[name] for name in names), unique=True,
                 postgresql_where=living, sqlite_where=living)  # fmt: skip


def _living_index(table: sa.Table, seen: set[tuple[str, ...]], *columns: sa.Column[Any]) -> None:
    names = tuple(column.name for column in columns)
    if names in seen:
        return
    seen.add(names)
    living = sa.text("deleted_at IS NULL")
    sa.Index(index_name(table.name, *names), *columns, postgresql_where=living, sqlite_where=living)


def index_name(table: str, *names: str, unique: bool = False) -> str:
    """A name PostgreSQL does not cut at 63 characters; the tail of a long one is a checksum."""
    full = "_".join(("uq" if unique else "ix", table, *names))
    if len(full) <= 60:
        return full
    from zlib import crc32

    return f"{full[:51]}_{crc32(full.encode()):08x}"
