"""What opportunities put on Today: the month, the pipeline, and for those who see more than their own, each of the team.

Whoever sees others' opportunities and has none of the own is shown the figures of all they see.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from core import Actor, HomePanel, permissions, queries, registry, today, users
from core import gettext as translate
from core import gettext_lazy as _

from .board import Head
from .catalogue import stage_info

OPEN, MINE = "is_closed = false", "owner = me"
WON = "is_won = true and won_on >= month and won_on < month+1"
CLOSING = "is_closed = false and close_date >= month and close_date < month+1"
LIKELY = ("commit", "best_case")
PEOPLE = 12
"""People of the team shown at once; a larger team is looked at in the lists."""


@dataclass(slots=True)
class Member:
    """One of the team: won this month, open, and open beyond the close date."""

    person: Any
    won: Head = field(default_factory=Head)
    open: Head = field(default_factory=Head)
    overdue: int = 0


def sees_others(user: Actor) -> bool:
    """Whether the user's role shows more than the own opportunities."""
    return permissions.scope(user, registry.object_type("opportunity"), "read") not in (None, "own")


def whose(user: Actor) -> str:
    """The condition that says whose figures are shown: the own, or for a manager who sells nothing those of all."""
    if sees_others(user) and not queries.count("opportunity", user, where=MINE, cap=1)[0]:
        return ""
    return MINE


def month(user: Actor) -> Mapping[str, Any] | None:
    """What was won this month beside the same days of the month before, and what of the open may still close in it."""
    if not permissions.may(user, registry.object_type("opportunity"), "read"):
        return None
    own = whose(user)
    won, before = _sums(user, _both(own, WON)), _sums(user, _both(own, _same_days_before(today(user.dealer_id))))
    closing = queries.aggregate("opportunity", user, group_by=("forecast_category",), measures=("count", "sum:amount"), where=_both(own, CLOSING))
    likely = {code: _head(row for row in closing if _code(row.forecast_category) == code) for code in LIKELY}
    if not (won.count or before.count or any(one.count for one in likely.values())):
        return None
    return {
        "title": translate("This month") if own else translate("The team this month"), "won": won, "before": before, "likely": likely,
        "shares": _shares([won, *likely.values()]), "own": own,
    }  # fmt: skip


def _same_days_before(day: date) -> str:
    """Won in the month before up to the same day."""
    year, number = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    last = date(year, number, min(day.day, monthrange(year, number)[1]))
    return f"is_won = true and won_on >= month-1 and won_on <= {last.isoformat()}"


def _both(*parts: str) -> str:
    return " and ".join(part for part in parts if part)


def _code(category: Any) -> Any:
    return getattr(category, "code", category)


def _sums(user: Actor, where: str) -> Head:
    return _head(queries.aggregate("opportunity", user, group_by=(), measures=("count", "sum:amount"), where=where))


def _head(rows: Any) -> Head:
    head = Head()
    for row in rows:
        head.add(row.count, row.sum_amount, row.amount_currency, None)
    return head


def _shares(heads: Sequence[Head]) -> list[int]:
    """Per cent of each in all of them, for the bar: in the currency that has most, since currencies never mix."""
    totals: dict[str, Decimal] = {}
    for head in heads:
        for currency, amount in head.sums.items():
            totals[currency] = totals.get(currency, Decimal(0)) + amount
    if not totals:
        return [0] * len(heads)
    currency, whole = max(totals.items(), key=lambda pair: pair[1])
    return [round(100 * head.sums.get(currency, Decimal(0)) / whole) if whole else 0 for head in heads]


def pipeline(user: Actor) -> Mapping[str, Any] | None:
    """The open opportunities by stage; bars are as long as the sums."""
    if not permissions.may(user, registry.object_type("opportunity"), "read"):
        return None
    own = whose(user)
    rows = queries.aggregate("opportunity", user, group_by=("stage",), measures=("count", "sum:amount"), where=_both(own, OPEN))
    by_stage: dict[int, Head] = {}
    for row in rows:
        by_stage.setdefault(row.stage_id, Head()).add(row.count, row.sum_amount, row.amount_currency, None)
    found = [(stage, by_stage[stage.id]) for stage in map(stage_info, by_stage) if stage is not None]
    if not found:
        return None
    found.sort(key=lambda pair: (pair[0].process_id, pair[0].position))
    most = max((_size(head) for _stage, head in found), default=Decimal(0))
    lines = [(stage, head, round(100 * _size(head) / most) if most else 0) for stage, head in found]
    return {"title": translate("My pipeline") if own else translate("Pipeline"), "lines": lines, "view": "mine" if own else "open"}


def _size(head: Head) -> Decimal:
    return max(head.sums.values(), default=Decimal(0))


def team(user: Actor) -> Mapping[str, Any] | None:
    """For those who see others' opportunities: who won what this month and has what open. Three statements for any number of people."""
    if not sees_others(user):
        return None
    members: dict[int, Member] = {}
    for name, where in (("won", WON), ("open", OPEN)):
        for row in queries.aggregate("opportunity", user, group_by=("owner",), measures=("count", "sum:amount"), where=where):
            getattr(_member(members, row.owner_id), name).add(row.count, row.sum_amount, row.amount_currency, None)
    for row in queries.aggregate("opportunity", user, group_by=("owner",), where=f"{OPEN} and close_date < today"):
        _member(members, row.owner_id).overdue = row.count
    found = sorted((one for one in members.values() if one.person is not None and one.person.id != user.id), key=_rank)
    return {"members": found[:PEOPLE], "more": len(found) - PEOPLE} if found else None


def _member(members: dict[int, Member], owner_id: int) -> Member:
    return members.setdefault(owner_id, Member(users.find(owner_id)))


def _rank(member: Member) -> tuple[Any, ...]:
    return -_size(member.won), -_size(member.open), member.person.name


HOME_PANELS = (
    HomePanel("opportunities.team", _("Who won what this month"), template="opportunities/home_team.html", context=team, order=30, wide=True),
    HomePanel("opportunities.month", _("This month"), template="opportunities/home_month.html", context=month, order=30),
    HomePanel("opportunities.pipeline", _("My pipeline"), template="opportunities/home_pipeline.html", context=pipeline, order=40),
)
