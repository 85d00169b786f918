"""Sample quotas, adjustments, submissions and snapshots, so that the forecast of the sample sales says something."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from core import Actor, clock, now, records, registry, system_actor, today, units, users
from core import gettext as _

from . import adjustments, grid, snapshots, submissions, types
from .hierarchy import Place, build, home_of
from .periods import Period
from .types import TypeInfo

OF_EACH = Decimal(2_400_000)
"""The quota of one consultant for a quarter, in money."""
CARS = 12
HALF = timedelta(days=45)
"""From the first day of a quarter to the day on which it was adjusted."""
DUE = 70
SAID = Decimal("0.92")
"""What a manager makes of the first report's number."""


def load() -> Iterator[Any]:
    """Quotas for this period and the two before, adjustments then and now, submissions, and the snapshots that the stage history tells of."""
    for forecast in types.all_types().values():
        present = forecast.period(today())
        for step in (-2, -1, 0):
            yield from _quotas(forecast, present.after(step))
    _adjust(-1)
    _adjust(0)
    _submit()
    snapshots.rebuild(system_actor())


def _quotas(forecast: TypeInfo, period: Period) -> Iterator[Any]:
    """A manager's is that of the team."""
    hierarchy = build(())
    object_type = registry.object_type("forecast_quota")
    for place in hierarchy.bottom_up():
        leads = len([one for one in hierarchy.below(place) if not hierarchy.children.get(one)])
        value: dict[str, Any] = {"amount": OF_EACH * leads} if forecast.is_money else {"units": CARS * leads}
        yield object_type.new(owner=place.person_id, forecast_type=forecast.id, starts_on=period.start, **value)


def _adjust(step: int) -> None:
    """The manager of the first team thinks less of the first report's number, and that report more of the best case; a period ago as now."""
    forecast = next((one for one in types.all_types().values() if one.is_money), None)
    manager = next((users.actor(one.manager_id) for one in units.all_units() if one.manager_id and one.kind is units.TEAM), None)
    if forecast is None or manager is None:
        return
    period = forecast.period(today()).after(step)
    seen = grid.read(forecast, period, manager)
    reports = seen.hierarchy.children.get(home_of(manager.id), [])
    if not reports or reports[0].person_id is None:
        return
    report = users.actor(reports[0].person_id)
    with clock.as_of(min(now(), datetime.combine(period.start + HALF, time(2), UTC))):
        _set(seen, reports[0], report, "best_case_forecast", Decimal("1.05"), _("Two of them bring a friend"))
        _set(seen, reports[0], manager, "commit_forecast", SAID, _("The fleet order may slip"))


def _set(seen: grid.Grid, place: Place, who: Actor, code: str, factor: Decimal, note: str) -> None:
    column = next(one for one in seen.columns if one.code == code)
    base = seen.cell(place, code).base
    adjustments.make(seen.forecast, seen.period, place, column, who, value=(base * factor).quantize(Decimal(1000)), base=base, note=note, seen=0)


def _submit() -> None:
    """The forecast in money is due in the tenth week of a quarter; all but every third have submitted."""
    forecast = next((one for one in types.all_types().values() if one.is_money), None)
    if forecast is None:
        return
    records.update(records.get("forecast_type", forecast.id, system_actor()), system_actor(), due_day=DUE)
    forecast = types.all_types()[forecast.id]
    for number, person in enumerate(sorted(submissions.asked())):
        if number % 3:
            submissions.submit(forecast, forecast.period(today()), users.actor(person), note=_("As we spoke on Monday") if number % 2 else "")
