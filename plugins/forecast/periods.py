"""Periods: a week, a month or a quarter of a fiscal year, named by its first day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import get_locale

from core import BadQuery
from core import gettext as _

LAST_YEAR = 9998
"""Beyond it a period has no end that a date could hold."""


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` to the day before ``end``. ``kind`` is week, month or quarter; ``fiscal_start`` the month in which a year begins."""

    kind: str
    start: date
    end: date
    fiscal_start: int = 1

    @property
    def code(self) -> str:
        """The first day, as it stands in addresses."""
        return self.start.isoformat()

    @property
    def last(self) -> date:
        return self.end - timedelta(days=1)

    def after(self, steps: int = 1) -> Period:
        """The period ``steps`` later; earlier for a negative number."""
        found = self
        for _step in range(abs(steps)):
            day = found.end if steps > 0 else found.start - timedelta(days=1)
            found = period_of(self.kind, day, self.fiscal_start)
        return found

    def a_year_before(self) -> Period:
        """The same period of the year before."""
        return self.after({"week": -52, "month": -12, "quarter": -4}[self.kind])

    def year(self) -> list[Period]:
        """The periods of the fiscal year in which this one lies; of weeks thirteen from this one on, a quarter."""
        if self.kind == "week":
            return [self.after(step) for step in range(13)]
        first = self
        while first.start.month != self.fiscal_start:
            first = first.after(-1)
        return [first.after(step) for step in range(12 if self.kind == "month" else 4)]

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.start <= day < self.end

    def __str__(self) -> str:
        return _LABELS[self.kind](self)


def period_of(kind: str, day: date, fiscal_start: int = 1) -> Period:
    """The period of this kind in which the day lies."""
    if kind == "week":
        start = day - timedelta(days=day.weekday())
        return Period(kind, start, start + timedelta(days=7), fiscal_start)
    months = 1 if kind == "month" else 3
    since = (day.year * 12 + day.month - 1 - (fiscal_start - 1)) // months * months + fiscal_start - 1
    return Period(kind, _first_of(since), _first_of(since + months), fiscal_start)


def read_period(kind: str, text: str, today: date, fiscal_start: int = 1) -> Period:
    """The period that an address names by one of its days, else the present one. Raises BadQuery."""
    if not text:
        return period_of(kind, today, fiscal_start)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.max
    if not 1900 <= day.year <= LAST_YEAR:
        raise BadQuery(_("“%(text)s” is no day, such as 2026-10-01.", text=text[:40]), "period")
    return period_of(kind, day, fiscal_start)


def _first_of(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)


def _chinese() -> bool:
    return str(get_locale() or "en").startswith("zh")


def _week(period: Period) -> str:
    year, week, _day = period.start.isocalendar()
    return f"{year}年第{week}周" if _chinese() else f"W{week} {year}"


def _month(period: Period) -> str:
    return f"{period.start.year}年{period.start.month}月" if _chinese() else f"{period.start:%b} {period.start.year}"


def _quarter(period: Period) -> str:
    """A fiscal year that does not begin in January is called by the year in which it ends."""
    number = (period.start.month - period.fiscal_start) % 12 // 3 + 1
    if period.fiscal_start == 1:
        return f"{period.start.year}年第{number}季度" if _chinese() else f"Q{number} {period.start.year}"
    ends = period.start.year + (period.start.month >= period.fiscal_start)
    return f"{ends}财年第{number}季度" if _chinese() else f"Q{number} FY{ends}"


_LABELS = {"week": _week, "month": _month, "quarter": _quarter}
