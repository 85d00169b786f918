"""The tables behind the first-contact clock: what happened with a lead, and who has been told that nothing did."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core import BigId, UTCDateTime, db


class ContactEvent(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """One follow-up of a lead that ended with an outcome. The clock is recomputed from these rows alone.

    ``on`` is the day at the dealer; ``activity_id`` the record in which it was noted, None where it was noted on the lead.
    """

    __tablename__ = "leads_contact_event"
    __table_args__ = (
        sa.Index("ix_leads_contact_event_lead", "lead_id", "at"),
        sa.Index("ix_leads_contact_event_day", "by_id", "on"),
        sa.Index("uq_leads_contact_event_activity", "activity_id", "lead_id", unique=True,
                 postgresql_where=sa.text("activity_id IS NOT NULL"), sqlite_where=sa.text("activity_id IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    lead_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    on: Mapped[date] = mapped_column(sa.Date)
    by_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    kind: Mapped[str] = mapped_column(sa.String(40))
    outcome: Mapped[str | None] = mapped_column(sa.String(40))
    grade_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    activity_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    note: Mapped[str | None] = mapped_column(sa.Text)


class Escalation(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """One step of one lead's escalation: its key is why nobody is told twice."""

    __tablename__ = "leads_escalation"

    lead_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"), primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    told_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
