"""What the mapping page shows of each column: sample cells, dates as they will be understood, values that mean nothing here yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from core import Actor, fields

from .guesses import guess_date_order, parse_moment
from .mapping import SAMPLE, Column, Plan, labels
from .reading import Row, Table

SHOWN = 3
MOST_VALUES = 40


def lines(plan: Plan, table: Table, available: Mapping[str, Any], user: Actor) -> list[dict[str, Any]]:
    """One entry for each column of the plan, in the order of the file."""
    rows = [row for row in table.sample(SAMPLE) if row.problem is None]
    empty = {word.casefold() for word in plan.empty}
    return [_line(place, column, rows, available.get(column.field), empty, user) for place, column in enumerate(plan.columns)]


def _line(place: int, column: Column, rows: Sequence[Row], field: Any, empty: set[str], user: Actor) -> dict[str, Any]:
    cells = [row.cells[place] for row in rows]
    is_time = field is not None and field.type in ("date", "datetime")
    order, certain = guess_date_order(cells, user.locale)
    chosen = column.order or order
    return {
        "place": place, "column": column, "cells": cells[:SHOWN], "is_time": is_time, "order": chosen, "certain": certain,
        "spelt": [(cell, parse_moment(cell, chosen)) for cell in cells[:SHOWN] if cell.strip()] if is_time else [],
        "values": _values(column, cells, field, empty) if isinstance(field, fields.PicklistField) else [],
        "options": field.options() if isinstance(field, fields.PicklistField) else [],
        "is_lookup": field is not None and field.type == "lookup",
    }  # fmt: skip


def _values(column: Column, cells: Sequence[str], field: Any, empty: set[str]) -> list[tuple[str, str]]:
    """(value of the file, code it stands for or "") for the values that the picklist does not know, the most frequent first."""
    known = {called.casefold() for one in field.options() for called in (one.code, *labels(one.label))}
    found = Counter(cell.strip() for cell in cells)
    strange = [value for value, _count in found.most_common(MOST_VALUES) if value and value.casefold() not in known | empty]
    return [(value, column.values.get(value, "")) for value in dict.fromkeys((*column.values, *strange))]
