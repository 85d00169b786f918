"""What must be true of an activity however it is saved: by form, composer, API or import."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from core import Change, local, now, records, units, users
from core import gettext as _

from .models import DONE, OPEN, TAKE_BACK, Activity

HISTORICAL = records.OPEN_TO_CODE | {"import"}
"""Sources that bring what happened elsewhere: they state facts, they do not end a follow-up."""


def complete(change: Change) -> None:
    """Fill in what follows from other values: days from moments, the status from the time it was done."""
    record: Activity = change.record
    zone_name = units.zone_of(record.dealer_id)
    _agree_due(record, zone_name)
    record.status = DONE if record.done_at else OPEN
    record.done_on = local(record.done_at, zone_name).date() if record.done_at else None


def _agree_due(record: Activity, zone_name: str) -> None:
    """A day and a moment that disagree: whichever was set now wins, and a new day keeps the time of day."""
    if record.due_at is None:
        return
    wall = local(record.due_at, zone_name)
    if record.due_on is None or _was_set(record, "due_at") or not _was_set(record, "due_on"):
        record.due_on = wall.date()
    elif record.due_on != wall.date():
        record.due_at = datetime.combine(record.due_on, wall.time(), ZoneInfo(zone_name))


def _was_set(record: Activity, attribute: str) -> bool:
    return bool(sa.inspect(record).attrs[attribute].history.has_changes())


def is_follow_up(record: Activity) -> bool:
    """Whether it is contact with somebody about a record, which S12 wants ended with outcome, next date and reason."""
    return bool(record.about_id) and bool(getattr(record.kind, "follow_up", False))


def ends_after_it_starts(change: Change) -> Iterator[tuple[str, str]]:
    record = change.record
    if record.starts_at and record.ends_at and record.ends_at < record.starts_at:
        yield "ends_at", _("The end lies before the start.")


def every_move_has_its_reason(change: Change) -> Iterator[tuple[str, str]]:
    """S12: whoever moves a due date says why, each time anew."""
    if is_move(change) and change.source not in HISTORICAL and move_reason(change) is None:
        yield "move_reason", _("Please say why the date is moved: every move needs its own reason.")


def is_move(change: Change) -> bool:
    """Whether this save gives an open activity another due day."""
    return not change.is_new and change.old.get("due_on") is not None and "due_on" in change.new and change.record.done_at is None


def move_reason(change: Change) -> str | None:
    """The reason given with this very save; the one of an earlier move does not count."""
    return change.reason or (change.record.move_reason if "move_reason" in change.changed else None)


def every_follow_up_ends_well(change: Change) -> Iterator[tuple[str, str]]:
    """S12: a follow-up that is done has an outcome, a next date (or says there is none) and a reason."""
    record = change.record
    ends_now = record.done_at is not None and (change.is_new or "done_at" in change.changed)
    if not ends_now or change.source in HISTORICAL or not is_follow_up(record):
        return
    if record.outcome is None:
        yield "outcome", _("Please say what came of it.")
    if record.next_on is None and not record.no_next:
        yield "next_on", _("Please set the next follow-up, or say that there is none.")
    if record.next_on is not None and record.no_next:
        yield "no_next", _("Either a next date or no further follow-up, not both.")
    if not record.next_reason:
        yield "next_reason", _("Please give the reason: what the next follow-up is for, or why there is none.")


def the_next_lies_ahead(change: Change) -> Iterator[tuple[str, str]]:
    record = change.record
    if "next_on" not in _given(change) or record.next_on is None or change.source in HISTORICAL:
        return
    if record.next_on < _today(record.dealer_id):
        yield "next_on", _("The next follow-up lies in the past.")


def done_lies_not_ahead(change: Change) -> Iterator[tuple[str, str]]:
    record = change.record
    if record.done_at is not None and "done_at" in _given(change) and record.done_at > now():
        yield "done_at", _("It cannot be done in the future.")


def _given(change: Change) -> set[str]:
    """Fields that this save sets. A new record's changes are not listed before it is written."""
    if change.is_new:
        return {name for name, field in change.object_type.fields.items() if field.stored and getattr(change.record, field.attribute) is not None}
    return change.changed


def _today(dealer_id: int | None) -> date:
    return local(now(), units.zone_of(dealer_id)).date()


def check_step(change: Change) -> Iterator[tuple[str, str]]:
    """A step of the overdue ladder: a pool is a queue."""
    record = change.record
    pool = users.find(record.queue_id)
    if record.step == TAKE_BACK and (pool is None or not pool.is_queue):
        yield "queue", _("Choose the queue that takes the customer back.")


RULES: tuple[Any, ...] = (
    ends_after_it_starts, every_move_has_its_reason, every_follow_up_ends_well, the_next_lies_ahead, done_lies_not_ahead,
)  # fmt: skip
