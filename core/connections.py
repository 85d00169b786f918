"""Connections to the database: how they are opened, how what they do begins, and how one knows that the server is still there.

Whoever will write says so by the execution option ``WRITE``; ``core.transaction`` does. What only reads has no transaction on PostgreSQL, where each
statement sees what was committed before it anyway: a way to the server less to begin one, another to end it, and the driver keeps its
prepared statements, which it forgets with each ROLLBACK.
"""

from __future__ import annotations

import select
import time
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry

WRITE = "forecourt_write"
USED = "used"
"""Under this name a pool keeps when a connection was opened or came back."""
TRUSTED = 30
"""Seconds for which a connection that lies still is taken to be whole where nothing says otherwise; after them the server is asked."""
PREPARED = 300
"""Statements that a connection to PostgreSQL keeps prepared. The driver's own 100 are fewer than the pages of all modules ask."""


def options(url: str) -> dict[str, Any]:
    """What an engine for this database is made with."""
    hidden = {"hide_parameters": True}  # an error must not quote values: it is written to the log
    if url.startswith("sqlite"):
        return {**hidden, "connect_args": {"timeout": 30}}
    return {**hidden, "isolation_level": "AUTOCOMMIT"}


def prepare(engine: sa.Engine) -> None:
    """Have the connections of this engine set up as its database needs."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return
    event.listen(engine, "connect", _set_up_postgresql)
    event.listen(engine, "set_connection_execution_options", _begin_postgresql)
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", _refuse_lost)


def _set_up_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we begin transactions ourselves, see _begin_sqlite
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000", "cache_size=-65536", "temp_store=MEMORY"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    """SQLite has one writer: whoever will write says so at once, or half of the writers meet "database is locked"."""
    immediate = connection.get_execution_options().get(WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _set_up_postgresql(connection: Any, entry: ConnectionPoolEntry) -> None:
    """A statement of ours reads a few rows by many indexes. What PostgreSQL takes it to cost makes it compile some of them to machine code first, for
    longer than they take."""
    connection.prepared_max = PREPARED
    connection.execute("SET jit = off")
    _note_use(connection, entry)


def _begin_postgresql(_connection: sa.Connection, chosen: dict[str, Any]) -> None:
    if chosen.get(WRITE):
        chosen["isolation_level"] = "READ COMMITTED"


def _note_use(_connection: Any, entry: ConnectionPoolEntry) -> None:
    entry.info[USED] = time.monotonic()


def _refuse_lost(connection: Any, entry: ConnectionPoolEntry, _proxy: Any) -> None:
    """The pool then opens new connections instead of all that stood before. To ask before each request would be one more way to the server."""
    in_doubt = time.monotonic() - entry.info[USED] > TRUSTED or _was_told_something(connection)
    if in_doubt and not _answers(connection):
        raise sa.exc.InvalidatePoolError


def _was_told_something(connection: Any) -> bool:
    """Without being asked, a server says that it ends, or that a setting has changed."""
    if connection.closed:
        return True
    heard = select.poll()
    heard.register(connection.fileno(), select.POLLIN)
    return bool(heard.poll(0))


def _answers(connection: Any) -> bool:
    try:
        connection.execute("SELECT 1")
    except connection.Error:
        return False
    return True
