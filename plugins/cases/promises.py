"""What a case is promised and where its clocks stand: from its events, its entitlement and the hours of its unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from core import Change, clock

from . import clocks, escalation, past, told
from .catalogue import EntitlementInfo, catalogue, status_info
from .clocks import MINUTE, Event, Milestone
from .fitting import calendar_of, fits
from .past import Past
from .picklists import FIRST_RESPONSE, NEXT_RESPONSE, RESOLUTION

DERIVED = frozenset({
    "entitlement", "first_response_at", "response_minutes", "resolution_minutes", "first_response_due_at", "next_response_due_at",
    "resolution_due_at", "due_at", "check_at", "is_breached",
})  # fmt: skip
"""Fields that follow from the rest."""
WARN, MISSED = "warn", "missed"


def entitlement_of(record: Any) -> EntitlementInfo | None:
    """The first promise, by order, that counts for the case."""
    fitting = (
        one for one in catalogue().entitlements
        if one.account in (None, record.account_id) and fits(record, one.where, one.at_dealer)
    )  # fmt: skip
    return next(fitting, None)


def milestones(record: Any, events: Sequence[Event], at: datetime) -> list[Milestone]:
    """The promises about a case as they stand at a moment; none without an entitlement."""
    entitlement = entitlement_of(record)
    if entitlement is None:
        return []
    calendar = calendar_of(record, entitlement.round_the_clock)
    return clocks.milestones(events, record.opened_at, entitlement.targets, calendar, at, record.taken_over_at)


def past_of(record: Any) -> Past:
    """What of the past of a case still moves its clocks."""
    if record.id is None:
        return Past([])
    entitlement = entitlement_of(record)
    return past.of(record, entitlement.targets if entitlement else None, calendar_of(record, bool(entitlement and entitlement.round_the_clock)))


def settle(change: Change) -> None:
    """Before a case is saved: its deadlines, as they follow from what it was and what it becomes."""
    if change.changed and change.changed <= DERIVED:
        return
    record = change.record
    known = past_of(record)
    if change.is_new or "status" in change.new:
        status = status_info(record.status_id)
        known.events.append(Event(record.status_since, clocks.CHANGE, bool(status and status.stops), bool(status and status.is_closed)))
    for name, value in derived(record, known).items():
        setattr(record, record.object_type.fields[name].attribute, value)


def derived(record: Any, known: Past) -> dict[str, Any]:
    """The derived fields by name, from the past of a case."""
    events = known.events
    at = max(clock.now(), *(event.at for event in events)) if events else clock.now()
    entitlement = entitlement_of(record)
    found = milestones(record, events, at)
    running = {one.kind: one for one in found if one.is_open and one.due_at is not None}
    stands = bool(record.is_closed or record.is_waiting)
    answered, closed = clocks.first_answer(events, record.opened_at), clocks.closed_at(events)
    calendar = calendar_of(record, bool(entitlement and entitlement.round_the_clock))
    stopped = clocks.stops(events)
    due = {kind: one.due_at for kind, one in running.items()}
    return {
        "entitlement": entitlement.id if entitlement else None,
        "first_response_at": answered,
        "response_minutes": _whole(clocks.elapsed(calendar, record.opened_at, answered, stopped)) if answered else None,
        "resolution_minutes": _whole(clocks.elapsed(calendar, record.opened_at, closed, stopped)) if closed else None,
        "first_response_due_at": due.get(FIRST_RESPONSE.code),
        "next_response_due_at": due.get(NEXT_RESPONSE.code),
        "resolution_due_at": due.get(RESOLUTION.code),
        "due_at": None if stands else min((one for one in due.values() if one), default=None),
        "check_at": None if stands else next_check(record, found, events),
        "is_breached": known.is_late or any(one.late for one in found),
    }


def _whole(span: timedelta) -> int:
    return max(0, int(span / MINUTE))


def next_check(record: Any, found: Iterable[Milestone], events: Sequence[Event]) -> datetime | None:
    """When the next thing is to be done about a case: a warning, a missed deadline, a step of its escalation."""
    moments = {**moments_of(found), **{step.key: step.at for step in escalation.steps_of(record, events)}}
    taken = told.keys(record.id, moments)
    return min((moment for key, moment in moments.items() if key not in taken), default=None)


def moments_of(found: Iterable[Milestone]) -> Mapping[str, datetime]:
    """When to warn of open promises, and when they are missed, by key."""
    return {
        one.key(what): moment
        for one in found if one.is_open
        for what, moment in ((WARN, one.warn_at), (MISSED, one.due_at)) if moment is not None
    }  # fmt: skip
