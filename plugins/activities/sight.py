"""Who sees an activity besides its owner: everybody who sees a record it is linked to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from core import Actor, Alternative, ObjectType, permissions, registry

from .links import LINK


def through_links(object_type: ObjectType, user: Actor, operation: str) -> Iterable[Alternative]:
    """One more way to read activities; to change one, one must own it or be allowed by a role."""
    if object_type.code != "activity" or operation != "read":
        return ()
    linked = (one for one in registry.objects() if one.code != "activity" and not one.setup and permissions.may(user, one, "read"))
    seen = {one.code: permissions.sight(user, one) for one in linked}
    return (Alternative("condition", condition=_linked_to_seen, others=seen),) if seen else ()


def _linked_to_seen(table: Any, _mine: Any, seen: Mapping[str, Callable[[Any], Any]]) -> sa.ColumnElement[bool]:
    return sa.exists().where(LINK.c.activity_id == table.c.id, sa.or_(*(_leads_to(code, test) for code, test in seen.items())))


def _leads_to(code: str, seen: Callable[[Any], Any]) -> sa.ColumnElement[bool]:
    """Links to records of this object that the user sees. Each link asks for its one record: a list of all that are seen would be made whole first."""
    record: Any = permissions.alias_of(registry.object_type(code).table)
    test = seen(record)
    if test is None:
        return LINK.c.object == code
    return sa.and_(LINK.c.object == code, sa.exists().where(record.c.id == LINK.c.record_id, record.c.deleted_at.is_(None), test))
