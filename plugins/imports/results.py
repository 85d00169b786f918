"""What an import did: how many rows came out how, which failed and why; and taking it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from core import Actor, ForecourtError, db, records, transaction

from . import mapping, models
from .models import CREATED, FAILED, UPDATED, Import

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


def take_back(one: Import, user: Actor) -> tuple[int, int, int]:
    """Delete what the import has made, and give what it changed the values of before; returns how many were deleted, how many changed back, and
    how many rows stay because their record was changed since, or may not be. From the last row to the first: several may be of one record."""
    query = sa.select(ROWS.c.record_id, ROWS.c.result, ROWS.c.version, ROWS.c.former).where(
        ROWS.c.import_id == one.id, ROWS.c.trial.is_(False), ROWS.c.result.in_((CREATED, UPDATED)), ROWS.c.record_id.is_not(None)
    )
    plan = mapping.load(one.plan)
    work = _TakingBack(one, user, (*(column.field for column in plan.columns), *plan.fills), plan.channel)
    done = Counter((row.result, work.row(row)) for row in db.session.execute(query.order_by(ROWS.c.number.desc())).all())
    with transaction():
        one.status = models.UNDONE
    return done[CREATED, True], done[UPDATED, True], done[CREATED, False] + done[UPDATED, False]


class _TakingBack:
    """``back``: of the records that were changed back the version that they then had, and the one that this stands for."""

    def __init__(self, one: Import, user: Actor, names: Sequence[str], channel: str) -> None:
        self.one, self.user, self.names, self.channel = one, user, names, channel
        self.back: dict[int, tuple[int, int]] = {}

    def row(self, row: Any) -> bool:
        """Whether what the row did could be taken back."""
        operation = "delete" if row.result == CREATED else "edit"
        try:
            with transaction():
                record = records.get(self.one.object, row.record_id, self.user, operation=operation, lock=True)
                if row.version not in (record.version, self._stands_for(record)) or (row.result == UPDATED and row.former is None):
                    return False
                if row.result == CREATED:
                    records.delete(record, self.user, source="undo")
                else:
                    record = records.put_back(record, self.user, self.names, version=row.former, channel=self.channel)
                    self.back[record.id] = record.version, row.former
        except ForecourtError:
            return False
        return True

    def _stands_for(self, record: Any) -> int | None:
        version, former = self.back.get(record.id, (None, None))
        return former if version == record.version else None
