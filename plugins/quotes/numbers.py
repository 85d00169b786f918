"""The numbers of quotes: each given out once and without gaps. Where one is missing from the list, this says why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core import Actor, CoreRecord, changes, db, records, users

from .models import Quote
from .quoting import QUOTE

PAGE = 50


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number and what became of it: ``url`` where the reader may open the quote, ``deleted_at`` where it lies in the recycle bin."""

    id: int
    number: str
    name: str
    url: str
    made_at: datetime | None
    made_by: str
    deleted_at: datetime | None
    deleted_by: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """One page, the latest first; ``next`` is the id before which the following one begins."""

    rows: list[Numbered]
    next: int | None


def page(user: Actor, before: int | None = None) -> Numbers:
    """The numbers in the register of records: quotes that were deleted, or that the reader may not open, are named as that and by no more."""
    register, log = CoreRecord.__table__, changes.ChangeRow.__table__
    found = sa.select(register.c.id, register.c.deleted_at, register.c.deleted_by_id, log.c.diff, log.c.at, log.c.actor_id)
    found = found.join(log, sa.and_(log.c.record_id == register.c.id, log.c.operation == "create")).where(register.c.object == QUOTE)
    if before is not None:
        found = found.where(register.c.id < before)
    rows = list(db.session.execute(found.order_by(register.c.id.desc()).limit(PAGE + 1)))
    seen = {one.id: one for one in records.find(QUOTE, user, where={"id": [row.id for row in rows]}, sort="-modified_at")} if rows else {}
    return Numbers([_numbered(row, seen.get(row.id)) for row in rows[:PAGE]], rows[PAGE - 1].id if len(rows) > PAGE else None)


def _numbered(row: Any, quote: Quote | None) -> Numbered:
    number, revision = (row.diff.get(name, (None, ""))[1] for name in ("number", "revision"))
    shown = f"{number}" if revision in (1, "", None) else f"{number} · {revision}"
    name, url = (str(quote.name), quote.url) if quote is not None else ("", "")
    return Numbered(row.id, shown, name, url, row.at, users.name_of(row.actor_id) if row.actor_id else "", row.deleted_at,
                    users.name_of(row.deleted_by_id) if row.deleted_by_id else "")  # fmt: skip
