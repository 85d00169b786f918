"""S12: how long a lead may wait for its first contact, and how long it has waited. Clock hours, from receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core import clock, ngettext, settings
from core import gettext as _

HOURS = "leads.first_contact_hours"
REMIND = "leads.remind_before_hours"
HOUR = 3600
URGENT, DAYS_FROM = 6, 72
"""Hours: so few left are urgent; so many over are told in days."""


@dataclass(frozen=True, slots=True)
class Countdown:
    """``state`` is "running", "overdue", "met", "late" or "closed" (closed without a contact); ``hours`` left, over or needed."""

    state: str
    hours: int
    due_at: datetime
    contacted_at: datetime | None = None
    share: int = 0

    @property
    def urgent(self) -> bool:
        return self.state == "overdue" or (self.state == "running" and self.hours < URGENT)

    @property
    def text(self) -> str:
        """What lists and the panel say."""
        if self.state == "running":
            return ngettext("%(num)s h left", "%(num)s h left", self.hours)
        if self.state == "overdue" and self.hours >= DAYS_FROM:
            return ngettext("%(num)s day overdue", "%(num)s days overdue", self.hours // 24)
        if self.state == "overdue":
            return ngettext("%(num)s h overdue", "%(num)s h overdue", self.hours)
        if self.state == "met":
            return ngettext("Done in %(num)s h", "Done in %(num)s h", self.hours)
        if self.state == "late":
            return ngettext("Late, %(num)s h", "Late, %(num)s h", self.hours)
        return _("Closed without contact")


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
        return Countdown(state, _whole_hours(contacted - received), due, contacted, 100)
    if not record.is_open:
        return Countdown("closed", 0, due)
    moment = moment or clock.now()
    left = due - moment
    state = "overdue" if left < timedelta(0) else "running"
    spent = max(0, min(100, round(100 * (moment - received) / (due - received)))) if due > received else 100
    return Countdown(state, _whole_hours(abs(left)), due, None, spent)


def as_text(record: Any) -> str | None:
    """The countdown as lists show it."""
    found = of(record)
    return found.text if found else None


def _whole_hours(span: timedelta) -> int:
    return int(span.total_seconds() // HOUR)
