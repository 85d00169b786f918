"""How well it was said: for each person what the forecast was 30, 14 and 7 days before a period's end, against what came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from core import today

from . import said, snapshots
from .grid import Grid
from .hierarchy import Place
from .quotas import attainment

BEFORE = (30, 14, 7)
"""Days before the end of a period."""


@dataclass(frozen=True, slots=True)
class Line:
    """One place: what it said so many days before the end (None where nobody had looked, or that day has not come), and what came, or has come so far."""

    place: Place
    depth: int
    said: tuple[Decimal | None, ...]
    came: Decimal

    def share(self, number: int) -> int | None:
        """What came in per cent of what was said."""
        told = self.said[number]
        return None if told is None else attainment(self.came, told)


def lines(grid: Grid, column: str = "commit_forecast", root: Place | None = None) -> list[Line]:
    """Of the root (None: everybody) and all below it, in the order of the hierarchy."""
    days = [grid.period.last - timedelta(days=count) for count in BEFORE]
    looked = [snapshots.latest(day) if day <= today() else None for day in days]
    there = [one for one in looked if one is not None and one.day >= grid.period.start]
    asked = next(one for one in grid.forecast.every_column if one.code == column)
    told = said.owners_said(grid.forecast, grid.period, asked, {one.id for one in there})
    closed = grid.forecast.columns("cumulative")[0].code
    found: list[Line] = []
    for place, depth in grid.hierarchy.indented(root):
        numbers = tuple(told.get((one.id, place.code), Decimal(0)) if one is not None and one in there else None for one in looked)
        came = grid.cell(place, closed).raw
        if came or any(numbers):
            found.append(Line(place, depth, numbers, came))
    return found
