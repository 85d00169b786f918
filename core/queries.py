"""Reading many records: one grammar of filter, sort and page for lists, API, export and reports.

Pages follow a key, never an offset. What a user may see is a set of alternatives, each served by its own index; the
newest rows of each are merged. A field the user may not know of does not exist here.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from . import conditions, permissions, registry, walks
from .actor import Actor
from .conditions import ALWAYS, All, Any_, Not, Test, Where
from .db import CoreRecord, db
from .errors import BadQuery
from .fields import CurrencyField, Field, IntegerField, LookupField
from .i18n import gettext as _
from .objects import ObjectType
from .permissions import Alternative

PAGE, MOST = 50, 500
PIECES = {"owners": "owner_id", "dealers": "dealer_id"}
"""Kinds of sight that are walked value by value, with the column that holds it."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A field and a direction. Records without a value come last either way."""

    name: str
    descending: bool
    field: Field

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
    reader = _Reader(object_type, user, conditions.read(where), order, columns, operation)
    phase, after = _read_cursor(cursor, order)
    rows: list[Any] = []
    if phase == 0:
        rows = reader.rows(0, after, limit + 1)
        after = None
    if len(rows) <= limit and order.nullable:
        rows += reader.rows(1, after, limit + 1 - len(rows))
    more = len(rows) > limit
    rows = rows[:limit]
    return Page(rows, _write_cursor(order, rows[-1]) if more else None, order, limit)


def read_sort(object_type: ObjectType, user: Actor, sort: str | None) -> Sort:
    """The sort asked for, or the object's own. Raises BadQuery; a hidden field is an unknown one."""
    text = sort or object_type.default_sort
    name = text.removeprefix("-")
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
        raise BadQuery(_("This page's address is no longer valid; start from the first page.")) from None
    return phase, (value, last)


class _Reader:
    """Builds the statements of one page."""

    def __init__(self, object_type: ObjectType, user: Actor, where: conditions.Condition, order: Sort, columns: Sequence[str], operation: str) -> None:
        self.object_type, self.user, self.order = object_type, user, order
        self.table = object_type.table
        self.where, self.filter = where, compile_condition(where, object_type, user)
        self.operation = operation
        self.columns = _columns(object_type, user, columns)

    def rows(self, phase: int, after: tuple[Any, int] | None, limit: int) -> list[Any]:
        ways = self._ways()
        if len(ways) == 1 and not self._pieces(ways[0]):
            statement = self._narrow(self._seen(self._select(), ways[0]), self.table, phase, after, limit)
        else:
            statement = self._merged(ways, phase, after, limit)
        return list(db.session.execute(statement))

    def _ways(self) -> list[Alternative]:
        if self.object_type.controlled_by:
            seen = permissions.condition(self.user, self.object_type, self.operation)
            return [Alternative("all") if seen is None else Alternative("condition", condition=seen)]
        return permissions.alternatives(self.user, self.object_type, self.operation)

    def _select(self) -> sa.Select[Any]:
        return sa.select(*self.columns, self._key(self.table).label("sort_key"))

    def _key(self, table: Any) -> sa.ColumnElement[Any]:
        return self.order.field.sql(table, self.order.field.sort_attribute)

    def _pieces(self, way: Alternative) -> str:
        """The column by which this way is walked piece by piece; empty where it is not."""
        column = PIECES.get(way.kind, "")
        return column if 1 < len(way.values) <= walks.MOST_PIECES else ""

    def _seen(self, statement: sa.Select[Any], way: Alternative) -> sa.Select[Any]:
        return statement if way.kind == "all" else statement.where(permissions._sql(way, self.table))  # noqa: SLF001 - one mechanism in two files

    def _narrow(self, statement: sa.Select[Any], table: Any, phase: int, after: tuple[Any, int] | None, limit: int) -> sa.Select[Any]:
        """The living rows of this page only, in its order. ``table`` is the object's, or an alias of it."""
        key, row_id = self._key(table), table.c.id
        wanted = [table.c.deleted_at.is_(None)]
        if self.where != ALWAYS:
            wanted.append(self.filter if table is self.table else compile_condition(self.where, self.object_type, self.user, table))
        if self.order.nullable:
            wanted.append(key.is_not(None) if phase == 0 else key.is_(None))
        if after is not None:
            wanted.append(self._beyond(key, row_id, phase, after))
        turn = sa.desc if self.order.descending else sa.asc
        order = (turn(key), turn(row_id)) if phase == 0 else (turn(row_id),)
        return statement.where(*wanted).order_by(*order).limit(limit)

    def _beyond(self, key: Any, row_id: Any, phase: int, after: tuple[Any, int]) -> sa.ColumnElement[bool]:
        if phase == 1:
            return row_id < after[1] if self.order.descending else row_id > after[1]  # type: ignore[no-any-return]  # columns are Any here
        here = sa.tuple_(key, row_id)
        there = sa.tuple_(sa.literal(after[0], key.type), sa.literal(after[1], row_id.type))
        return here < there if self.order.descending else here > there

    def _merged(self, ways: Sequence[Alternative], phase: int, after: tuple[Any, int] | None, limit: int) -> sa.Select[Any]:
        """The first rows of each way, merged by key; then the columns of those that are left."""
        parts = [self._part(way, phase, after, limit) for way in ways]
        found = sa.union(*(part.subquery().select() for part in parts)).subquery() if len(parts) > 1 else parts[0].subquery()
        turn = sa.desc if self.order.descending else sa.asc
        first = sa.select(found.c.id, found.c.sort_key).order_by(turn(found.c.sort_key), turn(found.c.id)).limit(limit).subquery()
        return (
            self._select().join(first, first.c.id == self.table.c.id).order_by(turn(first.c.sort_key), turn(first.c.id))
        )

    def _part(self, way: Alternative, phase: int, after: tuple[Any, int] | None, limit: int) -> sa.Select[Any]:
        """(id, sort_key) of the first rows of one way, by the index that serves it."""
        def narrow(statement: sa.Select[Any], table: Any) -> sa.Select[Any]:
            return self._narrow(statement, table, phase, after, limit)

        if column := self._pieces(way):
            return walks.first_of_each(way.values, self.table, column, self._pair, narrow)
        if way.kind == "shared":
            return narrow(walks.among(permissions.shared_ids(way), self.table, self._pair), self.table)
        return narrow(self._seen(self._pair(self.table), way), self.table)

    def _pair(self, table: Any) -> sa.Select[Any]:
        return sa.select(table.c.id, self._key(table).label("sort_key"))


