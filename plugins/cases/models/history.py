"""The cases_history table: immutable rows of status, owner and who spoke. No object: nobody edits it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core import BigId, UTCDateTime, db

TABLE = "cases_history"


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
