"""The triggers that keep the stage history as it was written, also against SQL typed by hand.

SQLite drops a table's triggers when a migration rebuilds it in batch mode: every later migration of the table ends with
``protect``, and switching the module on checks them again.
"""

from __future__ import annotations

import sqlalchemy as sa

from core import db, transaction
from core import gettext as _

from .models.snapshot import TABLE

MESSAGE = "the stage history cannot be changed"

SQLITE = tuple(
    f"CREATE TRIGGER IF NOT EXISTS {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    for verb in ("UPDATE", "DELETE")
)
POSTGRESQL = (
    (
        f"CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    ),
    f"CREATE OR REPLACE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()",
    f"CREATE OR REPLACE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()",
)


def protect(connection: sa.Connection) -> None:
    """Put the triggers in place; those that are there stay."""
    for statement in POSTGRESQL if connection.dialect.name == "postgresql" else SQLITE:
        connection.exec_driver_sql(statement)


def is_protected(connection: sa.Connection) -> bool:
    """Whether both changing and deleting are refused by the database."""
    if connection.dialect.name == "postgresql":
        found = connection.scalar(sa.text("SELECT count(*) FROM pg_trigger WHERE tgrelid = CAST(:table AS regclass) AND NOT tgisinternal"), {"table": TABLE})
    else:
        found = connection.scalar(sa.text("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"), {"table": TABLE})
    return int(found) >= 2


def restore() -> list[str]:
    """Put triggers back that are missing; returns a sentence if there were any."""
    with transaction():
        connection = db.session.connection()
        if is_protected(connection):
            return []
        protect(connection)
    return [_("The protection of the stage history was put back.")]
