"""Reminders: shortly before a time that was agreed, its owner hears of it; once, also after a worker was down."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from core import Actor, Change, Job, Setting, chunks, db, fields, is_postgresql, jobs, local, notices, now, records, settings, transaction, units
from core import gettext_lazy as _

from .models import Activity, Reminder
from .objects import activity

REMINDER: sa.Table = Reminder.__table__
ADD = sa.insert(REMINDER)
BEFORE = "activities.remind_before"
BATCH = 200
STALE = timedelta(hours=12)
"""Whoever was not reminded for so long after the time agreed is not reminded any more: it is overdue, and shown as that."""

setting = Setting(BEFORE, fields.Integer(_("Minutes before a time agreed at which one is reminded"), minimum=0, maximum=10080), default=15, per_dealer=True)


def keep(change: Change) -> None:
    """After a save: the reminder agrees with the time that was agreed; another time is reminded of anew."""
    record: Activity = change.record
    mine, moment = REMINDER.c.activity_id == record.id, _moment(record)
    known = None if change.is_new else db.session.execute(sa.select(REMINDER.c.moment, REMINDER.c.remind_at).where(mine)).one_or_none()
    if moment is None:
        if known is not None:
            db.session.execute(sa.delete(REMINDER).where(mine))
        return
    remind_at = moment - timedelta(minutes=_minutes(record))
    if known is None:
        chunks.insert(ADD, [{"activity_id": record.id, "moment": moment, "remind_at": remind_at}])
    elif (known.moment, known.remind_at) != (moment, remind_at):
        db.session.execute(sa.update(REMINDER).where(mine).values(moment=moment, remind_at=remind_at, sent_at=None))


def _moment(record: Activity) -> datetime | None:
    """The time of day that was agreed; None for what is done or gone."""
    if record.done_at is not None or record.deleted_at is not None:
        return None
    moment: datetime | None = record.due_at or record.starts_at
    return moment


def _minutes(record: Activity) -> int:
    return int(record.remind if record.remind is not None else settings.get(BEFORE, record.dealer_id))


def remind(user: Actor) -> dict[str, int]:
    """Send what is due; how many were sent. A batch is told and marked in one transaction: none is lost, none is told twice. One that fails
    is marked, too: its moment is over, and it must not come again every minute."""
    sent = 0
    while True:
        with transaction():
            found = _due()
            for activity_id in found:
                with jobs.alone("activity", activity_id):
                    sent += _send(activity_id)
            db.session.execute(sa.update(REMINDER).where(REMINDER.c.activity_id.in_(found)).values(sent_at=now()))
        if len(found) < BATCH:
            return {"sent": sent}


def _due() -> list[int]:
    """Some reminders that are due; on PostgreSQL those that no other worker holds."""
    query = sa.select(REMINDER.c.activity_id).where(REMINDER.c.sent_at.is_(None), REMINDER.c.remind_at <= now()).order_by(REMINDER.c.remind_at).limit(BATCH)
    return list(db.session.execute(query.with_for_update(skip_locked=True) if is_postgresql() else query).scalars())


def _send(activity_id: int) -> int:
    record: Any = next(iter(records.load(activity, [activity_id])), None)
    moment = _moment(record) if record is not None else None
    if moment is None or moment < now() - STALE or record.owner_id is None:
        return 0
    clock = local(moment, units.zone_of(record.dealer_id)).strftime("%H:%M")
    field = "due_at" if record.due_at is not None else "starts_at"
    return notices.send(record.owner_id, _("At %(clock)s: %(record)s"), record, tells=(field,), otherwise=_("Reminder: %(record)s"), clock=clock)


job = Job("activities.remind", _("Reminders of times agreed"), run=remind, schedule="every 1 minute")
