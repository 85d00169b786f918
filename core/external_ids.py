"""External ids: the keys by which other systems call records; unique for each object and system, so that a second load changes and doubles nothing."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from .actor import Actor
from .clock import now
from .db import BigId, CoreRecord, UTCDateTime, db, savepoint, transaction
from .errors import Broken, Invalid
from .i18n import gettext as _
from .objects import ObjectType

SYSTEM_LENGTH, KEY_LENGTH = 40, 120


class ExternalId(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """One key. The row stays while the record is in the recycle bin, so that the key comes back with it."""

    __tablename__ = "core_external_id"
    __table_args__ = (sa.UniqueConstraint("object", "system", "key"), sa.Index("ix_core_external_id_record", "record_id"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    object: Mapped[str] = mapped_column(sa.String(60))
    system: Mapped[str] = mapped_column(sa.String(SYSTEM_LENGTH))
    key: Mapped[str] = mapped_column(sa.String(KEY_LENGTH))
    record_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    created_at: Mapped[Any] = mapped_column(UTCDateTime)
    created_by_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))


def find(object_type: ObjectType, system: str, key: str) -> int | None:
    """The id of the living record that a system calls so, without any check of rights."""
    return find_many(object_type, system, [key]).get(key)


def find_many(object_type: ObjectType, system: str, keys: list[str]) -> dict[str, int]:
    """As ``find``, for many keys in one statement."""
    table, record = ExternalId.__table__, CoreRecord.__table__
    rows = db.session.execute(
        sa.select(table.c.key, table.c.record_id).join(record, record.c.id == table.c.record_id)
        .where(table.c.object == object_type.code, table.c.system == system, table.c.key.in_(keys), record.c.deleted_at.is_(None))
    )  # fmt: skip
    return {row.key: row.record_id for row in rows}


def keep(record: Any, system: str, key: str, user: Actor) -> None:
    """Note the key of a record; a system has one key for a record. A key whose record is in the recycle bin goes over to this one.

    Raises Invalid for a key that another living record has.
    """
    system, key = _clean(system, "system", SYSTEM_LENGTH), _clean(key, "key", KEY_LENGTH)
    table, register = ExternalId.__table__, CoreRecord.__table__
    same = sa.and_(table.c.object == record.__object_code__, table.c.system == system)
    gone = sa.select(register.c.id).where(register.c.id == table.c.record_id, register.c.deleted_at.is_not(None)).exists()
    taken = Invalid({"key": [Broken(_("Another record has this external id."), "unique")]})
    with transaction():
        db.session.execute(sa.delete(table).where(same, sa.or_(table.c.record_id == record.id, sa.and_(table.c.key == key, gone))))
        try:
            with savepoint():
                db.session.execute(sa.insert(table).values(
                    object=record.__object_code__, system=system, key=key, record_id=record.id, created_at=now(), created_by_id=user.id or None,
                ))  # fmt: skip
        except IntegrityError:
            raise taken from None


def drop(record: Any, system: str) -> bool:
    """Forget the key by which a system calls the record; answers whether there was one."""
    table = ExternalId.__table__
    with transaction():
        done: Any = db.session.execute(sa.delete(table).where(table.c.record_id == record.id, table.c.system == system))
    return bool(done.rowcount)


def systems(object_type: ObjectType) -> list[str]:
    """The systems that have keys for records of this object, by name."""
    table = ExternalId.__table__
    return list(db.session.execute(sa.select(table.c.system).where(table.c.object == object_type.code).distinct().order_by(table.c.system)).scalars())


def of(record: Any) -> dict[str, str]:
    """The record's keys by system."""
    table = ExternalId.__table__
    rows = db.session.execute(sa.select(table.c.system, table.c.key).where(table.c.record_id == record.id).order_by(table.c.system))
    return {row.system: row.key for row in rows}


def _clean(text: str, name: str, most: int) -> str:
    clean = text.strip()
    if not clean or len(clean) > most:
        raise Invalid({name: [Broken(_("An external id has a system of at most 40 characters and a key of at most 120."), "limits")]})
    return clean
