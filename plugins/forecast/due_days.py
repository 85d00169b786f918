"""The day of a period by which everybody submits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from core import Change
from core import gettext as _

from .periods import Period
from .types import TypeInfo

SHORTEST = {"week": 7, "month": 28, "quarter": 90}
"""Days of the shortest period of each kind: a day that some periods lack is none to be due on."""


def due_on(forecast: TypeInfo, period: Period) -> date | None:
    """The last day on which a submission is in time; None where the type asks for none."""
    return period.start + timedelta(days=forecast.due_day - 1) if forecast.due_day else None


def reminds_from(forecast: TypeInfo, period: Period) -> date | None:
    """The day from which whoever has not submitted is reminded."""
    due = due_on(forecast, period)
    return due - timedelta(days=forecast.remind_before) if due is not None and forecast.remind_before is not None else None


def rules(change: Change) -> Iterator[tuple[str, str]]:
    """A period has the day on which it is due."""
    record = change.record
    most = SHORTEST.get(getattr(record.period, "code", ""), 0)
    if record.due_day and most and record.due_day > most:
        yield "due_day", _("This is a day from 1 to %(most)s: not every %(period)s has more.", most=most, period=str(record.period).lower())
