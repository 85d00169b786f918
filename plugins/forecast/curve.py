"""S12: what has closed so far, week by week, against the same point of the period before and against the quota."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core import charts, queries, today
from core import gettext as _

from . import deals, grid, sums
from .grid import Grid
from .hierarchy import Place
from .periods import Period
from .quotas import attainment
from .rates import currency
from .rollup import ZERO

WEEK = 7


@dataclass(frozen=True, slots=True)
class Curve:
    """``now`` and ``before`` are what had closed by the end of each week; ``now`` ends with the present one."""

    period: Period
    earlier: Period
    now: Sequence[Decimal]
    before: Sequence[Decimal]
    quota: Decimal | None

    @property
    def reached(self) -> Decimal:
        return self.now[-1] if self.now else ZERO

    @property
    def then(self) -> Decimal:
        """What had closed at the same point of the period before."""
        return self.before[min(len(self.now), len(self.before)) - 1] if self.now and self.before else ZERO

    @property
    def share(self) -> int | None:
        """The one in per cent of the other; None where nothing had closed."""
        return attainment(self.reached, self.then)


def read(seen: Grid, root: Place | None) -> Curve:
    """The curve of a place, or of everybody in sight."""
    earlier = grid.read(seen.forecast, seen.period.after(-1), seen.user, columns=())  # its sales and hierarchy; no roll-up is asked for
    whose = root if root is None or root in earlier.hierarchy else None
    now, before = _weeks(seen, root), _weeks(earlier, whose)
    passed = (today(seen.user.dealer_id) - seen.period.start).days // WEEK + 1
    return Curve(seen.period, earlier.period, now[: max(passed, 0)], before, seen.quota(root))


def _weeks(seen: Grid, root: Place | None) -> list[Decimal]:
    """Running sums at the end of each week of the period."""
    by_week: dict[int, Decimal] = defaultdict(Decimal)
    for day, value in _by_day(seen, root):
        by_week[(day - seen.period.start).days // WEEK] += value
    sums, total = [], ZERO
    for week in range(-(-(seen.period.end - seen.period.start).days // WEEK)):
        total += by_week[week]
        sums.append(total)
    return sums


def _by_day(seen: Grid, root: Place | None) -> list[tuple[date, Decimal]]:
    """What closed on each day, in one statement."""
    forecast = seen.forecast
    where = deals.where(seen, seen.places(root), forecast.columns("cumulative")[0])
    sales = sums.sold(forecast, seen.user, where, (forecast.date_from,))
    rows = queries.rows(sums.added_up(forecast, sales, (forecast.date_from,)))
    return [(getattr(row, forecast.date_from), sums.value_of(row, forecast) or ZERO) for row in rows]


def chart(curve: Curve, forecast: Any) -> charts.Chart:
    """The two lines, and the quota where there is one."""
    count = max(len(curve.before), len(curve.now))
    now = [*curve.now, *[None] * (count - len(curve.now))]
    before = [*curve.before, *[None] * (count - len(curve.before))]
    series = [charts.Series(str(curve.period), now, kind="line"), charts.Series(str(curve.earlier), before, kind="line", tone="grey")]
    if curve.quota is not None:
        series.append(charts.Series(_("Quota"), [curve.quota] * count, kind="line", tone="orange", dashed=True))
    return charts.Chart(
        _("What had closed by the end of each week, in this period and in the one before."), _("Week"), [_("Week %(number)s", number=one + 1) for one in range(count)],
        series, currency=currency() if forecast.is_money else None,
    )  # fmt: skip
