"""Keeps summaries by triggers, so that whatever writes a record, a merge or a handover by SQL too, is counted in its transaction.

PostgreSQL calls them once for a statement, with all the rows that it wrote: what many of them change in a group is one row of differences.
SQLite knows triggers for each row only.

SQLite drops a table's triggers when a migration copies the table: ``settle`` puts them back after every upgrade and makes anew
what they have missed.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask import current_app

from ..db import db, is_postgresql, transaction
from .tables import COUNT, groups_of, measures_of, summed_of

LOCK = 726_310_12
"""PostgreSQL's advisory lock of those who rewrite a summary: folding and making anew must not overlap."""
ENOUGH, PART = 200, 10
"""Rows that folding must save to be worth it, and of how many groups one."""
FIRED_BY = {"come": ("INSERT", "NEW TABLE AS come"), "go": ("DELETE", "OLD TABLE AS gone"), "change": ("UPDATE", "OLD TABLE AS gone NEW TABLE AS come")}
"""PostgreSQL's triggers: what calls each, and the rows that it is told."""


def _kept() -> Iterator[tuple[sa.Table, sa.Table]]:
    """(table, its summary) of every loaded object that has one."""
    for one in current_app.extensions["forecourt"].objects.values():
        if one.summary_table is not None:
            yield one.table, one.summary_table


def names() -> set[str]:
    """The tables of all summaries: what is in them follows from the records."""
    return {summary.name for _table, summary in _kept()}


# ---------------------------------------------------------------- triggers


def settle(connection: sa.Connection) -> list[str]:
    """Put missing or outdated triggers in place, and make those summaries anew; returns a line for each."""
    existing = set(sa.inspect(connection).get_table_names())
    done = []
    for table, summary in _kept():
        if summary.name in existing and not _is_kept(connection, table, summary):
            _put_triggers(connection, table, summary)
            _rebuild(connection, table, summary)
            done.append(f"{summary.name}: made anew")
    return done


def _is_kept(connection: sa.Connection, table: sa.Table, summary: sa.Table) -> bool:
    if connection.dialect.name == "postgresql":
        text = "SELECT p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgrelid = CAST(:name AS regclass) AND p.proname = :function"
        found = connection.execute(sa.text(text), {"name": table.name, "function": f"{summary.name}_keep"}).scalars().all()
        return found == [_body(summary)] * len(FIRED_BY)
    text = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name"
    held = {row.name: row.sql for row in connection.execute(sa.text(text), {"name": table.name})}
    return all(held.get(name) == wanted for name, wanted in _sqlite_triggers(table, summary).items())


def _put_triggers(connection: sa.Connection, table: sa.Table, summary: sa.Table) -> None:
    if connection.dialect.name != "postgresql":
        for name, wanted in _sqlite_triggers(table, summary).items():
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            connection.exec_driver_sql(wanted)
        return
    function = f"{summary.name}_keep()"
    connection.exec_driver_sql(f"CREATE OR REPLACE FUNCTION {function} RETURNS trigger LANGUAGE plpgsql AS $${_body(summary)}$$")
    for name, (event, rows) in FIRED_BY.items():
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {summary.name}_{name} ON {table.name}")
        connection.exec_driver_sql(
            f"CREATE TRIGGER {summary.name}_{name} AFTER {event} ON {table.name} REFERENCING {rows} FOR EACH STATEMENT EXECUTE FUNCTION {function}"
        )


