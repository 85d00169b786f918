"""Where a user may look: the places of the index, by the way in which their records are seen.

A field the user may not know of is no place to look. The index carries owner and dealer; records seen in other ways
(shared, or by what a module adds) are found first and held against the gate then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core import Actor, Alternative, ObjectType, permissions, queries

from .index import searched
from .models import place_of

ALL, OWNERS, DEALERS, SHARED, ELSEHOW = "all", "owners", "dealers", "shared", "condition"
MOST_SHARED = 1000


@dataclass(frozen=True, slots=True)
class Reach:
    """Places that are seen in one way; ``values`` are ids of owners, dealers or shared records."""

    kind: str
    values: tuple[int, ...]
    places: tuple[int, ...]

    def holds(self, table: Any) -> sa.ColumnElement[bool]:
        """The condition on a table of the index."""
        here = table.c.place.in_(self.places)
        column = {OWNERS: "owner_id", DEALERS: "dealer_id", SHARED: "record_id"}.get(self.kind)
        if column is None:
            return here  # type: ignore[no-any-return]  # columns of a table are Any here
        # Plain equality for one: "= ANY(array of one)" walks the wrong index.
        only = table.c[column] == self.values[0] if len(self.values) == 1 else table.c[column].in_(self.values)
        return sa.and_(only, here)


def places_of(objects: Sequence[ObjectType], user: Actor) -> dict[int, ObjectType]:
    """The places the user may look at, each with its object."""
    found = {}
    for one in objects:
        if permissions.may(user, one, "read"):
            visible = permissions.visible_fields(user, one)
            found.update({place_of(one.code, name): one for name in searched(one) if name in visible})
    return found


def reaches(places: dict[int, ObjectType], user: Actor) -> list[Reach]:
    """The ways to look, each with the places it serves; empty ways are left out."""
    by_way: dict[tuple[str, tuple[int, ...]], list[int]] = {}
    ways = {one.code: _ways(one, user) for one in places.values()}
    for place, one in places.items():
        for way in ways[one.code]:
            by_way.setdefault(way, []).append(place)
    found = []
    for (kind, values), held in by_way.items():
        ids = _shared(values) if kind == SHARED else values
        if ids or kind in (ALL, ELSEHOW):
            found.append(Reach(kind, ids, tuple(sorted(held))))
    return found


def _ways(object_type: ObjectType, user: Actor) -> list[tuple[str, tuple[int, ...]]]:
    """Kinds with their ids; for shared records, the principals with whom."""
    if object_type.controlled_by:
        return [(ELSEHOW, ())] if permissions.condition(user, object_type) is not None else [(ALL, ())]
    ways = permissions.alternatives(user, object_type)
    if any(way.kind == ALL for way in ways):
        return [(ALL, ())]
    return list(dict.fromkeys((way.kind, () if way.kind == ELSEHOW else way.values) for way in ways))


def _shared(principal_ids: tuple[int, ...]) -> tuple[int, ...]:
    shared = permissions.shared_ids(Alternative(SHARED, principal_ids))
    return tuple(row.record_id for row in queries.rows(shared.limit(MOST_SHARED)))


def seen(object_type: ObjectType, record_ids: Sequence[int], user: Actor) -> set[int]:
    """Those of the records that the user really sees: the gate's own answer."""
    return {row.id for row in queries.rows(queries.visible_ids(object_type, user, where={"id": list(record_ids)}))}
