"""Dates as people type them: "fri", "+3", "28/11", "11-28", "2026-11-28", "11月28日", "周五"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .i18n import gettext as _
from .i18n import language

MONTH_FIRST = ("zh_CN",)
"""Languages in which 5/6 is the sixth of May; in the others it is the fifth of June. In each, 28/11 and 11/28 are the same day."""

WEEKDAYS = {
    "mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6,
    "周一": 0, "周二": 1, "周三": 2, "周四": 3, "周五": 4, "周六": 5, "周日": 6, "周天": 6,
    "星期一": 0, "星期二": 1, "星期三": 2, "星期四": 3, "星期五": 4, "星期六": 5, "星期日": 6, "星期天": 6,
}  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1900, 9998
"""Between them a report looks: beyond, a period has no beginning or end that every zone's clock could tell."""
WORDS = {"today": 0, "tomorrow": 1, "yesterday": -1, "今天": 0, "明天": 1, "后天": 2, "昨天": -1}


def parse_date(text: str, today: date) -> date:
    """The day meant, seen from ``today``. Raises ValueError with a sentence.

    A day and month without a year is the next such day, at most half a year back.
    """
    text = text.strip().lower()
    for reading in (_iso, _relative, _weekday, _day_and_month):
        day = reading(text, today)
        if day is not None:
            return day
    raise ValueError(_("“%(text)s” is not a date. Write 2026-11-28, 28/11, 11-28, fri or +3.", text=text))


@dataclass(frozen=True, slots=True)
class Span:
    """The days between which a report looks, each as typed and, where it can be read, as a day; none is no bound. ``wrong`` says by name ("from",
    "to") what is wrong, for the sentence beside the input."""

    texts: Mapping[str, str]
    days: Mapping[str, date]
    wrong: Mapping[str, str]

    @property
    def first(self) -> date | None:
        return self.days.get("from")

    @property
    def last(self) -> date | None:
        return self.days.get("to")


def read_span(parameters: Mapping[str, str], today: date) -> Span:
    """The days ``from`` and ``to`` of an address, as people type them above a report."""
    texts = {name: parameters.get(name, "").strip() for name in ("from", "to")}
    days: dict[str, date] = {}
    wrong: dict[str, str] = {}
    for name, text in texts.items():
        try:
            if text:
                days[name] = _within_reach(parse_date(text, today), text)
        except ValueError as problem:
            wrong[name] = str(problem)
    if len(days) == len(texts) and days["to"] < days["from"]:
        wrong["to"] = _("The last day is before the first.")
    return Span(texts, days, wrong)


def _within_reach(day: date, text: str) -> date:
    """A day around which periods can be counted. Raises ValueError."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(_("“%(text)s” is no day, such as 2026-10-01.", text=text[:40]))
    return day


def parse_moment(text: str, today: date) -> datetime:
    """A date with an optional time of day (09:00 without one), naive, as the clock on the wall shows it."""
    text = text.strip()
    match = re.search(r"[T ]?(\d{1,2})[:：](\d{2})(?::\d{2}(?:\.\d+)?)?$", text)
    day_part = text[: match.start()] if match else text
    clock = time(9, 0)
    if match:
        hour, minute = int(match[1]), int(match[2])
        if hour > 23 or minute > 59:
            raise ValueError(_("“%(text)s” is not a time of day.", text=match[0].strip()))
        clock = time(hour, minute)
    return datetime.combine(parse_date(day_part, today) if day_part.strip() else today, clock)


def _iso(text: str, today: date) -> date | None:
    match = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text)
    return _make(int(match[1]), int(match[2]), int(match[3])) if match else None


def _relative(text: str, today: date) -> date | None:
    if text in WORDS:
        return today + timedelta(days=WORDS[text])
    match = re.fullmatch(r"([+-])(\d{1,4})([dwm天周月]?)", text)
    if not match:
        return None
    count = int(match[1] + match[2])
    days = {"w": 7, "周": 7, "m": 30, "月": 30}.get(match[3], 1)
    return today + timedelta(days=count * days)


def _weekday(text: str, today: date) -> date | None:
    wanted = WEEKDAYS.get(text[:3] if text.isascii() else text)
    if wanted is None or (text.isascii() and not text.isalpha()):
        return None
    return today + timedelta(days=(wanted - today.weekday()) % 7)


def _day_and_month(text: str, today: date) -> date | None:
    match = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?", text)
    if match:
        day, month = _in_order(int(match[1]), int(match[2]))
    elif match := re.fullmatch(r"(\d{1,2})[-月](\d{1,2})日?()", text):
        month, day = int(match[1]), int(match[2])
    else:
        return None
    if match[3]:
        return _make(int(match[3]), month, day)
    made = _make(today.year, month, day)
    return made if made > today - timedelta(days=183) else _make(today.year + 1, month, day)


def _in_order(first: int, second: int) -> tuple[int, int]:
    """Day and month of two numbers with a stroke between them, as the reader's language has them; the other way round where only that is a date."""
    day, month = (second, first) if language() in MONTH_FIRST else (first, second)
    return (month, day) if month > 12 >= day else (day, month)


def _make(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(_("There is no such day: %(year)s-%(month)s-%(day)s.", year=year, month=month, day=day)) from None
