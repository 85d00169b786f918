"""The opportunities_stage_history table: a typed, immutable snapshot per change. No object: nobody edits it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core import BigId, MoneyAmount, UTCDateTime, db

TABLE = "opportunities_stage_history"


class StageSnapshot(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """S1: what an opportunity looked like from ``started_at`` on, and what it looked like before.

    A row is never updated: its end, and with it the days in the stage, is the start of the next one. Labels are those of
    the time. It refers to the register, so that it outlives a purge. ``started_seconds`` (since 1970) repeats
    ``started_at`` as a number, since the databases do not subtract times alike.
    """

    __tablename__ = TABLE
    __table_args__ = (
        sa.Index("ix_opportunities_stage_history_record", "opportunity_id", "started_seconds", "id"),
        sa.Index("ix_opportunities_stage_history_stage", "stage_id", "opportunity_id"),
        sa.Index("ix_opportunities_stage_history_day", "started_on", "stage_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    kind: Mapped[str] = mapped_column(sa.String(10))  # change, delete or restore
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    started_seconds: Mapped[int] = mapped_column(sa.BigInteger)
    started_on: Mapped[date] = mapped_column(sa.Date)  # the dealer's local day
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    actor_name: Mapped[str] = mapped_column(sa.String(255))
    source: Mapped[str] = mapped_column(sa.String(20))
    reason: Mapped[str | None] = mapped_column(sa.Text)

    process_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    process_label: Mapped[str | None] = mapped_column(sa.String(80))
    stage_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    stage_label: Mapped[str | None] = mapped_column(sa.String(80))
    is_closed: Mapped[bool] = mapped_column(sa.Boolean)
    is_won: Mapped[bool] = mapped_column(sa.Boolean)
    probability: Mapped[int | None] = mapped_column(sa.Integer)
    amount: Mapped[Decimal | None] = mapped_column(MoneyAmount)
    amount_currency: Mapped[str | None] = mapped_column(sa.String(3))
    close_date: Mapped[date | None] = mapped_column(sa.Date)
    forecast_category: Mapped[str | None] = mapped_column(sa.String(40))
    owner_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    owner_name: Mapped[str | None] = mapped_column(sa.String(255))
    unit_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_unit.id"))

    previous_stage_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    previous_stage_label: Mapped[str | None] = mapped_column(sa.String(80))
    previous_probability: Mapped[int | None] = mapped_column(sa.Integer)
    previous_amount: Mapped[Decimal | None] = mapped_column(MoneyAmount)
    previous_amount_currency: Mapped[str | None] = mapped_column(sa.String(3))
    previous_close_date: Mapped[date | None] = mapped_column(sa.Date)
    previous_forecast_category: Mapped[str | None] = mapped_column(sa.String(40))
    previous_owner_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    previous_unit_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_unit.id"))
