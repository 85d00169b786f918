"""What was done and is to be done about one record, in one line of time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from core import Actor, BadQuery, NotFound, db, int64, local, now, queries, records, redaction, units
from core import gettext as _

from . import links
from .homes import LINK
from .models import Activity
from .objects import activity

PAGE = 15
OPEN_SHOWN = 20
OF_RECORD = sa.and_(LINK.c.record_id == sa.bindparam("record"), LINK.c.living.is_(True))
OPEN = (
    sa.select(LINK.c.activity_id).where(OF_RECORD, LINK.c.open.is_(True))
    .order_by(LINK.c.due_on.is_(None), LINK.c.due_on, LINK.c.at, LINK.c.activity_id).limit(OPEN_SHOWN)
)  # fmt: skip
DONE = (
    sa.select(LINK.c.activity_id, LINK.c.at).where(OF_RECORD, LINK.c.open.is_(False))
    .order_by(LINK.c.at.desc(), LINK.c.activity_id.desc()).limit(PAGE + 1)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """An activity as the timeline shows it. ``others`` are further records it is linked to."""

    activity: Activity
    others: Sequence[queries.Link]
    due: Due | None


@dataclass(frozen=True, slots=True)
class Due:
    """How a due date stands: ``days`` is negative when it has passed; ``clock`` is the local time of day, if one was agreed."""

    on: date
    clock: str | None
    days: int
    overdue: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """Open activities, earliest first; then done ones, latest first, with the cursor of the next page."""

    open: Sequence[Entry]
    done: Sequence[Entry]
    next: str | None


def visible_record(record_id: int, user: Actor) -> Any:
    """The record of whatever object has this id. Raises NotFound when there is none or the user may not see it."""
    link = queries.links([record_id], user).get(record_id)
    if link is None:
        raise NotFound
    return records.get(link.object, record_id, user)


def read(record_id: int, user: Actor, *, only_open: bool = False, cursor: str | None = None) -> Timeline:
    """One page of a record's timeline. The caller has made sure that the user sees the record."""
    coming = [] if cursor else _open_ids(record_id)
    past = [] if only_open else _done_ids(record_id, cursor)
    shown = past[:PAGE]
    entries = _entries(record_id, [*coming, *(row.activity_id for row in shown)], user)
    more = _write_cursor(shown[-1]) if len(past) > PAGE else None
    return Timeline(
        [entries[one] for one in coming if one in entries], [entries[row.activity_id] for row in shown if row.activity_id in entries], more
    )


def _open_ids(record_id: int) -> list[int]:
    return list(db.session.execute(OPEN, {"record": record_id}).scalars())


def _done_ids(record_id: int, cursor: str | None) -> list[Any]:
    query = DONE
    if cursor:
        at, last = _read_cursor(cursor)
        query = query.where(sa.or_(LINK.c.at < at, sa.and_(LINK.c.at == at, LINK.c.activity_id < last)))
    return list(db.session.execute(query, {"record": record_id}))


def _write_cursor(row: Any) -> str:
    return f"{row.at.isoformat()}_{row.activity_id}"


def _read_cursor(cursor: str) -> tuple[datetime, int]:
    moment, _mark, last = cursor.rpartition("_")
    try:
        at = datetime.fromisoformat(moment)
        if at.tzinfo is None:
            raise ValueError
        return at.astimezone(UTC), int64(last)
    except (ValueError, OverflowError):
        raise BadQuery(_("This page's address is no longer valid; start from the first page.")) from None


def _entries(record_id: int, activity_ids: list[int], user: Actor) -> Mapping[int, Entry]:
    """Whoever sees the record sees its activities; what else those are linked to is named as far as it may be."""
    if not activity_ids:
        return {}
    linked = links.records_of(activity_ids)
    others = {one: [other for other in linked.get(one, ()) if other != record_id] for one in activity_ids}
    named = queries.links([other for ids in others.values() for other in ids], user)
    return {
        one.id: Entry(known, [named[other] for other in others[one.id] if other in named and named[other].url], due_of(known) if one.done_at is None else None)
        for one in records.load(activity, activity_ids)
        for known in (redaction.known(one, user),)
    }


def due_of(record: Any) -> Due | None:
    """How the activity's due date stands now at its dealer; None for one that is done or has no date."""
    if record.due_on is None or record.done_at is not None:
        return None
    zone = units.zone_of(record.dealer_id)
    here = local(now(), zone)
    time = local(record.due_at, zone).strftime("%H:%M") if record.due_at else None
    passed = record.due_at < now() if record.due_at else record.due_on < here.date()
    return Due(record.due_on, time, (record.due_on - here.date()).days, passed)
