"""Words for days, periods and moments: "today+7", "month-1", "now-2h", and days as people type them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from .. import clock, dates

if TYPE_CHECKING:
    from ..actor import Actor

DAYS = {"today": 0, "tomorrow": 1, "yesterday": -1}
MONTHS = {"month": 1, "quarter": 3, "year": 12}
UNITS = {"h": "hours", "d": "days", "m": "minutes"}


@dataclass(frozen=True, slots=True)
class Period:
    """Days in a row: the first, and the one after the last."""

    first: date
    after: date

    @property
    def is_day(self) -> bool:
        return self.after - self.first <= timedelta(days=1)


def period(value: Any, user: Actor) -> Period | None:
    """The days that a word or a date names, seen from the user's dealer; None for what names none, a moment for instance."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return _day(value)
    if not isinstance(value, str):
        return None
    word, today = value.strip().lower(), clock.today(user.dealer_id)
    if match := re.fullmatch(r"(today|tomorrow|yesterday)(?:([+-]\d{1,4}))?", word):
        return _day(today + timedelta(days=DAYS[match[1]] + int(match[2] or 0)))
    if match := re.fullmatch(r"week(?:([+-]\d{1,2}))?", word):
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=int(match[1] or 0))
        return Period(monday, monday + timedelta(weeks=1))
    if match := re.fullmatch(r"(month|quarter|year)(?:([+-]\d{1,2}))?", word):
        return _months(today, MONTHS[match[1]], int(match[2] or 0))
    return _typed_day(word, today)


def from_now(value: Any) -> datetime | None:
    """The moment that "now", "now-2h", "now+3d", "now+30m" name; None for what is none of these."""
    match = re.fullmatch(r"now(?:([+-])(\d{1,4})([hdm]?))?", value.strip().lower()) if isinstance(value, str) else None
    if match is None:
        return None
    return clock.now() + timedelta(**{UNITS[match[3] or "h"]: int((match[1] or "+") + (match[2] or "0"))})


def _day(day: date) -> Period:
    return Period(day, day + timedelta(days=1) if day < date.max else day)


def _months(today: date, length: int, count: int) -> Period:
    """The month, quarter or year, ``count`` of them after the one of today."""
    begun = (today.year * 12 + today.month - 1) // length * length + count * length
    first, after = (date(months // 12, months % 12 + 1, 1) for months in (begun, begun + length))
    return Period(first, after)


def _typed_day(text: str, today: date) -> Period | None:
    try:
        return _day(dates.parse_date(text, today))
    except ValueError:
        return None