def _columns(object_type: ObjectType, user: Actor, names: Sequence[str]) -> list[sa.ColumnElement[Any]]:
    """What to select to show these fields, labelled by attribute; hidden ones are unknown."""
    visible = permissions.visible_fields(user, object_type)
    found: dict[str, sa.ColumnElement[Any]] = {name: object_type.table.c[name] for name in ("id", "version")}
    for name in names:
        if "." in name:
            continue
        if name not in visible:
            raise BadQuery(permissions.unknown_field(user, object_type, name), name)
        found.update(_columns_of(visible[name], object_type))
    return list(found.values())


def _columns_of(field: Field, object_type: ObjectType) -> dict[str, sa.ColumnElement[Any]]:
    if not field.stored:
        needed = (object_type.fields[name] for name in getattr(field, "needs", ()))
        return {attribute: column for need in needed for attribute, column in _columns_of(need, object_type).items()}
    attributes = (field.attribute, *([field.currency_attribute] if isinstance(field, CurrencyField) else []))
    return {attribute: field.sql(object_type.table, attribute).label(attribute) for attribute in attributes}


def compile_condition(condition: conditions.Condition, object_type: ObjectType, user: Actor, table: Any = None) -> sa.ColumnElement[bool] | None:
    """The condition in SQL, None for one that is always true. Raises BadQuery for what the user may not know of."""
    if condition == ALWAYS:
        return None
    table = object_type.table if table is None else table
    if isinstance(condition, Test):
        return _compile_test(condition, object_type, user, table)
    if isinstance(condition, Not):
        inner = compile_condition(condition.part, object_type, user, table)
        return sa.false() if inner is None else sa.not_(sa.func.coalesce(inner, sa.false()))
    parts = [part for part in (compile_condition(one, object_type, user, table) for one in condition.parts) if part is not None]
    return sa.and_(sa.true(), *parts) if isinstance(condition, All) else sa.or_(sa.false(), *parts)


def _compile_test(test: Test, object_type: ObjectType, user: Actor, table: Any) -> sa.ColumnElement[bool]:
    if "." in test.field:
        return _compile_side(test, object_type, user, table)
    field = object_type.fields.get(test.field)
    if field is None or not field.stored or permissions.field_right(user, object_type, test.field) == "hidden":
        raise BadQuery(permissions.unknown_field(user, object_type, test.field), test.field)
    value = conditions.resolve(test, field, user)
    return field.compare(field.sql(table), test.operator, value)


def _compile_side(test: Test, object_type: ObjectType, user: Actor, table: Any) -> sa.ColumnElement[bool]:
    """A column that another module adds: the records its side table names."""
    from . import modules

    column = registry.current().columns[object_type.code].get(test.field)
    if column is None or column.side is None or column.shown_as is None or not modules.is_on(column.plugin):
        raise BadQuery(_("There is no field “%(name)s” to filter by.", name=test.field), test.field)
    side, record, value = column.side
    side = getattr(side, "__table__", side)
    if test.operator == "empty":
        return table.c.id.not_in(sa.select(side.c[record]).where(side.c[value].is_not(None)))  # type: ignore[no-any-return]  # Any
    wanted = conditions.resolve(replace(test), column.shown_as, user)
    return table.c.id.in_(sa.select(side.c[record]).where(column.shown_as.compare(side.c[value], test.operator, wanted)))  # type: ignore[no-any-return]


