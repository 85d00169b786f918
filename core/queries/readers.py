"""The statements of one page. Each shape of question is built once and asked again with other values.

What a user may see is a set of alternatives, each read by the index that serves it; the first rows of each are merged by the
sort key. Building such a statement costs more than asking it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from .. import conditions, permissions, statements, units, walks
from ..actor import Actor
from ..db import db
from ..errors import BadQuery
from ..fields import CurrencyField, Field
from ..objects import ObjectType
from ..permissions import Alternative
from .filters import read_filter

if TYPE_CHECKING:
    from ..side_columns import SideColumn
    from .order import Sort

Key = tuple[Any, int] | None
"""Sort key and id of the last row of the page before."""
BOTH = 2
"""Both phases in one statement."""
EVERYBODY = Alternative("all")
COLUMNS = {"owners": "owner_id", "dealers": "dealer_id"}
"""Kinds of sight by ids, with the column that holds them."""
SIDES = {"owner": "owners", "dealer": "dealers"}
"""Fields that sight goes by, with its kind."""


class Reader:
    """Reads pages of one question of one user, each of at most ``limit`` rows. ``some_empty``: records without a value to sort by may fit, and come last."""

    def __init__(
        self, object_type: ObjectType, user: Actor, where: conditions.Condition, order: Sort, columns: Sequence[str], operation: str, limit: int
    ) -> None:  # fmt: skip
        self.object_type, self.order, self.table, self.limit = object_type, order, object_type.table, limit
        self.filter = read_filter(where, object_type, user, named=True)
        self.some_empty = order.nullable and not _has_value(where, order, user)
        self.columns = visible_columns(object_type, user, columns)
        own = None if _asks_for_one(where, object_type.controlled_by) else permissions.of_own_parents(user, object_type, operation)
        self.seen = permissions.sight(user, object_type, operation) if object_type.controlled_by and own is None else None
        self.ways = [own or EVERYBODY] if object_type.controlled_by else self._ways(where, user, operation)

    def _ways(self, where: conditions.Condition, user: Actor, operation: str) -> list[Alternative]:
        one = sufficient_way(where, self.object_type, user, operation)
        return [one] if one else permissions.alternatives(user, self.object_type, operation)

    def rows(self, phase: int, after: Key) -> list[Any]:
        """``phase`` 0 are the rows with a value to sort by, 1 those without."""
        return list(db.session.execute(self._kept(phase, after), self.values(phase, after)))

    def few(self) -> list[Any]:
        """The first rows, those without a value after those with one, in one statement: a record page has many short lists."""
        return self.rows(BOTH, None)

    def _kept(self, phase: int, after: Key) -> sa.Select[Any]:
        return statements.kept(self._shape(phase, after), lambda: self._built(phase, after))

    def _shape(self, phase: int, after: Key) -> Hashable:
        """What makes two statements alike; None where a module's condition or the filter has values of its own."""
        ways = (self.seen.shape,) if self.seen else tuple(way.shape and (way.shape, _width(way)) for way in self.ways)
        if None in ways or not self.filter.kept:
            return None
        return (self.object_type.code, self.object_type.customized, ways, self.filter.shape, str(self.order), tuple(self.columns), phase, after is None, self.limit)

    def values(self, phase: int, after: Key) -> dict[str, Any]:
        """What the statement is asked with."""
        values = {**self.filter.values, **(self.seen.values if self.seen else {})}
        for place, way in enumerate(self.ways):
            values.update(way.given(f"way_{place}"))
        if after is not None:
            values["after_id"] = after[1]
            if phase == 0:
                values["after_key"] = after[0]
        return values

    def statement(self, phase: int, after: Key) -> sa.Select[Any]:
        """One way by itself, or the first rows of each way merged and then the columns of those that are left. Ways stand before it all: SQLite reads no more
        than a hundred levels of a statement, and a module's condition may be a dozen of them deep."""
        if len(self.ways) == 1 and self.ways[0].kind not in COLUMNS and self.ways[0].ids is None:
            return self._narrow(self._seen(self._select(), 0), self.table, phase, after)
        parts = [self.part(place, phase, after).cte(f"way_{place}_{phase}") for place in range(len(self.ways))]
        found = sa.union(*(part.select() for part in parts)).subquery() if len(parts) > 1 else parts[0]
        turn = sa.desc if self.order.descending else sa.asc
        first = sa.select(found.c.id, found.c.sort_key).order_by(turn(found.c.sort_key), turn(found.c.id)).limit(statements.at_most(self.limit)).subquery()
        return self._select().join(first, first.c.id == self.table.c.id).order_by(turn(first.c.sort_key), turn(first.c.id))

    def _built(self, phase: int, after: Key) -> sa.Select[Any]:
        return self._both() if phase == BOTH else self.statement(phase, after)

    def _both(self) -> sa.Select[Any]:
        phases = [self.statement(phase, None).subquery() for phase in (0, 1)]
        rows = sa.union_all(*(sa.select(*rows.c, sa.literal_column(str(phase)).label("phase")) for phase, rows in enumerate(phases))).subquery()
        turn = sa.desc if self.order.descending else sa.asc
        return sa.select(rows).order_by(rows.c.phase, turn(rows.c.sort_key), turn(rows.c.id)).limit(statements.at_most(self.limit))

    def _select(self) -> sa.Select[Any]:
        columns: dict[str, Any] = {name: self.table.c[name] for name in ("id", "version")}
        for name in self.columns:
            columns.update(columns_of(self.object_type.fields[name], self.object_type))
        return sa.select(*columns.values(), self._key(self.table).label("sort_key"))

    def _key(self, table: Any) -> sa.ColumnElement[Any]:
        return self.order.field.sql(table, self.order.field.sort_attribute)

    def _pair(self, table: Any) -> sa.Select[Any]:
        return sa.select(table.c.id, self._key(table).label("sort_key"))

    def part(self, place: int, phase: int, after: Key) -> sa.Select[Any]:
        """(id, sort_key) of the first rows of one way, by the index that serves it."""
        way = self.ways[place]

        def narrow(statement: sa.Select[Any], table: Any) -> sa.Select[Any]:
            return self._narrow(statement, table, phase, after)

        if way.kind in COLUMNS and _width(way) == walks.PIECES:
            return walks.first_of_each(f"way_{place}", self.table, COLUMNS[way.kind], self._pair, narrow)
        if way.kind == "shared":
            return walks.first_among(permissions.shared_ids(way, f"way_{place}"), self.table, self._pair, narrow)
        ids = way.begun_with(f"way_{place}")
        if ids is not None:
            return walks.first_among(ids, self.table, self._pair, narrow, way.by)
        return narrow(self._seen(self._pair(self.table), place), self.table)

    def _seen(self, statement: sa.Select[Any], place: int) -> sa.Select[Any]:
        way = self.ways[place]
        if way.kind == "all":
            return statement
        if _width(way) == walks.EVERY:
            quiet = self.table.c[COLUMNS[way.kind]] + sa.literal_column("0")  # which no index serves: PostgreSQL would go from dealer to dealer, and sort
            return statement.where(quiet.is_not(None))
        if way.kind in COLUMNS:
            return statement.where(walks.matches(self.table.c[COLUMNS[way.kind]], way.values, f"way_{place}"))
        return statement.where(way.on(self.table, f"way_{place}"))

    def _narrow(self, statement: sa.Select[Any], table: Any, phase: int, after: Key) -> sa.Select[Any]:
        """The living rows of this page only, in its order. ``table`` is the object's, or an alias of it."""
        key, row_id = self._key(table), table.c.id
        tests = (self.filter.sql(table), self.seen.sql(table) if self.seen else None)
        wanted = [table.c.deleted_at.is_(None), *(test for test in tests if test is not None)]
        if self.order.nullable:
            wanted.append(key.is_not(None) if phase == 0 else key.is_(None))
        if after is not None:
            wanted.append(self._beyond(key, row_id, phase))
        turn = sa.desc if self.order.descending else sa.asc
        order = (turn(key), turn(row_id)) if phase == 0 else (turn(row_id),)
        return statement.where(*wanted).order_by(*order).limit(statements.at_most(self.limit))

    def _beyond(self, key: Any, row_id: Any, phase: int) -> sa.ColumnElement[bool]:
        last = sa.bindparam("after_id", type_=row_id.type)
        if phase == 1:
            return row_id < last if self.order.descending else row_id > last  # type: ignore[no-any-return]  # columns are Any here
        here, there = sa.tuple_(key, row_id), sa.tuple_(sa.bindparam("after_key", type_=key.type), last)
        return here < there if self.order.descending else here > there


