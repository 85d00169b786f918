"""Who sees an activity besides its owner: everybody who sees a record it is linked to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from core import Actor, Alternative, ObjectType, permissions, registry

from .links import LINK


def through_links(object_type: ObjectType, user: Actor, operation: str) -> Iterable[Alternative]:
    """One more way to read activities; to change one, one must own it or be allowed by a role."""
    if object_type.code != "activity" or operation != "read":
        return ()
    seen = [part for one in registry.objects() if one.code != "activity" and not one.setup for part in _seen(one, user)]
    if not seen:
        return ()
    return (Alternative("condition", condition=lambda table, _mine: sa.exists().where(LINK.c.activity_id == table.c.id, sa.or_(*seen))),)


def _seen(object_type: ObjectType, user: Actor) -> list[sa.ColumnElement[bool]]:
    """The links to records of this object that the user may see."""
    if not permissions.may(user, object_type, "read"):
        return []
    of_object = LINK.c.object == object_type.code
    table: Any = permissions.alias_of(object_type.table)
    seen = permissions.condition(user, object_type, "read", table)
    if seen is None:
        return [of_object]
    return [sa.and_(of_object, LINK.c.record_id.in_(sa.select(table.c.id).where(seen, table.c.deleted_at.is_(None))))]
