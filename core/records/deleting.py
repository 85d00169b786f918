"""Into the recycle bin, with what a record owns, and back."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from .. import changes, chunks, permissions, plugins, registry, walks
from ..actor import Actor
from ..changes import Change
from ..clock import now
from ..db import CoreRecord, db, is_postgresql, transaction
from ..errors import NotFound, Refusal
from ..fields import LookupField, UnitField, UserField
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
                _clear(other, field, user, batch)


def _clear(record: Any, field: LookupField, user: Actor, batch: str) -> None:
    change = Change(record.object_type, record, user, "update", "automation", "form", f"deleted:{batch}")
    before = snapshot(record.object_type, record)
    setattr(record, field.attribute, None)
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


def restore(batch: str | Any, user: Actor) -> list[Any]:
    """Bring a batch (or the batch of a record) back from the recycle bin, with the links that its deletion cleared. Raises Refusal while what it
    cannot be without lies there itself."""
    table = CoreRecord.__table__
    with transaction():
        if not isinstance(batch, str):
            batch = db.session.execute(sa.select(table.c.deleted_batch).where(table.c.id == batch.id)).scalar_one()
        rows = list(db.session.execute(sa.select(table.c.id, table.c.object, table.c.name, table.c.merged_into_id).where(table.c.deleted_batch == batch).order_by(table.c.id)))
        if not rows:
            raise NotFound
        if (merged := next((row for row in rows if row.merged_into_id is not None), None)) is not None:
            raise Refusal(_("“%(name)s” was merged into another record. Undo the merge to have it back.", name=merged.name), code="merged")
        together = frozenset(row.id for row in rows)
        restored = [_bring_back(row, user, together) for row in rows]
        _refer_to_what_lives(restored, together, user)
        db.session.execute(
            sa.update(table).where(table.c.deleted_batch == batch).values(deleted_at=None, deleted_batch=None, deleted_by_id=None)
        )
        # Only now, because what a hook does for a child needs its parent, whichever of the two comes first, and may refer to both.
        for change in restored:
            changes.write(change)
            plugins.call_record_hooks("after_save", change)
        _relink(batch)
    return [change.record for change in restored]


def _bring_back(row: Any, user: Actor, together: frozenset[int]) -> Change:
    record = get(row.object, row.id, user, operation="delete", lock=True, deleted=True)
    change = Change(record.object_type, record, user, "restore", together=together)
    record.deleted_at, record.modified_at, record.modified_by_id = None, now(), user.id or None
    flush(change)
    return change


def _refer_to_what_lives(restored: Sequence[Change], together: frozenset[int], user: Actor) -> None:
    """What these refer to may have been deleted while they lay in the recycle bin: a look-up which that would have cleared is cleared now, and comes back
    with its record; any other keeps them there."""
    pointing = [(change.record, field, target) for change in restored for field, target in _looked_up(change)]
    lying = _batches_of({target for _record, _field, target in pointing} - together)
    for record, field, target in pointing:
        if target not in lying:
            continue
        if field.on_delete != "clear":
            sentence = _("“%(name)s” cannot come back: its %(field)s lies in the recycle bin. Bring that back first.", name=str(record), field=field.label)
            raise Refusal(sentence, code="referring")
        _clear(record, field, user, lying[target])


def _looked_up(change: Change) -> Iterator[tuple[LookupField, int]]:
    """The look-ups that a deletion of their target would not have left alone, with their targets."""
    for field in change.object_type.own_of(LookupField).values():
        target = getattr(change.record, field.attribute)
        if target is not None and field.to is not None and not isinstance(field, (UnitField, UserField)):
            yield field, target


def _batches_of(record_ids: Collection[int]) -> dict[int, str]:
    """Those of these that lie in the recycle bin, each with the batch in which it would come back."""
    table = CoreRecord.__table__
    chosen = sa.select(table.c.id, table.c.deleted_batch).where(walks.among_given(table.c.id, "ids"), table.c.deleted_at.is_not(None))
    return {row.id: row.deleted_batch for row in db.session.execute(chosen, {"ids": walks.listed(sorted(record_ids))})} if record_ids else {}


def _relink(batch: str) -> None:
    log = changes.ChangeRow.__table__
    for row in db.session.execute(sa.select(log.c.record_id, log.c.diff).where(log.c.reason == f"deleted:{batch}")).all():
        record = registry.record_by_id(row.record_id)
        for name, (old, _now) in row.diff.items():
            field = record.object_type.fields.get(name)  # None: a custom field removed meanwhile
            if field is not None and field.value_in(record) is None:
                setattr(record, field.attribute, old)
    db.session.flush()


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
