"""Rows as lines: one JSON list per row, alike on both databases."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from ..db import Json, UTCDateTime, db
from ..summaries import keeping

BATCH = 1000
WHOLE = 1 << 256

QUEUE = "huey_"
"""Tables of the queue, which on PostgreSQL lie in the same database: it only wakes the workers, what is to be done stands in the outbox."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A table as it is written: its columns, and of what kind each is."""

    table: str
    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    key: tuple[str, ...] = ()

    def clause(self) -> sa.TableClause:
        return sa.table(self.table, *(sa.column(name, TYPES[kind]) for name, kind in zip(self.columns, self.kinds, strict=True)))


TYPES: dict[str, Any] = {
    "flag": sa.Boolean(), "whole": sa.BigInteger(), "real": sa.Float(), "decimal": sa.Numeric(), "moment": UTCDateTime(), "day": sa.Date(), "json": Json,
    "bytes": sa.LargeBinary(), "text": sa.Text(),
}  # fmt: skip
KINDS: tuple[tuple[type[Any], str], ...] = (
    (sa.Boolean, "flag"), (sa.Integer, "whole"), (sa.Float, "real"), (sa.Numeric, "decimal"), (sa.DateTime, "moment"), (sa.Date, "day"), (sa.JSON, "json"),
    (sa.LargeBinary, "bytes"),
)  # fmt: skip
WRITERS: dict[str, Callable[[Any], Any]] = {
    "moment": lambda value: value.astimezone(UTC).isoformat(), "day": lambda value: value.isoformat(), "bytes": lambda value: base64.b64encode(value).decode(), "decimal": str,
}  # fmt: skip
READERS: dict[str, Callable[[Any], Any]] = {"moment": datetime.fromisoformat, "day": date.fromisoformat, "bytes": base64.b64decode, "decimal": Decimal}


def shapes(connection: sa.Connection) -> list[Shape]:
    """Every table that holds rows of its own. Summaries are counted anew from the records, and what a full-text index keeps beside its table
    is made anew by that table's rows."""
    inspector = sa.inspect(connection)
    names = {name for name in inspector.get_table_names() if not name.startswith(QUEUE)}
    return [_shape(inspector, name) for name in sorted(names - keeping.names() - _made_by_indexes(connection))]


def _made_by_indexes(connection: sa.Connection) -> set[str]:
    if connection.dialect.name != "sqlite":
        return set()
    return {name for _schema, name, kind, *_more in connection.exec_driver_sql("PRAGMA table_list") if kind in ("virtual", "shadow")}


def _shape(inspector: sa.Inspector, table: str) -> Shape:
    """Columns as the database has them, which may be behind the code; kinds as the models say, where they know the column."""
    modelled = db.metadata.tables.get(table)
    columns = [one for one in inspector.get_columns(table) if not one.get("computed")]
    kinds = [_kind(modelled.c[one["name"]].type if modelled is not None and one["name"] in modelled.c else one["type"]) for one in columns]
    return Shape(table, tuple(one["name"] for one in columns), tuple(kinds), tuple(inspector.get_pk_constraint(table)["constrained_columns"]))


def _kind(kind: Any) -> str:
    while isinstance(kind, sa.types.TypeDecorator):
        kind = kind.impl_instance
    return next((name for known, name in KINDS if isinstance(kind, known)), "text")


def lines(connection: sa.Connection, shape: Shape) -> Iterator[bytes]:
    """The rows of a table in the order of its key, read piece by piece."""
    clause = shape.clause()
    query = sa.select(clause).order_by(*(clause.c[name] for name in shape.key or shape.columns))
    writers = [WRITERS.get(kind) for kind in shape.kinds]
    with connection.execute(query, execution_options={"yield_per": BATCH}) as rows:
        for row in rows:
            values = [value if write is None or value is None else write(value) for value, write in zip(row, writers, strict=True)]
            yield json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def load(connection: sa.Connection, shape: Shape, found: Iterable[bytes]) -> None:
    """Put rows into an empty table."""
    insert, batch = sa.insert(shape.clause()), list[dict[str, Any]]()
    readers = [READERS.get(kind) for kind in shape.kinds]
    for line in found:
        values = [value if read is None or value is None else read(value) for value, read in zip(json.loads(line), readers, strict=True)]
        batch.append(dict(zip(shape.columns, values, strict=True)))
        if len(batch) == BATCH:
            connection.execute(insert, batch)
            batch.clear()
    if batch:
        connection.execute(insert, batch)


class Digest:
    """A sum over the digests of lines: the same for the same rows in any order, since the databases sort texts differently."""

    def __init__(self) -> None:
        self.rows, self._sum = 0, 0

    def add(self, line: bytes) -> None:
        self.rows += 1
        self._sum = (self._sum + int.from_bytes(hashlib.sha256(line).digest())) % WHOLE

    def through(self, found: Iterable[bytes]) -> Iterator[bytes]:
        """The lines, counted as they pass."""
        for line in found:
            self.add(line)
            yield line

    @property
    def hex(self) -> str:
        return f"{self._sum:064x}"
