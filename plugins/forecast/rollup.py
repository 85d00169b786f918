"""The formula of the roll-up. Nothing here asks the database.

For each place u, with d running over its direct reports:

    base(u)   = own(u) + Σ seen(u, d)
    owner(u)  = what u has set for the own number, if anything, else base(u)
    seen(m,u) = what the manager m has set for u, if anything, else owner(u)

``raw(u)`` is own(u) + Σ raw(d): no adjustment at all. Sums are exact; nothing is rounded on the way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from .hierarchy import Hierarchy, Place

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Cell:
    """The five numbers of one place in one column."""

    own: Decimal = ZERO
    """The place's own sales."""
    raw: Decimal = ZERO
    """Own and all below, without any adjustment."""
    base: Decimal = ZERO
    """Own, and each report as its manager sees it: without what the place itself has set."""
    owner: Decimal = ZERO
    """What the place says: without what its manager has set."""
    forecast: Decimal = ZERO
    """What the manager sees."""


@dataclass(frozen=True, slots=True)
class Adjusted:
    """The adjustments that stand in one column: by place its own, and the one its present manager has set for it."""

    by_owner: Mapping[Place, Decimal]
    by_manager: Mapping[Place, Decimal]


NONE = Adjusted({}, {})


def roll_up(hierarchy: Hierarchy, own: Mapping[Place, Decimal], adjusted: Adjusted = NONE) -> dict[Place, Cell]:
    """The cell of every place."""
    cells: dict[Place, Cell] = {}
    for place in hierarchy.bottom_up():
        reports = [cells[one] for one in hierarchy.children.get(place, ())]
        mine = own.get(place, ZERO)
        base = mine + sum((one.forecast for one in reports), ZERO)
        owner = adjusted.by_owner.get(place, base)
        cells[place] = Cell(
            own=mine, raw=mine + sum((one.raw for one in reports), ZERO), base=base, owner=owner, forecast=adjusted.by_manager.get(place, owner)
        )
    return cells


def subtotals(hierarchy: Hierarchy, own: Mapping[Place, Mapping[str, Decimal]]) -> dict[Place, dict[str, Decimal]]:
    """By category what each place and all below it come to, without any adjustment: ``raw`` of every column at once. A place that comes to nothing is
    left out."""
    found: dict[Place, dict[str, Decimal]] = {}
    for place in hierarchy.bottom_up():
        below = (found[one] for one in hierarchy.children.get(place, ()) if one in found)
        added: dict[str, Decimal] = defaultdict(Decimal)
        for part in (own.get(place, {}), *below):
            for category, value in part.items():
                added[category] += value
        if any(added.values()):
            found[place] = dict(added)
    return found
