"""A long history, kept short: what still counts of it stands in a digest beside it, so that a save reads what is new.

The digest is made of the history and of nothing else. It is made anew when the promise or the hours change, and when something is
written down that lies before its end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core import calendars, db, in_transaction

from . import clocks, history
from .clocks import Event, Targets
from .models import HistoryDigest

DIGEST = HistoryDigest.__table__
SHORT = 50
"""So many events are read as they are."""
STEP = 25
"""So many new ones make the digest longer."""


@dataclass(frozen=True, slots=True)
class Past:
    """The events of a case that still count, in order of time; ``is_late``: an exchange that is no longer among them took longer than promised."""

    events: list[Event]
    is_late: bool = False


def of(record: Any, targets: Targets | None, calendar: calendars.Calendar) -> Past:
    """The past of a case as this promise and these hours see it."""
    rows = history.latest_events(record.id, SHORT + 1)
    if len(rows) <= SHORT:
        return Past([history.event_of(row) for row in rows])
    promise = _digest_of(targets, calendar, record.opened_at, record.taken_over_at)
    known = db.session.execute(sa.select(DIGEST).where(DIGEST.c.case_id == record.id)).one_or_none()
    if known is None or known.promise != promise:
        events, is_late, rows = [], False, history.latest_events(record.id)
    else:
        events, is_late, rows = [_read(one) for one in known.events], known.is_late, history.events_since(record.id, known.until, known.last_id)
    events += [history.event_of(row) for row in rows]
    if len(rows) >= STEP and in_transaction():
        is_late = is_late or (targets is not None and clocks.was_late(events, targets, calendar, record.taken_over_at))
        events = clocks.essential(events, record.opened_at, record.taken_over_at)
        _keep(record.id, rows, promise, is_late, events)
    return Past(events, is_late)


def _keep(case_id: int, rows: Sequence[Any], promise: str, is_late: bool, events: Sequence[Event]) -> None:
    db.session.execute(sa.delete(DIGEST).where(DIGEST.c.case_id == case_id))
    db.session.execute(
        sa.insert(DIGEST).values(
            case_id=case_id, last_id=max(row.id for row in rows), until=rows[-1].started_at, promise=promise, is_late=is_late,
            events=[[event.at.isoformat(), event.kind, event.stops, event.closes, event.touched] for event in events],
        )
    )  # fmt: skip


def _read(kept: Sequence[Any]) -> Event:
    return Event(datetime.fromisoformat(kept[0]), *kept[1:])


def _digest_of(targets: Targets | None, calendar: calendars.Calendar, opened_at: datetime, taken_over_at: datetime | None) -> str:
    """What exchanges that are over were judged by."""
    hours = (calendar.zone, sorted(calendar.weekly.items()), sorted(calendar.special.items()))
    since = [one.timestamp() for one in (opened_at, taken_over_at) if one is not None]
    return hashlib.sha256(repr((targets, hours, since)).encode()).hexdigest()
