"""Ending a follow-up with one key or one tap: the outcome alone; next date and reason follow from it, and can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core import Actor, LazyText, NotFound, now, records, registry, today
from core import gettext_lazy as _

from .composer import proposed_next
from .models import DONE, OUTCOMES, Activity
from .objects import activity


@dataclass(frozen=True, slots=True)
class Quick:
    """One way to end a follow-up. ``days`` until the next one where no other module proposes a date; None: there is no next."""

    key: str
    outcome: str
    reason: LazyText
    days: int | None = 7
    proposed: bool = True
    icon: str = "check"

    @property
    def label(self) -> str:
        return str(next(one for one in OUTCOMES if one.code == self.outcome).label)


WAYS: Sequence[Quick] = (
    Quick("1", "reached", _("Keep in touch"), icon="phone-check"),
    Quick("2", "agreed", _("Do as agreed"), days=3, icon="thumb-up"),
    Quick("3", "no_answer", _("Nobody answered: try again"), days=1, proposed=False, icon="phone-off"),
    Quick("4", "declined", _("No interest"), days=None, icon="ban"),
)


def offered() -> list[Quick]:
    """The ways whose outcome an administrator has not retired."""
    outcomes = {one.code for one in registry.object_type(activity).fields["outcome"].options()}  # type: ignore[attr-defined]  # a picklist
    return [way for way in WAYS if way.outcome in outcomes]


def end(activity_id: int, outcome: str, user: Actor) -> tuple[Activity, date | None]:
    """S12: the follow-up is done with outcome, next date and reason; (the activity, the next date). A second call changes nothing.

    Raises NotFound for an unknown way, Invalid and Refusal where other modules want more to be said, such as a grade.
    """
    way = next((one for one in offered() if one.outcome == outcome), None)
    if way is None:
        raise NotFound
    record: Activity = records.get(activity, activity_id, user, operation="edit", lock=True)
    if record.status == DONE:
        return record, record.next_on
    next_on = _next(record, way, user)
    ended: Activity = records.update(
        record, user, typed={"outcome"}, done_at=now(), outcome=way.outcome, next_on=next_on, no_next=next_on is None, next_reason=str(way.reason)
    )
    return ended, next_on


def _next(record: Any, way: Quick, user: Actor) -> date | None:
    if way.days is None:
        return None
    proposal = proposed_next(record.about, user) if way.proposed and record.about is not None else None
    return proposal or today(record.dealer_id) + timedelta(days=way.days)
