"""The tables of the index as a whole: emptied, and on PostgreSQL filled without the indexes over words, which are made once they are full.

A new word lies anywhere in those: with millions of them every one that comes touches another page, and no cache holds them all. The index by
record stays, which grows at its end: by it a save meanwhile replaces what is held of its record. SQLite keeps the words themselves in
the order of the key, and the full text by triggers; there everything stays as it is.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import sqlalchemy as sa

from core import db, is_postgresql

KEY, BY_OWNER, TRIGRAMS = "pk_search_token", "ix_search_token_owner", "ix_search_text_trigrams_postgresql"
MADE: Mapping[str, str] = {
    KEY: "CREATE UNIQUE INDEX {beside} pk_search_token ON search_token (place, token, record_id) INCLUDE (dealer_id)",
    BY_OWNER: "CREATE INDEX {beside} ix_search_token_owner ON search_token (owner_id, token, record_id) INCLUDE (place)",
    TRIGRAMS: "CREATE INDEX {beside} ix_search_text_trigrams_postgresql ON search_text USING gin (owner_id, dealer_id, text gin_trgm_ops) WITH (fastupdate = off)",
}
"""As the migration makes them."""
BECOMES_KEY = "ALTER TABLE search_token ADD CONSTRAINT pk_search_token PRIMARY KEY USING INDEX pk_search_token"
LOCK = 726_310_21
"""PostgreSQL's advisory lock of whoever makes these indexes."""
MEMORY = "256MB"
"""For making an index, where the server grants less by itself."""
log = logging.getLogger(__name__)


def alone() -> None:
    """Until the end of the transaction nobody else begins to build; SQLite has one writer at a time."""
    if is_postgresql():
        db.session.execute(sa.text("LOCK TABLE search_progress IN SHARE ROW EXCLUSIVE MODE"))


def empty(*, many: bool) -> None:
    """Take everything out, within a transaction. ``many``: so much comes now that the indexes over words are made behind it."""
    if not is_postgresql():
        _empty_sqlite()
        return
    db.session.execute(sa.text("TRUNCATE search_text, search_token"))
    connection = db.session.connection()
    if many:
        connection.exec_driver_sql(f"ALTER TABLE search_token DROP CONSTRAINT IF EXISTS {KEY}")
        connection.exec_driver_sql(f"DROP INDEX IF EXISTS {KEY}, {BY_OWNER}, {TRIGRAMS}")
    else:
        for name in missing(connection):
            _make(connection, name, beside="")


def _empty_sqlite() -> None:
    """Without the triggers, which would take each text out of the full text by itself."""
    held = db.session.execute(sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'search_text'")).all()
    for name, _sql in held:
        db.session.execute(sa.text(f"DROP TRIGGER {name}"))
    for statement in ("DELETE FROM search_text", "DELETE FROM search_token", "INSERT INTO search_text_fts(search_text_fts) VALUES ('delete-all')"):
        db.session.execute(sa.text(statement))
    for _name, sql in held:
        db.session.connection().exec_driver_sql(sql)


def read_by_index() -> None:
    """Within a transaction: PostgreSQL knows nothing yet of tables that are just being filled, and would read all of them to find a few entries."""
    if is_postgresql():
        db.session.execute(sa.text("SET LOCAL enable_seqscan = off"))


def are_whole() -> bool:
    """Whether no index over words is missing."""
    return not (is_postgresql() and missing(db.session.connection()))


def settle() -> bool:
    """Make the indexes that are missing, beside whoever saves meanwhile. False where another process is at it."""
    if not is_postgresql():
        return True
    with _outside_a_transaction() as connection:
        if not connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({LOCK})").scalar():
            return False
        try:
            for name in missing(connection):
                log.info("search index: making %s", name)
                _make(connection, name, beside="CONCURRENTLY")
        finally:
            connection.exec_driver_sql(f"SELECT pg_advisory_unlock({LOCK})")
    return True


@contextmanager
def _outside_a_transaction() -> Iterator[sa.Connection]:
    """PostgreSQL makes an index beside writers only there; a connection that does not say it will write begins none."""
    db.session.commit()  # what this process has read must not be waited for
    with db.engine.connect() as connection:
        granted = "pg_size_bytes(current_setting('maintenance_work_mem')) < pg_size_bytes(:memory)"
        connection.execute(sa.text(f"SELECT set_config('maintenance_work_mem', :memory, false) WHERE {granted}"), {"memory": MEMORY})
        try:
            yield connection
        finally:
            connection.exec_driver_sql("RESET maintenance_work_mem")


def missing(connection: sa.Connection) -> list[str]:
    """Indexes over words that are not there, or not whole because their making was cut short."""
    asked = sa.text(
        "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
        "WHERE i.indrelid IN (CAST('search_text' AS regclass), CAST('search_token' AS regclass)) AND i.indisvalid"
    )
    standing = set(connection.execute(asked).scalars())
    return [name for name in MADE if name not in standing]


def _make(connection: sa.Connection, name: str, beside: str) -> None:
    connection.exec_driver_sql(f"DROP INDEX {beside} IF EXISTS {name}")
    connection.exec_driver_sql(MADE[name].format(beside=beside))
    if name == KEY:
        connection.exec_driver_sql(BECOMES_KEY)
