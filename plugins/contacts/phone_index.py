"""Every telephone number of every record in one table, so that a duplicate by any of them is one indexed look-up.

Two saves of the same new number at the same time: each locks the number first, so the second sees what the first has
committed. A unique index would not do, since two people may share a landline, by a right and with a reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import sqlalchemy as sa

from core import Actor, Change, Record, db, fields, is_postgresql, phones, records, registry, system_actor

from .models import PhoneNumber

LAST_DIGITS = 4
"""Fewer would match half of all records."""

TABLE = PhoneNumber.__table__
HOLDERS = (
    sa.select(TABLE.c.record_id, TABLE.c.number).where(TABLE.c.number.in_(sa.bindparam("numbers", expanding=True))).distinct().order_by(TABLE.c.record_id)
)  # built once: a save asks it for every object that has telephones
FORGET = sa.delete(TABLE).where(TABLE.c.record_id == sa.bindparam("record"))


def numbers_of(record: Record) -> dict[str, str]:
    """Field -> number without extension. Faxes are left out: a shared fax makes no duplicate."""
    held = {field.name: getattr(record, field.attribute) for field in _phone_fields(record)}
    return {name: phones.plain(value) for name, value in held.items() if value}


def _phone_fields(record: Record) -> list[fields.PhoneField]:
    declared = record.__record_fields__.values()
    return [one for one in declared if isinstance(one, fields.PhoneField) and one.kind != "fax"]


def lock(numbers: Iterable[str]) -> None:
    """Let nobody else save one of these numbers until this transaction ends.

    SQLite has one writer at a time, so there the transaction itself is the lock.
    """
    if not is_postgresql():
        return
    for number in sorted(set(numbers)):
        key = int.from_bytes(hashlib.blake2b(number.encode(), digest_size=8).digest(), signed=True)
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.cast(key, sa.BigInteger))))


def lock_changed(change: Change) -> None:
    """Before a save of any object with telephone fields."""
    if any(field.name in change.new or change.is_new for field in _phone_fields(change.record)):
        lock(numbers_of(change.record).values())


def keep(change: Change) -> None:
    """After a save: write the record's numbers anew if one of them changed."""
    if change.is_new:
        _write(change.record)
    elif change.operation == "restore" or change.changed & {field.name for field in _phone_fields(change.record)}:
        rewrite(change.record)


def rewrite(record: Record) -> None:
    """Make the index hold exactly the record's numbers."""
    forget(record.id)
    _write(record)


def _write(record: Record) -> None:
    rows = [
        {"record_id": record.id, "field": name, "number": number, "reversed": number[::-1]}
        for name, number in numbers_of(record).items()
    ]
    if rows:
        db.session.execute(sa.insert(TABLE), rows)


def forget(record_id: int) -> None:
    """Take a deleted record's numbers out; a restore writes them again."""
    db.session.execute(FORGET, {"record": record_id})


def holders(numbers: Iterable[str]) -> list[tuple[int, str]]:
    """(record id, number) of every living record with one of these numbers (E.164, extensions do not matter)."""
    wanted = list({phones.plain(number) for number in numbers})
    return [(row.record_id, row.number) for row in db.session.execute(HOLDERS, {"numbers": wanted})] if wanted else []


def ending_in(digits: str, limit: int = 50) -> list[int]:
    """Ids of records with a number that ends in these digits, at least four: who called from ...8000?"""
    if len(digits) < LAST_DIGITS or not digits.isdecimal():
        return []
    backwards = digits[::-1]
    beyond = backwards[:-1] + chr(ord(backwards[-1]) + 1)
    # A range, not LIKE: the plain index serves it whatever the collation.
    query = sa.select(TABLE.c.record_id).where(TABLE.c.reversed >= backwards, TABLE.c.reversed < beyond).distinct().limit(limit)
    return list(db.session.execute(query).scalars())


def rebuild(user: Actor | None = None) -> int:
    """Write the numbers of all records anew: while the module was off nobody kept them. Returns how many records."""
    db.session.execute(sa.delete(TABLE))
    count = 0
    for object_type in registry.objects():
        if any(isinstance(one, fields.PhoneField) for one in object_type.model.__record_fields__.values()):
            for batch in records.batches(object_type, user or system_actor()):
                for record in batch:
                    rewrite(record)
                count += len(batch)
    return count
