"""S12: how long a lead may wait for its first contact, and how long it has waited. Clock hours, from receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core import clock, ngettext, settings
from core import gettext as _

HOURS = "leads.first_contact_hours"
REMIND = "leads.remind_before_hours"
HOUR = 60
URGENT, DAYS_FROM = 6, 72
"""Hours: so few left are urgent; so many over are told in days."""


@dataclass(frozen=True, slots=True)
class Countdown:
    """``state`` is "running", "overdue", "met", "late" or "closed" (closed without a contact); ``minutes`` left, over or needed."""

    state: str
    minutes: int
    due_at: datetime
    contacted_at: datetime | None = None
    share: int = 0

    @property
    def urgent(self) -> bool:
        return self.state == "overdue" or (self.state == "running" and self.minutes < URGENT * HOUR)

    @property
    def text(self) -> str:
        """What lists and the panel say."""
        said = {"running": _("%(time)s left"), "overdue": _("%(time)s overdue"), "met": _("Done in %(time)s"), "late": _("Late, %(time)s")}
        return said[self.state] % {"time": self._time} if self.state in said else _("Closed without contact")

    @property
    def _time(self) -> str:
        """In whole hours; less than one of them in minutes, and what is long over in days."""
        hours = self.minutes // HOUR
        if not hours:
            return _("%(num)s min", num=self.minutes)
        if self.state == "overdue" and hours >= DAYS_FROM:
            return ngettext("%(num)s day", "%(num)s days", hours // 24)
        return _("%(num)s h", num=hours)


def due_at(received_at: datetime, dealer_id: int | None) -> datetime:
    """When the first follow-up must have happened. Fixed at receipt: neither another owner nor another dealer restarts it."""
    return received_at + timedelta(hours=int(settings.get(HOURS, dealer_id)))


def of(record: Any, moment: datetime | None = None) -> Countdown | None:
    """Where a lead's clock stands; None for one that came without a clock."""
    due, received, contacted = record.first_contact_due_at, record.received_at, record.first_contact_at
    if due is None or received is None:
        return None
    if contacted is not None:
        state = "late" if contacted > due else "met"
        return Countdown(state, _whole_minutes(contacted - received), due, contacted, 100)
    if not record.is_open:
        return Countdown("closed", 0, due)
    moment = moment or clock.now()
    left = due - moment
    state = "overdue" if left < timedelta(0) else "running"
    spent = max(0, min(100, round(100 * (moment - received) / (due - received)))) if due > received else 100
    return Countdown(state, _whole_minutes(abs(left)), due, None, spent)


def as_text(record: Any) -> str | None:
    """The countdown as lists show it."""
    found = of(record)
    return found.text if found else None


def _whole_minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
