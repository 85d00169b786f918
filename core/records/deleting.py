"""Into the recycle bin, with what a record owns, and what lies there."""

from __future__ import annotations

import uuid
from typing import Any

import sqlalchemy as sa

from .. import changes, chunks, permissions, plugins, registry
from ..actor import Actor
from ..changes import Change
from ..clock import now
from ..db import CoreRecord, db, is_postgresql, transaction
from ..errors import Refusal
from ..fields import LookupField
from ..i18n import gettext as _
from ..objects import ObjectType
from .reading import get
from .values import compare, snapshot
from .writing import flush


def delete(record: Any, user: Actor, *, source: str = "user", reason: str | None = None) -> str:
    """Put a record, and those it owns, into the recycle bin; returns the batch by which they come back together.

    Raises Refusal where a look-up that restricts still points here.
    """
    object_type: ObjectType = registry.enabled_object(record.__object_code__)
    with transaction():
        record = get(object_type, record.id, user, operation="delete", lock=True)
        batch = uuid.uuid4().hex
        _delete(record, user, batch, source, reason)
    return batch


def _delete(record: Any, user: Actor, batch: str, source: str, reason: str | None) -> None:
    object_type: ObjectType = record.object_type
    change = Change(object_type, record, user, "delete", source, "form", reason)
    chunks.facts(chunks.LIVING).pop(record.id, None)
    plugins.call_record_hooks("before_delete", change)
    _leave_references(record, user, batch, source)
    moment = now()
    record.deleted_at, record.modified_at, record.modified_by_id = moment, moment, user.id or None
    flush(change)
    table = CoreRecord.__table__
    db.session.execute(sa.update(table).where(table.c.id == record.id).values(deleted_at=moment, deleted_batch=batch, deleted_by_id=user.id or None))
    changes.write(change)
    plugins.call_record_hooks("after_delete", change)


def _leave_references(record: Any, user: Actor, batch: str, source: str) -> None:
    """Refuse, clear or follow the look-ups that point at the record, also those of modules that are off."""
    for object_type, field in _references_to(record.__object_code__):
        table = object_type.table
        pointing = sa.select(object_type.model).where(field.sql(table) == record.id, table.c.deleted_at.is_(None))
        if field.on_delete == "restrict":
            if db.session.execute(pointing.limit(1)).first() is not None:
                raise Refusal(
                    _("“%(name)s” cannot be deleted: %(plural)s still refer to it.", name=str(record), plural=object_type.plural),
                    code="referenced",
                )  # fmt: skip
            continue
        for other in db.session.execute(pointing).scalars().all():
            if field.on_delete == "own":
                _delete(other, user, batch, source, None)
            else:
                clear(other, field, user, batch)


def clear(record: Any, field: LookupField, user: Actor, batch: str) -> None:
    """Empty a look-up because its target went into the recycle bin with this batch, and comes back with it."""
    change = Change(record.object_type, record, user, "update", "automation", "form", f"deleted:{batch}")
    before = snapshot(record.object_type, record)
    setattr(record, field.attribute, None)
    record.modified_at, record.modified_by_id = now(), user.id or None
    compare(change, before)
    flush(change)
    changes.write(change)


def _references_to(object_code: str) -> list[tuple[ObjectType, LookupField]]:
    """The look-ups of all loaded objects that point at this object."""
    return [
        (object_type, field)
        for object_type in registry.customized().values()
        for field in object_type.own_fields.values()
        if isinstance(field, LookupField) and field.to == object_code
    ]


def deleted(user: Actor, *, before: int | None = None, limit: int = 50, mine: bool = False) -> list[Any]:
    """Rows of the register for what lies in the recycle bin and the user could restore, the latest first."""
    table = CoreRecord.__table__
    seen = [_deletable(one, user) for one in registry.objects() if permissions.may(user, one, "delete")]
    lying: sa.ColumnElement[bool] = table.c.deleted_at.is_not(None)
    if not is_postgresql():  # which knows how few these are; SQLite goes through all that lives, to be spared the sorting
        lying = sa.func.likelihood(lying, sa.literal_column("0.001"))
    query = sa.select(table).where(lying, table.c.merged_into_id.is_(None), sa.or_(sa.false(), *seen))
    if before is not None:
        query = query.where(table.c.id < before)
    if mine:
        query = query.where(table.c.deleted_by_id == user.id)
    return list(db.session.execute(query.order_by(table.c.id.desc()).limit(limit)))


def _deletable(object_type: ObjectType, user: Actor) -> sa.ColumnElement[bool]:
    """Whether an entry of the register is a record of this object that the user may delete: each is asked for, since few lie there of the many that live."""
    register, table = CoreRecord.__table__, object_type.table
    tests = [table.c.id == register.c.id, permissions.condition(user, object_type, "delete")]
    return sa.and_(register.c.object == object_type.code, sa.exists().where(*(test for test in tests if test is not None)))
