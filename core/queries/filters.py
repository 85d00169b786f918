"""The condition grammar in SQL: held against what the user may know of, then made for a table or an alias of it.

A filter has a shape, which is the same for everybody who asks the same, and values by name. A statement made for the shape is
asked again with other values.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from .. import conditions, permissions, registry, side_columns, statements
from ..actor import Actor
from ..conditions import ALWAYS, All, Among, Not, Test, Where
from ..errors import BadQuery
from ..fields import Field, LookupField, PicklistField
from ..i18n import gettext as _
from ..objects import ObjectType

Made = Callable[[Any], sa.ColumnElement[bool]]
"""The SQL of a filter over a table."""
PLAIN = frozenset({"=", "<", "<=", ">", ">="})
"""Comparisons whose value can be given later."""


@dataclass(slots=True)
class Filter:
    """A condition of one user: ``shape`` without the values that ``values`` holds by name; None for one that is always true.

    ``kept`` is False where a statement stands in it: that is asked once, not again with other values.
    """

    shape: Hashable = None
    made: Made | None = None
    kept: bool = True
    values: dict[str, Any] = field(default_factory=dict)

    def sql(self, table: Any) -> sa.ColumnElement[bool] | None:
        return None if self.made is None else self.made(table)


def read_filter(condition: conditions.Condition, object_type: ObjectType, user: Actor, *, named: bool = False) -> Filter:
    """Raises BadQuery for what the user may not know of. ``named``: plain values are left to be given with the statement."""
    found = Filter(kept=not conditions.has_statement(condition))
    if condition != ALWAYS:
        found.shape, found.made = _read(condition, object_type, user, found.values if named else None)
    return found


def _read(condition: conditions.Condition, object_type: ObjectType, user: Actor, values: dict[str, Any] | None) -> tuple[Hashable, Made]:
    if isinstance(condition, Test):
        return _side(condition, object_type, user) if "." in condition.field else _test(condition, object_type, user, values)
    if isinstance(condition, Among):
        return (condition,), lambda table: table.c.id.in_(condition.ids)
    if isinstance(condition, Not):
        shape, made = _read(condition.part, object_type, user, values)
        return ("not", shape), lambda table: sa.not_(sa.func.coalesce(made(table), sa.false()))
    parts = [_read(one, object_type, user, values) for one in condition.parts]
    kind, join, start = ("all", sa.and_, sa.true()) if isinstance(condition, All) else ("any", sa.or_, sa.false())
    return (kind, *(shape for shape, _made in parts)), lambda table: join(start, *(made(table) for _shape, made in parts))


def _test(asked: Test, object_type: ObjectType, user: Actor, values: dict[str, Any] | None) -> tuple[Hashable, Made]:
    known = object_type.fields.get(asked.field)
    if known is None or not known.stored or permissions.field_right(user, object_type, asked.field) == "hidden":
        raise BadQuery(permissions.unknown_field(user, object_type, asked.field), asked.field)
    test = conditions.spread(asked, known, user)
    if not isinstance(test, Test):
        return _read(test, object_type, user, values)
    value = conditions.resolve(test, known, user)
    if values is None or not _can_wait(known, test.operator, value):
        return (test.field, test.operator, _hashable(value)), lambda table: _compared(known, table, test.operator, value)
    name = f"value_{len(values)}"
    values[name] = value
    return (test.field, test.operator), lambda table: _compared(known, table, test.operator, sa.bindparam(name))


def _compared(known: Field, table: Any, operator: str, value: Any) -> sa.ColumnElement[bool]:
    compared, share = known.compare(known.sql(table), operator, value), _share(known, operator)
    return compared if share is None else statements.likely(compared, share)


def _share(known: Field, operator: str) -> Any:
    if operator == "=" and _names_few(known):
        return statements.FEW
    return statements.MANY if operator == "in" and isinstance(known, PicklistField) else None


def _names_few(known: Field) -> bool:
    """Whether it refers to one of many: an account, not a stage or a user."""
    target = registry.current().objects.get(known.to or "") if type(known) is LookupField else None
    return target is not None and not target.setup


def asks_for_few(condition: conditions.Condition, object_type: ObjectType) -> bool:
    """Whether all that fits belongs to one of many records, an account say, by which it is found at once."""
    if isinstance(condition, conditions.All):
        return any(asks_for_few(part, object_type) for part in condition.parts)
    known = object_type.fields.get(condition.field) if isinstance(condition, Test) and condition.operator == "=" else None
    return known is not None and _names_few(known)


def _can_wait(known: Field, operator: str, value: Any) -> bool:
    """Whether the value may be given with each question: of a plain comparison by a field that compares as all do.

    Yes and no stay in the statement: they choose between halves of an index.
    """
    return operator in PLAIN and value is not None and not isinstance(value, bool) and type(known).compare is Field.compare and not known.kept


def _side(asked: Test, object_type: ObjectType, user: Actor) -> tuple[Hashable, Made]:
    """A column that another module adds: the records its side table names."""
    column = side_columns.find(object_type, asked.field, user)
    if column is None:
        raise BadQuery(_("There is no field “%(name)s” to filter by.", name=asked.field), asked.field)
    test = conditions.spread(asked, column.field, user)
    if not isinstance(test, Test):
        return _read(test, object_type, user, None)
    cells, record, value = column.table.c, column.record, column.value
    if test.operator == "empty":
        return (test.field, "empty"), lambda table: table.c.id.not_in(sa.select(cells[record]).where(cells[value].is_not(None)))
    wanted = conditions.resolve(test, column.field, user)
    compared = column.field.compare(cells[value], test.operator, wanted)
    return (test.field, test.operator, _hashable(wanted)), lambda table: table.c.id.in_(sa.select(cells[record]).where(compared))


def _hashable(value: Any) -> Hashable:
    return tuple(map(_hashable, value)) if isinstance(value, (list, tuple)) else (type(value).__name__, str(getattr(value, "code", value)))


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
