"""What an import is and did: the file in pieces and how it is read, a line for each row dealt with, mappings kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core import BigId, Json, UTCDateTime, db
from core import gettext_lazy as _

DRAFT, CHECKING, CHECKED, RUNNING, STOPPED, DONE = "draft", "checking", "checked", "running", "stopped", "done"
UNDOING, PARTLY, UNDONE = "undoing", "partly", "undone"
STATUSES = {
    DRAFT: _("Not started"),
    CHECKING: _("Dry run under way"),
    CHECKED: _("Dry run done"),
    RUNNING: _("Under way"),
    STOPPED: _("Stopped"),
    DONE: _("Finished"),
    UNDOING: _("Being taken back"),
    PARTLY: _("Taken back in part"),
    UNDONE: _("Taken back"),
}
UNDER_WAY = (CHECKING, RUNNING, UNDOING)
GOING_BACK = (UNDOING, PARTLY, UNDONE)
"""Of what is or was taken back nothing more is taken in."""
CREATED, UPDATED, UNCHANGED, FAILED = "created", "updated", "unchanged", "failed"
RESULTS = (CREATED, UPDATED, UNCHANGED, FAILED)


class Import(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """One uploaded file and what became of it. ``plan`` is a mapping.Plan as JSON.

    ``digest`` tells that two uploads are the same file. Files that belong together (a tree of records) form a series: its
    imports name the first of them and run in the order of ``place``.
    """

    __tablename__ = "imports_import"
    __table_args__ = (sa.Index("ix_imports_import_user", "user_id", "id"), sa.Index("ix_imports_import_digest", "digest"), sa.Index("ix_imports_import_series", "series_id"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    object: Mapped[str] = mapped_column(sa.String(60))
    filename: Mapped[str] = mapped_column(sa.String(255))
    digest: Mapped[str | None] = mapped_column(sa.String(64))
    encoding: Mapped[str] = mapped_column(sa.String(20))
    delimiter: Mapped[str] = mapped_column(sa.String(1))
    heading: Mapped[bool] = mapped_column(sa.Boolean, default=True)
    skip: Mapped[int] = mapped_column(sa.Integer, default=0)
    plan: Mapped[dict[str, Any]] = mapped_column(Json)
    status: Mapped[str] = mapped_column(sa.String(10), default=DRAFT)
    total: Mapped[int] = mapped_column(sa.Integer, default=0)
    series_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("imports_import.id"))
    place: Mapped[int] = mapped_column(sa.Integer, default=1)
    user_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Piece(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A mebibyte of an uploaded file."""

    __tablename__ = "imports_piece"

    import_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("imports_import.id"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(sa.Integer, primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(sa.LargeBinary)


class ImportRow(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A row that has been dealt with, written in the transaction that dealt with it: what a resumed import skips. ``former``: the version of the
    record before the row changed it; ``taken_back``: the one it has since what the row did was taken back, 0 where it stays."""

    __tablename__ = "imports_row"
    __table_args__ = (sa.Index("ix_imports_row_result", "import_id", "trial", "result", "number"), sa.Index("ix_imports_row_record", "record_id"))

    import_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("imports_import.id"), primary_key=True, autoincrement=False)
    trial: Mapped[bool] = mapped_column(sa.Boolean, primary_key=True)
    number: Mapped[int] = mapped_column(sa.Integer, primary_key=True, autoincrement=False)
    line: Mapped[int] = mapped_column(sa.Integer)
    result: Mapped[str] = mapped_column(sa.String(10))
    record_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    version: Mapped[int | None] = mapped_column(sa.Integer)
    former: Mapped[int | None] = mapped_column(sa.Integer)
    taken_back: Mapped[int | None] = mapped_column(sa.Integer)
    reason: Mapped[str | None] = mapped_column(sa.Text)


class Mapping(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A plan kept by name, for the next file of this kind."""

    __tablename__ = "imports_mapping"
    __table_args__ = (sa.UniqueConstraint("object", "name"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    object: Mapped[str] = mapped_column(sa.String(60))
    name: Mapped[str] = mapped_column(sa.String(80))
    plan: Mapped[dict[str, Any]] = mapped_column(Json)
    user_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime)
