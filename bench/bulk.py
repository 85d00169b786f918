"""Rows into the database as fast as it takes them: without indexes and checks while they come, with both afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from core import db, is_postgresql

CHUNK = 5_000
Rows = Iterable[tuple[str, list[Any]]]


@contextmanager
def loading(tables: Sequence[sa.Table]) -> Iterator[Any]:
    """A raw connection for ``load``. The tables' indexes go and come back; then the database takes its statistics."""
    db.session.remove()
    indexes = [index for table in tables for index in table.indexes if not index.unique]
    with db.engine.begin() as connection:
        for index in indexes:
            index.drop(connection, checkfirst=True)
    raw = db.engine.raw_connection()
    try:
        _relax(raw)
        yield raw
        raw.commit()
    finally:
        raw.detach()
        raw.close()
    for index in indexes:
        with db.engine.begin() as connection:
            if is_postgresql():
                connection.exec_driver_sql("SET maintenance_work_mem = '512MB'")
            index.create(connection)
    _take_statistics()


def load(raw: Any, columns: Mapping[str, Sequence[str]], rows: Rows) -> int:
    """Write the rows, each with its table's name; returns how many."""
    waiting: dict[str, list[list[Any]]] = {name: [] for name in columns}
    count = held = 0
    for name, values in rows:
        waiting[name].append(values)
        count, held = count + 1, held + 1
        if held >= CHUNK * 4:
            _write(raw, columns, waiting)
            held = 0
    _write(raw, columns, waiting)
    return count


def _write(raw: Any, columns: Mapping[str, Sequence[str]], waiting: dict[str, list[list[Any]]]) -> None:
    cursor = raw.cursor()
    for name, rows in waiting.items():
        names = ", ".join(f'"{one}"' for one in columns[name])
        if rows and is_postgresql():
            with cursor.copy(f"COPY {name} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        elif rows:
            marks = ", ".join("?" for _column in columns[name])
            cursor.executemany(f"INSERT INTO {name} ({names}) VALUES ({marks})", rows)  # noqa: S608 - names from the metadata
        rows.clear()
    cursor.close()


def _relax(raw: Any) -> None:
    """Nothing is lost that could not be made again."""
    cursor = raw.cursor()
    statements = (
        ("SET session_replication_role = replica", "SET synchronous_commit = off")
        if is_postgresql()
        else ("PRAGMA foreign_keys = OFF", "PRAGMA synchronous = OFF", "BEGIN")
    )
    for statement in statements:
        cursor.execute(statement)
    cursor.close()


def _take_statistics() -> None:
    """As a server does by itself overnight. SQLite never does, so it is left as an installation has it."""
    if not is_postgresql():
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


def count_on(tables: Sequence[sa.Table]) -> None:
    """Let PostgreSQL's sequences go on after the highest key that was written."""
    if not is_postgresql():
        return
    with db.engine.begin() as connection:
        for table in tables:
            for column in table.primary_key.columns:
                sequence = connection.execute(sa.select(sa.func.pg_get_serial_sequence(table.name, column.name))).scalar()
                if sequence:
                    connection.execute(sa.select(sa.func.setval(sequence, sa.select(sa.func.max(column)).scalar_subquery())))
