"""Writing the index: in the transaction of the save it follows, so that what is saved is found at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from core import Change, ObjectType, Record, chunks, db, fields, is_postgresql

from . import words
from .models import SearchText, SearchToken, place_of

TEXT, TOKEN = SearchText.__table__, SearchToken.__table__
ADD_TEXTS, ADD_TOKENS = sa.insert(TEXT), sa.insert(TOKEN)
SIGHT = frozenset({"owner", "dealer"})


def searched(object_type: ObjectType) -> tuple[str, ...]:
    """The fields of an object that the index holds. Set-up records are few, and found without it."""
    if object_type.setup:
        return ()
    return tuple(name for name in object_type.search if object_type.fields[name].stored)


def keep(change: Change) -> None:
    """After a save: what has changed, no more."""
    names = searched(change.object_type)
    if not names:
        return
    if change.operation in ("create", "restore"):
        add(change.object_type, [change.record], names)
        return
    changed = [name for name in names if name in change.new]
    if changed:
        forget([change.record.id], {place_of(change.object_type.code, name) for name in changed})
        add(change.object_type, [change.record], changed)
    if change.changed & SIGHT:
        _move(change.record)


class Entry(NamedTuple):
    """What a field of a record is found by."""

    home: tuple[int, int, int | None, int | None]
    text: str
    tokens: set[str]


HOME = ("record_id", "place", "owner_id", "dealer_id")


def add(object_type: ObjectType, records: Iterable[Record], names: Collection[str]) -> None:
    """Write these fields of records whose former entries are gone."""
    texts: list[dict[str, Any]] = []
    tokens: list[dict[str, Any]] = []
    for entry in _entries(object_type, records, names, lambda field, record: field.value_in(record)):
        home = dict(zip(HOME, entry.home, strict=True))
        texts.append({**home, "text": entry.text})
        tokens += ({**home, "token": token} for token in sorted(entry.tokens))
    chunks.insert(ADD_TEXTS, texts)
    chunks.insert(ADD_TOKENS, tokens)


def fill(object_type: ObjectType, rows: Iterable[Any], names: Collection[str]) -> None:
    """The same of many records at once, which are rows with the fields by attribute."""
    texts: list[tuple[Any, ...]] = []
    tokens: list[tuple[Any, ...]] = []
    for entry in _entries(object_type, rows, names, lambda field, row: getattr(row, field.attribute)):
        record_id, place, *sight = entry.home
        texts.append((entry.text, *entry.home))
        tokens += ((place, token, record_id, *sight) for token in entry.tokens)
    _copy(TEXT, ("text", *HOME), texts)
    _copy(TOKEN, ("place", "token", "record_id", "owner_id", "dealer_id"), sorted(tokens))  # in the order of the key, by which SQLite keeps them


def _entries(object_type: ObjectType, records: Iterable[Any], names: Collection[str], value_in: Callable[[fields.Field, Any], Any]) -> Iterator[Entry]:
    places = [(object_type.fields[name], place_of(object_type.code, name)) for name in names]
    for record in records:
        for field, place in places:
            value = value_in(field, record)
            if value not in (None, "", ()):
                yield Entry((record.id, place, record.owner_id, record.dealer_id), *words.read(field, value))


def _copy(table: Any, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Many rows as fast as the database takes them, which on PostgreSQL is a stream."""
    if not is_postgresql():
        if rows:
            db.session.execute(sa.insert(table), [dict(zip(columns, row, strict=True)) for row in rows])
        return
    driver: Any = db.session.connection().connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({', '.join(columns)}) FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)


def forget(record_ids: Sequence[int], places: Collection[int] | None = None) -> None:
    """Take out what is held of these records, at some places or all."""
    ids: Any = sa.bindparam("ids", list(record_ids), expanding=True, literal_execute=True)  # thousands, when the index is built
    for table in (TEXT, TOKEN):
        held = table.c.record_id.in_(ids)
        db.session.execute(sa.delete(table).where(held if places is None else held & table.c.place.in_(sorted(places))))


def _move(record: Record) -> None:
    """Another owner or dealer: the words stay."""
    for table in (TEXT, TOKEN):
        mine = sa.update(table).where(table.c.record_id == record.id)
        db.session.execute(mine.values(owner_id=record.owner_id, dealer_id=record.dealer_id))
