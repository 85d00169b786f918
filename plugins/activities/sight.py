"""Who sees an activity besides its owner: everybody who sees a record it is linked to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa

from core import Actor, Alternative, ObjectType, permissions, queries, registry, statements, walks

from .links import LINK


def through_links(object_type: ObjectType, user: Actor, operation: str) -> Iterable[Alternative]:
    """One more way to read activities; to change one, one must own it or be allowed by a role."""
    if object_type.code != "activity" or operation != "read":
        return ()
    linked = (one for one in registry.objects() if one.code != "activity" and not one.setup and permissions.may(user, one, "read"))
    seen = {one.code: permissions.sight(user, one) for one in linked}
    return (Alternative("condition", condition=_linked_to_seen, others=seen, few=partial(_linked, seen=seen, user=user)),) if seen else ()


def _linked_to_seen(table: Any, _mine: Any, seen: Mapping[str, Callable[[Any], Any]]) -> sa.ColumnElement[bool]:
    return sa.exists().where(LINK.c.activity_id == table.c.id, sa.or_(*(_leads_to(code, test) for code, test in seen.items())))


def _leads_to(code: str, seen: Callable[[Any], Any]) -> sa.ColumnElement[bool]:
    """Links to records of this object that the user sees. Each link asks for its one record: a list of all that are seen would be made whole first."""
    record: Any = permissions.alias_of(registry.object_type(code).table)
    test = seen(record)
    if test is None:
        return LINK.c.object == code
    return sa.and_(LINK.c.object == code, sa.exists().where(record.c.id == LINK.c.record_id, record.c.deleted_at.is_(None), test))


def _linked(activity_ids: Sequence[int], *, seen: Mapping[str, permissions.Sight], user: Actor) -> set[int]:
    """The same of a few activities: where their links lead, and what of it is seen, object by object."""
    rows = queries.rows(statements.kept("links of activities", _links), ids=walks.listed(activity_ids)) if activity_ids else []
    leading: dict[str, set[int]] = {}
    for row in rows:
        leading.setdefault(row.object, set()).add(row.record_id)
    reached = {code: _seen_of(code, ids, seen[code], user) for code, ids in leading.items() if code in seen}
    return {row.activity_id for row in rows if row.record_id in reached.get(row.object, ())}


def _links() -> sa.Select[Any]:
    return sa.select(LINK.c.activity_id, LINK.c.object, LINK.c.record_id).where(walks.among_given(LINK.c.activity_id, "ids"))


def _seen_of(code: str, record_ids: set[int], sight: permissions.Sight, user: Actor) -> set[int]:
    return record_ids if sight.make is None else {row.id for row in queries.reached(registry.object_type(code), user, sorted(record_ids))}
