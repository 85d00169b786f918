"""The tables of what an administrator has changed. What modules ship is in code; only differences lie here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..db import BigId, Json, UTCDateTime, db

LABEL_LENGTH, HELP_LENGTH, NAME_LENGTH, CODE_LENGTH = 80, 300, 40, 40


class CustomField(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """One field that was added to an object. ``label`` and ``help`` are texts by language; ``required_in`` names channels;
    ``options`` is what its type needs. A field that was removed keeps its row and its values (``removed_at``)."""

    __tablename__ = "core_custom_field"
    __table_args__ = (sa.UniqueConstraint("object", "name"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    object: Mapped[str] = mapped_column(sa.String(60))
    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    type: Mapped[str] = mapped_column(sa.String(40))
    label: Mapped[dict[str, str]] = mapped_column(Json)
    help: Mapped[dict[str, str]] = mapped_column(Json)
    required_in: Mapped[list[str]] = mapped_column(Json)
    required_when: Mapped[str | None] = mapped_column(sa.Text)
    default: Mapped[Any] = mapped_column(Json, nullable=True)
    options: Mapped[dict[str, Any]] = mapped_column(Json)
    listed: Mapped[bool] = mapped_column(sa.Boolean)  # lists sort and filter by it, through indexes
    searched: Mapped[bool] = mapped_column(sa.Boolean)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    created_by_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(sa.Integer, default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - read by the mapper, never changed


class PicklistValue(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A value of a custom picklist, or what differs in a shipped one: a value added (with a label) or retired."""

    __tablename__ = "core_picklist_value"

    object: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    field: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(CODE_LENGTH), primary_key=True)
    label: Mapped[dict[str, str]] = mapped_column(Json)
    position: Mapped[int] = mapped_column(sa.Integer)
    retired: Mapped[bool] = mapped_column(sa.Boolean)


class OwnLabel(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """What the installation calls a shipped field in one language; ``item`` is the field, or "" and "*" for one and several
    records of the object."""

    __tablename__ = "core_own_label"

    object: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    item: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    language: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    text: Mapped[str] = mapped_column(sa.String(LABEL_LENGTH))


class OwnLayout(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """How the fields of an object are arranged: sections in order, each {"key", "label" (of an own one), "fields"}."""

    __tablename__ = "core_own_layout"

    object: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    sections: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    version: Mapped[int] = mapped_column(sa.Integer, default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - read by the mapper, never changed


class FieldMapping(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A custom field whose value goes along when a record of one object becomes one of another: a lead an account."""

    __tablename__ = "core_field_mapping"

    object: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    field: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    to_object: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    to_field: Mapped[str] = mapped_column(sa.String(60))
