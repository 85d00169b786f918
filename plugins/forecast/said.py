"""What each place said in a snapshot: what its sales came to by category, and where somebody had adjusted a column, what the place and its manager said there.

Like the sales, it is kept as it changes: a snapshot writes the places that say something else than in the one before. Of a period that is over stays what was
said last.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import sqlalchemy as sa

from core import db, system_actor

from . import adjustments, measures, sums
from .columns import Column
from .hierarchy import Hierarchy, Place, build
from .models import Said
from .periods import Period
from .rollup import roll_up, subtotals
from .states import counted_at, stood_at
from .sums import Sums, total
from .types import TypeInfo, all_types

TABLE = Said.__table__
KEPT = Decimal("0.0001")
KEY = ("type_id", "starts_on", "place")
Key = tuple[int, date, str]
Forecasts = Mapping[tuple[TypeInfo, Period], Mapping[Place, Sums]]


@dataclass(slots=True)
class Numbers:
    """What one place said: by category the sum with all below it; by column, where an adjustment decides, what the place says and what its manager sees. All
    as text, to four decimals."""

    raw: dict[str, str]
    adjusted: dict[str, list[str]] = field(default_factory=dict)

    def owner(self, column: Column) -> Decimal:
        """What the place itself said in a column."""
        if column.code in self.adjusted:
            return Decimal(self.adjusted[column.code][0])
        return total({category: Decimal(value) for category, value in self.raw.items()}, column)


def write(snapshot_id: int, day: date, *, adjusted: bool) -> None:
    """For each type what the present period and the next are said to bring; places with nothing to say are left out."""
    forecasts = _forecasts(snapshot_id, day)
    told = dict(_told(forecasts, adjusted))
    before = _present(forecasts)
    changed = {key for key in told.keys() | before.keys() if told.get(key) != before.get(key)}
    if former := [_named(key) for key in changed & before.keys()]:
        ended = (TABLE.c.to_id.is_(None), *(TABLE.c[name] == sa.bindparam(f"the_{name}") for name in KEY))
        db.session.execute(sa.update(TABLE).where(*ended).values(to_id=snapshot_id), [{f"the_{name}": value for name, value in one.items()} for one in former])
    if new := [{**_named(key), "from_id": snapshot_id, "raw": told[key].raw, "adjusted": told[key].adjusted} for key in changed & told.keys()]:
        db.session.execute(sa.insert(TABLE), new)


def _named(key: Key) -> dict[str, Any]:
    return dict(zip(KEY, key, strict=True))


def _forecasts(snapshot_id: int, day: date) -> Forecasts:
    """The sums of every type in use by period. Types that count the same sales are summed together."""
    alike: dict[tuple[Any, ...], list[TypeInfo]] = {}
    for one in all_types().values():
        if one.active and measures.is_known(one, system_actor()):
            alike.setdefault(one.choice, []).append(one)
    found: dict[tuple[TypeInfo, Period], dict[Place, Sums]] = {}
    for first, *others in alike.values():
        for period in (first.period(day), first.period(day).after(1)):
            summed = sums.of_states(counted_at(snapshot_id, first, period), first, *others)
            found |= {(one, period): by_place for one, by_place in zip((first, *others), summed, strict=True)}
    return found


def _told(forecasts: Forecasts, adjusted: bool) -> Iterator[tuple[Key, Numbers]]:
    hierarchy = build({place for found in forecasts.values() for place in found})  # one for all: a place without sales in a period says nothing there
    for (forecast, period), found in forecasts.items():
        said = {place: Numbers({one: _kept(value) for one, value in values.items() if value}) for place, values in _subtotals(hierarchy, found).items()}
        if adjusted:
            _adjust(said, forecast, period, found, hierarchy)
        yield from (((forecast.id, period.start, place.code), numbers) for place, numbers in said.items())


def _subtotals(hierarchy: Hierarchy, found: Mapping[Place, Sums]) -> dict[Place, dict[str, Decimal]]:
    return subtotals(hierarchy, {place: one.values for place, one in found.items()})


def _adjust(said: dict[Place, Numbers], forecast: TypeInfo, period: Period, found: Mapping[Place, Sums], hierarchy: Hierarchy) -> None:
    """Where somebody has adjusted a column, what it comes to for all of those above."""
    standing = adjustments.standing(forecast, period)
    for column in forecast.every_column:
        stands = adjustments.in_column(standing, hierarchy, column.code)
        if not (stands.by_owner or stands.by_manager):
            continue
        for place, cell in roll_up(hierarchy, {place: one.total(column) for place, one in found.items()}, stands).items():
            if cell.owner != cell.raw or cell.forecast != cell.raw:
                said.setdefault(place, Numbers({})).adjusted[column.code] = [_kept(cell.owner), _kept(cell.forecast)]


def _kept(value: Decimal) -> str:
    return f"{value.quantize(KEPT, ROUND_HALF_UP):f}"


def _present(forecasts: Iterable[tuple[TypeInfo, Period]]) -> dict[Key, Numbers]:
    """What stands of these types and periods."""
    asked = {(forecast.id, period.start) for forecast, period in forecasts}
    wanted = sa.select(*(TABLE.c[name] for name in (*KEY, "raw", "adjusted"))).where(
        TABLE.c.to_id.is_(None), TABLE.c.type_id.in_({one for one, _day in asked}), TABLE.c.starts_on.in_({day for _one, day in asked})
    )
    rows = db.session.execute(wanted)
    return {(type_id, start, place): Numbers(raw, adjusted) for type_id, start, place, raw, adjusted in rows if (type_id, start) in asked}


def owners_said(forecast: TypeInfo, period: Period, column: Column, snapshot_ids: Collection[int]) -> dict[tuple[int, str], Decimal]:
    """What each place said itself in a column, by snapshot and place; who said nothing is left out."""
    found: dict[tuple[int, str], Decimal] = {}
    for snapshot_id in snapshot_ids:
        wanted = sa.select(TABLE.c.place, TABLE.c.raw, TABLE.c.adjusted).where(
            TABLE.c.type_id == forecast.id, TABLE.c.starts_on == period.start, stood_at(TABLE, snapshot_id)
        )
        found |= {(snapshot_id, place): Numbers(raw, adjusted).owner(column) for place, raw, adjusted in db.session.execute(wanted)}
    return found
