"""Walking an index piece by piece: one short piece for each owner or dealer, where the database would walk all of it.

PostgreSQL does it by LATERAL. SQLite has none: there a correlated list of ids stands in, and a join that keeps its order.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles

from .db import is_postgresql

MOST_PIECES = 100
"""With more pieces than this, one walk over all with a filter is cheaper."""

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


def first_of_each(values: Sequence[int], table: Any, column: str, pair: Pair, narrow: Narrow) -> sa.Select[Any]:
    """(id, sort_key) of the first rows for each value of ``column``, unsorted. ``narrow`` says which and how many."""
    if is_postgresql():
        pieces = sa.func.unnest(sa.cast(list(values), sa.ARRAY(sa.BigInteger))).table_valued("value", name="pieces").render_derived()
        rows = narrow(pair(table).where(table.c[column] == pieces.c.value), table).lateral("rows")
        return sa.select(rows.c.id, rows.c.sort_key).select_from(pieces).join(rows, sa.true())
    pieces = sa.func.json_each(json.dumps(values)).table_valued("value", name="pieces")
    inner = table.alias()
    ids = narrow(sa.select(inner.c.id).where(inner.c[column] == pieces.c.value), inner).correlate(pieces)
    return pair(table).select_from(Nested(pieces, table, table.c.id.in_(ids)))


def among(ids: sa.Select[Any], table: Any, pair: Pair) -> sa.Select[Any]:
    """(id, sort_key) of the rows with these ids, beginning with the ids."""
    found = ids.distinct().subquery()
    return pair(table).select_from(Nested(found, table, table.c.id == next(iter(found.c))))
