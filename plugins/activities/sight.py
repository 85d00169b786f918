"""Who sees an activity besides its owner: everybody who sees a record it is linked to.

A link repeats whose its record is, so that most ways of sight are tested on the link alone; what a module adds to sight is asked of the record.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import sqlalchemy as sa

from core import Actor, Alternative, ObjectType, permissions, queries, registry, walks

from .homes import LINK, gives_sight

FEW = 3_000
"""Up to so many linked activities a list begins with them; it passes more in its own order, where one of the first is never far."""

ELSEHOW = ("shared", "condition")
"""Kinds of sight that are not told by owner and dealer."""

Seen = Mapping[str, Callable[[Any], Any]]
"""The ways in which links are seen, each as a condition on the links."""


def through_links(object_type: ObjectType, user: Actor, operation: str) -> Iterable[Alternative]:
    """One more way to read activities; to change one, one must own it or be allowed by a role."""
    if object_type.code != "activity" or operation != "read":
        return ()
    ways = _ways(user)
    if not ways:
        return ()
    begun = Alternative("condition", condition=_linked_to_seen, ids=_seen_by_links, others={name: way.sight(_among) for name, way in ways.items()})
    if _is_few(begun):
        return (begun,)
    return (Alternative("condition", condition=_linked_to_seen, others={name: way.sight(_each) for name, way in ways.items()}),)


def _is_few(way: Alternative) -> bool:
    """Asked as seldom as the ways themselves: that there are more meanwhile costs time, it shows nobody more or less."""
    some = way.begun_with(None).limit(FEW + 1).subquery()
    [(count,)] = queries.rows(sa.select(sa.func.count()).select_from(some))
    return bool(count <= FEW)


def _linked_to_seen(table: Any, _mine: Any, seen: Seen) -> sa.ColumnElement[bool]:
    return sa.exists().where(LINK.c.activity_id == table.c.id, sa.or_(*(test(LINK) for test in seen.values())))


def _seen_by_links(_mine: Any, seen: Seen) -> sa.Select[Any]:
    found = sa.union_all(*(sa.select(LINK.c.activity_id).where(test(LINK)) for test in seen.values())).subquery()
    return sa.select(found.c.activity_id)


@dataclass(frozen=True, slots=True)
class Way:
    """A way in which the records of ``deciding`` are seen, and with them links to these objects: itself, and what it controls."""

    deciding: ObjectType
    seen: Alternative
    objects: list[str] = field(default_factory=list)

    def sight(self, test: Callable[[Way, Any, str | None], sa.ColumnElement[bool]]) -> permissions.Sight:
        """It as a condition on the links, by one of the two tests below."""
        width = walks.width(self.seen.values)
        shape = self.seen.shape and (self.deciding.code, self.seen.shape, width, tuple(self.objects), test)
        return permissions.Sight(shape, partial(test, self), self.seen.given)


def _ways(user: Actor) -> dict[str, Way]:
    """The ways in which this user sees linked records, by a name each; those that are told by the link alone hold for many objects."""
    found: dict[Hashable, Way] = {}
    for one in registry.objects():
        if gives_sight(one) and (deciding := _deciding(one, user)) is not None:
            for seen in permissions.alternatives(user, deciding):
                key = (deciding.code, id(seen)) if seen.kind == "condition" else (seen.kind, seen.values)
                found.setdefault(key, Way(deciding, seen)).objects.append(one.code)
    return {str(place): way for place, way in enumerate(found.values())}


def _deciding(object_type: ObjectType, user: Actor) -> ObjectType | None:
    """The object by whose sight this one is seen; None where the user reads none of it."""
    while permissions.may(user, object_type, "read"):
        if not object_type.controlled_by:
            return object_type
        object_type = permissions.controlling(object_type)
    return None


def _among(way: Way, links: Any, name: str | None) -> sa.ColumnElement[bool]:
    """Whether a link leads to one of the records seen in this way, which are found first where they are few."""
    ids = permissions.living_ids(way.seen, way.deciding, name) if way.seen.kind in ELSEHOW else None
    if ids is None:
        return _each(way, links, name)
    quiet = links.c.object + sa.literal_column("''")  # which no index serves: that of these records is walked
    among = walks.among_selected(links.c.under_id, ids) if way.seen.kind == "shared" else links.c.under_id.in_(ids)
    return sa.and_(_is_of(way, quiet), among)


def _each(way: Way, links: Any, name: str | None) -> sa.ColumnElement[bool]:
    """The same, asked of the one record of each link where the link does not tell: a list of all that are seen would be made whole first."""
    if way.seen.kind == "shared":
        return _among(way, links, name)
    of_these = _is_of(way, links.c.object)
    if way.seen.kind == "all":
        return of_these
    if way.seen.kind != "condition":
        return sa.and_(of_these, permissions.in_sight(way.seen, links, name))
    record: Any = permissions.alias_of(way.deciding.table)
    return sa.and_(of_these, sa.exists().where(record.c.id == links.c.under_id, record.c.deleted_at.is_(None), way.seen.on(record, name)))


def _is_of(way: Way, code: Any) -> sa.ColumnElement[bool]:
    return code.in_([sa.literal_column(f"'{one}'") for one in way.objects])  # type: ignore[no-any-return]  # columns of a table are Any here
