"""How much time is left until the next deadline, in the words of a list."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from core import Choice, clock, gettext_lazy, ngettext
from core import gettext as _

LANGUAGES = (Choice("zh", gettext_lazy("Chinese")), Choice("en", gettext_lazy("English")), Choice("other", gettext_lazy("Other")))
"""In which the customer is to be answered."""

HOUR, DAY = 60, 24 * 60
URGENT = timedelta(hours=1)


def as_text(record: Any) -> str | None:
    """The countdown of a case as lists show it; None where nothing is promised."""
    if record.is_closed:
        return None
    if record.is_waiting:
        return _("Clock stopped")
    return until(record.due_at, clock.now()) if record.due_at is not None else None


def until(due_at: datetime, moment: datetime) -> str:
    """ "38 min left", "Missed by 20 min": time on the wall, whole minutes."""
    left = due_at - moment
    minutes = int(abs(left).total_seconds() // 60)
    late = left < timedelta(0)
    if minutes < HOUR:
        return _("Missed by %(num)s min", num=minutes) if late else _("%(num)s min left", num=minutes)
    if minutes < DAY:
        span = {"hours": minutes // HOUR, "minutes": f"{minutes % HOUR:02d}"}
        return _("Missed by %(hours)s h %(minutes)s", **span) if late else _("%(hours)s h %(minutes)s left", **span)
    days = minutes // DAY
    return ngettext("Missed by %(num)s day", "Missed by %(num)s days", days) if late else ngettext("%(num)s day left", "%(num)s days left", days)


def span(minutes: int | None) -> str:
    """ "28 min", "1 h 10", "3 d 2 h": a duration in minutes."""
    if minutes is None:
        return "–"
    if minutes < HOUR:
        return _("%(num)s min", num=minutes)
    if minutes < DAY:
        return _("%(hours)s h %(minutes)s", hours=minutes // HOUR, minutes=f"{minutes % HOUR:02d}")
    return _("%(days)s d %(hours)s h", days=minutes // DAY, hours=minutes % DAY // HOUR)


def is_urgent(due_at: datetime | None, moment: datetime) -> bool:
    """Whether less than an hour is left."""
    return due_at is not None and due_at - moment < URGENT
