"""The opportunities a number is made of: read through the gate, page by page, and adding up to that number."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from core import conditions, permissions, queries, registry

from . import measures, sums
from .columns import CLOSED, Column
from .grid import Grid
from .hierarchy import Place, home_of
from .rollup import ZERO

COLUMNS = ("name", "account", "stage", "forecast_category", "amount", "quantity", "probability", "close_date", "delivered_on", "owner", "unit")
PAGE = 50


def places(grid: Grid, root: Place | None, *, own: bool = False) -> set[Place]:
    """The places whose sales a number sums: the root's alone, or with all below it. None is everybody in sight."""
    return {root} if own and root is not None else grid.places(root)


def where(grid: Grid, among: Collection[Place], column: Column) -> conditions.Condition:
    """The condition of exactly these sales."""
    family = measures.of_family(grid.forecast.family) if grid.forecast.family is not None else None
    counted = conditions.both(grid.forecast.where(grid.period), conditions.Test("forecast_category", "in", sorted(column.categories)), family)
    return counted if grid.sold <= set(among) else conditions.both(counted, _of(grid.sold & set(among), grid.sold - set(among)))


def _of(wanted: Collection[Place], others: Collection[Place]) -> conditions.Condition:
    """By owners, which indexes know; what an owner has sold in a place that is not meant is excepted."""
    owners = {place.person_id for place in wanted}
    among = conditions.Test("owner", "in", sorted(one for one in owners if one is not None))
    whose: conditions.Condition = conditions.Any_((among, conditions.Test("owner", "empty"))) if None in owners else among
    return conditions.All((whose, *(conditions.Not(_at(place)) for place in others if place.person_id in owners)))


def _at(place: Place) -> conditions.Condition:
    """What counts at a place, as ``sums.place_of`` decides: closed sales by their unit, open ones where their owner is now."""
    closed = conditions.Test("forecast_category", "=", CLOSED)
    there = _empty_or("unit", place.unit_id)
    counted: conditions.Condition = conditions.All((closed, there))
    if place.person_id is None:
        counted = there
    elif place == home_of(place.person_id):
        counted = conditions.Any_((conditions.Not(closed), there))
    return conditions.All((_empty_or("owner", place.person_id), counted))


def _empty_or(name: str, value: int | None) -> conditions.Condition:
    return conditions.Test(name, "empty") if value is None else conditions.Test(name, "=", value)


def page(grid: Grid, among: Collection[Place], column: Column, cursor: str | None = None, limit: int = PAGE) -> queries.Page:
    """The next sales, in order of their close date."""
    visible = permissions.visible_fields(grid.user, registry.object_type("opportunity"))
    known = [name for name in COLUMNS if name in visible]
    return queries.page("opportunity", grid.user, where=where(grid, among, column), sort="close_date", cursor=cursor, limit=limit, columns=known)


def values(rows: Sequence[Any], grid: Grid) -> dict[int, Decimal | None]:
    """What each sale adds to the number, exactly; None where it has no rate. One statement for a page."""
    return sums.each(grid.forecast, grid.user, [row.id for row in rows])


def total(grid: Grid, among: Collection[Place], column: Column) -> Decimal:
    """What these sales add up to: the number without any adjustment."""
    return sum((grid.sums[one].total(column) for one in among if one in grid.sums), ZERO)


def count(grid: Grid, among: Collection[Place], column: Column) -> int:
    """How many sales these are."""
    return sum(grid.sums[one].counts.get(category, 0) for one in among if one in grid.sums for category in column.categories)
