"""What an import did: how many rows came out how, which failed and why; and taking it back."""

from __future__ import annotations

from collections import Counter
from typing import Any

import sqlalchemy as sa

from core import Actor, ForecourtError, db, records, transaction

from . import models
from .models import CREATED, FAILED, Import

ROWS = models.ImportRow.__table__


def counts(one: Import, *, trial: bool = False) -> Counter[str]:
    """How many rows came out how."""
    query = sa.select(ROWS.c.result, sa.func.count()).where(ROWS.c.import_id == one.id, ROWS.c.trial.is_(trial)).group_by(ROWS.c.result)
    return Counter({result: count for result, count in db.session.execute(query)})


def failures(one: Import, *, trial: bool = False, limit: int | None = None) -> list[Any]:
    """The rows that failed, in the order of the file: number, line, reason."""
    query = sa.select(ROWS.c.number, ROWS.c.line, ROWS.c.reason).where(
        ROWS.c.import_id == one.id, ROWS.c.trial.is_(trial), ROWS.c.result == FAILED
    )
    return list(db.session.execute(query.order_by(ROWS.c.number).limit(limit)))


def take_back(one: Import, user: Actor) -> tuple[int, int]:
    """Delete what the import has made; returns (how many, how many stay because they were changed since, or may not go)."""
    query = sa.select(ROWS.c.record_id, ROWS.c.version).where(
        ROWS.c.import_id == one.id, ROWS.c.trial.is_(False), ROWS.c.result == CREATED, ROWS.c.record_id.is_not(None)
    )
    gone = stays = 0
    for row in db.session.execute(query.order_by(ROWS.c.number.desc())).all():
        if _deleted(one.object, row, user):
            gone += 1
        else:
            stays += 1
    with transaction():
        one.status = models.UNDONE
    return gone, stays


def _deleted(object_code: str, row: Any, user: Actor) -> bool:
    try:
        with transaction():
            record = records.get(object_code, row.record_id, user, operation="delete", lock=True)
            if record.version != row.version:
                return False
            records.delete(record, user, source="undo")
    except ForecourtError:
        return False
    return True
