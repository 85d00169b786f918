"""Reading one record, or the first few: sight is part of the statement, so what is hidden is not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from flask import g, has_request_context, request

from .. import conditions, permissions, plugins, queries, registry, statements, walks
from ..actor import Actor
from ..conditions import Where
from ..db import db, is_postgresql
from ..errors import Forbidden, NotFound
from ..i18n import Text, gettext_lazy
from ..objects import ObjectType

REACHED, LOADED = "records.reached", "records.loaded"
"""What a transaction knows of the records that its rows name: those seen as (user, id), and the records by id."""


def get(object_type: ObjectType | str, record_id: int, user: Actor, *, operation: str = "read", lock: bool = False, deleted: bool = False) -> Any:
    """The record. Raises NotFound when there is none or it is hidden, ModuleOff, Forbidden when it may be seen only.

    ``lock`` reads it anew and keeps others from changing it until the transaction ends.
    """
    object_type = registry.enabled_object(object_type)
    record = _select_one(object_type, record_id, user, operation, lock, deleted)
    if record is None:
        if operation != "read" and _select_one(object_type, record_id, user, "read", False, deleted) is not None:
            raise Forbidden
        raise NotFound
    return record


def _select_one(object_type: ObjectType, record_id: int, user: Actor, operation: str, lock: bool, deleted: bool) -> Any:
    if not permissions.may(user, object_type, operation):
        return None
    return reached(object_type, record_id, user, operation, whole=True, lock=lock, deleted=deleted)


def reached(object_type: ObjectType, record_id: int, user: Actor, operation: str, *, whole: bool = False, lock: bool = False, deleted: bool = False) -> Any:
    """The record, or (not ``whole``) its id alone, if the user reaches it for the operation; else None."""
    seen = permissions.sight(user, object_type, operation)

    def build() -> Any:
        table = object_type.table
        found = sa.select(object_type.model if whole else table.c.id).where(table.c.id == sa.bindparam("record_id"))
        found = seen.narrow(found if deleted else found.where(table.c.deleted_at.is_(None)), table)
        return _locking(found, object_type) if lock else found

    shape = seen.shape and ("reached", object_type.code, seen.shape, whole, lock, deleted)
    return db.session.execute(statements.kept(shape, build), {"record_id": record_id, **seen.values}).scalar_one_or_none()


def _locking(statement: Any, object_type: ObjectType) -> Any:
    """Reads anew; on SQLite the writing transaction itself is the lock."""
    # Keys never change: a lock that lets others refer to the row keeps two who refer to each other's from a deadlock.
    statement = statement.with_for_update(of=object_type.model, key_share=True) if is_postgresql() else statement
    return statement.execution_options(populate_existing=True)


def find(object_type: ObjectType | str, user: Actor, where: Where = None, sort: str | None = None, limit: int = 200, *, lock: bool = False) -> list[Any]:
    """The first records the user may see, whole; ``lock`` as in ``get``."""
    object_type = registry.enabled_object(object_type)
    found = queries.ids(object_type, user, where=where, sort=sort, limit=limit)
    return load(object_type, found, lock=lock)


def load(object_type: ObjectType, record_ids: Sequence[int], *, lock: bool = False) -> list[Any]:
    """Records whose sight has been checked by a query, in the order of their ids given; ``lock`` as in ``get``."""
    if not record_ids:
        return []

    def build() -> Any:
        found = sa.select(object_type.model).where(walks.among_given(object_type.table.c.id, "ids"))
        return _locking(found.order_by(object_type.table.c.id), object_type) if lock else found

    rows = db.session.execute(statements.kept(("load", object_type.code, lock), build), {"ids": walks.listed(record_ids)})
    by_id = {record.id: record for record in rows.scalars()}
    return [by_id[one] for one in record_ids if one in by_id]


def reread(object_type: ObjectType, record_id: int) -> Any:
    """One of the records that a job has read in a batch, as it is now, locked until the transaction ends; None where it was deleted meanwhile."""
    return next((one for one in load(object_type, [record_id], lock=True) if one.deleted_at is None), None)


def first(object_type: ObjectType | str, user: Actor, where: Where = None, sort: str | None = None) -> Any:
    """The first record, or None."""
    return next(iter(find(object_type, user, where=where, sort=sort, limit=1)), None)


def batches(object_type: ObjectType | str, user: Actor, where: Where = None, size: int = 500) -> Iterator[list[Any]]:
    """All records, ``size`` at a time, by id; what is done to one batch may take records out of the condition."""
    object_type, last = registry.enabled_object(object_type), 0
    while True:
        beyond = conditions.Test("id", ">", last)
        found = find(object_type, user, where=conditions.both(where, beyond), sort="id", limit=size)
        if not found:
            return
        last = found[-1].id
        yield found


def sample(object_type: ObjectType | str, count: int, user: Actor | None = None) -> list[Any]:
    """Some records, for demo data of other modules to refer to."""
    from ..users import system_actor

    return find(object_type, user or system_actor(), sort="id", limit=count)


def may_edit(record: Any, user: Actor) -> bool:
    """Whether the user may change this very record."""
    return record.object_type.readonly_reason(record) is None and reachable(record, user, "edit")


HANDED_ON_BY = gettext_lazy("Only the owner of a record, whoever is above the owner, and administrators may share it or give it to somebody else.")


def may_hand_on(record: Any, user: Actor) -> bool:
    """Whether the user may share this very record and give it to somebody else: its owner, whoever is above the owner, an administrator. That is, whom a
    role lets edit it; that it was shared with somebody is not enough. What belongs to another record is handed on with that one."""
    object_type: ObjectType = record.object_type
    if object_type.controlled_by:
        parent = getattr(record, object_type.controlled_by)
        return parent is not None and may_hand_on(parent, user)
    return any(_lies_in(way, record) for way in permissions.by_role(user, object_type, "edit"))


def require_hand_on(record: Any, user: Actor) -> None:
    """Raises Forbidden, with the sentence, where the user may not share the record or give it to somebody else."""
    if not may_hand_on(record, user):
        raise Forbidden(str(HANDED_ON_BY))


def _lies_in(way: permissions.Alternative, record: Any) -> bool:
    return way.kind == "all" or (record.owner_id if way.kind == "owners" else record.dealer_id) in way.values


def locked(record: Any, user: Actor | None = None) -> dict[str, Text]:
    """The fields of this record that modules keep themselves, each with the sentence that says why nobody else changes it; and its owner, where ``user``
    may not give the record to somebody else."""
    kept = {name: reason for held in plugins.call_each("locked_fields", record=record) for name, reason in (held or {}).items()}
    if user is not None and not may_hand_on(record, user):
        kept.setdefault("owner", HANDED_ON_BY)
    return kept


def reachable(record: Any, user: Actor, operation: str) -> bool:
    """Whether this record lies within the user's scope for the operation."""
    object_type: ObjectType = record.object_type
    if not permissions.may(user, object_type, operation):
        return False
    if permissions.sight(user, object_type, operation).make is None:
        return True
    if record.owner_id is not None and record.owner_id in user.principal_ids:
        return True
    key = (user.id, object_type.code, record.id, record.version, operation)
    asked = _asked()
    if key not in asked:
        asked[key] = reached(object_type, record.id, user, operation, deleted=True) is not None
    return asked[key]


def _asked() -> dict[tuple[Any, ...], bool]:
    """What a page that only shows has asked already: its parts ask the same of its record. Elsewhere nothing is remembered."""
    if not (has_request_context() and request.method == "GET"):
        return {}
    if "reachable" not in g:
        g.reachable = {}
    return g.reachable  # type: ignore[no-any-return]  # g is untyped
