"""What happens beside the save of an activity: its moves are kept, its links follow, a done one tells and plans the next."""

from __future__ import annotations

import sqlalchemy as sa

from core import Change, db, now, plugins, records
from core import gettext as _

from . import ladder, links, reminders
from .models import OPEN, Activity, Move
from .objects import activity
from .rules import HISTORICAL, is_move, move_reason


def count_move(change: Change) -> None:
    """Before the save: one move more."""
    if is_move(change):
        change.record.moved_count = (change.old.get("moved_count") or change.record.moved_count or 0) + 1


def keep_move(change: Change) -> None:
    """After the save: the move with its own reason, for good."""
    if not is_move(change):
        return
    ladder.forget(change.record.id)
    db.session.execute(
        sa.insert(Move.__table__).values(
            activity_id=change.record.id, moved_at=now(), moved_by_id=change.user.id or None, from_on=change.old["due_on"],
            to_on=change.new["due_on"], reason=(move_reason(change) or change.source)[:300],
        )
    )  # fmt: skip


def keep_links(change: Change) -> None:
    """After the save or deletion: links, next follow-ups and the reminder agree with the activity."""
    if change.is_new:
        links.begin(change.record)
    else:
        links.follow(change.record)
    reminders.keep(change)


def tell_done(change: Change) -> None:
    """After the save that ends an activity: plan the next one, and tell whoever waits for it."""
    record: Activity = change.record
    if record.done_at is None or not (change.is_new or "done_at" in change.changed) or change.operation == "restore":
        return
    record_ids = _linked(change)
    if record.next_on is not None and change.source not in HISTORICAL:
        plan_next(change, record_ids)
    plugins.call_each("after_activity_done", activity=record, record_ids=tuple(record_ids), user=change.user)


def _linked(change: Change) -> list[int]:
    """The records an activity is on; a new one is on what it is about, and on nothing else yet."""
    record: Activity = change.record
    if change.is_new:
        return [] if record.about_id is None else [record.about_id]
    return links.records_of([record.id]).get(record.id, [])


def plan_next(change: Change, record_ids: list[int]) -> Activity:
    """The follow-up that the ended one has led to, on the same records and for the same owner."""
    record: Activity = change.record
    planned: Activity = records.create(
        activity, change.user, source="automation", channel=change.channel, name=record.next_reason or str(activity.label),
        kind=record.kind, about=record.about_id, due_on=record.next_on, priority=record.priority, follows=record.id, owner=record.owner_id,
    )  # fmt: skip
    links.link(planned, record_ids)
    return planned


def planned_after(record: Activity) -> Activity | None:
    """The untouched open follow-up that this one's end has planned, if it is still there."""
    from core import system_actor

    found: Activity | None = records.first(activity, system_actor(), where={"follows": record.id, "status": OPEN.code})
    return found if found is not None and found.version == 1 else None


def subject_of(kind: str, text: str | None) -> str:
    """A subject for something jotted down: its first line, else what kind of thing it was."""
    first = (text or "").strip().partition("\n")[0].strip()
    return first[:200] or str(kind) or _("Activity")
