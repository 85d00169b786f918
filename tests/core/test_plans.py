"""Lists are read by an index, in its order: no view of any object sorts or reads through its table, whoever looks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from core import Actor, conditions, db, is_postgresql, objects, queries, registry
from core.reading import COLUMNS, Reader

ROLES = ("sales_consultant", "sales_manager", "dealer_manager", "administrator")
BY_OTHER_TABLES = frozenset({"shared", "condition"})
"""Ways that begin elsewhere: with the few records opened by hand, or with a module's own tables."""


def views() -> Iterator[tuple[objects.ObjectType, objects.ListView]]:
    for object_type in registry.objects():
        for view in object_type.list_views:
            yield object_type, view


def statements(object_type: objects.ObjectType, view: objects.ListView, user: Actor) -> Iterator[tuple[sa.Select[Any], dict[str, Any]]]:
    """What each way of sight of this user reads first, with its values."""
    if not user.is_admin and (object_type.code, "read") not in user.grants:
        return
    order = queries.read_sort(object_type, user, view.sort)
    reader = Reader(object_type, user, conditions.read(view.where), order, (), "read")
    for place, way in enumerate(reader.ways):
        if way.kind not in BY_OTHER_TABLES and (way.values or way.kind not in COLUMNS):
            yield reader.part(place, 0, None), reader.values(0, None, queries.PAGE)


def plan(statement: sa.Select[Any], values: dict[str, Any]) -> str:
    """The plan as text. PostgreSQL is told not to read whole tables where it can help it: those of a test are tiny."""
    connection = db.session.connection()
    compiled = statement.compile(connection, compile_kwargs={"render_postcompile": True})
    given = compiled.construct_params(values)
    if not is_postgresql():
        positions = tuple(bind(given, compiled, name) for name in compiled.positiontup or ())
        return "\n".join(str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", positions))
    for setting in ("enable_seqscan", "enable_bitmapscan", "enable_sort"):
        connection.exec_driver_sql(f"SET LOCAL {setting} = off")
    bound = {name: bind(given, compiled, name) for name in given}
    return json.dumps(connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {compiled}", bound).scalar())


def bind(given: dict[str, Any], compiled: Any, name: str) -> Any:
    process = compiled._bind_processors.get(name)
    return process(given[name]) if process else given[name]


def problems_of(text: str, table: str) -> list[str]:
    if is_postgresql():
        return [word for word in ('"Node Type": "Sort"', '"Node Type": "Incremental Sort"', '"Node Type": "Seq Scan"') if word in text]
    lines = text.splitlines()
    return [line for line in lines if "TEMP B-TREE" in line or (line.startswith(f"SCAN {table}") and "USING" not in line)]


@pytest.mark.parametrize("role", ROLES)
def test_every_list_view_walks_an_index_in_its_order(app: Flask, user: Callable[..., Actor], role: str) -> None:
    actor, found = user(role), []
    for object_type, view in views():
        if object_type.setup:
            continue  # some dozens of rows that an administrator keeps
        for statement, values in statements(object_type, view, actor):
            text = plan(statement, values)
            if problems := problems_of(text, object_type.table.name):
                found.append(f"{object_type.code}.{view.code}: {problems}")
    assert not found, "\n".join(found)


def test_a_list_sorted_by_what_has_no_index_is_noticed(app: Flask) -> None:
    table = registry.objects()[0].table
    text = plan(sa.select(table.c.id).order_by(table.c.custom).limit(1), {})
    assert problems_of(text, table.name)
