"""Writing and reading the history of a case. Rows are only ever added; the database refuses everything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from core import Actor, Change, append_only, chunks, clock, code_of, db, now, permissions, users
from core import gettext as _

from .catalogue import StatusInfo, catalogue, shown_status, status_info
from .clocks import CHANGE, IN, OUT, Event
from .models.history import NOT_SAID, TABLE, HistoryDigest, HistoryRow

ROWS = HistoryRow.__table__
ADD = sa.insert(ROWS)
IN_ORDER = (ROWS.c.started_seconds, ROWS.c.started_at, ROWS.c.id)
DIGEST = HistoryDigest.__table__
MESSAGE = "the history of cases cannot be changed"
TRACKED = frozenset({"status", "owner", "priority"})


def restore_protection() -> list[str]:
    """Put triggers back that are missing; returns a sentence if there were any."""
    return [_("The protection of the history of cases was put back.")] if append_only.restore(TABLE, MESSAGE) else []


def record_change(change: Change) -> None:
    """After a save: one row where status, owner or priority changed; a creation is the first row, a restore one of its own.

    A case taken over closed has two, as one that was closed here: it began in the first status.
    """
    if change.operation == "restore":
        _add(change.record, change, "restore", clock.effective())
    elif change.is_new and change.record.status_since > change.record.opened_at and (first := catalogue().first()) is not None:
        _add(change.record, change, CHANGE, change.record.opened_at, status=first)
        _add(change.record, change, CHANGE, change.record.status_since, {"status": first.id})
    elif change.is_new:
        _add(change.record, change, CHANGE, change.record.status_since)
    elif TRACKED & change.changed:
        _add(change.record, change, CHANGE, change.record.status_since if "status" in change.new else clock.effective(), change.old)


def record_deletion(change: Change) -> None:
    """After a case went to the recycle bin."""
    _add(change.record, change, "delete", clock.effective())


def record_word(case: Any, change: Change, kind: str, moment: datetime) -> None:
    """The customer spoke (IN) or was answered (OUT)."""
    _add(case, change, kind, moment)


def _add(
    case: Any, change: Change, kind: str, moment: datetime, old: Mapping[str, Any] | None = None, status: StatusInfo | None = None
) -> None:  # fmt: skip
    here, before = status or status_info(case.status_id), old or {}
    was = status_info(before.get("status"))
    if change.record is not case or not change.is_new:
        # What is written down late belongs into what was digested already.
        db.session.execute(sa.delete(DIGEST).where(DIGEST.c.case_id == case.id, DIGEST.c.until > moment))
    chunks.insert(
        ADD,
        [{
            "case_id": case.id, "kind": kind, "started_at": moment, "started_seconds": int(moment.timestamp()), "recorded_at": now(),
            "actor_id": change.user.id or None, "actor_name": change.user.name[:255], "source": change.source, "reason": change.reason,
            "status_id": here.id if here else None, "status_label": _named(here), "is_closed": bool(here and here.is_closed),
            "pauses": bool(here and here.pauses), "is_reopening": bool(was and here and was.is_closed and not here.is_closed),
            "owner_id": case.owner_id, "owner_name": users.name_of(case.owner_id)[:255] if case.owner_id else None,
            "priority": code_of(case.priority), "previous_status_id": before.get("status"), "previous_status_label": _named(was),
            "previous_owner_id": before.get("owner"), "previous_priority": code_of(before.get("priority")),
        }],
    )  # fmt: skip


def _named(status: StatusInfo | None) -> str | None:
    return status.label.name[:80] if status is not None else None


def rows_of(case_id: int) -> list[Any]:
    """The rows of a case in order of time, without what was said."""
    query = sa.select(ROWS).where(ROWS.c.case_id == case_id, NOT_SAID)
    return list(db.session.execute(query.order_by(*IN_ORDER)))


def latest_rows(case_id: int, limit: int, since: datetime | None = None) -> list[Any]:
    """As rows_of, the latest first: at most so many, and none from before ``since``."""
    query = sa.select(ROWS).where(ROWS.c.case_id == case_id, NOT_SAID)
    if since is not None:
        query = query.where(ROWS.c.started_seconds >= int(since.timestamp()), ROWS.c.started_at >= since)
    return list(db.session.execute(query.order_by(*(one.desc() for one in IN_ORDER)).limit(limit)))


def latest_events(case_id: int | None, limit: int | None = None) -> list[Any]:
    """The rows that move the clocks of a case, at most so many of the latest, in order of time; nothing yet of one that is being made."""
    if case_id is None:
        return []
    backwards = (one.desc() for one in IN_ORDER)
    return list(reversed(db.session.execute(_moving(case_id).order_by(*backwards).limit(limit)).all()))


def events_since(case_id: int, moment: datetime, last_id: int) -> list[Any]:
    """As latest_events: those written after a row that was the latest of its moment."""
    later = _moving(case_id).where(ROWS.c.started_seconds >= int(moment.timestamp()), ROWS.c.id > last_id)
    return list(db.session.execute(later.order_by(*IN_ORDER)))


def _moving(case_id: int) -> sa.Select[Any]:
    columns = (ROWS.c.id, ROWS.c.started_at, ROWS.c.kind, ROWS.c.is_closed, ROWS.c.pauses, ROWS.c.source)
    return sa.select(*columns).where(ROWS.c.case_id == case_id, ROWS.c.kind.in_((CHANGE, IN, OUT)))


def event_of(row: Any) -> Event:
    """What a row means for the clocks."""
    entered = row.kind == CHANGE
    return Event(row.started_at, row.kind, entered and (row.is_closed or row.pauses), entered and row.is_closed, row.source != "automation")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row as it is shown: with its end, derived from the row that follows. ``stay`` is the time spent in the status, on the
    row that entered it; ``visit`` how often the status had been entered by then, this time included."""

    row: Any
    stay: timedelta | None
    visit: int

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)

    @property
    def entered(self) -> bool:
        """Whether the status was entered with this row."""
        return bool(self.row.kind == CHANGE and self.row.status_id != self.row.previous_status_id)

    @property
    def status(self) -> str:
        return shown_status(self.row.status_id, self.row.status_label or "")

    @property
    def previous_status(self) -> str:
        return shown_status(self.row.previous_status_id, self.row.previous_status_label or "")


