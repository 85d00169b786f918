"""The overdue ladder: who is told, and when a customer is taken back, if a follow-up stays undone.

The steps are data. Each is taken once for an activity and its due date, in a transaction of its own, so that a worker that was
down, or two at once, do nothing twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from core import Actor, Job, conditions, db, jobs, local, ngettext, notices, now, queries, records, registry, system_actor, transaction, units, users
from core import gettext as _text
from core import gettext_lazy as _

from . import links
from .models import REMIND, TAKE_BACK, TELL_MANAGER, Activity, LadderStep, LadderTaken
from .objects import activity, shown_step

TAKEN: sa.Table = LadderTaken.__table__
BATCH = 200
TRIES = 50
"""Batches of one step in one run; what is left then waits for the next."""
SENTENCES = {
    REMIND.code: (_("“%(record)s” has been overdue since %(due)s."), _("“%(record)s” is overdue.")),
    TELL_MANAGER.code: (_("“%(record)s” of %(owner)s has been overdue since %(due)s."), _("“%(record)s” is overdue.")),
    TAKE_BACK.code: (_("“%(record)s” was overdue since %(due)s: the customer has gone back into the pool."), _("“%(record)s” was overdue: the customer has gone back into the pool.")),
}
"""What is said, and what to whoever may not know the day or the owner."""


def climb(user: Actor) -> dict[str, int]:
    """Take every step that is due and was not taken; how many of each kind."""
    taken: Counter[str] = Counter()
    for step in records.find("ladder_step", user, where={"active": True}, sort="days"):
        due: list[int] = []
        with jobs.alone("ladder_step", step.id):  # its condition may name what is no more
            due.extend(_due(step, user))
        for activity_id in due:
            with jobs.alone("activity", activity_id):
                taken[step.step.code] += _take(step, activity_id)
    return dict(+taken)


def twin_of(step: LadderStep, user: Actor) -> LadderStep | None:
    """Another active step that does the same on the same day to the same activities, so that it is done twice."""
    others = records.find("ladder_step", user, where={"active": True, "step": step.step.code}, sort="days") if step.active else ()
    return next((one for one in others if one.id != step.id and _what_it_is(one) == _what_it_is(step)), None)


def _what_it_is(step: LadderStep) -> tuple[Any, ...]:
    return step.days, step.queue_id, step.at_dealer_id, step.where or None


def _due(step: LadderStep, user: Actor) -> Iterator[int]:
    """Ids of open activities that have been overdue long enough and did not take the step yet, a batch at a time."""
    latest = now().date() - timedelta(days=step.days - 1)  # a day more than needed: each dealer's own day decides
    where = conditions.both(f"status = open and due_on <= {latest}", step.where or None)
    if step.at_dealer_id:
        where = conditions.both(where, f"dealer = {step.at_dealer_id}")
    seen = 0
    for _try in range(TRIES):
        open_ones = queries.visible_ids(activity, user, where=where).subquery()
        untaken = ~sa.exists().where(TAKEN.c.activity_id == open_ones.c.id, TAKEN.c.step_id == step.id)
        found = [row.id for row in queries.rows(sa.select(open_ones.c.id).where(untaken, open_ones.c.id > seen).order_by(open_ones.c.id).limit(BATCH))]
        yield from found
        if len(found) < BATCH:
            return
        seen = found[-1]


def _take(step: LadderStep, activity_id: int) -> bool:
    """One step of one activity, within the transaction that holds it; False when it is not due yet at its dealer, was taken meanwhile, or has ended."""
    record = records.reread(activity, activity_id)
    mine = sa.select(TAKEN.c.step_id).where(TAKEN.c.activity_id == activity_id, TAKEN.c.step_id == step.id)
    if record is None or not _is_due(record, step) or db.session.execute(mine).first() is not None:
        return False
    told = _told(record, step)
    db.session.execute(sa.insert(TAKEN).values(activity_id=activity_id, step_id=step.id, told_id=told, taken_at=now()))
    _tell(record, step, told)
    if step.step == TAKE_BACK:
        take_back(record, step.queue_id, _text("Overdue since %(due)s", due=record.due_on))
    return True


def _is_due(record: Activity, step: LadderStep) -> bool:
    if record.done_at is not None or record.due_on is None:
        return False
    here = local(now(), units.zone_of(record.dealer_id)).date()
    return bool((here - record.due_on).days >= step.days)


def _told(record: Activity, step: LadderStep) -> int | None:
    if step.step != TELL_MANAGER:
        return record.owner_id
    manager = units.manager_of(record.owner_id) if record.owner_id else None
    return manager.id if manager is not None else None


def _tell(record: Activity, step: LadderStep, told: int | None) -> None:
    if told is not None:
        message, otherwise = SENTENCES[step.step.code]
        notices.send(told, message, record, tells=("due_on", "owner"), otherwise=otherwise, due=record.due_on, owner=users.name_of(record.owner_id))


def take_back(record: Activity, queue_id: int | None, reason: str) -> None:
    """The records of the activity that its owner owns and that are still worked on, if a queue may own them, go into the pool, the follow-up with them."""
    system, owner = system_actor(), record.owner_id
    if queue_id is None:
        return
    for record_id in links.records_of([record.id]).get(record.id, ()):
        link = queries.links([record_id], system).get(record_id)
        object_type = registry.current().objects.get(link.object) if link and link.url else None
        if object_type is not None and "queue" in object_type.owners:
            held = records.first(object_type, system, where=conditions.both({"id": record_id, "owner": owner}, object_type.open_when), sort="id")
            if held is not None:
                records.update(held, system, source="automation", reason=reason, owner=queue_id)
    if record.owner_id == owner:
        records.update(record, system, source="automation", reason=reason, owner=queue_id)


def forget(activity_id: int) -> None:
    """A new due date begins at the foot of the ladder."""
    db.session.execute(sa.delete(TAKEN).where(TAKEN.c.activity_id == activity_id))


def taken_steps(record: Any, user: Actor) -> dict[str, Any] | None:
    """Variables of the panel on an activity: which steps were taken for its present due date."""
    rows = db.session.execute(sa.select(TAKEN).where(TAKEN.c.activity_id == record.id).order_by(TAKEN.c.taken_at, TAKEN.c.step_id)).all()
    if not rows:
        return None
    names = {one.id: one for one in records.find("ladder_step", system_actor(), where={"id": [row.step_id for row in rows]}, sort="id")}
    return {"steps": [(shown_step(row.step_id, names[row.step_id].name), users.name_of(row.told_id), row.taken_at) for row in rows if row.step_id in names]}


def seed(user: Actor) -> Iterator[str]:
    """A ladder to begin with: remind after a day, tell the manager after three. Where there is one, it is the administrator's."""
    if records.first("ladder_step", user) is not None:
        return
    with transaction():
        for name, days, step in ((_("Remind"), 1, REMIND), (_("Tell the manager"), 3, TELL_MANAGER)):
            # The message, not its translation, is stored: each reader sees it in the own language.
            records.create("ladder_step", user, source="automation", name=name.message, days=days, step=step)
    yield ngettext("%(num)d step of the overdue ladder was added.", "%(num)d steps of the overdue ladder were added.", 2)


job = Job("activities.climb", _("Overdue ladder of follow-ups"), run=climb, schedule="every 10 minutes")
