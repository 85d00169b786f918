"""Tables whose rows are only ever added: triggers refuse every change, also by SQL typed by hand.

SQLite drops a table's triggers when a migration rebuilds it in batch mode: every later migration of such a table ends with
``protect``, and the module that owns it calls ``restore`` when it is switched on.
"""

from __future__ import annotations

import sqlalchemy as sa

from .db import db, transaction

VERBS = ("UPDATE", "DELETE")


def protect(connection: sa.Connection, table: str, message: str) -> None:
    """Put the triggers of a table in place; those that are there stay. ``message``: what the database answers, without quotes."""
    for statement in _postgresql(table, message) if connection.dialect.name == "postgresql" else _sqlite(table, message):
        connection.exec_driver_sql(statement)


def is_protected(connection: sa.Connection, table: str) -> bool:
    """Whether both changing and deleting are refused by the database."""
    if connection.dialect.name == "postgresql":
        found = connection.scalar(sa.text("SELECT count(*) FROM pg_trigger WHERE tgrelid = CAST(:table AS regclass) AND NOT tgisinternal"), {"table": table})
    else:
        found = connection.scalar(sa.text("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"), {"table": table})
    return int(found) >= len(VERBS)


def restore(table: str, message: str) -> bool:
    """Put triggers back that are missing; answers whether there were any."""
    with transaction():
        connection = db.session.connection()
        if is_protected(connection, table):
            return False
        protect(connection, table, message)
    return True


def _sqlite(table: str, message: str) -> list[str]:
    return [f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END" for verb in VERBS]


def _postgresql(table: str, message: str) -> list[str]:
    refuse = (
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{message}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    return [
        refuse,
        f"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
        f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
    ]