@dataclass(frozen=True, slots=True)
class Sum:
    """How long a case was in one status, over all visits."""

    status: str
    spent: timedelta
    visits: int


def history(record: Any, user: Actor, at: datetime | None = None) -> list[Entry]:
    """S1: the rows of status, owner and priority in order of time, the first first. None of it for whoever may not see the status."""
    if permissions.field_right(user, record.object_type, "status") == "hidden":
        return []
    return _entries(rows_of(record.id), at or now())


def _entries(rows: Sequence[Any], at: datetime) -> list[Entry]:
    found: list[Entry] = []
    visits: dict[int | None, int] = {}
    entering = [index for index, row in enumerate(rows) if row.kind == CHANGE and row.status_id != row.previous_status_id]
    for index, row in enumerate(rows):
        stay = None
        if index in entering:
            visits[row.status_id] = visits.get(row.status_id, 0) + 1
            following = next((rows[one].started_at for one in entering if one > index), None)
            stay = None if following is None and row.is_closed else (following or at) - row.started_at
        found.append(Entry(row, stay, visits.get(row.status_id, 1)))
    return found


def time_in_each(entries: Sequence[Entry]) -> list[Sum]:
    """The time in each status and how often it was entered: more than once is back and forth."""
    spent: dict[int | None, Sum] = {}
    for entry in entries:
        if entry.entered:
            held = spent.get(entry.status_id, Sum(entry.status, timedelta(), 0))
            spent[entry.status_id] = Sum(held.status, held.spent + (entry.stay or timedelta()), held.visits + 1)
    return list(spent.values())


def back_and_forth(entries: Sequence[Entry]) -> int:
    """How often a status was entered again that the case had been in before."""
    return sum(one.visits - 1 for one in time_in_each(entries))
