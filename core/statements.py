"""Statements that are built once and asked again with other values: building one costs more than asking it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

import sqlalchemy as sa
from flask import current_app

from .db import is_postgresql

KEPT = 400
"""Statements kept by a process; the one not asked for the longest goes first."""


def kept(shape: Hashable, build: Callable[[], sa.Select[Any]]) -> sa.Select[Any]:
    """The statement of this shape, built where it was not asked for before. What ``build`` makes must not depend on more than
    ``shape`` says; values of its own are given by name when it is asked. ``shape`` None: it is built each time."""
    if shape is None:
        return build()
    held: OrderedDict[Hashable, sa.Select[Any]] = current_app.extensions.setdefault("forecourt_statements", OrderedDict())
    found = held.pop(shape, None)
    held[shape] = found = build() if found is None else found
    if len(held) > KEPT:
        held.popitem(last=False)
    return found


FEW: Any = sa.literal_column("0.000001")
"""The share of the records that belong to one account, say: one of the million that SQLite takes every table to hold."""
MANY: Any = sa.literal_column("0.5")
"""The share of the records with one of several values of a picklist."""


def likely(test: sa.ColumnElement[bool], share: Any) -> sa.ColumnElement[bool]:
    """The test, of which SQLite, which keeps no statistics, is told how many rows pass it: else it walks all of them in the order of the page where few do,
    and reads and sorts them all where many do."""
    return test if is_postgresql() else sa.func.likelihood(test, share)


def at_most(rows: int) -> sa.ColumnElement[int]:
    """A limit that stands in the statement, whose shape must tell it: PostgreSQL keeps a plan for all values only where it knows how few rows are wanted, and
    takes a limit that is given for a tenth of the rows."""
    return sa.literal_column(str(rows), sa.Integer)


def unseen(name: str, type_: Any) -> sa.ColumnElement[Any]:
    """A value given under this name, which PostgreSQL's planner does not look at: it plans a prepared statement anew each time as long as that promises less
    work than a plan for any value, as a rare word or a short list does, and planning takes longer than the work."""
    value = sa.bindparam(name, type_=type_)
    return sa.cast(sa.select(value).scalar_subquery(), type_) if is_postgresql() else value