def drop_function(connection: sa.Connection, name: str) -> None:
    """Remove what PostgreSQL keeps of a summary of this name, if there was one, when its tables are dropped."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {name}_keep() CASCADE")


def _body(summary: sa.Table) -> str:
    come, gone = _living(summary, "come", ""), _living(summary, "gone", "-")
    return (
        f" BEGIN IF TG_OP = 'INSERT' THEN {_summed(summary, come)}; ELSIF TG_OP = 'DELETE' THEN {_summed(summary, gone)}; "
        f"ELSE {_summed(summary, f'{gone} UNION ALL {come}')}; END IF; RETURN NULL; END "
    )


def _living(summary: sa.Table, rows: str, sign: str) -> str:
    return f"SELECT {_values(summary, rows, sign)} FROM {rows} WHERE deleted_at IS NULL"  # noqa: S608 - names of our own columns


def _summed(summary: sa.Table, rows: str) -> str:
    """Adds what these rows come to, by group; nothing where they cancel each other out."""
    groups, measures = ", ".join(groups_of(summary)), measures_of(summary)
    totals = [f"SUM({one})" for one in measures]
    added = f"SELECT {groups}, {', '.join(totals)} FROM ({rows}) AS differences ({_columns(summary)}) GROUP BY {groups}"  # noqa: S608 - as above
    return f"INSERT INTO {summary.name} ({_columns(summary)}) {added} HAVING {' OR '.join(f'{one} <> 0' for one in totals)}"


def _sqlite_triggers(table: sa.Table, summary: sa.Table) -> dict[str, str]:
    differs = " OR ".join(f"OLD.{one} IS NOT NEW.{one}" for one in _watched(summary))
    gone, come = _difference(summary, "OLD", "-"), _difference(summary, "NEW", "")
    parts = {
        "come": f"AFTER INSERT ON {table.name} WHEN NEW.deleted_at IS NULL BEGIN {come}; END",
        "go": f"AFTER DELETE ON {table.name} WHEN OLD.deleted_at IS NULL BEGIN {gone}; END",
        "change": f"AFTER UPDATE ON {table.name} WHEN {differs} BEGIN {gone} WHERE OLD.deleted_at IS NULL; {come} WHERE NEW.deleted_at IS NULL; END",
    }
    return {f"{summary.name}_{name}": f"CREATE TRIGGER {summary.name}_{name} {text}" for name, text in parts.items()}


def _watched(summary: sa.Table) -> tuple[str, ...]:
    return (*groups_of(summary), *summed_of(summary), "deleted_at")


def _difference(summary: sa.Table, row: str, sign: str) -> str:
    """Adds the row (OLD or NEW) to the summary, or takes it away (``sign`` "-")."""
    return f"INSERT INTO {summary.name} ({_columns(summary)}) SELECT {_values(summary, row, sign)}"


def _columns(summary: sa.Table) -> str:
    return ", ".join((*groups_of(summary), *measures_of(summary)))


def _values(summary: sa.Table, row: str, sign: str) -> str:
    values = [f"{row}.{one}" for one in groups_of(summary)] + [f"{sign}1"]
    for one in summed_of(summary):
        values += [f"{sign}COALESCE({row}.{one}, 0)", f"CASE WHEN {row}.{one} IS NULL THEN 0 ELSE {sign}1 END"]
    return ", ".join(values)


# ---------------------------------------------------------------- as it should be


def rebuild_all() -> list[str]:
    """Make every summary anew from the records; returns the names of their tables. Who saves meanwhile waits."""
    with transaction():
        connection = db.session.connection()
        for table, summary in _kept():
            _rebuild(connection, table, summary)
    return [summary.name for _table, summary in _kept()]


def _rebuild(connection: sa.Connection, table: sa.Table, summary: sa.Table) -> None:
    _wait_for_others(connection)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"LOCK TABLE {table.name} IN SHARE ROW EXCLUSIVE MODE")
    connection.execute(sa.delete(summary))
    connection.execute(sa.insert(summary).from_select((*groups_of(summary), *measures_of(summary)), _counted(table, summary)))


def _wait_for_others(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


def _counted(table: sa.Table, summary: sa.Table) -> sa.Select[Any]:
    """What the summary should hold, one row a group."""
    groups = [table.c[one] for one in groups_of(summary)]
    figures: list[Any] = [sa.func.count()]
    for one in summed_of(summary):
        total = sa.func.coalesce(sa.func.sum(sa.type_coerce(table.c[one], sa.BigInteger)), sa.literal_column("0"))
        figures += [total, sa.func.count(table.c[one])]
    return sa.select(*groups, *figures).where(table.c.deleted_at.is_(None)).group_by(*groups)


def _folded(summary: sa.Table, source: sa.FromClause) -> sa.Select[Any]:
    """One row a group; groups of which nothing is left are none."""
    groups = [source.c[one] for one in groups_of(summary)]
    figures = [sa.func.sum(sa.type_coerce(source.c[one], sa.BigInteger)) for one in measures_of(summary)]
    return sa.select(*groups, *figures).group_by(*groups).having(sa.func.sum(source.c[COUNT]) != 0)


def differences() -> dict[str, int]:
    """Summary -> how many of its groups are not what counting the records comes to; only those that differ."""
    found = {}
    for table, summary in _kept():
        if wrong := _lines(_folded(summary, summary)) ^ _lines(_counted(table, summary)):
            found[summary.name] = len(wrong)
    return found


def _lines(statement: sa.Select[Any]) -> set[tuple[Any, ...]]:
    """The rows, with the sums of whole numbers that PostgreSQL gives as decimals as what they are."""
    return {tuple(int(value) if isinstance(value, Decimal) else value for value in row) for row in db.session.execute(statement)}


def fold_all() -> dict[str, int]:
    """Fold the rows of each group into one, where that saves enough; returns rows saved by summary. A job."""
    return {summary.name: saved for _table, summary in _kept() if (saved := _fold(summary))}


def _fold(summary: sa.Table) -> int:
    groups = sa.select(sa.literal(1)).select_from(_folded(summary, summary).subquery())
    held, needed = (db.session.execute(sa.select(sa.func.count()).select_from(one)).scalar_one() for one in (summary, groups.subquery()))
    if held - needed < max(ENOUGH, needed // PART):
        return 0
    columns = (*groups_of(summary), *measures_of(summary))
    with transaction():
        connection = db.session.connection()
        _wait_for_others(connection)
        if is_postgresql():  # one statement sees what it deletes and nothing else: differences written meanwhile stay as they are
            gone = sa.delete(summary).returning(summary).cte("gone")
            connection.execute(sa.insert(summary).from_select(columns, _folded(summary, gone)))
        else:
            last = connection.execute(sa.select(sa.func.max(summary.c.id))).scalar_one()
            old = sa.select(summary).where(summary.c.id <= last).subquery()
            connection.execute(sa.insert(summary).from_select(columns, _folded(summary, old)))
            connection.execute(sa.delete(summary).where(summary.c.id <= last))
    return int(held - needed)


