"""The forecast hierarchy: who rolls up to whom.

A place is a person within a unit. Somebody reports to the manager of the unit; that manager to the next one above. Closed sales stay
with the unit that closed them, so whoever has moved has two places: the past stays where it was, and open sales, which move along,
are where the person is now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from core import Actor, NotFound, permissions, registry, state, units, users
from core import gettext as _


class Place(NamedTuple):
    """A person (or queue) within a unit. Both may be missing: a sale that belongs to nobody counts too."""

    person_id: int | None
    unit_id: int | None

    @property
    def code(self) -> str:
        """As it stands in addresses."""
        return f"{self.person_id or 0}-{self.unit_id or 0}"

    @property
    def name(self) -> str:
        return users.name_of(self.person_id) or _("Without an owner")

    @property
    def unit_name(self) -> str:
        return units.name_of(self.unit_id)

    @property
    def is_past(self) -> bool:
        """Whether the person is no longer in this unit, or can no longer sign in."""
        person = users.find(self.person_id)
        return person is not None and (person.unit_id != self.unit_id or not person.active)


def read_place(text: str) -> Place:
    """The place an address names. Raises NotFound."""
    person, dash, unit = text.partition("-")
    if not (dash and person.isdecimal() and unit.isdecimal() and len(text) < 38):
        raise NotFound
    return Place(int(person) or None, int(unit) or None)


def home_of(person_id: int) -> Place:
    """Where the person is now."""
    person = users.find(person_id)
    return Place(person_id, person.unit_id if person is not None else None)


@dataclass(frozen=True)
class Hierarchy:
    """Places with their parents; a parent of None is the top. ``circles`` holds the people who reported to one another."""

    parents: dict[Place, Place | None]
    circles: tuple[Place, ...] = field(default=())

    @cached_property
    def children(self) -> dict[Place | None, list[Place]]:
        """By parent, in the order of the places."""
        found: dict[Place | None, list[Place]] = defaultdict(list)
        for place, parent in self.parents.items():
            found[parent].append(place)
        return dict(found)

    def __contains__(self, place: Place) -> bool:
        return place in self.parents

    def below(self, place: Place) -> Iterator[Place]:
        """The place and all below it, parents first."""
        waiting = [place]
        while waiting:
            one = waiting.pop()
            yield one
            waiting.extend(self.children.get(one, ()))

    def indented(self, root: Place | None) -> list[tuple[Place, int]]:
        """A place and all below it with their depth, in the order of a page; for None all tops and what is below them."""
        found: list[tuple[Place, int]] = []
        waiting = [(one, 0) for one in reversed([root] if root is not None else self.children.get(None, []))]
        while waiting:
            place, depth = waiting.pop()
            found.append((place, depth))
            waiting.extend((one, depth + 1) for one in reversed(self.children.get(place, [])))
        return found

    def bottom_up(self) -> list[Place]:
        """Every place after all below it."""
        found: list[Place] = []
        waiting = list(self.children.get(None, ()))
        while waiting:
            found.append(one := waiting.pop())
            waiting.extend(self.children.get(one, ()))
        return found[::-1]

    def without(self, hidden: Collection[Place]) -> Hierarchy:
        """As seen by somebody from whom these places are hidden: what stood below them stands at the top."""
        kept = {place: parent if parent not in hidden else None for place, parent in self.parents.items() if place not in hidden}
        return Hierarchy(kept, self.circles)


def build(places: Iterable[Place]) -> Hierarchy:
    """The hierarchy of these places, of everybody who takes part in the forecast, and of the managers above them.

    Places are in the order of the directory; where a person was comes after where the person is.
    """
    parents: dict[Place, Place | None] = {}
    waiting = [*places, *map(home_of, participants())]
    leaders: dict[int | None, list[Place]] = {}
    while waiting:
        place = waiting.pop()
        if place in parents:
            continue
        if place.unit_id not in leaders:
            leaders[place.unit_id] = list(_leaders(place.unit_id))
        parents[place] = manager = _first_other(leaders[place.unit_id], place)
        if manager is not None:
            waiting.append(manager)
    order = {one.id: number for number, one in enumerate(users.principals(active_only=False))}
    ordered = sorted(parents, key=lambda one: (order.get(one.person_id or 0, len(order)), one.is_past, one.unit_id or 0))
    return Hierarchy(*_without_circles({one: parents[one] for one in ordered}))


def manager_of(place: Place) -> Place | None:
    """Whom a place rolls up to: the manager of its unit, or for that manager the next one above. None at the top.

    A manager who can no longer sign in is passed over.
    """
    return _first_other(_leaders(place.unit_id), place)


def _first_other(leaders: Iterable[Place], place: Place) -> Place | None:
    return next((one for one in leaders if one.person_id != place.person_id), None)


def _leaders(unit_id: int | None) -> Iterator[Place]:
    """The managers of a unit and of those above it who can sign in, the nearest first."""
    for unit in units.above(unit_id):
        manager = users.find(unit.manager_id) if unit.manager_id is not None else None
        if manager is not None and manager.active:
            yield home_of(manager.id)


def above(place: Place) -> Iterator[Place]:
    """Whom a place rolls up to, up to the top: also managers out of the reader's sight."""
    passed = {place}
    manager = manager_of(place)
    while manager is not None and manager not in passed:
        yield manager
        passed.add(manager)
        manager = manager_of(manager)


def _without_circles(parents: dict[Place, Place | None]) -> tuple[dict[Place, Place | None], tuple[Place, ...]]:
    """Where people report to one another, whoever is in the highest unit stands at the top, so that nobody is lost or counted twice."""
    broken: list[Place] = []
    done: set[Place] = set()
    for start in sorted(parents, key=_rank):
        path: list[Place] = []
        place: Place | None = start
        while place is not None and place not in done and place not in path:
            path.append(place)
            place = parents[place]
        if place in path:
            circle = path[path.index(place):]
            top = min(circle, key=_rank)
            parents[top] = None
            broken.extend(circle)
        done.update(path)
    return parents, tuple(broken)


def _rank(place: Place) -> tuple[int, int, int]:
    unit = units.find(place.unit_id)
    return (unit.depth if unit is not None else 0, place.person_id or 0, place.unit_id or 0)


def participants() -> tuple[int, ...]:
    """The ids of those whose sales are forecast: whoever can sign in and may make opportunities. Administrators need not sell."""
    held: dict[int, tuple[int, ...]] = state.cached("rights", dict, name="forecast participants")
    people = state.versions().get("people", 0)
    if people not in held:
        held.clear()
        held[people] = tuple(one.id for one in users.all_users(active_only=True) if _takes_part(users.actor(one.id)))
    return held[people]


def _takes_part(actor: Actor) -> bool:
    return not actor.is_admin and permissions.may(actor, registry.object_type("opportunity"), "create")


def hidden_from(user: Actor, hierarchy: Hierarchy) -> set[Place]:
    """The places whose numbers this user does not see: those outside the sight on opportunities that the role gives, and not below the user."""
    scope = permissions.scope(user, registry.object_type("opportunity"), "read")
    if scope == "all":
        return set()
    seen = set(hierarchy.below(home_of(user.id)))
    if scope == "dealer":
        seen |= {place for place in hierarchy.parents if units.dealer_of(place.unit_id) in user.dealer_ids}
    return set(hierarchy.parents) - seen
