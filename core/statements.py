"""Statements that are built once and asked again with other values: building one costs more than asking it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

import sqlalchemy as sa
from flask import current_app

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
