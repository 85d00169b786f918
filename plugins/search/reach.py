"""Where a user may look: the places of the index, by the way in which their records are seen.

A field the user may not know of is no place to look. The index carries owner and dealer; records seen in other ways
(shared, or by what a module adds) are found first and held against the gate then.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core import Actor, Alternative, ObjectType, permissions, queries, walks

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

    @property
    def shape(self) -> Hashable:
        """What two ways that differ in their values only have in common."""
        return (self.kind, walks.width(self.values))

    def holds(self, table: Any, name: str) -> sa.ColumnElement[bool]:
        """The condition on a table of the index, its values given under names that begin so."""
        return sa.and_(self.sees(table, name), walks.among_given(table.c.place, f"{name}_places"))

    def sees(self, table: Any, name: str) -> sa.ColumnElement[bool]:
        """The same, wherever it is."""
        column = {OWNERS: "owner_id", DEALERS: "dealer_id", SHARED: "record_id"}.get(self.kind)
        return sa.true() if column is None else walks.matches(table.c[column], self.values, f"{name}_ids")

    def given(self, name: str) -> dict[str, Any]:
        """The values by these names."""
        ids = {f"{name}_ids": walks.given(self.values)} if self.values else {}
        return {f"{name}_places": walks.listed(self.places), **ids}


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
    ways = {code: _ways(one, user) for code, one in {one.code: one for one in places.values()}.items()}
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
        return [(ALL if permissions.sight(user, object_type).make is None else ELSEHOW, ())]
    ways = permissions.alternatives(user, object_type)
    if any(way.kind == ALL for way in ways):
        return [(ALL, ())]
    return list(dict.fromkeys((way.kind, () if way.kind == ELSEHOW else way.values) for way in ways))


def _shared(principal_ids: tuple[int, ...]) -> tuple[int, ...]:
    shared = permissions.shared_ids(Alternative(SHARED, principal_ids))
    return tuple(row.record_id for row in queries.rows(shared.limit(MOST_SHARED)))
