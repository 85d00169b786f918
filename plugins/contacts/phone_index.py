"""Every telephone number of every record in one table, so that a duplicate by any of them is one indexed look-up.

Two saves of the same new number at the same time: each locks the number first, so the second sees what the first has
committed. A unique index would not do, since two people may share a landline, by a right and with a reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from core import Actor, Change, ObjectType, Record, chunks, db, fields, is_postgresql, phones, records, registry, system_actor

from .models import PhoneNumber

LAST_DIGITS = 4
"""Fewer would match half of all records."""

LOCKED, FREE = "contacts.locked", "contacts.free"
"""Numbers that a chunk of saves has locked, and those of them that nobody has."""

TABLE = PhoneNumber.__table__
LOCK = sa.text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) WITH ORDINALITY AS given (key, place) ORDER BY place")
HOLDERS = (
    sa.select(TABLE.c.record_id, TABLE.c.number).where(TABLE.c.number.in_(sa.bindparam("numbers", expanding=True))).distinct().order_by(TABLE.c.record_id)
)  # built once: a save asks it for every object that has telephones
ADD = sa.insert(TABLE)
FORGET = sa.delete(TABLE).where(TABLE.c.record_id == sa.bindparam("record"))


def numbers_of(record: Record) -> dict[str, str]:
    """Field -> number without extension. Faxes are left out: a shared fax makes no duplicate."""
    held = {field.name: getattr(record, field.attribute) for field in _phone_fields(record)}
    return {name: phones.plain(value) for name, value in held.items() if value}


def _phone_fields(record: Record) -> list[fields.PhoneField]:
    return _phones_of(type(record))


def _phones_of(model: type[Record]) -> list[fields.PhoneField]:
    return [one for one in model.__record_fields__.values() if isinstance(one, fields.PhoneField) and one.kind != "fax"]


def lock(numbers: Iterable[str]) -> None:
    """Let nobody else save one of these numbers until this transaction ends.

    SQLite has one writer at a time, so there the transaction itself is the lock.
    """
    held = chunks.facts(LOCKED)
    if not is_postgresql() or not (wanted := sorted(set(numbers) - held.keys())):
        return
    keys = [int.from_bytes(hashlib.blake2b(number.encode(), digest_size=8).digest(), signed=True) for number in wanted]
    db.session.execute(LOCK, {"keys": keys})
    held.update(dict.fromkeys(wanted))


def foresee(object_type: ObjectType, rows: Sequence[Mapping[str, Any]]) -> None:
    """Before many are saved together: lock all their numbers, in order, and ask which of them nobody has."""
    names = [one.name for one in _phones_of(object_type.model)]
    given = {value for row in rows for name in names if isinstance(value := row.get(name), str)}
    numbers = {phones.plain(number) for one in given if (number := one if one.startswith("+") else phones.guess(one))}
    if numbers:
        lock(numbers)
        chunks.facts(FREE).update(dict.fromkeys(numbers - {number for _id, number in holders(numbers)}))


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
    for row in rows:
        chunks.facts(FREE).pop(row["number"], None)
    chunks.insert(ADD, rows)


def forget(record_id: int) -> None:
    """Take a deleted record's numbers out; a restore writes them again."""
    db.session.execute(FORGET, {"record": record_id})


def holders(numbers: Iterable[str]) -> list[tuple[int, str]]:
    """(record id, number) of every living record with one of these numbers (E.164, extensions do not matter)."""
    free = chunks.facts(FREE)
    wanted = list({plain for number in numbers if (plain := phones.plain(number)) not in free})
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
