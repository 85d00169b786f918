"""The tables of roles: who has which, and what differs from the shipped default."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..db import BigId, db

CODE_LENGTH = 60
LABEL_LENGTH = 80
DESCRIPTION_LENGTH = 200


class RoleRow(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A role. ``label`` and ``description`` are empty while those of the shipped declaration hold."""

    __tablename__ = "core_role"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(CODE_LENGTH), unique=True)
    label: Mapped[str | None] = mapped_column(sa.String(LABEL_LENGTH))
    description: Mapped[str | None] = mapped_column(sa.String(DESCRIPTION_LENGTH))
    version: Mapped[int] = mapped_column(sa.Integer, default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - read by the mapper, never changed


class RoleGrant(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A right on an object as decided here; without a scope it takes away what the shipped role grants."""

    __tablename__ = "core_role_grant"

    role_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_role.id"), primary_key=True)
    object: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    operation: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    scope: Mapped[str | None] = mapped_column(sa.String(12))


class RoleField(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A limit on a field as decided here: "hidden", "readonly", or "open" where the shipped role limits it."""

    __tablename__ = "core_role_field"

    role_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_role.id"), primary_key=True)
    object: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    field: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    level: Mapped[str] = mapped_column(sa.String(10))


class RolePermission(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A named right as decided here, given or taken away."""

    __tablename__ = "core_role_permission"

    role_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_role.id"), primary_key=True)
    permission: Mapped[str] = mapped_column(sa.String(120), primary_key=True)
    granted: Mapped[bool] = mapped_column(sa.Boolean)


class UserRole(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A role a user has."""

    __tablename__ = "core_user_role"

    user_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_user.id"), primary_key=True)
    role_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_role.id"), primary_key=True)
