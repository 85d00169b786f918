"""What files are: bytes by their checksum, versions of a file, and the records it is attached to."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core import BigId, UTCDateTime, db

NAME_LENGTH = 255


class Content(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """Bytes in the folder. The same bytes, attached twice, are kept once. ``type`` is what they are, whatever the name says."""

    __tablename__ = "files_content"

    sha256: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    size: Mapped[int] = mapped_column(sa.BigInteger)
    type: Mapped[str] = mapped_column(sa.String(120))


class File(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A file as people speak of it; ``latest`` is the number of its last version."""

    __tablename__ = "files_file"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    latest: Mapped[int] = mapped_column(sa.Integer, default=1)


class Version(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """One version of a file."""

    __tablename__ = "files_version"
    __table_args__ = (sa.Index("ix_files_version_content", "sha256"),)

    file_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("files_file.id"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(sa.Integer, primary_key=True, autoincrement=False)
    sha256: Mapped[str] = mapped_column(sa.String(64), sa.ForeignKey("files_content.sha256"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))


class Attachment(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A file on a record. ``removed_at``: taken off; it can be put back until it is swept."""

    __tablename__ = "files_attachment"
    __table_args__ = (
        sa.UniqueConstraint("record_id", "file_id"),
        sa.Index("ix_files_attachment_file", "file_id"),
        sa.Index("ix_files_attachment_removed", "removed_at", postgresql_where=sa.text("removed_at IS NOT NULL"),
                 sqlite_where=sa.text("removed_at IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    record_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    file_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("files_file.id"))
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
