"""The index: texts in which parts are found by trigrams, and tokens that are found by their beginning.

Both carry what sight asks for, the owner and the dealer of the record, and the place: object and field in one number. Their
record ids are no foreign keys: the index is derived, its rows never outlive a save, and a merge shall not move them.
"""

from __future__ import annotations

from zlib import crc32

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core import BigId, db, fields

TOKEN_LENGTH = 40


class SearchText(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """One searched field of one record, made plain. The trigram index over it is made by the migration."""

    __tablename__ = "search_text"
    __table_args__ = (sa.Index("ix_search_text_record", "record_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    record_id: Mapped[int] = mapped_column(BigId)
    place: Mapped[int] = mapped_column(sa.Integer)
    owner_id: Mapped[int | None] = mapped_column(BigId)
    dealer_id: Mapped[int | None] = mapped_column(BigId)
    text: Mapped[str] = mapped_column(sa.Text)


class SearchToken(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """What a searched field is found by from its first character on: a word, a Chinese suffix, pinyin, initials, a number.

    Its indexes carry what a search compares besides (on SQLite the key holds all, and every index the key), so that no entry itself is looked at.
    """

    __tablename__ = "search_token"
    __table_args__ = (
        sa.PrimaryKeyConstraint("place", "token", "record_id", name="pk_search_token", postgresql_include=["dealer_id"]),
        sa.Index("ix_search_token_owner", "owner_id", "token", "record_id", postgresql_include=["place"]),
        sa.Index("ix_search_token_record", "record_id"),
        {"sqlite_with_rowid": False},
    )

    place: Mapped[int] = mapped_column(sa.Integer, primary_key=True, autoincrement=False)
    token: Mapped[str] = mapped_column(fields.string(TOKEN_LENGTH), primary_key=True)
    record_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    owner_id: Mapped[int | None] = mapped_column(BigId)
    dealer_id: Mapped[int | None] = mapped_column(BigId)


class SearchProgress(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """How far the index of one object is. ``fields`` names what was indexed: where that has changed, it is built anew."""

    __tablename__ = "search_progress"

    object: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    fields: Mapped[str] = mapped_column(sa.String(500))
    last_id: Mapped[int] = mapped_column(BigId, default=0)
    complete: Mapped[bool] = mapped_column(sa.Boolean, default=False)


def place_of(object_code: str, field: str) -> int:
    """The number of a field of an object, the same in every process and on every day."""
    return crc32(f"{object_code}.{field}".encode()) & 0x7FFFFFFF
