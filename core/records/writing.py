"""The write itself: number series, the register, the row, and what the database refuses."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from .. import changes, chunks
from ..changes import Change
from ..db import CoreRecord, db
from ..errors import Broken, Conflict, Invalid, Refusal
from ..fields import AutoNumberField
from ..i18n import gettext as _
from ..i18n import joined
from ..objects import ObjectType
from .values import complete, snapshot


def insert(change: Change) -> None:
    """Write a new record with its number, its entry in the register and its first line of the change log."""
    record, object_type = change.record, change.object_type
    complete(change)
    _draw_numbers(object_type, record)
    _register(object_type, record)
    change.new = {name: value for name, value in snapshot(object_type, record).items() if value not in (None, (), False) and name in object_type.own_fields}
    if record.owner_id is not None and "owner" in object_type.fields:
        change.new = {**change.new, "owner": record.owner_id}
    if chunks.current() is None:
        flush(change)
    changes.write(change)


def _register(object_type: ObjectType, record: Any) -> None:
    """Give the record its id and its row in the register; within a chunk it is written with the others."""
    chunk = chunks.current()
    if chunk is not None:
        chunk.register(record, lambda: object_type.name_of(record)[:255])
        return
    name = object_type.name_of(record)[:255]
    made = db.session.execute(chunks.REGISTER, {"object": object_type.code, "name": name})
    record.id = made.inserted_primary_key[0]  # type: ignore[attr-defined]  # a CursorResult, typed as Result
    chunks.facts(chunks.LIVING)[record.id] = object_type.code
    if object_type.name_of(record)[:255] != name:  # made of the id
        register_name(object_type, record)
    db.session.add(record)


def _draw_numbers(object_type: ObjectType, record: Any) -> None:
    from .. import series

    for name, field in object_type.own_of(AutoNumberField).items():
        if getattr(record, field.attribute) is None:
            setattr(record, field.attribute, field.pattern.format(series.next(f"{object_type.code}.{name}")))


def flush(change: Change) -> None:
    """Write, and say in a sentence what the database refused."""
    try:
        db.session.flush()
    except StaleDataError:
        raise Conflict(change.record) from None
    except IntegrityError as problem:
        raise _refused_by_database(change, str(problem.orig)) from None


def _refused_by_database(change: Change, text: str) -> Invalid | Refusal:
    for names in change.object_type.unique:
        fields = [one for one in change.object_type.fields.values() if one.attribute in names]
        if fields and all(name in text for name in names):
            label = joined(one.label for one in fields)
            return Invalid({fields[0].name: [Broken(_("There is already a record with this %(field)s.", field=label), "unique")]})
    return Refusal(_("The database refused this: a value is used twice, or refers to something that is gone."))


def register_name(object_type: ObjectType, record: Any) -> None:
    """How it is called is kept in the register, which names it wherever something refers to it."""
    name = object_type.name_of(record)[:255]
    table = CoreRecord.__table__
    db.session.execute(sa.update(table).where(table.c.id == record.id, table.c.name != name).values(name=name))