class SideReader(Reader):
    """A page in the order of another module's column: its table joined; then the records that it does not name."""

    def __init__(
        self, object_type: ObjectType, user: Actor, where: conditions.Condition, order: Sort, columns: Sequence[str], operation: str, limit: int
    ) -> None:  # fmt: skip
        super().__init__(object_type, user, where, order, columns, operation, limit)
        self.ways, self.seen = [EVERYBODY], permissions.sight(user, object_type, operation)

    def statement(self, phase: int, after: Key) -> sa.Select[Any]:
        side = self._side()
        chosen = self._select().join(side.table, side.table.c[side.record] == self.table.c.id, isouter=phase == 1)
        return self._narrow(chosen, self.table, phase, after)

    def _side(self) -> SideColumn:
        assert self.order.side is not None  # noqa: S101 - that is what chose this reader; said for the type checker
        return self.order.side

    def _key(self, table: Any) -> sa.ColumnElement[Any]:
        return self._side().table.c[self._side().value]  # type: ignore[no-any-return]  # columns are Any here


def _width(way: Alternative) -> str:
    """How this way is walked. Who sees every dealer walks the index of everybody once, instead of one piece for each dealer."""
    if way.kind == "dealers" and len(way.values) > 1 and {one.id for one in units.dealers(active_only=False)} <= set(way.values):
        return walks.EVERY
    return walks.width(way.values)


