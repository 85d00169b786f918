"""The roll-up against a direct, slow reading of its formula, over random hierarchies, sales and adjustments."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from plugins.forecast.hierarchy import Hierarchy, Place
from plugins.forecast.rollup import Adjusted, roll_up


class Reading:
    """base(u) = own(u) + Σ seen(u, d); owner(u) = ownerAdj(u) if set else base(u); seen(m, u) = mgrAdj(m, u) if set else owner(u)."""

    def __init__(self, reports, own, by_owner, by_manager) -> None:
        self.reports, self.sales, self.by_owner, self.by_manager = reports, own, by_owner, by_manager

    def own(self, u):
        return self.sales.get(u, Decimal(0))

    def raw(self, u):
        return self.own(u) + sum((self.raw(d) for d in self.reports.get(u, ())), Decimal(0))

    def base(self, u):
        return self.own(u) + sum((self.seen(d) for d in self.reports.get(u, ())), Decimal(0))

    def owner(self, u):
        return self.by_owner[u] if u in self.by_owner else self.base(u)

    def seen(self, u):
        return self.by_manager[u] if u in self.by_manager else self.owner(u)


def drawn(seed):
    """People in a random tree (or several), some with sales, some adjusted by themselves, some by their manager."""
    draw = random.Random(seed)
    people = [Place(number, draw.choice((None, 1, 2))) for number in range(1, draw.randint(2, 40))]
    parents = {one: draw.choice([None, *people[:number]]) if number else None for number, one in enumerate(people)}
    money = lambda: Decimal(draw.randint(-10_000, 10_000_000)) / 100  # noqa: E731 - one word for "some amount"
    own = {one: money() for one in people if draw.random() < 0.7}
    by_owner = {one: money() for one in people if draw.random() < 0.3}
    by_manager = {one: money() for one in people if parents[one] and draw.random() < 0.3}
    return parents, own, by_owner, by_manager


@pytest.mark.parametrize("seed", range(200))
def test_the_roll_up_is_the_formula(seed):
    parents, own, by_owner, by_manager = drawn(seed)
    reports = {}
    for one, parent in parents.items():
        reports.setdefault(parent, []).append(one)
    slow = Reading(reports, own, by_owner, by_manager)

    cells = roll_up(Hierarchy(parents), own, Adjusted(by_owner, by_manager))

    for one, cell in cells.items():
        assert (cell.own, cell.raw, cell.base, cell.owner, cell.forecast) == (slow.own(one), slow.raw(one), slow.base(one), slow.owner(one), slow.seen(one))
    assert cells.keys() == parents.keys()


def test_an_adjustment_changes_neither_own_nor_the_unadjusted_roll_up():
    boss, rep = Place(1, None), Place(2, None)
    tree = Hierarchy({boss: None, rep: boss})
    plain = roll_up(tree, {rep: Decimal(100)})
    adjusted = roll_up(tree, {rep: Decimal(100)}, Adjusted({rep: Decimal(90)}, {rep: Decimal(80)}))

    assert [(adjusted[one].own, adjusted[one].raw) for one in (boss, rep)] == [(plain[one].own, plain[one].raw) for one in (boss, rep)]
    assert (adjusted[rep].base, adjusted[rep].owner, adjusted[rep].forecast, adjusted[boss].base) == (100, 90, 80, 80)
