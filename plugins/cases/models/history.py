"""The cases_history table: immutable rows of status, owner and who spoke. No object: nobody edits it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core import BigId, Json, UTCDateTime, db

TABLE = "cases_history"
NOT_SAID = sa.text("kind NOT IN ('in', 'out')")
"""Rows of status, owner and priority: few, where many are of what was said. Written out, so that both databases know their index by it."""


class HistoryRow(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """S1: which status, owner and priority a case had from ``started_at`` on and which before; and when the customer spoke or
    was answered. Every clock of a case can be computed from its rows.

    A row is never updated: its end, and with it the time in the status, is the start of the next one. Labels are those of
    the time. It refers to the register, so that it outlives a purge. ``started_seconds`` (since 1970) repeats
    ``started_at`` as a number, since the databases do not subtract times alike.
    """

    __tablename__ = TABLE
    __table_args__ = (
        sa.Index("ix_cases_history_record", "case_id", "started_seconds", "id"),
        sa.Index("ix_cases_history_not_said", "case_id", "started_seconds", "id", postgresql_where=NOT_SAID, sqlite_where=NOT_SAID),
        sa.Index("ix_cases_history_reopened", "is_reopening", "started_seconds", "case_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    kind: Mapped[str] = mapped_column(sa.String(10))  # change, in, out, delete or restore
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    started_seconds: Mapped[int] = mapped_column(sa.BigInteger)
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    actor_name: Mapped[str] = mapped_column(sa.String(255))
    source: Mapped[str] = mapped_column(sa.String(20))
    reason: Mapped[str | None] = mapped_column(sa.Text)
    status_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    status_label: Mapped[str | None] = mapped_column(sa.String(80))
    is_closed: Mapped[bool] = mapped_column(sa.Boolean)
    pauses: Mapped[bool] = mapped_column(sa.Boolean)
    is_reopening: Mapped[bool] = mapped_column(sa.Boolean)
    owner_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    owner_name: Mapped[str | None] = mapped_column(sa.String(255))
    priority: Mapped[str | None] = mapped_column(sa.String(40))
    previous_status_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    previous_status_label: Mapped[str | None] = mapped_column(sa.String(80))
    previous_owner_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    previous_priority: Mapped[str | None] = mapped_column(sa.String(40))


class HistoryDigest(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """What still counts of a long history up to the row ``last_id``, of ``until``, as one promise sees it: see ``past``."""

    __tablename__ = "cases_history_digest"

    case_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"), primary_key=True, autoincrement=False)
    last_id: Mapped[int] = mapped_column(BigId)
    until: Mapped[datetime] = mapped_column(UTCDateTime)
    promise: Mapped[str] = mapped_column(sa.String(64))
    is_late: Mapped[bool] = mapped_column(sa.Boolean)
    events: Mapped[list[Any]] = mapped_column(Json)
