"""Where a user may look: the places of the index, by the way in which their records are seen.

A field the user may not know of is no place to look. The index carries owner and dealer; records seen in other ways
(shared, or by what a module adds) are found first and held against the gate then.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core import Actor, Alternative, ObjectType, fields, permissions, state, statements, walks

from .index import searched
from .models import place_of

ALL, OWNERS, DEALERS, SHARED, ELSEHOW = "all", "owners", "dealers", "shared", "condition"
PLACES, TELEPHONES, WORDS = "places", "telephones", "words"
"""All places of a way, those of telephones, and the others: under these names a statement is given them."""
MOST_SHARED = 1000
Way = tuple[str, tuple[int, ...]]
"""A kind and its ids: of owners, of dealers, or of those with whom a record was shared."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Places that are seen in one way, and which of them hold telephones; ``values`` are ids of owners, of dealers, or of those with whom records were shared."""

    kind: str
    values: tuple[int, ...]
    places: tuple[int, ...]
    telephones: AbstractSet[int]

    @property
    def shape(self) -> Hashable:
        """What two ways that differ in their values only have in common."""
        return (self.kind, walks.width(self.values))

    def holds(self, table: Any, name: str) -> sa.ColumnElement[bool]:
        """The condition on a table of the index, its values given under names that begin so."""
        return sa.and_(self.sees(table, name), walks.among_given(table.c.place, f"{name}_{PLACES}"))

    def sees(self, table: Any, name: str) -> sa.ColumnElement[bool]:
        """The same, wherever it is."""
        if self.kind == SHARED:
            shared = permissions.shared_ids(Alternative(SHARED, self.values), f"{name}_ids")
            return walks.among_selected(table.c.record_id, shared.limit(statements.at_most(MOST_SHARED)))
        column = {OWNERS: "owner_id", DEALERS: "dealer_id"}.get(self.kind)
        return sa.true() if column is None else walks.matches(table.c[column], self.values, f"{name}_ids")

    def given(self, name: str) -> dict[str, Any]:
        """The values by these names."""
        parts = {
            PLACES: self.places, TELEPHONES: [one for one in self.places if one in self.telephones],
            WORDS: [one for one in self.places if one not in self.telephones],
        }  # fmt: skip
        ids = {f"{name}_ids": walks.given(self.values)} if self.values else {}
        return {**{f"{name}_{part}": walks.listed(places) for part, places in parts.items()}, **ids}


@dataclass(frozen=True, slots=True)
class Outlook:
    """The places a user may look at, each with its object, and the ways to look."""

    places: Mapping[int, ObjectType]
    reaches: Sequence[Reach]


def outlook(objects: Sequence[ObjectType], user: Actor) -> Outlook:
    """Where in these objects the user may look, worked out once until rights, people or fields change."""
    return state.about(user, ("search", *(one.code for one in objects)), lambda: _outlook(objects, user))


def _outlook(objects: Sequence[ObjectType], user: Actor) -> Outlook:
    places: dict[int, ObjectType] = {}
    telephones: set[int] = set()
    by_way: dict[Way, list[int]] = {}
    for one in objects:
        if permissions.may(user, one, "read"):
            visible = permissions.visible_fields(user, one)
            mine = {place_of(one.code, name): one for name in searched(one) if name in visible}
            places.update(mine)
            telephones.update(place_of(one.code, name) for name in searched(one) if isinstance(one.fields[name], fields.PhoneField))
            for way in _ways(one, user) if mine else ():
                by_way.setdefault(way, []).extend(mine)
    return Outlook(places, [Reach(kind, values, tuple(sorted(served)), telephones) for (kind, values), served in by_way.items() if values or kind in (ALL, ELSEHOW)])


def _ways(object_type: ObjectType, user: Actor) -> list[Way]:
    """Kinds with their ids; for shared records, the principals with whom."""
    if object_type.controlled_by:
        return [(ALL if permissions.sight(user, object_type).make is None else ELSEHOW, ())]
    ways = permissions.alternatives(user, object_type)
    if any(way.kind == ALL for way in ways):
        return [(ALL, ())]
    return list(dict.fromkeys((way.kind, () if way.kind == ELSEHOW else way.values) for way in ways))
