"""Sample quotas, adjustments, submissions and snapshots, so that the forecast of the sample sales says something."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from core import gettext as _
from core import records, registry, system_actor, today, units, users

from . import adjustments, grid, snapshots, submissions, types
from .hierarchy import build, home_of
from .periods import Period
from .types import TypeInfo

OF_EACH = Decimal(2_400_000)
"""The quota of one consultant for a quarter, in money."""
CARS = 12
DUE = 70
SAID = Decimal("0.92")
"""What a manager makes of the first report's number."""


def load() -> Iterator[Any]:
    """Quotas for this period and the one before, two adjustments, and the snapshots that the stage history tells of."""
    for forecast in types.all_types().values():
        present = forecast.period(today())
        for period in (present.after(-1), present):
            yield from _quotas(forecast, period)
    _adjust()
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


def _adjust() -> None:
    """The manager of the first team thinks less of the first report's number, and that report more of the best case."""
    forecast = next((one for one in types.all_types().values() if one.is_money), None)
    manager = next((users.actor(one.manager_id) for one in units.all_units() if one.manager_id and one.kind is units.TEAM), None)
    if forecast is None or manager is None:
        return
    seen = grid.read(forecast, forecast.period(today()), manager)
    reports = seen.hierarchy.children.get(home_of(manager.id), [])
    if not reports or reports[0].person_id is None:
        return
    report = users.actor(reports[0].person_id)
    for who, code, factor, note in ((report, "best_case_forecast", Decimal("1.05"), _("Two of them bring a friend")), (manager, "commit_forecast", SAID, _("The fleet order may slip"))):
        column = next(one for one in seen.columns if one.code == code)
        base = seen.cell(reports[0], code).base
        adjustments.make(forecast, seen.period, reports[0], column, who, value=(base * factor).quantize(Decimal(1000)), base=base, note=note, seen=0)


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
