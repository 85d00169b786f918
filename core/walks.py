"""Walking an index piece by piece: one short piece for each owner or dealer, where the database would walk all of it.

PostgreSQL does it by LATERAL. SQLite has none: there a correlated list of ids stands in, and a join that keeps its order.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles

from . import statements
from .db import is_postgresql

MOST_PIECES = 100
"""With more pieces than this, one walk over all with a filter is cheaper."""
NONE, ONE, PIECES, MANY, EVERY = "none", "one", "pieces", "many", "every"

Pair = Callable[[Any], sa.Select[Any]]
"""The select of (id, sort_key) over a table, or over an alias of it."""
Narrow = Callable[[sa.Select[Any], Any], sa.Select[Any]]
"""Adds condition, order and limit of a page to a select over a table, or over an alias of it."""


class Nested(sa.Join):
    """A join whose left side is read first. SQLite, left alone, prefers the index that spares it the sorting."""

    inherit_cache = True


@compiles(Nested, "sqlite")
def _in_order(join: Nested, compiler: Any, **options: Any) -> str:
    options["from_linter"] = None  # it knows plain joins only, and this one has its condition
    left, right = (compiler.process(side, **{**options, "asfrom": True}) for side in (join.left, join.right))
    return f"{left} CROSS JOIN {right} ON {compiler.process(join.onclause, **options)}"


def width(values: Sequence[int]) -> str:
    """How a walk by these values goes: a statement serves all of one width."""
    if len(values) <= 1:
        return ONE if values else NONE
    return PIECES if len(values) <= MOST_PIECES else MANY


def given(values: Sequence[int]) -> Any:
    """The values as a statement takes them."""
    return values[0] if len(values) == 1 else listed(values)


def listed(values: Collection[int]) -> Any:
    """Any number of values as ``among_given`` takes them."""
    return list(values) if is_postgresql() else json.dumps(list(values))


def matches(column: Any, values: Sequence[int], name: str) -> sa.ColumnElement[bool]:
    """Whether the column has one of the values that are given under ``name``.

    Plain equality for one: "= ANY(array of one)" walks the wrong index.
    """
    if not values:
        return sa.false()
    return column == statements.unseen(name, sa.BigInteger()) if len(values) == 1 else among_given(column, name)


def among_given(column: Any, name: str) -> sa.ColumnElement[bool]:
    """Whether the column has one of a list given under ``name``: one statement however long it is."""
    if is_postgresql():
        return column == sa.func.any(statements.unseen(name, sa.ARRAY(sa.BigInteger)))  # type: ignore[no-any-return]  # as above
    return column.in_(sa.select(_listed(name).c.value))  # type: ignore[no-any-return]  # as above


def among_selected(column: Any, ids: sa.Select[Any]) -> sa.ColumnElement[bool]:
    """Whether the column has one of a few ids that are selected. PostgreSQL uses the column's index for an array beside another condition it may fulfil
    instead; of a subselect it makes a test for each row of the table, which of more than a few is the faster one."""
    if is_postgresql():
        return column == sa.func.any(sa.func.array(ids.scalar_subquery()))  # type: ignore[no-any-return]  # as above
    return column.in_(ids)  # type: ignore[no-any-return]  # as above


def first_of_each(name: str, table: Any, column: str, pair: Pair, narrow: Narrow) -> sa.Select[Any]:
    """(id, sort_key) of the first rows for each value of ``column`` that is given under ``name``, unsorted."""
    if is_postgresql():
        return _rows_of_each(_unnested(name), table, column, pair, narrow)
    values, inner = _listed(name), table.alias()
    ids = narrow(sa.select(inner.c.id).where(inner.c[column] == values.c.value), inner).correlate(values)
    return pair(table).select_from(Nested(values, table, table.c.id.in_(ids)))


def ids_of_each(name: str, ids: Callable[[sa.ColumnElement[int]], sa.Select[Any]]) -> sa.Select[Any]:
    """(piece, id) for each value that is given under ``name``, unsorted: what ``ids`` selects for it, one column with an order and a limit of its own."""
    if is_postgresql():
        values = _unnested(name)
        rows = ids(values.c.value).lateral(f"{name}_rows")
        return sa.select(values.c.value.label("piece"), next(iter(rows.c)).label("id")).select_from(values).join(rows, sa.true())
    values = _listed(name)
    found = ids(values.c.value).correlate(values).subquery()
    gathered = sa.select(sa.func.json_group_array(next(iter(found.c)))).scalar_subquery()
    rows = sa.func.json_each(gathered).table_valued("value", name=f"{name}_rows")
    return sa.select(values.c.value.label("piece"), rows.c.value.label("id")).select_from(Nested(values, rows, sa.true()))


def among(ids: sa.Select[Any], table: Any, pair: Pair, by: str = "id") -> sa.Select[Any]:
    """(id, sort_key) of the rows with these ids, or that belong to these by the column ``by``, beginning with the ids."""
    found = ids.distinct().subquery()
    return pair(table).select_from(Nested(found, table, statements.likely(table.c[by] == next(iter(found.c)), statements.FEW)))


def first_among(ids: sa.Select[Any], table: Any, pair: Pair, narrow: Narrow, by: str = "id") -> sa.Select[Any]:
    """The same of the first rows for each id, unsorted. PostgreSQL, which plans once for all values, would else read whatever fits besides, and join it."""
    if not is_postgresql():
        return narrow(among(ids, table, pair, by), table)
    return _rows_of_each(ids.distinct().subquery(), table, by, pair, narrow)


def _rows_of_each(values: Any, table: Any, column: str, pair: Pair, narrow: Narrow) -> sa.Select[Any]:
    """PostgreSQL's way, for the values in the first column of these."""
    rows = narrow(pair(table).where(table.c[column] == next(iter(values.c))), table).lateral()
    return sa.select(rows.c.id, rows.c.sort_key).select_from(values).join(rows, sa.true())


def _unnested(name: str) -> Any:
    return sa.func.unnest(statements.unseen(name, sa.ARRAY(sa.BigInteger))).table_valued("value", name=f"{name}_pieces").render_derived()


def _listed(name: str) -> Any:
    return sa.func.json_each(sa.bindparam(name, type_=sa.String)).table_valued("value", name=f"{name}_pieces")
