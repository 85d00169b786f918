"""Days, periods and moments of a filter as people read and write them: "this month" for ``month``, "3 days ago" for ``today-3``."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

from .. import conditions
from ..actor import Actor
from ..fields import Field
from ..formats import formats
from ..i18n import gettext as _

UNITS: dict[str, tuple[str, Literal["minute", "hour", "day"]]] = {"h": ("hours", "hour"), "d": ("days", "day"), "m": ("minutes", "minute")}


def offered() -> dict[str, str]:
    """What a filter's dialog offers, by what the grammar writes for it."""
    return {
        "today": _("today"), "tomorrow": _("tomorrow"), "yesterday": _("yesterday"),
        "week-1": _("last week"), "week": _("this week"), "week+1": _("next week"),
        "month-1": _("last month"), "month": _("this month"), "month+1": _("next month"),
        "quarter-1": _("last quarter"), "quarter": _("this quarter"), "quarter+1": _("next quarter"),
        "year-1": _("last year"), "year": _("this year"), "year+1": _("next year"),
    }  # fmt: skip


def written(text: str) -> str:
    """What somebody typed, as the grammar writes it; what is none of the offered words stays."""
    typed = text.strip().lower()
    return next((code for code, words in offered().items() if words.lower() == typed), text)


def in_words(field: Field, text: str, user: Actor) -> str:
    """A filter's day, period or moment; as it was written where it is none."""
    return offered().get(text) or _apart(text) or _period(text, user) or _moment(field, text)


def _apart(text: str) -> str:
    """So many days, hours or minutes before or after now."""
    if match := re.fullmatch(r"today([+-]\d{1,4})", text):
        return formats().apart(timedelta(days=int(match[1])), "day")
    if match := re.fullmatch(r"now(?:([+-]\d{1,4})([hdm]?))?", text):
        plural, unit = UNITS[match[2] or "h"]
        return formats().apart(timedelta(**{plural: int(match[1])}), unit) if match[1] else _("now")
    return ""


def _period(text: str, user: Actor) -> str:
    found = conditions.period(text, user)
    if found is None:
        return ""
    if found.is_day:
        return formats().short_day(found.first)
    if text.startswith("week"):
        return _("the week of %(day)s", day=formats().short_day(found.first))
    return formats().month(found.first) if text.startswith("month") else _longer(text, found.first)


def _longer(text: str, first: date) -> str:
    return str(first.year) if text.startswith("year") else _("Q%(quarter)s %(year)s", quarter=(first.month + 2) // 3, year=first.year)


def _moment(field: Field, text: str) -> str:
    try:
        value = field.clean(text)
    except ValueError:
        return text
    return formats().when(value)
