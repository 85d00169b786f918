"""Building the index: object by object, a batch in a transaction, each with how far it is.

An object is searched by the index once its part is complete and holds the fields the object names today; until then core
compares field by field. So an upgrade or an administrator that makes one more field searchable needs no further step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from core import Actor, CoreRecord, ObjectType, db, jobs, ngettext, records, registry, state, system_actor, transaction

from . import index
from .models import SearchProgress

JOB = "search.build"
BATCH = 500
FORMAT = 2
"""Raised when the words that are kept change: every part is built anew then."""

PROGRESS = SearchProgress.__table__


def fields_of(object_type: ObjectType) -> str:
    """What the part of an object should hold."""
    return f"{FORMAT}:{','.join(index.searched(object_type))}"[:500]


def complete(objects: Sequence[ObjectType]) -> list[ObjectType]:
    """Those whose part of the index can be trusted."""
    held = state.cached("search", _read)
    return [one for one in objects if index.searched(one) and held.get(one.code) == fields_of(one)]


def _read() -> dict[str, str]:
    rows = db.session.execute(sa.select(PROGRESS.c.object, PROGRESS.c.fields).where(PROGRESS.c.complete))
    return {row.object: row.fields for row in rows}


def waiting() -> list[ObjectType]:
    """Objects of modules that are on whose part is not complete."""
    indexed = [one for one in registry.objects() if index.searched(one)]
    done = {one.code for one in complete(indexed)}
    return [one for one in indexed if one.code not in done]


def begin(user: Actor) -> Iterable[str]:
    """Switched on: what was saved meanwhile is not in the index. A small installation is dealt with at once."""
    start_over([one.code for one in registry.objects()])
    for object_type in waiting():
        build_batch(object_type)
        build_batch(object_type)  # the second finds nothing more where the first took all
    left = waiting()
    if not left:
        return ()
    jobs.start(JOB, user)
    return (ngettext("The search index of %(num)s object is being built.", "The search index of %(num)s objects is being built.", len(left)),)


def start_over(codes: Sequence[str]) -> None:
    """Forget how far these objects' parts are; their entries are replaced as the building goes on."""
    with transaction():
        db.session.execute(sa.delete(PROGRESS).where(PROGRESS.c.object.in_(codes)))
        state.bump("search")


def build(user: Actor, run: Any) -> dict[str, int]:
    """The job: go on where the last run stopped. Each batch keeps its own place, so a run that dies loses none."""
    return build_all(lambda _object_type, done: run.progress(done))


def build_all(tell: Callable[[ObjectType, int], None]) -> dict[str, int]:
    """Complete every part; ``tell`` is called after each batch with the records done so far. Returns records by object."""
    counts: dict[str, int] = {}
    for object_type in waiting():
        while (count := build_batch(object_type)) is not None:
            counts[object_type.code] = counts.get(object_type.code, 0) + count
            tell(object_type, sum(counts.values()))
    return counts


def build_batch(object_type: ObjectType) -> int | None:
    """Index the next records of an object; None when its part is complete.

    The records are locked meanwhile: a save that changes one of them writes its entries after ours.
    """
    with transaction():
        last = _last_id(object_type)
        if last is None:
            return None
        batch = records.find(object_type, system_actor(), where={"field": "id", "operator": ">", "value": last}, sort="id", limit=BATCH, lock=True)
        upto = batch[-1].id if batch else None
        _forget_deleted(last, upto)
        if upto is None:
            _note(object_type, complete=True)
            state.bump("search")
            return None
        index.forget([one.id for one in batch])
        index.add(object_type, batch, index.searched(object_type))
        _note(object_type, last_id=upto)
    return len(batch)


def _last_id(object_type: ObjectType) -> int | None:
    """Where to go on; None when there is nothing to do. A part with other fields than today's begins anew."""
    row = db.session.execute(sa.select(PROGRESS).where(PROGRESS.c.object == object_type.code)).one_or_none()
    wanted = fields_of(object_type)
    if row is None:
        db.session.execute(sa.insert(PROGRESS).values(object=object_type.code, fields=wanted, last_id=0, complete=False))
    elif row.fields != wanted:
        _note(object_type, fields=wanted, last_id=0, complete=False)
    elif row.complete:
        return None
    else:
        return int(row.last_id)
    return 0


def _note(object_type: ObjectType, **values: Any) -> None:
    db.session.execute(sa.update(PROGRESS).where(PROGRESS.c.object == object_type.code).values(**values))


def _forget_deleted(after: int, upto: int | None) -> None:
    """Entries of records that were deleted while nobody kept the index."""
    register = CoreRecord.__table__
    gone = sa.select(register.c.id).where(register.c.deleted_at.is_not(None), register.c.id > after)
    if upto is not None:
        gone = gone.where(register.c.id <= upto)
    for table in (index.TEXT, index.TOKEN):
        db.session.execute(sa.delete(table).where(table.c.record_id.in_(gone)))


def status() -> list[tuple[ObjectType, str]]:
    """Each object that is searched, with a word on its part for the command line."""
    done = {one.code for one in complete(registry.objects())}
    rows = {row.object: row.last_id for row in db.session.execute(sa.select(PROGRESS.c.object, PROGRESS.c.last_id))}
    return [
        (one, "complete" if one.code in done else f"built up to record {rows[one.code]}" if rows.get(one.code) else "waiting")
        for one in registry.objects()
        if index.searched(one)
    ]  # fmt: skip

