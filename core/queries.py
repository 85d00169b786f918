"""Reading many records: one grammar of filter, sort and page for lists, API, export and reports.

Pages follow a key, never an offset. What a user may see is a set of alternatives, each served by its own index; the
newest rows of each are merged. A field the user may not know of does not exist here.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import sqlalchemy as sa

from . import conditions, permissions, registry, side_columns, statements, walks
from .actor import Actor
from .conditions import Any_, Test, Where
from .db import CoreRecord, db, is_postgresql
from .errors import BadQuery
from .fields import CurrencyField, DecimalField, Field, IntegerField, LookupField
from .filters import asks_for_few, read_filter
from .i18n import gettext as _
from .objects import ObjectType
from .reading import Reader, SideReader, columns_of, sufficient_way, visible_columns
from .side_columns import SideColumn
from .summary_reading import statement as kept_statement

PAGE, MOST = 50, 500
FEW = 20
"""Up to here a first page asks for all its rows at once; a longer one seldom needs those without a value."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A field and a direction. Records without a value come last either way."""

    name: str
    descending: bool
    field: Field
    side: SideColumn | None = None

    @property
    def nullable(self) -> bool:
        return self.name not in ("id", "created_at", "modified_at")

    def __str__(self) -> str:
        return ("-" if self.descending else "") + self.name


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows (each with the attributes of the columns asked for, and ``id``) and the cursor of the next."""

    rows: Sequence[Any]
    next: str | None
    sort: Sort
    size: int


@dataclass(frozen=True, slots=True)
class Link:
    """How a record is named elsewhere; ``url`` is None where its module is off or it has been deleted."""

    id: int
    object: str
    name: str
    url: str | None


def page(
    object_type: ObjectType | str,
    user: Actor,
    *,
    where: Where = None,
    sort: str | None = None,
    cursor: str | None = None,
    limit: int = PAGE,
    columns: Sequence[str] = (),
    operation: str = "read",
) -> Page:
    """The next ``limit`` rows the user may see. Raises BadQuery for a field, sort or cursor that is not known."""
    object_type = registry.enabled_object(object_type)
    permissions.require(user, object_type, operation)
    order = read_sort(object_type, user, sort)
    limit = max(1, min(limit, MOST))
    reader = (SideReader if order.side else Reader)(object_type, user, conditions.read(where), order, columns, operation, limit + 1)
    rows = _first(reader) if not cursor else _beyond(reader, order, cursor)
    more = len(rows) > limit
    rows = rows[:limit]
    return Page(rows, _write_cursor(order, rows[-1]) if more else None, order, limit)


def _first(reader: Reader) -> list[Any]:
    return reader.few() if reader.some_empty and reader.limit <= FEW else _with_empty(reader, reader.rows(0, None))


def _beyond(reader: Reader, order: Sort, cursor: str) -> list[Any]:
    phase, after = _read_cursor(cursor, order)
    rows = reader.rows(phase, after)
    return _with_empty(reader, rows) if phase == 0 else rows


def _with_empty(reader: Reader, rows: list[Any]) -> list[Any]:
    """A page of rows with a value to sort by, filled up with those without one."""
    return [*rows, *reader.rows(1, None)][: reader.limit] if reader.some_empty and len(rows) < reader.limit else rows


def read_sort(object_type: ObjectType, user: Actor, sort: str | None) -> Sort:
    """The sort asked for, or the object's own. Raises BadQuery; a hidden field is an unknown one."""
    text = sort or object_type.default_sort
    name = text.removeprefix("-")
    if side := side_columns.find(object_type, name, user):
        return Sort(name, text.startswith("-"), side.field, side)
    allowed = object_type.sortable | {"id"}
    if name not in allowed or permissions.field_right(user, object_type, name) == "hidden":
        if sort is None:
            return read_sort(object_type, user, "-modified_at")
        if name in object_type.removed:
            raise BadQuery(permissions.unknown_field(user, object_type, name), name)
        raise BadQuery(_("This list cannot be sorted by “%(name)s”.", name=name), name)
    return Sort(name, text.startswith("-"), object_type.fields[name])


