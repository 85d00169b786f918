"""Watches, while tests run, that only the gate and the queries send SQL to an object's table.

The innermost frame of ours that sent a statement answers for it: a module that calls the gate is not at fault, one that
selects from a table itself is. Tests may look into tables; migrations make them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).parents[1]
OURS = tuple(f"{ROOT / folder}/" for folder in ("core", "plugins", "tests", "bench", "examples"))

GATE = {
    "core/records/": "the gate itself",
    "core/queries/": "lists, counts and aggregates, with sight and rights on fields",
    "core/summaries/keeping.py": "counts them where a summary is made anew or compared",
    "core/permissions.py": "asks whether a record is in sight",
    "core/merging.py": "merges two records and takes it back, part of the gate",
    "core/customization/values.py": "counts the values of custom fields, makes their indexes and purges them",
    "core/model.py": "loads the record a look-up names",
    "core/registry.py": "loads the record an id names, whatever its object: look-ups, merges and undoing begin there",
    "core/chunks.py:_flush": "writes together what the gate has gathered",
    "core/db.py": "flushes at the end of a transaction what the gate has written",
    "core/migrate.py": "makes the tables",
    "core/schema.py": "counts what the tables of a module hold that is to be removed, and what refers to it",
}
"""Who may send SQL to an object's table, and why: a folder, a file, or one function of it."""


MEASURES = {
    "bench/bare.py": "the bare handler that the product is measured against",
    "bench/bulk.py": "the bare bulk insert that imports are measured against",
    "bench/copies.py": "copies the rows of a story, which the gate has made, a million times",
    "bench/counts.py": "counts what was generated",
    "bench/generate.py": "spreads the copies over time",
    "bench/samples.py": "picks what is asked for",
}
"""What of the measurements does too, and why; stories and workloads go through the gate like everybody."""

IN_SIGHT = "/* in sight */"
"""Marks, in tests only, the subquery by which ``queries.visible`` lets a module narrow tables of its own."""


class Guard:
    """Collects each place outside the gate that touched an object's table."""

    def __init__(self) -> None:
        self.offenders: dict[str, str] = {}
        self._tables: re.Pattern[str] | None = None

    def watch(self, tables: Iterable[str]) -> None:
        """From now on these are the tables of objects."""
        names = "|".join(re.escape(name) for name in sorted(tables))
        self._tables = re.compile(rf'(?<![\w.])"?({names})"?(?![\w])') if names else None

    def __call__(self, _connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        """An engine's before_cursor_execute."""
        if self._tables is None or (touched := table_in(self._tables, statement)) is None:
            return
        sender = innermost(sys._getframe(1))  # the stack is what is asked for
        if sender and not allowed(sender):
            self.offenders.setdefault(sender, f"{sender} sends SQL to {touched}: {' '.join(statement.split())[:160]}")


@lru_cache(maxsize=10_000)
def table_in(tables: re.Pattern[str], statement: str) -> str | None:
    """The first of these tables that a statement names outside what the queries made; the same statements come again and again."""
    found = tables.search(without_sight(statement))
    return found.group(1) if found else None


def without_sight(statement: str) -> str:
    """The statement without the subqueries that the queries made."""
    while (start := statement.find(f"(SELECT {IN_SIGHT}")) >= 0:
        depth, end = 0, start
        while end == start or depth:
            depth += {"(": 1, ")": -1}.get(statement[end], 0)
            end += 1
        statement = f"{statement[:start]}(in sight){statement[end:]}"
    return statement


def innermost(frame: FrameType | None) -> str | None:
    """``path:function`` of the innermost frame of ours, the path relative to the checkout.

    Nobody answers when SQLAlchemy reads a record again that a rollback has expired: the gate has shown it before.
    """
    while frame is not None:
        name = frame.f_code.co_filename
        if frame.f_code.co_name == "_load_expired":
            return None
        if name.startswith(OURS) and name != __file__:
            return f"{Path(name).relative_to(ROOT)}:{frame.f_code.co_name}"
        frame = frame.f_back
    return None


def allowed(sender: str) -> bool:
    """Whether this code may send SQL to an object's table."""
    path = sender.partition(":")[0]
    folders = ("tests/", "core/testing/", *(one for one in GATE if one.endswith("/")))
    return path in GATE or sender in GATE or path in MEASURES or path.startswith(folders) or "/migrations/" in path
