"""What has been done about cases that waited, so that nothing is done twice."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core import clock, db

from .models import Told

TABLE = Told.__table__


def keys(case_id: int | None, wanted: Collection[str]) -> frozenset[str]:
    """What of this has been done about a case."""
    if case_id is None or not wanted:
        return frozenset()
    return frozenset(db.session.execute(sa.select(TABLE.c.key).where(TABLE.c.case_id == case_id, TABLE.c.key.in_(wanted))).scalars())


def note(case: Any, key: str, at: datetime, told_id: int | None = None, label: str | None = None) -> None:
    """Keep that it was done; ``at`` is when it was due."""
    db.session.execute(sa.insert(TABLE).values(case_id=case.id, key=key, at=at, done_at=clock.now(), told_id=told_id, label=label))


def rows_of(case: Any, most: int = 100) -> list[Any]:
    """What was done about it, the last of it, in order of time."""
    latest = sa.select(TABLE).where(TABLE.c.case_id == case.id).order_by(TABLE.c.at.desc(), TABLE.c.key.desc()).limit(most)
    return list(reversed(db.session.execute(latest).all()))
