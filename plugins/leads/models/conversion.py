"""The leads_conversion table."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core import BigId, Json, UTCDateTime, db


class ConversionRow(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """What one conversion did, so that it can be undone.

    ``made``: ids of records it created. ``filled``: record id -> {field: value before}, in JSON. ``versions``: record id ->
    version it left behind. ``steps``: module's step -> what the step wants to remember.
    """

    __tablename__ = "leads_conversion"
    __table_args__ = (
        sa.Index("uq_leads_conversion_lead", "lead_id", unique=True,
                 postgresql_where=sa.text("undone_at IS NULL"), sqlite_where=sa.text("undone_at IS NULL")),
        sa.Index("ix_leads_conversion_account", "account_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    lead_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    account_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    contact_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    opportunity_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    status_before: Mapped[str] = mapped_column(sa.String(40))
    owner_before_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    made: Mapped[list[int]] = mapped_column(Json)
    filled: Mapped[dict[str, dict[str, Any]]] = mapped_column(Json)
    versions: Mapped[dict[str, int]] = mapped_column(Json)
    steps: Mapped[dict[str, Any]] = mapped_column(Json)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
