"""S12: how many leads had their first contact in time, by owner or by dealer. Every number opens the list of the leads it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from core import Actor, clock, queries, units, users
from core import gettext as _

BY = {"owner": "owner_id", "dealer": "dealer_id"}
NOT_YET = "first_contact_at is empty"
PARTS: Mapping[str, Sequence[str]] = {
    "met": ("first_contact_at is not empty", "first_contact_late = false"),
    "late": ("first_contact_at is not empty", "first_contact_late = true"),
    "overdue": (NOT_YET, "is_open = true", "first_contact_due_at < now"),
    "running": (NOT_YET, "is_open = true", "first_contact_due_at >= now"),
    "closed": (NOT_YET, "is_open = false"),
}
"""Every lead with a clock is in exactly one of these; each is told by filters of the list."""


@dataclass(slots=True)
class Line:
    """One owner or dealer; ``share`` is the percentage in time of those whose time is over or who were contacted. ``filters``: of the list of its leads."""

    name: str
    filters: Sequence[str]
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

    def url(self, part: str | None = None) -> str:
        """The list of the leads of one part, or of all that were received; each filter can be seen and taken off there."""
        return "/leads?" + urlencode([("view", "all"), *(("where", one) for one in (*self.filters, *PARTS.get(part or "", ())))])


def report(user: Actor, first: date, last: date, by: str = "owner") -> tuple[list[Line], Line]:
    """Leads received from ``first`` to ``last`` (days at the user's dealer), within the user's sight: lines and their total."""
    lines: dict[int | None, Line] = {}
    period = _period(user, first, last)
    for part, filters in PARTS.items():
        rows = queries.aggregate("lead", user, group_by=(by,), where=" and ".join((*period, *filters)))
        for row in rows:
            key = getattr(row, BY[by])
            line = lines.setdefault(key, Line(_name(by, key), (_of(by, key), *period)))
            setattr(line, part, getattr(line, part) + row.count)
    ordered = sorted(lines.values(), key=lambda line: (line.share is None, line.share or 0, line.name))
    return ordered, _total(ordered, period)


def _period(user: Actor, first: date, last: date) -> tuple[str, ...]:
    zone = clock.zone(units.zone_of(user.dealer_id))
    begin = datetime(first.year, first.month, first.day, tzinfo=zone)
    end = datetime(last.year, last.month, last.day, tzinfo=zone) + timedelta(days=1)
    return "first_contact_due_at is not empty", f'received_at >= "{begin.isoformat()}"', f'received_at < "{end.isoformat()}"'


def _of(by: str, key: int | None) -> str:
    return f"{by} is empty" if key is None else f"{by} = {key}"


def _name(by: str, key: int | None) -> str:
    return (users.name_of(key) if by == "owner" else units.name_of(key)) or _("Nobody")


def _total(lines: list[Line], period: Sequence[str]) -> Line:
    total = Line(_("Total"), period)
    for one in fields(Line):
        if one.type == "int":
            setattr(total, one.name, sum(getattr(line, one.name) for line in lines))
    return total
