"""The leads_visit table: visits after which nobody has asked yet who else might buy."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core import BigId, UTCDateTime, db


class UnaskedVisit(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """S10: the last visit to a lead or customer that has not been asked for further names. The row goes once they are."""

    __tablename__ = "leads_visit"
    __table_args__ = (sa.Index("ix_leads_visit_by", "by_id", "visited_at"),)

    record_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"), primary_key=True, autoincrement=False)
    visited_at: Mapped[datetime] = mapped_column(UTCDateTime)
    by_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
