"""The tree as a detached picture, with the closure that rights and sight need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import sqlalchemy as sa
from flask import current_app

from .. import state
from ..actor import acting_or_none
from ..choices import Choice
from ..db import db
from ..i18n import gettext as _
from .models import DEALER, KINDS, Unit

if TYPE_CHECKING:
    from ..users import Person

KIND_BY_CODE = {kind.code: kind for kind in KINDS}


@dataclass(frozen=True)
class UnitInfo:
    """A unit as everybody reads it. ``zone``, ``currency`` and ``calendar_id`` are inherited already; ``own_`` as stored."""

    id: int
    name: str
    kind: Choice
    parent_id: int | None
    manager_id: int | None
    active: bool
    version: int
    own_zone: str | None
    own_currency: str | None
    own_calendar_id: int | None
    zone: str
    currency: str
    calendar_id: int | None
    depth: int = 0

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Tree:
    """All units, in the order of a walk from the roots, with their children."""

    units: Mapping[int, UnitInfo]
    children: Mapping[int | None, tuple[int, ...]] = field(default_factory=dict)

    @cached_property
    def subtrees(self) -> Mapping[int, frozenset[int]]:
        """Each unit with all below it."""
        found: dict[int, frozenset[int]] = {}
        for unit_id in reversed(list(self.units)):  # children come after their parent in the walk
            found[unit_id] = frozenset({unit_id}).union(*(found[child] for child in self.children.get(unit_id, ())))
        return found


def tree() -> Tree:
    """The tree at the present version of the people."""
    return state.cached("people", _read, name="units")


def _read() -> Tree:
    columns = Unit.__table__.c
    rows = {row.id: row for row in db.session.execute(sa.select(*columns).order_by(columns.name, columns.id))}
    children: dict[int | None, list[int]] = defaultdict(list)
    for row in rows.values():
        children[row.parent_id].append(row.id)
    units = {info.id: info for info in _walk(rows, children)}
    return Tree(units, {parent: tuple(ids) for parent, ids in children.items()})


def _walk(rows: Mapping[int, sa.Row[tuple[object, ...]]], children: Mapping[int | None, list[int]]) -> Iterator[UnitInfo]:
    """Depth first, children by name, each unit with what it inherits."""
    waiting: list[tuple[int, int, str, str, int | None]] = [(unit_id, 0, installation_zone(), installation_currency(), None) for unit_id in reversed(children.get(None, []))]
    while waiting:
        unit_id, depth, zone, currency, calendar_id = waiting.pop()
        row = rows[unit_id]
        info = UnitInfo(
            id=row.id, name=row.name, kind=KIND_BY_CODE[row.kind], parent_id=row.parent_id, manager_id=row.manager_id, active=row.active,
            version=row.version, own_zone=row.zone, own_currency=row.currency, own_calendar_id=row.calendar_id, zone=row.zone or zone,
            currency=row.currency or currency, calendar_id=row.calendar_id or calendar_id, depth=depth,
        )  # fmt: skip
        yield info
        below_it = reversed(children.get(unit_id, []))
        waiting.extend((child, depth + 1, info.zone, info.currency, info.calendar_id) for child in below_it)


def installation_zone() -> str:
    """The zone that holds where no unit says otherwise."""
    return str(current_app.config["FORECOURT"]["zone"])


def installation_currency() -> str:
    """The ISO code that holds where no unit says otherwise."""
    return str(current_app.config["FORECOURT"]["currency"])


def find(unit_id: int | None) -> UnitInfo | None:
    """The unit, or None."""
    return tree().units.get(unit_id) if unit_id is not None else None


def all_units(active_only: bool = False) -> list[UnitInfo]:
    """All units, parents before their children, siblings by name."""
    return [unit for unit in tree().units.values() if unit.active or not active_only]


def indented(active_only: bool = True, also: int | None = None) -> list[tuple[int, str]]:
    """(id, name set in by its depth) for a choice of units. ``also``: one that is offered all the same, as it is chosen already."""
    return [(unit.id, "\u2003" * unit.depth + unit.name) for unit in all_units() if unit.active or not active_only or unit.id == also]


def name_of(unit_id: int | None) -> str:
    """The unit's name; empty without a unit."""
    unit = find(unit_id)
    if unit is None:
        return "" if unit_id is None else _("Unknown unit")
    return unit.name


def above(unit_id: int | None) -> list[UnitInfo]:
    """The unit and those above it, from the near to the far."""
    found: list[UnitInfo] = []
    unit = find(unit_id)
    while unit is not None:
        found.append(unit)
        unit = find(unit.parent_id)
    return found


def below(unit_id: int) -> frozenset[int]:
    """Ids of the unit and of all below it."""
    return tree().subtrees.get(unit_id, frozenset())


def dealer_of(unit_id: int | None) -> int | None:
    """Id of the dealer the unit is or belongs to; None above the dealers."""
    return next((unit.id for unit in above(unit_id) if unit.kind is DEALER), None)


def dealers(active_only: bool = True) -> list[UnitInfo]:
    """All dealers, in the order of the tree."""
    return [unit for unit in all_units(active_only) if unit.kind is DEALER]


def dealers_below(unit_id: int | None) -> tuple[int, ...]:
    """Ids of the dealers in the unit's subtree; for a unit within a dealer, that dealer."""
    own = dealer_of(unit_id)
    if own is not None or unit_id is None:
        return (own,) if own is not None else ()
    inside = below(unit_id)
    return tuple(unit.id for unit in dealers(active_only=False) if unit.id in inside)


def zone_of(unit_id: int | None) -> str:
    """Zone name of a unit; without one that of the acting user's dealer, else the installation's."""
    actor = acting_or_none() if unit_id is None else None
    unit = find(unit_id if actor is None else actor.dealer_id or actor.unit_id)
    return unit.zone if unit is not None else installation_zone()


def currency_of(unit_id: int | None) -> str:
    """ISO currency of a unit, else the installation's."""
    unit = find(unit_id)
    return unit.currency if unit is not None else installation_currency()


def calendar_of(unit_id: int | None) -> int | None:
    """Id of the business calendar of the unit or of the nearest above it that has one."""
    unit = find(unit_id)
    return unit.calendar_id if unit is not None else None


def managed_by(user_id: int) -> tuple[int, ...]:
    """Ids of the units this user manages."""
    return tuple(unit.id for unit in tree().units.values() if unit.manager_id == user_id)


def manager_of(user_id: int) -> Person | None:
    """Whom a user reports to: the manager of the unit, or for that manager the next one above. None at the top."""
    return next(managers_above(user_id), None)


def managers_above(principal_id: int) -> Iterator[Person]:
    """Who manages the unit of a user or queue and those above it, from the near to the far: not the user themselves, nor who cannot sign in."""
    from .. import users

    person = users.find(principal_id)
    for unit in above(person.unit_id if person else None):
        manager = users.find(unit.manager_id) if unit.manager_id not in (None, principal_id) else None
        if manager is not None and manager.active:
            yield manager


def users_of(unit_id: int, with_below: bool = False, active_only: bool = True) -> list[Person]:
    """The users of a unit, by name; with all units below it if asked."""
    from .. import users

    wanted = below(unit_id) if with_below else {unit_id}
    return [one for one in users.all_users() if one.unit_id in wanted and (one.active or not active_only)]
