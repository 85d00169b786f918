"""The tables of principals, users and queues. Credentials are elsewhere: see ``core.security``."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..db import BigId, UTCDateTime, db

NAME_LENGTH = 120
EMAIL_LENGTH = 254
LOCALE_LENGTH = 10


class Principal(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """Whoever may own a record: a user, a queue, or the system itself (kind "system", one row)."""

    __tablename__ = "core_principal"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(10))
    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    active: Mapped[bool] = mapped_column(sa.Boolean, default=True)


class User(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A person who can sign in. The id is the principal's; ``name`` there is what is shown, sorted and searched.

    ``email`` is kept in lower case, so that its unique index also refuses what differs by case only.
    """

    __tablename__ = "core_user"
    __table_args__ = (sa.Index("ix_core_user_unit", "unit_id"),)

    id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_principal.id"), primary_key=True, autoincrement=False)
    email: Mapped[str] = mapped_column(sa.String(EMAIL_LENGTH), unique=True)
    family_name: Mapped[str] = mapped_column(sa.String(60), default="")
    given_name: Mapped[str] = mapped_column(sa.String(60), default="")
    unit_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_unit.id"))
    locale: Mapped[str | None] = mapped_column(sa.String(LOCALE_LENGTH))
    zone: Mapped[str | None] = mapped_column(sa.String(60))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(sa.Integer, default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - read by the mapper, never changed


class FormerHome(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A unit in which a user has been before: what the user closed there stays with it."""

    __tablename__ = "core_former_home"
    __table_args__ = (sa.Index("ix_core_former_home_unit", "unit_id", "user_id"),)

    user_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_user.id"), primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_unit.id"), primary_key=True, autoincrement=False)


class Queue(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A place where records wait for whoever of its members takes them."""

    __tablename__ = "core_queue"

    id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_principal.id"), primary_key=True, autoincrement=False)
    unit_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_unit.id"))
    email: Mapped[str | None] = mapped_column(sa.String(EMAIL_LENGTH))
    version: Mapped[int] = mapped_column(sa.Integer, default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - read by the mapper, never changed


class QueueMember(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A user's place in a queue."""

    __tablename__ = "core_queue_member"

    queue_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_queue.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_user.id"), primary_key=True)
