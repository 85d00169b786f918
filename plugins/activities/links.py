"""Which records an activity is about, and what comes next for each of them.

The rows of activities_link repeat the activity's dates and whose the record is, and are kept right by the record events;
activities_next is what the dates add up to. All can be rebuilt from the activities: see ``rebuild``. What a new activity adds is only written, so that those
of an import are written together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from core import Actor, chunks, db, insert_into, is_postgresql, queries, records, registry, system_actor, transaction

from . import homes
from .homes import LINK
from .models import DONE, Activity, Next

NEXT: sa.Table = Next.__table__
ADD = sa.insert(LINK)


def link(activity: Activity, record_ids: Iterable[int]) -> list[int]:
    """Put an activity on further records; returns those that did not have it already."""
    return [record_id for _activity_id, record_id in link_all([activity], record_ids)]


def link_all(activities: Sequence[Activity], record_ids: Iterable[int]) -> list[tuple[int, int]]:
    """Put each of the activities on the records; returns the (activity, record) pairs that are new."""
    wanted = list(dict.fromkeys(record_ids))
    with transaction():
        there = records_of([one.id for one in activities])
        lacking = [(one, record_id) for one in activities for record_id in wanted if record_id not in there.get(one.id, ())]
        found = queries.links([record_id for _one, record_id in lacking], system_actor())
        known = homes.of((record_id, link.object) for record_id, link in found.items())
        values = [
            {"activity_id": one.id, "record_id": record_id, "object": found[record_id].object, **_copied(one), **known[record_id]}
            for one, record_id in lacking if record_id in found
        ]  # fmt: skip
        if values:
            db.session.execute(ADD, values)
            find_next([value["record_id"] for value in values])
    return [(value["activity_id"], value["record_id"]) for value in values]


def begin(activity: Activity) -> None:
    """Put a new activity on what it is about, whose next follow-up it may be."""
    code = None if activity.about_id is None else registry.code_of(activity.about_id)
    if code is None:
        return
    home = homes.of([(activity.about_id, code)])[activity.about_id]
    values = {"activity_id": activity.id, "record_id": activity.about_id, "object": code, **_copied(activity), **home}
    chunks.insert(ADD, [values])
    if values["open"] and activity.due_on is not None:
        coming = {"record_id": activity.about_id, "activity_id": activity.id, "next_on": activity.due_on, "next_at": activity.due_at}
        chunks.insert(_bring_forward(is_postgresql()), [{**coming, "moved_count": values["moved_count"]}])


@cache
def _bring_forward(on_postgresql: bool) -> sa.Insert:
    """Name a record's next follow-up, unless an earlier one is named; of two at the same time the older activity stays, as in ``find_next``."""
    insert = insert_into(NEXT)
    new, old = insert.excluded, NEXT.c
    sooner = sa.and_(new.next_on == old.next_on, new.next_at.is_not(None), sa.or_(old.next_at.is_(None), new.next_at < old.next_at))
    written = {one.name: new[one.name] for one in NEXT.c if not one.primary_key}
    return insert.on_conflict_do_update(index_elements=[NEXT.c.record_id], set_=written, where=sa.or_(new.next_on < old.next_on, sooner))


def follow(activity: Activity) -> None:
    """Repeat the activity's dates on its links, and put it on what it is about."""
    db.session.execute(sa.update(LINK).where(LINK.c.activity_id == activity.id).values(**_copied(activity)))
    if activity.about_id is not None:
        link(activity, [activity.about_id])
    find_next(records_of([activity.id]).get(activity.id, ()))


def is_open(activity: Activity) -> bool:
    """Whether it is still to be done."""
    return activity.status is not DONE and activity.status != DONE


def _copied(activity: Activity) -> dict[str, Any]:
    happened = activity.done_at or activity.due_at or activity.starts_at or activity.created_at
    return {
        "open": is_open(activity),
        "living": activity.deleted_at is None,
        "at": happened,
        "due_on": activity.due_on,
        "due_at": activity.due_at,
        "moved_count": activity.moved_count or 0,
    }


def records_of(activity_ids: Sequence[int]) -> Mapping[int, list[int]]:
    """The records of each activity, the longest linked first."""
    found: dict[int, list[int]] = defaultdict(list)
    if activity_ids:
        rows = db.session.execute(
            sa.select(LINK.c.activity_id, LINK.c.record_id).where(LINK.c.activity_id.in_(activity_ids)).order_by(LINK.c.record_id)
        )
        for row in rows:
            found[row.activity_id].append(row.record_id)
    return found


def find_next(record_ids: Iterable[int]) -> None:
    """Work out the next follow-up of these records anew."""
    wanted = list(dict.fromkeys(record_ids))
    if not wanted:
        return
    db.session.execute(sa.delete(NEXT).where(NEXT.c.record_id.in_(wanted)))
    rows = db.session.execute(
        sa.select(LINK.c.record_id, LINK.c.activity_id, LINK.c.due_on, LINK.c.due_at, LINK.c.moved_count)
        .where(LINK.c.record_id.in_(wanted), LINK.c.open.is_(True), LINK.c.living.is_(True), LINK.c.due_on.is_not(None))
        .order_by(LINK.c.record_id, LINK.c.due_on, LINK.c.due_at.is_(None), LINK.c.due_at, LINK.c.activity_id)
    )
    earliest: dict[int, dict[str, Any]] = {}
    for row in rows:
        earliest.setdefault(row.record_id, {
            "record_id": row.record_id, "activity_id": row.activity_id, "next_on": row.due_on, "next_at": row.due_at,
            "moved_count": row.moved_count,
        })  # fmt: skip
    if earliest:
        db.session.execute(sa.insert(NEXT), list(earliest.values()))


def follow_merge(winner: Any, loser: Any) -> None:
    """A merge moves links by SQL, and so does its undo: both records' next follow-ups are worked out anew, and whose their links are."""
    homes.settle_all(winner, loser)
    find_next([winner.id, loser.id])


def next_of(record_ids: Sequence[int]) -> Mapping[int, Any]:
    """The next follow-up of each record that has one: rows with next_on, next_at, moved_count, activity_id."""
    if not record_ids:
        return {}
    return {row.record_id: row for row in db.session.execute(sa.select(NEXT).where(NEXT.c.record_id.in_(record_ids)))}


def unshare_links(pairs: Iterable[Sequence[int]]) -> None:
    """Take activities off records again: what ``link_all`` returned."""
    with transaction():
        gone = [tuple(pair) for pair in pairs]
        db.session.execute(sa.delete(LINK).where(sa.tuple_(LINK.c.activity_id, LINK.c.record_id).in_(gone)))
        find_next(record_id for _activity_id, record_id in gone)


def activity_ids_of(record_ids: Sequence[int], *, open_only: bool = False) -> list[int]:
    """The living activities of any of these records."""
    query = sa.select(LINK.c.activity_id).distinct().where(LINK.c.record_id.in_(record_ids), LINK.c.living.is_(True))
    if open_only:
        query = query.where(LINK.c.open.is_(True))
    return list(db.session.execute(query.order_by(LINK.c.activity_id)).scalars())


def rebuild(user: Actor) -> int:
    """Make links and next follow-ups agree with the activities again, in batches; returns how many were looked at."""
    from .objects import activity

    seen = 0
    for batch in records.batches(activity, user):
        with transaction():
            for one in batch:
                follow(one)
            homes.settle(LINK.c.activity_id.in_([one.id for one in batch]))
        seen += len(batch)
    return seen
