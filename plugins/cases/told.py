"""What has been done about cases that waited, so that nothing is done twice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core import clock, db

from .models import Told

TABLE = Told.__table__


def keys(case_id: int | None) -> frozenset[str]:
    """What has been done about a case."""
    if case_id is None:
        return frozenset()
    return frozenset(db.session.execute(sa.select(TABLE.c.key).where(TABLE.c.case_id == case_id)).scalars())


def note(case: Any, key: str, at: datetime, told_id: int | None = None, label: str | None = None) -> None:
    """Keep that it was done; ``at`` is when it was due."""
    db.session.execute(sa.insert(TABLE).values(case_id=case.id, key=key, at=at, done_at=clock.now(), told_id=told_id, label=label))


def rows_of(case: Any) -> list[Any]:
    """All of it, in order of time."""
    return list(db.session.execute(sa.select(TABLE).where(TABLE.c.case_id == case.id).order_by(TABLE.c.at, TABLE.c.key)))