def _write_cursor(order: Sort, row: Any) -> str:
    value = row.sort_key
    phase = 1 if order.nullable and value is None else 0
    dumped = None if value is None else _dump(value)
    text = json.dumps([str(order), phase, dumped, row.id], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _dump(value: Any) -> Any:
    """A sort key as JSON: the raw value of its column."""
    if isinstance(value, (int, str)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else getattr(value, "code", None) or str(value)


def _read_cursor(cursor: str | None, order: Sort) -> tuple[int, tuple[Any, int] | None]:
    if not cursor:
        return 0, None
    try:
        sort, phase, value, last = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if sort != str(order) or phase not in (0, 1) or not isinstance(last, int) or (phase == 0 and value is None):
            raise ValueError
        if phase == 0 and order.field.sort_attribute == order.field.attribute:
            value = order.field.clean(value)
        elif not isinstance(value, (str, type(None))):
            raise ValueError
    except (ValueError, TypeError, binascii.Error, UnicodeDecodeError):
        raise BadQuery(_("This page's address is no longer valid; start from the first page."), "cursor") from None
    return phase, (value, last)


def compile_condition(condition: conditions.Condition, object_type: ObjectType, user: Actor, table: Any = None) -> sa.ColumnElement[bool] | None:
    """The condition in SQL, None for one that is always true. Raises BadQuery for what the user may not know of."""
    return read_filter(condition, object_type, user).sql(object_type.table if table is None else table)


def knows(object_type: ObjectType, user: Actor, where: Where, *names: str | None) -> bool:
    """Whether the user may know of every field that the condition and the names speak of."""
    asked = {*conditions.names(conditions.read(where)), *(name.removeprefix("-") for name in names if name)}
    visible = permissions.visible_fields(user, object_type)
    return all(name in visible for name in asked if name in object_type.fields) and _knows_columns(object_type, user, asked)


def _knows_columns(object_type: ObjectType, user: Actor, names: set[str]) -> bool:
    """Of the columns that modules add, too."""
    wanted = names & registry.current().columns[object_type.code].keys()
    return not wanted or wanted <= side_columns.added(object_type, user).keys()


def count(object_type: ObjectType | str, user: Actor, *, where: Where = None, cap: int = 1000) -> tuple[int, bool]:
    """How many records the user may see, counted up to ``cap``; the second value says whether there are more."""
    object_type = registry.enabled_object(object_type)
    if not permissions.may(user, object_type, "read"):
        return 0, False
    inner = _seen(sa.select(sa.literal(1)), object_type, user, where).limit(statements.at_most(cap + 1)).subquery()
    found = db.session.execute(sa.select(sa.func.count()).select_from(inner)).scalar_one()
    return min(found, cap), found > cap


def _seen(statement: sa.Select[Any], object_type: ObjectType, user: Actor, where: Where, operation: str = "read") -> sa.Select[Any]:
    """Narrowed to the living records the user may see."""
    asked = conditions.read(where)
    if sufficient_way(asked, object_type, user, operation):
        seen = None
    elif asks_for_few(asked, object_type):  # row by row: to name all that is in sight takes longer than to read these
        seen = permissions.condition(user, object_type, operation)
    else:
        seen = permissions.living_condition(user, object_type, operation)
    return _narrowed(statement, object_type, object_type.table.c.deleted_at.is_(None), seen, compile_condition(asked, object_type, user))


def _narrowed(statement: sa.Select[Any], object_type: ObjectType, *tests: sa.ColumnElement[bool] | None) -> sa.Select[Any]:
    return statement.select_from(object_type.table).where(*(test for test in tests if test is not None))


def visible_ids(object_type: ObjectType | str, user: Actor, *, where: Where = None) -> sa.Select[Any]:
    """The ids of the records the user may see, as a subquery by which a module narrows tables of its own."""
    return visible(object_type, user, where=where)


def visible(
    object_type: ObjectType | str, user: Actor, fields: Sequence[str] = (), *, where: Where = None, deleted: bool = False
) -> sa.Select[Any]:
    """As ``visible_ids``, with the columns of these fields by attribute: what a module joins with tables of its own, sums, or keeps by
    INSERT … SELECT. ``deleted`` takes in what is in the recycle bin, with ``deleted_at``. Raises BadQuery for a field the user may not know of."""
    object_type = registry.enabled_object(object_type)
    permissions.require(user, object_type, "read")
    columns = [column for name in fields for column in columns_of(_known(object_type, user, name), object_type).values()]
    if deleted:
        found = sa.select(object_type.table.c.id, *columns, object_type.table.c.deleted_at)
        return _narrowed(found, object_type, permissions.condition(user, object_type), compile_condition(conditions.read(where), object_type, user))
    return _seen(sa.select(object_type.table.c.id, *columns), object_type, user, where)


def rows(statement: sa.Select[Any], **values: Any) -> list[Any]:
    """The rows of a statement over a module's own tables that ``visible_ids`` narrows to what the user may see, asked with these values."""
    return list(db.session.execute(statement, values))


def aggregate(
    object_type: ObjectType | str, user: Actor, *, group_by: Sequence[str], measures: Sequence[str] = ("count",), where: Where = None,
    counts: Mapping[str, Where] | None = None, limit: int | None = None,
) -> list[Any]:  # fmt: skip
    """One row per group, at most ``limit``, with the attributes of ``group_by`` and each measure: "count", "sum:amount", "min:due", "max:due".

    A sum of money also groups by its currency (attribute ``amount_currency``): currencies never mix. ``counts``: by the attribute's name, how many
    of the group fit a further condition, so that a page with many figures goes through the records once.
    """
    object_type = registry.enabled_object(object_type)
    permissions.require(user, object_type, "read")
    condition, table = conditions.read(where), object_type.table
    groups = [_grouped(_known(object_type, user, name), table) for name in group_by]
    outputs: list[Any] = []
    for measure in measures:
        verb, _colon, name = measure.partition(":")
        if verb == "count":
            outputs.append(sa.func.count().label("count"))
            continue
        field = _known(object_type, user, name)
        if isinstance(field, CurrencyField) and field.currency_attribute not in (one.name for one in groups):
            groups.append(_grouped(field, table, field.currency_attribute))
        outputs.append(_measure(verb, field.sql(table), field))
    outputs += [_fitting(part, object_type, user).label(name) for name, part in (counts or {}).items()]
    statement = None if counts else _summed(object_type, user, groups, measures, condition)
    if statement is None:
        statement = _seen(sa.select(*groups, *outputs), object_type, user, condition).group_by(*groups)
    return list(db.session.execute(statement.limit(limit)))


def _summed(object_type: ObjectType, user: Actor, groups: Sequence[Any], measures: Sequence[str], condition: conditions.Condition) -> sa.Select[Any] | None:
    """The same from the object's summary, where it holds that: it does not grow with the records."""
    verbs = [measure.partition(":") for measure in measures]
    if any(verb not in ("count", "sum") for verb, _colon, _name in verbs):
        return None
    return kept_statement(object_type, user, [one.name for one in groups], [name for verb, _colon, name in verbs if verb == "sum"], condition)


def _fitting(where: Where, object_type: ObjectType, user: Actor) -> sa.ColumnElement[int]:
    """How many records of a group fit the condition."""
    fits = compile_condition(conditions.read(where), object_type, user)
    return sa.func.count() if fits is None else sa.func.count().filter(fits)


def _grouped(field: Field, table: Any, attribute: str | None = None) -> Any:
    """A column to group by; a part of the custom values needs a name for that."""
    attribute = attribute or field.attribute
    return field.sql(table, attribute).label(attribute) if attribute in field.kept else table.c[attribute]


def _measure(verb: str, column: Any, field: Field) -> sa.ColumnElement[Any]:
    name = field.name
    if verb not in ("sum", "min", "max"):
        raise BadQuery(_("“%(word)s” is not a measure.", word=verb), "measures")
    if "<" not in field.operators or (verb == "sum" and not isinstance(field, (CurrencyField, DecimalField, IntegerField))):
        raise BadQuery(_("“%(word)s” of %(field)s has no meaning.", word=verb, field=field.label), name)
    function = getattr(sa.func, verb)(column)
    return sa.type_coerce(function, column.type).label(f"{verb}_{name}")


def _known(object_type: ObjectType, user: Actor, name: str) -> Field:
    field: Field | None = permissions.visible_fields(user, object_type).get(name)
    if field is None or not field.stored:
        raise BadQuery(permissions.unknown_field(user, object_type, name), name)
    return field


def ids(object_type: ObjectType | str, user: Actor, *, where: Where = None, sort: str | None = None, limit: int = 200, operation: str = "read") -> list[int]:
    """The ids of the first records."""
    return [row.id for row in page(object_type, user, where=where, sort=sort, limit=limit, operation=operation).rows]


def export(object_type: ObjectType, user: Actor, *, where: Where = None, sort: str | None = None, columns: Sequence[str]) -> Iterator[list[Any]]:
    """All rows a list shows, page by page, so that memory stays flat. Refuses as ``page`` does, before anything is written of them."""
    following = partial(page, object_type, user, where=where, sort=sort, limit=MOST, columns=columns)
    return _page_by_page(following(), following)


def _page_by_page(found: Page, following: Callable[..., Page]) -> Iterator[list[Any]]:
    yield list(found.rows)
    while found.next is not None:
        found = following(cursor=found.next)
        yield list(found.rows)


def links(record_ids: Sequence[int | None], user: Actor) -> Mapping[int, Link]:
    """How these records are called, whatever their object, in one statement.

    The name of a record in a look-up is part of the record that refers to it; whoever may read no record of that object at
    all does not get it.
    """
    wanted = {one for one in record_ids if one is not None and one < 2**63}  # what is larger was typed, and is no id
    if not wanted:
        return {}
    kinds: dict[str, _Kind] = {}
    found: dict[int, Link] = {}
    for one, code, name, deleted_at in db.session.execute(_named(is_postgresql()), {"ids": walks.listed(wanted)}):
        kind = kinds.get(code) or kinds.setdefault(code, _kind_of(code, user))
        found[one] = Link(one, code, kind.called(one, name), f"{kind.address}{one}" if kind.address and deleted_at is None else None)
    return found


@cache
def _named(_postgresql: bool) -> sa.Select[Any]:
    table = CoreRecord.__table__
    return sa.select(table.c.id, table.c.object, table.c.name, table.c.deleted_at).where(walks.among_given(table.c.id, "ids"))


@dataclass(frozen=True, slots=True)
class _Kind:
    """What all links to records of one object have in common; no ``address`` where their pages cannot be opened."""

    called: Callable[[int, str], str]
    address: str = ""


def _kind_of(code: str, user: Actor) -> _Kind:
    from . import modules

    object_type = registry.current().objects.get(code)
    if object_type is None:
        return _Kind(lambda _id, name: name)
    if not permissions.may(user, object_type, "read"):
        return _Kind(lambda _id, _name: "—")
    return _Kind(object_type.called, f"/{object_type.slug}/" if modules.is_on(object_type.plugin) else "")


def names(record_ids: Sequence[int | None], user: Actor) -> Mapping[int, str]:
    """As ``links``, names only."""
    return {one: link.name for one, link in links(record_ids, user).items()}


def look_up_ids(object_type: ObjectType, columns: Sequence[str], rows: Sequence[Any]) -> set[int]:
    """The records that these rows' look-ups point at, to be named by one call of ``links``."""
    attributes = [
        field.attribute
        for name in columns
        if isinstance(field := object_type.fields.get(name), LookupField) and field.type == "lookup"
    ]
    return {value for row in rows for attribute in attributes if (value := getattr(row, attribute)) is not None}


def suggest(
    object_type: ObjectType | str, user: Actor, text: str, limit: int = 10, where: Where = None, among: Sequence[int] | None = None
) -> list[Any]:
    """Records that fit the text, for a picker: those a module's index finds (``among``, where they are known already), else
    those whose name or searched fields contain it."""
    object_type = registry.enabled_object(object_type)
    visible = permissions.visible_fields(user, object_type)
    columns = tuple(name for name in (object_type.name_field, *object_type.second_line) if name in visible)
    wanted = text.strip()[:80]
    if wanted and among is None:
        among = indexed([object_type], user, wanted, limit if where is None else MOST).get(object_type.code)
    if wanted and among is not None and where is None:
        return reached(object_type, user, among, columns, limit)
    if wanted and among is not None:
        found = page(object_type, user, where=conditions.both(Test("id", "in", list(among)), where), sort="id", limit=MOST, columns=columns).rows if among else ()
        places = {record_id: place for place, record_id in enumerate(among)}
        return sorted(found, key=lambda row: places[row.id])[:limit]
    sort = "name" if "name" in object_type.sortable else None
    matching = _containing(object_type, visible, wanted) if wanted else None
    return list(page(object_type, user, where=conditions.both(matching, where), sort=sort, limit=limit, columns=columns).rows)


def reached(object_type: ObjectType, user: Actor, record_ids: Sequence[int], columns: Sequence[str] = (), limit: int | None = None) -> list[Any]:
    """Rows of those of these records that the user may see, or of the first ``limit`` of them, in the order of the ids: what sight is made up of is asked of
    each record, as one statement for any number of them. Raises BadQuery for a column the user may not know of."""
    seen, names = permissions.sight(user, object_type), visible_columns(object_type, user, columns)
    if not record_ids:
        return []

    def build() -> sa.Select[Any]:
        table = object_type.table
        chosen = [column for name in names for column in columns_of(object_type.fields[name], object_type).values()]
        return seen.narrow(sa.select(table.c.id, *chosen).where(walks.among_given(table.c.id, "ids"), table.c.deleted_at.is_(None)), table)

    shape = seen.shape and ("reached", object_type.code, object_type.customized, tuple(names), seen.shape)
    asked = {"ids": walks.listed(record_ids), **seen.values}
    found = {row.id: row for row in db.session.execute(statements.kept(shape, build), asked)}
    return [found[one] for one in record_ids if one in found][:limit]


def indexed(objects: Sequence[ObjectType], user: Actor, text: str, limit: int) -> dict[str, Sequence[int]]:
    """What the modules' indexes find, ids by object, which ``suggest`` holds against sight; an object that no index holds is missing from the answer."""
    from . import plugins

    found: dict[str, Sequence[int]] = {}
    for _code, answer in plugins.call_guarded("find_records", text=text, objects=objects, user=user, limit=min(limit, MOST)):
        found.update(answer or {})
    return found


def _containing(object_type: ObjectType, visible: Mapping[str, Field], wanted: str) -> conditions.Condition:
    searched = [name for name in object_type.search or (object_type.name_field,) if name in visible]
    tests = (Test(name, "contains" if "contains" in visible[name].operators else "starts", wanted) for name in searched)
    return Any_(tuple(test for test in tests if test.operator in visible[test.field].operators))
