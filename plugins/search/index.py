"""Writing the index: in the transaction of the save it follows, so that what is saved is found at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from core import Change, ObjectType, Record, chunks, db

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


def add(object_type: ObjectType, records: Iterable[Record], names: Collection[str]) -> None:
    """Write these fields of records whose former entries are gone."""
    texts: list[dict[str, Any]] = []
    tokens: list[dict[str, Any]] = []
    for record in records:
        for name in names:
            field = object_type.fields[name]
            value = field.value_in(record)
            if value in (None, "", ()):
                continue
            entry = {"record_id": record.id, "place": place_of(object_type.code, name), "owner_id": record.owner_id, "dealer_id": record.dealer_id}
            texts.append({**entry, "text": words.text_of(field, value)})
            tokens += ({**entry, "token": token} for token in sorted(words.tokens_of(field, value)))
    chunks.insert(ADD_TEXTS, texts)
    chunks.insert(ADD_TOKENS, tokens)


def forget(record_ids: Sequence[int], places: Collection[int] | None = None) -> None:
    """Take out what is held of these records, at some places or all."""
    for table in (TEXT, TOKEN):
        held = table.c.record_id.in_(record_ids)
        db.session.execute(sa.delete(table).where(held if places is None else held & table.c.place.in_(sorted(places))))


def _move(record: Record) -> None:
    """Another owner or dealer: the words stay."""
    for table in (TEXT, TOKEN):
        mine = sa.update(table).where(table.c.record_id == record.id)
        db.session.execute(mine.values(owner_id=record.owner_id, dealer_id=record.dealer_id))
