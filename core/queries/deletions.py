"""What was deleted of an object, for whoever keeps a copy of its records: by the moment it went, the earliest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from .. import permissions, registry, statements
from ..actor import Actor
from ..clock import now
from ..db import CoreRecord, db, is_postgresql
from ..fields import DateTimeField
from ..objects import ObjectType
from ..permissions import Sight
from .order import DELETED_AT, Sort, read_cursor, write_cursor
from .pages import MOST, PAGE

ORDER = Sort(DELETED_AT, descending=False, field=DateTimeField(""))
ORDER.field.name = DELETED_AT
BEGUN = sa.text("SELECT min(xact_start) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND backend_xid IS NOT NULL")
"""When the earliest transaction began that writes just now. Whatever deletes has locked the record, and so counts as writing, before it looks at the clock."""


@dataclass(frozen=True, slots=True)
class Deletions:
    """One page: rows of ``id``, ``deleted_at`` and ``merged_into``, the cursor of the next, and the moment up to which all that was deleted has been told."""

    rows: Sequence[Any]
    next: str | None
    until: datetime


def deletions(object_type: ObjectType | str, user: Actor, since: datetime, *, cursor: str | None = None, limit: int = PAGE) -> Deletions:
    """The next ``limit`` records in the recycle bin that the user may see and that were deleted at or after a moment, the earliest first. Raises BadQuery for
    a cursor that is not known."""
    object_type = registry.enabled_object(object_type)
    permissions.require(user, object_type, "read")
    limit, first = max(1, min(limit, MOST)), (since, 0)
    after = max(first, read_cursor(cursor, ORDER)[1] or first)
    settled = _settled()
    rows = _rows(object_type, permissions.sight(user, object_type), after, settled or since, limit + 1)
    if len(rows) <= limit:
        return Deletions(rows, None, max(since, settled or since))
    return Deletions(rows[:limit], write_cursor(ORDER, rows[limit - 1]), rows[limit - 1].deleted_at)


def _settled() -> datetime | None:
    """Up to here no deletion comes in any more: one that is under way looked at the clock before it can be seen, and a page beyond its moment would miss it.

    PostgreSQL knows who writes. SQLite has one writer at a time, whose moments are later than all that was written before; None where nothing is deleted.
    """
    if is_postgresql():
        moment = now()  # before one looks who writes: whoever begins after that deletes later
        begun = db.session.scalar(BEGUN)
        return moment if begun is None else min(moment, begun.astimezone(UTC))
    deleted_at = CoreRecord.__table__.c.deleted_at
    return db.session.scalar(sa.select(sa.func.max(deleted_at)).where(deleted_at.is_not(None)))


def _rows(object_type: ObjectType, seen: Sight, after: tuple[datetime, int], until: datetime, limit: int) -> list[Any]:
    shape = seen.shape and ("deletions", object_type.code, seen.shape, limit)
    asked = statements.kept(shape, lambda: statement(object_type, seen, limit))
    return list(db.session.execute(asked, {"after_at": after[0], "after_id": after[1], "until": until, **seen.values}))


def statement(object_type: ObjectType, seen: Sight, limit: int) -> sa.Select[Any]:
    """The register walked by its index of what is deleted of the object. Each is held against what is in sight, since few lie there of the many that live."""
    gone, table = CoreRecord.__table__.c, object_type.table
    first = sa.tuple_(sa.bindparam("after_at", type_=gone.deleted_at.type), sa.bindparam("after_id", type_=gone.id.type))
    in_sight = seen.narrow(sa.select(table.c.id).where(table.c.id == gone.id), table).correlate(CoreRecord.__table__)
    return (
        sa.select(gone.id, gone.deleted_at, gone.deleted_at.label("sort_key"), _winner(object_type, seen).label("merged_into"))
        .where(gone.object == object_type.code, gone.deleted_at.is_not(None), in_sight.exists())
        .where(sa.tuple_(gone.deleted_at, gone.id) > first, gone.deleted_at <= sa.bindparam("until", type_=gone.deleted_at.type))
        .order_by(gone.deleted_at, gone.id)
        .limit(statements.at_most(limit))
    )


def _winner(object_type: ObjectType, seen: Sight) -> sa.ScalarSelect[Any]:
    """Into which record it was merged, as far as that one is in sight."""
    winner, register = object_type.table.alias("winner"), CoreRecord.__table__
    return seen.narrow(sa.select(winner.c.id).where(winner.c.id == register.c.merged_into_id), winner).correlate(register).scalar_subquery()