def sufficient_way(where: conditions.Condition, object_type: ObjectType, user: Actor, operation: str) -> Alternative | None:
    """Who asks for the records of some owners, or of some dealers, whose every record is in sight needs no other way: none else is gone through for them, and
    what a module adds is not asked. None where the others are needed."""
    if object_type.controlled_by:
        return None
    for kind, ids in _sides_asked(where, object_type, user):
        if any(way.kind == kind and set(ids) <= set(way.values) for way in permissions.alternatives(user, object_type, operation)):
            return Alternative(kind, ids)
    return None


def _sides_asked(where: conditions.Condition, object_type: ObjectType, user: Actor) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Owners or dealers, one of which every record that fits has, where the condition names them; with the kind of sight that goes by them."""
    if isinstance(where, conditions.All):
        for part in where.parts:
            yield from _sides_asked(part, object_type, user)
    elif isinstance(where, conditions.Test) and where.field in SIDES and where.operator in ("=", "in") and where.field in object_type.fields:
        asked = conditions.resolve(where, object_type.fields[where.field], user)
        yield SIDES[where.field], tuple(asked) if where.operator == "in" else (asked,)


def _asks_for_one(where: conditions.Condition, field: str | None) -> bool:
    """Whether the condition asks for what belongs to one record, named by this field, by which it is found at once."""
    if isinstance(where, conditions.All):
        return any(_asks_for_one(part, field) for part in where.parts)
    return isinstance(where, conditions.Test) and (where.field, where.operator) == (field, "=")


def _has_value(where: conditions.Condition, order: Sort, user: Actor) -> bool:
    """Whether every record that fits has a value to sort by, since the condition compares it: the others need not be asked for, which
    the database would go through one by one to find none."""
    if isinstance(where, conditions.All):
        return any(_has_value(part, order, user) for part in where.parts)
    if isinstance(where, conditions.Any_):
        return all(_has_value(part, order, user) for part in where.parts)
    if isinstance(where, conditions.Not):
        return where.part == conditions.Test(order.name, "empty")
    if not isinstance(where, conditions.Test) or where.field != order.name or order.field.sort_attribute != order.field.attribute:
        return False
    return where.operator not in ("empty", "!=") and conditions.resolve(where, order.field, user) is not None


def visible_columns(object_type: ObjectType, user: Actor, names: Sequence[str]) -> list[str]:
    """The fields to read. Raises BadQuery for one that is hidden or unknown; columns of other modules are read apart."""
    visible, found = permissions.visible_fields(user, object_type), [name for name in names if "." not in name]
    for name in found:
        if name not in visible:
            raise BadQuery(permissions.unknown_field(user, object_type, name), name)
    return found


def columns_of(field: Field, object_type: ObjectType) -> dict[str, sa.ColumnElement[Any]]:
    """What to select to show a field, by attribute."""
    if not field.stored:
        needed = (object_type.fields[name] for name in getattr(field, "needs", ()))
        return {attribute: column for need in needed for attribute, column in columns_of(need, object_type).items()}
    attributes = (field.attribute, *([field.currency_attribute] if isinstance(field, CurrencyField) else []))
    return {attribute: field.sql(object_type.table, attribute).label(attribute) for attribute in attributes}
