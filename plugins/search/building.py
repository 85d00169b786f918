"""Building the index: object by object, a batch in a transaction, each with how far it is.

An object is searched by the index once its part is complete and holds the fields the object names today; until then core
compares field by field. So an upgrade or an administrator that makes one more field searchable needs no further step.
Where nothing that is held can be used, all of it is begun anew from empty tables (``tables``).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from core import Actor, CoreRecord, ObjectType, db, is_postgresql, jobs, ngettext, queries, registry, state, system_actor, transaction

from . import index, tables
from .models import SearchProgress

JOB = "search.build"
BATCH = 2_000
FEW = 1_000
"""Up to so many records an installation is dealt with at once."""
MANY = 50_000
"""From so many on, filling the tables without their indexes and making these afterwards is the faster."""
FORMAT = 3
"""Raised when the words that are kept change, or how: every part is built anew then."""

PROGRESS = SearchProgress.__table__
REGISTER = CoreRecord.__table__
log = logging.getLogger(__name__)


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
    start_over()
    left = waiting()
    if _are_more_than(FEW):
        jobs.start(JOB, user)
        return (ngettext("The search index of %(num)s object is being built.", "The search index of %(num)s objects is being built.", len(left)),)
    _prepare()
    _fill(left, {}, lambda _object_type, _done: None, trust=True)
    return ()


def start_over(codes: Sequence[str] | None = None) -> None:
    """Forget how far these objects' parts are, or all of them; their entries are replaced as the building goes on."""
    forgotten = sa.delete(PROGRESS)
    with transaction():
        db.session.execute(forgotten if codes is None else forgotten.where(PROGRESS.c.object.in_(codes)))
        state.bump("search")


def build(user: Actor, run: Any) -> dict[str, int]:
    """The job: go on where the last run stopped. Each batch keeps its own place, so a run that dies loses none."""
    total = _count(waiting())
    return build_all(lambda _object_type, done: run.progress(done, max(total, done)))


def build_all(tell: Callable[[ObjectType, int], None]) -> dict[str, int]:
    """Complete every part; ``tell`` is called after each batch with the records done so far. Returns records by object."""
    counts: dict[str, int] = {}
    if left := waiting():
        _prepare()
        whole = tables.are_whole()
        _fill(left, counts, tell, trust=whole)
        if not whole and tables.settle():
            _fill(left, counts, tell, trust=True)  # what was saved meanwhile is read once more
    return counts


def _fill(parts: Sequence[ObjectType], counts: dict[str, int], tell: Callable[[ObjectType, int], None], *, trust: bool) -> None:
    """Index what is left of these objects' records, counted into ``counts``."""
    for object_type in parts:
        while count := build_batch(object_type, trust=trust):
            counts[object_type.code] = counts.get(object_type.code, 0) + count
            tell(object_type, sum(counts.values()))
        if object_type.code in counts:
            log.info("search index: %d records of %s are read", counts[object_type.code], object_type.code)


def _prepare() -> None:
    """Begin with empty tables, unless something of them can be used."""
    with transaction():
        tables.alone()
        if db.session.execute(sa.select(PROGRESS.c.object).where(PROGRESS.c.fields.startswith(f"{FORMAT}:")).limit(1)).first():
            return
        tables.empty(many=_are_more_than(MANY))
        db.session.execute(sa.delete(PROGRESS))
        for object_type in waiting():
            _begin(object_type)


def build_batch(object_type: ObjectType, *, trust: bool) -> int:
    """Index the next records of an object; returns how many they were. Where none is left its part is complete, if the indexes stand (``trust``).

    The records are locked meanwhile: a save that changes one of them writes its entries after ours. So is the place in the
    object's part: of two that build, each takes the next batch.
    """
    with transaction():
        last = _last_id(object_type)
        if last is None:
            return 0
        names = index.searched(object_type)
        batch = queries.rows(_next(object_type, names, last))
        if batch:
            tables.read_by_index()
            index.forget([one.id for one in batch])
            index.fill(object_type, batch, names)
            _note(object_type, last_id=batch[-1].id)
        elif trust:
            _note(object_type, complete=True)
            state.bump("search")
    return len(batch)


def _next(object_type: ObjectType, names: Sequence[str], last: int) -> sa.Select[Any]:
    """The records behind this id, with what the index holds of them."""
    table = object_type.table
    found = queries.visible(object_type, system_actor(), names).add_columns(table.c.owner_id, table.c.dealer_id)
    found = found.where(table.c.id > last).order_by(table.c.id).limit(BATCH)
    return found.with_for_update(of=table, key_share=True) if is_postgresql() else found


def _last_id(object_type: ObjectType) -> int | None:
    """Where to go on; None when there is nothing to do. A part with other fields than today's begins anew."""
    place = sa.select(PROGRESS).where(PROGRESS.c.object == object_type.code).with_for_update()
    row = db.session.execute(place).one_or_none()
    wanted = fields_of(object_type)
    if row is None:
        _begin(object_type)
    elif row.fields != wanted:
        _note(object_type, fields=wanted, last_id=0, complete=False)
    elif row.complete:
        return None
    else:
        return int(row.last_id)
    return 0


def _begin(object_type: ObjectType) -> None:
    db.session.execute(sa.insert(PROGRESS).values(object=object_type.code, fields=fields_of(object_type), last_id=0, complete=False))


def _note(object_type: ObjectType, **values: Any) -> None:
    db.session.execute(sa.update(PROGRESS).where(PROGRESS.c.object == object_type.code).values(**values))


def _are_more_than(number: int) -> bool:
    some = sa.select(REGISTER.c.id).limit(number + 1).subquery()
    return bool(db.session.execute(sa.select(sa.func.count()).select_from(some)).scalar_one() > number)


def _count(objects: Sequence[ObjectType]) -> int:
    """Their living records, whosever they are."""
    wanted = REGISTER.c.object.in_([one.code for one in objects]) & REGISTER.c.deleted_at.is_(None)
    return int(db.session.execute(sa.select(sa.func.count()).where(wanted)).scalar_one())


def status() -> list[tuple[ObjectType, str]]:
    """Each object that is searched, with a word on its part for the command line."""
    done = {one.code for one in complete(registry.objects())}
    rows = {row.object: row.last_id for row in db.session.execute(sa.select(PROGRESS.c.object, PROGRESS.c.last_id))}
    return [
        (one, "complete" if one.code in done else f"built up to record {rows[one.code]}" if rows.get(one.code) else "waiting")
        for one in registry.objects()
        if index.searched(one)
    ]  # fmt: skip

