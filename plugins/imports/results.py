"""What an import did: how many rows came out how, which failed and why; and what became of them when it was taken back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core import db

from . import models
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


@dataclass(frozen=True, slots=True)
class Back:
    """What became of an import that is or was taken back: how many records were deleted, how many changed back, how many rows stay because their record
    was changed since, or may not be; ``of``: the rows that did something."""

    deleted: int
    changed_back: int
    left: int
    of: int

    @property
    def rows(self) -> int:
        """How many rows have been dealt with."""
        return self.deleted + self.changed_back + self.left


def taken_back(one: Import) -> Back:
    """How far the taking back is; all noughts but for ``of`` where it has not begun."""
    kind = sa.case((ROWS.c.taken_back.is_(None), "waits"), (ROWS.c.taken_back == 0, "left"), else_=ROWS.c.result)
    done = rows_that_did(one.id).with_only_columns(kind, sa.func.count()).group_by(kind)
    found = Counter({what: count for what, count in db.session.execute(done)})
    return Back(found[CREATED], found[UPDATED], found["left"], found.total())


def rows_that_did(import_id: int) -> sa.Select[Any]:
    """The rows of an import that made or changed a record."""
    return sa.select(ROWS).where(ROWS.c.import_id == import_id, ROWS.c.trial.is_(False), ROWS.c.result.in_((CREATED, UPDATED)), ROWS.c.record_id.is_not(None))
