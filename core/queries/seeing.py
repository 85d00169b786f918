"""What a user sees as a statement: to be counted, or for a module to narrow tables of its own by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from .. import conditions, permissions, registry
from ..actor import Actor
from ..conditions import Where
from ..db import db
from ..errors import BadQuery
from ..fields import Field
from ..objects import ObjectType
from .filters import asks_for_few, compile_condition
from .readers import columns_of, sufficient_way


def visible_ids(object_type: ObjectType | str, user: Actor, *, where: Where = None) -> sa.Select[Any]:
    """The ids of the records the user may see, as a subquery by which a module narrows tables of its own."""
    return visible(object_type, user, where=where)


def visible(object_type: ObjectType | str, user: Actor, fields: Sequence[str] = (), *, where: Where = None, deleted: bool = False) -> sa.Select[Any]:
    """As ``visible_ids``, with the columns of these fields by attribute: what a module joins with tables of its own, sums, or keeps by
    INSERT … SELECT. ``deleted`` takes in what is in the recycle bin, with ``deleted_at``. Raises BadQuery for a field the user may not know of."""
    object_type = registry.enabled_object(object_type)
    permissions.require(user, object_type, "read")
    columns = [column for name in fields for column in columns_of(known(object_type, user, name), object_type).values()]
    if deleted:
        found = sa.select(object_type.table.c.id, *columns, object_type.table.c.deleted_at)
        return _narrowed(found, object_type, permissions.condition(user, object_type), compile_condition(conditions.read(where), object_type, user))
    return seen(sa.select(object_type.table.c.id, *columns), object_type, user, where)


def rows(statement: sa.Select[Any], **values: Any) -> list[Any]:
    """The rows of a statement over a module's own tables that ``visible_ids`` narrows to what the user may see, asked with these values."""
    return list(db.session.execute(statement, values))


def seen(statement: sa.Select[Any], object_type: ObjectType, user: Actor, where: Where, operation: str = "read") -> sa.Select[Any]:
    """Narrowed to the living records the user may see."""
    asked = conditions.read(where)
    if sufficient_way(asked, object_type, user, operation):
        sight = None
    elif asks_for_few(asked, object_type):  # row by row: to name all that is in sight takes longer than to read these
        sight = permissions.condition(user, object_type, operation)
    else:
        sight = permissions.living_condition(user, object_type, operation)
    return _narrowed(statement, object_type, object_type.table.c.deleted_at.is_(None), sight, compile_condition(asked, object_type, user))


def _narrowed(statement: sa.Select[Any], object_type: ObjectType, *tests: sa.ColumnElement[bool] | None) -> sa.Select[Any]:
    return statement.select_from(object_type.table).where(*(test for test in tests if test is not None))


def known(object_type: ObjectType, user: Actor, name: str) -> Field:
    """A field of which the user may know and that has a column. Raises BadQuery."""
    field: Field | None = permissions.visible_fields(user, object_type).get(name)
    if field is None or not field.stored:
        raise BadQuery(permissions.unknown_field(user, object_type, name), name)
    return field
