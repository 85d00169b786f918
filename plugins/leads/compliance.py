"""S12: how many leads had their first contact in time, by owner or by dealer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from core import Actor, clock, queries, units, users
from core import gettext as _

BY = {"owner": "owner_id", "dealer": "dealer_id"}
PARTS: Mapping[str, str] = {
    "met": "first_contact_at is not empty and first_contact_late = false",
    "late": "first_contact_at is not empty and first_contact_late = true",
    "overdue": "first_contact_at is empty and is_open = true and first_contact_due_at < now",
    "running": "first_contact_at is empty and is_open = true and first_contact_due_at >= now",
    "closed": "first_contact_at is empty and is_open = false",
}
"""Every lead with a clock is in exactly one of these."""


@dataclass(slots=True)
class Line:
    """One owner or dealer; ``share`` is the percentage in time of those whose time is over or who were contacted."""

    name: str
    met: int = 0
    late: int = 0
    overdue: int = 0
    running: int = 0
    closed: int = 0

    @property
    def received(self) -> int:
        return self.met + self.late + self.overdue + self.running + self.closed

    @property
    def share(self) -> int | None:
        judged = self.met + self.late + self.overdue
        return round(100 * self.met / judged) if judged else None


def report(user: Actor, first: date, last: date, by: str = "owner") -> tuple[list[Line], Line]:
    """Leads received from ``first`` to ``last`` (days at the user's dealer), within the user's sight: lines and their total."""
    lines: dict[int | None, Line] = {}
    period = _period(user, first, last)
    for part, condition in PARTS.items():
        rows = queries.aggregate("lead", user, group_by=(by,), where=f"{period} and {condition}")
        for row in rows:
            key = getattr(row, BY[by])
            line = lines.setdefault(key, Line(_name(by, key)))
            setattr(line, part, getattr(line, part) + row.count)
    ordered = sorted(lines.values(), key=lambda line: (line.share is None, line.share or 0, line.name))
    return ordered, _total(ordered)


def _period(user: Actor, first: date, last: date) -> str:
    zone = clock.zone(units.zone_of(user.dealer_id))
    begin = datetime(first.year, first.month, first.day, tzinfo=zone)
    end = datetime(last.year, last.month, last.day, tzinfo=zone) + timedelta(days=1)
    return f'first_contact_due_at is not empty and received_at >= "{begin.isoformat()}" and received_at < "{end.isoformat()}"'


def _name(by: str, key: int | None) -> str:
    return (users.name_of(key) if by == "owner" else units.name_of(key)) or _("Nobody")


def _total(lines: list[Line]) -> Line:
    total = Line(_("Total"))
    for one in fields(Line):
        if one.name != "name":
            setattr(total, one.name, sum(getattr(line, one.name) for line in lines))
    return total
