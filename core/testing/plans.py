"""How the databases answer the lists: none sorts or reads through its table, whoever looks."""

from __future__ import annotations

import json
import re
from typing import Any

import sqlalchemy as sa

from .. import conditions, queries
from ..actor import Actor
from ..db import db, is_postgresql, transaction
from ..objects import ListView, ObjectType
from ..queries.readers import COLUMNS, Reader

BY_OTHER_TABLES = frozenset({"shared", "condition"})
"""Ways that begin elsewhere: with the few records opened by hand, or with a module's own tables."""


def unindexed(object_type: ObjectType, view: ListView, user: Actor) -> list[str]:
    """What a page of this view does for this user besides walking an index in its order, or finding what another table names: a line each."""
    return unindexed_where(object_type, conditions.read(view.where), view.sort, user)


def unindexed_where(object_type: ObjectType, where: conditions.Condition, sort: str | None, user: Actor) -> list[str]:
    """The same of a page of what a condition chooses."""
    if not user.is_admin and (object_type.code, "read") not in user.grants:
        return []
    reader = Reader(object_type, user, where, queries.read_sort(object_type, user, sort), (), "read", queries.PAGE)
    return [problem for place in range(len(reader.ways)) for problem in _problems_of_way(reader, place)]


def _problems_of_way(reader: Reader, place: int) -> list[str]:
    """The same of what one way of sight reads first."""
    way, table = reader.ways[place], reader.table.name
    if way.kind in BY_OTHER_TABLES:
        begun = way.kind == "shared" or way.begun_with("way") is not None
        return _astray(plan(reader.part(place, 0, None), reader.values(0, None)), table, way.by) if begun and not is_postgresql() else []
    if way.kind in COLUMNS and not way.values:
        return []
    return problems_of(plan(reader.part(place, 0, None), reader.values(0, None)), table)


def _astray(text: str, table: str, by: str) -> list[str]:
    """The lines of SQLite's plan that go through the table's rows for each of the ids another table names, instead of finding those by them."""
    found_by = re.compile(rf"\b{'rowid' if by == 'id' else by}=\?")
    return [line for line in text.splitlines() if line.split()[:2] in (["SEARCH", table], ["SCAN", table]) and not found_by.search(line)]


def count_rows(*tables: str) -> None:
    """Have PostgreSQL know how much these tables, or all, hold, as it does of tables that have stood for a while."""
    with db.engine.connect() as connection:
        connection.exec_driver_sql(f"VACUUM ANALYZE {', '.join(tables)}")


def reads(statement: str) -> bool:
    """Whether a statement, as the driver gets it, is a query, which may begin with what stands before it."""
    return statement.lstrip().startswith(("SELECT", "WITH"))


def plan(statement: sa.Select[Any], values: dict[str, Any]) -> str:
    """The plan as text; of PostgreSQL two, the one for these values and the one for any, which it may take once the statement stands prepared."""
    compiled = statement.compile(db.session.connection())
    state = compiled.construct_expanded_state(values)  # a list is as long as it is given
    bound = {name: _bind(value, {**compiled._bind_processors, **state.processors}.get(name)) for name, value in state.parameters.items()}  # noqa: SLF001 - no public way to a statement as the driver gets it
    if is_postgresql():
        return _postgresql_plans(state.statement, bound)
    positions = tuple(bound[name] for name in state.positiontup or ())
    return "\n".join(str(row[3]) for row in db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {state.statement}", positions))


def _postgresql_plans(statement: str, bound: dict[str, Any]) -> str:
    """PostgreSQL is told not to read whole tables where it can help it: those of a test are tiny."""
    numbered = statement % {name: f"${place}" for place, name in enumerate(bound, 1)}
    with transaction():  # which the settings last for
        connection = db.session.connection()
        for setting in ("enable_seqscan", "enable_bitmapscan", "enable_sort"):
            connection.exec_driver_sql(f"SET LOCAL {setting} = off")
        given = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", bound).scalar()
        driver: Any = connection.connection.driver_connection
        whatever = driver.execute(f"EXPLAIN (GENERIC_PLAN, FORMAT JSON) {numbered}", prepare=False).fetchone()  # which has values to come, and none is given
        return f"{json.dumps(given)}\n{json.dumps(whatever)}"


def _bind(value: Any, process: Any) -> Any:
    return process(value) if process else value


def problems_of(text: str, table: str) -> list[str]:
    """The lines or words of a plan that read or sort what no index holds."""
    if is_postgresql():
        return [word for word in ('"Node Type": "Sort"', '"Node Type": "Incremental Sort"', '"Node Type": "Seq Scan"') if word in text]
    return [line for line in text.splitlines() if "TEMP B-TREE" in line or (line.startswith(f"SCAN {table}") and "USING" not in line)]
