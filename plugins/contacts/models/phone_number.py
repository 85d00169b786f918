"""The contacts_phone_index table: every telephone number of every record, so that a duplicate is one indexed look-up."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core import BigId, db


class PhoneNumber(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """One number of one record: E.164 without extension, and the same reversed, for searching by the last digits."""

    __tablename__ = "contacts_phone_index"
    __table_args__ = (
        sa.Index("ix_contacts_phone_index_number", "number", "record_id"),
        sa.Index("ix_contacts_phone_index_reversed", "reversed", "record_id"),
    )

    record_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"), primary_key=True)
    field: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(20))
    reversed: Mapped[str] = mapped_column(sa.String(20))