def count(object_type: ObjectType | str, user: Actor, *, where: Where = None, cap: int = 1000) -> tuple[int, bool]:
    """How many records the user may see, counted up to ``cap``; the second value says whether there are more."""
    object_type = registry.enabled_object(object_type)
    if not permissions.may(user, object_type, "read"):
        return 0, False
    inner = _seen(sa.select(sa.literal(1)), object_type, user, where).limit(cap + 1).subquery()
    found = db.session.execute(sa.select(sa.func.count()).select_from(inner)).scalar_one()
    return min(found, cap), found > cap


def _seen(statement: sa.Select[Any], object_type: ObjectType, user: Actor, where: Where, operation: str = "read") -> sa.Select[Any]:
    """Narrowed to the living records the user may see."""
    statement = statement.select_from(object_type.table).where(object_type.table.c.deleted_at.is_(None))
    for part in (permissions.condition(user, object_type, operation), compile_condition(conditions.read(where), object_type, user)):
        if part is not None:
            statement = statement.where(part)
    return statement


def visible_ids(object_type: ObjectType | str, user: Actor, *, where: Where = None) -> sa.Select[Any]:
    """The ids of the records the user may see, as a subquery by which a module narrows tables of its own."""
    object_type = registry.enabled_object(object_type)
    permissions.require(user, object_type, "read")
    return _seen(sa.select(object_type.table.c.id), object_type, user, where)


def rows(statement: sa.Select[Any]) -> list[Any]:
    """The rows of a statement over a module's own tables that ``visible_ids`` narrows to what the user may see."""
    return list(db.session.execute(statement))


def aggregate(
    object_type: ObjectType | str, user: Actor, *, group_by: Sequence[str], measures: Sequence[str] = ("count",), where: Where = None,
    limit: int | None = None,
) -> list[Any]:  # fmt: skip
    """One row per group, at most ``limit``, with the attributes of ``group_by`` and each measure: "count", "sum:amount", "min:due", "max:due".

    A sum of money also groups by its currency (attribute ``amount_currency``): currencies never mix.
    """
    object_type = registry.enabled_object(object_type)
    permissions.require(user, object_type, "read")
    table = object_type.table
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
    statement = _seen(sa.select(*groups, *outputs), object_type, user, where).group_by(*groups).limit(limit)
    return list(db.session.execute(statement))


def _grouped(field: Field, table: Any, attribute: str | None = None) -> Any:
    """A column to group by; a part of the custom values needs a name for that."""
    attribute = attribute or field.attribute
    return field.sql(table, attribute).label(attribute) if attribute in field.kept else table.c[attribute]


def _measure(verb: str, column: Any, field: Field) -> sa.ColumnElement[Any]:
    name = field.name
    if verb not in ("sum", "min", "max"):
        raise BadQuery(_("“%(word)s” is not a measure.", word=verb))
    if "<" not in field.operators or (verb == "sum" and not isinstance(field, (CurrencyField, IntegerField))):
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
    """All rows a list shows, page by page, so that memory stays flat."""
    cursor: str | None = None
    while True:
        found = page(object_type, user, where=where, sort=sort, cursor=cursor, limit=MOST, columns=columns)
        yield list(found.rows)
        cursor = found.next
        if cursor is None:
            return


def links(record_ids: Sequence[int | None], user: Actor) -> Mapping[int, Link]:
    """How these records are called, whatever their object, in one statement.

    The name of a record in a look-up is part of the record that refers to it; whoever may read no record of that object at
    all does not get it.
    """
    wanted = {one for one in record_ids if one is not None}
    if not wanted:
        return {}
    table = CoreRecord.__table__
    rows = db.session.execute(sa.select(table.c.id, table.c.object, table.c.name, table.c.deleted_at).where(table.c.id.in_(wanted)))
    return {row.id: _link(row, user) for row in rows}


def _link(row: Any, user: Actor) -> Link:
    from . import modules

    object_type = registry.current().objects.get(row.object)
    if object_type is None:
        return Link(row.id, row.object, row.name, None)
    if not permissions.may(user, object_type, "read"):
        return Link(row.id, row.object, "—", None)
    open_ = modules.is_on(object_type.plugin) and row.deleted_at is None
    return Link(row.id, row.object, object_type.called(row.id, row.name), f"/{object_type.slug}/{row.id}" if open_ else None)


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


def suggest(object_type: ObjectType | str, user: Actor, text: str, limit: int = 10, where: Where = None) -> list[Any]:
    """Records whose name or searched fields contain the text, for a picker."""
    object_type = registry.enabled_object(object_type)
    searched = object_type.search or (object_type.name_field,)
    visible = permissions.visible_fields(user, object_type)
    wanted = text.strip()[:80]
    matching: Where = None
    if wanted:
        tests = (Test(name, "contains" if "contains" in visible[name].operators else "starts", wanted) for name in searched if name in visible)
        matching = Any_(tuple(test for test in tests if test.operator in visible[test.field].operators))
    columns = tuple(name for name in (object_type.name_field, *object_type.second_line) if name in visible)
    sort = "name" if "name" in object_type.sortable else None
    return list(page(object_type, user, where=conditions.both(matching, where), sort=sort, limit=limit, columns=columns).rows)
