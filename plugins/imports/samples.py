"""What the mapping page shows of each column: sample cells, dates as they will be understood, values that mean nothing here yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from core import Actor, external_ids, fields, permissions

from . import amounts, likeness
from .doubts import plainness, read_numbers, shown
from .guesses import DATE_ORDERS, guess_date_order, parse_moment
from .mapping import EXTERNAL, SAMPLE, TREE, Column, Plan, is_number, labels, looked_up_by, named_freely
from .reading import Row, Table
from .values import named

SHOWN = 3
MOST_VALUES = 40


def lines(plan: Plan, table: Table, available: Mapping[str, Any], user: Actor) -> list[dict[str, Any]]:
    """One entry for each column of the plan, in the order of the file."""
    rows = [row for row in table.sample(SAMPLE) if row.problem is None]
    empty = {word.casefold() for word in plan.empty}
    return [_line(place, column, rows, available.get(column.field), empty, user, table.delimiter) for place, column in enumerate(plan.columns)]


def _line(place: int, column: Column, rows: Sequence[Row], field: Any, empty: set[str], user: Actor, delimiter: str) -> dict[str, Any]:
    cells = [row.cells[place] for row in rows]
    near = likeness.likely(looked_up, cells, user) if (looked_up := named_freely(field)) is not None else {}
    options = _nearly(column, near) or _options(field, user)
    is_time = field is not None and field.type in ("date", "datetime")
    order, certain = guess_date_order(cells, user.locale)
    chosen = column.order if column.order in DATE_ORDERS else order
    counted = is_number(field)
    mark, marked = amounts.guess_mark(cells, delimiter)
    numbers = replace(column, mark=column.mark or mark)
    return {
        "is_number": counted, "is_money": isinstance(field, fields.CurrencyField), "mark": numbers.mark, "marked": marked,
        "numbers": [(cell, _read(numbers, field, cell)) for cell in _telling(cells)] if counted else [],
        "place": place, "column": column, "cells": cells[:SHOWN], "is_time": is_time, "order": chosen, "certain": certain,
        "spelt": [(cell, parse_moment(cell, chosen)) for cell in cells[:SHOWN] if cell.strip()] if is_time else [],
        "values": _values(column, cells, field, options, empty, near) if options else [], "options": options,
        "is_lookup": field is not None and field.type == "lookup", "systems": _systems(field, column.by),
    }  # fmt: skip


def _read(column: Column, field: Any, cell: str) -> str:
    """A cell as the column reads it; empty where it cannot."""
    return "".join(shown(number) for _cell, number in read_numbers(column, field, [cell]))


def _telling(cells: Sequence[str]) -> list[str]:
    """The first cells by which one sees how numbers are read: those with a mark before the others."""
    return sorted((cell for cell in dict.fromkeys(cells) if cell.strip()), key=plainness)[:SHOWN]


@dataclass(frozen=True, slots=True)
class Option:
    """What a value of the file can mean: how it is written in the mapping, how it is shown, and all it is called."""

    code: str
    label: str
    called: Sequence[str]


def _nearly(column: Column, near: Mapping[str, Sequence[str]]) -> list[Option]:
    """The records that values of the file are nearly called, and those chosen before."""
    return [Option(one, one, (one,)) for one in sorted({*column.values.values(), *chain(*near.values())})] if near else []


def _options(field: Any, user: Actor) -> list[Option]:
    """The values of a picklist, or the records of a small object of the set-up; nothing for other fields."""
    if isinstance(field, fields.PicklistField):
        return [Option(one.code, str(one.label), (one.code, *labels(one.label))) for one in field.options()]
    looked_up = looked_up_by(field)
    if looked_up is None or not looked_up.shown_name or not permissions.may(user, looked_up, "read"):
        return []
    return [Option(names[0], looked_up.called(one, names[0]), names) for one, names in named(looked_up, user, offered=True).items()]


def _systems(field: Any, chosen: str) -> list[str]:
    """The systems by whose keys a look-up can be found, the one chosen among them."""
    looked_up = looked_up_by(field)
    known = external_ids.systems(looked_up) if looked_up is not None else []
    named_so = [chosen.removeprefix(EXTERNAL)] if chosen else []
    return [one for one in dict.fromkeys((*known, *named_so)) if not f"{EXTERNAL}{one}".startswith(TREE)]


def _values(column: Column, cells: Sequence[str], field: Any, options: Sequence[Option], empty: set[str], near: Collection[str]) -> list[tuple[str, str]]:
    """(value of the file, what it stands for or "") for the values that are not called so here, the most frequent first."""
    known = {called.casefold() for one in options for called in one.called}
    found = Counter(cell.strip() for cell in cells)
    strange = [*near] if near else [
        value for value, _count in found.most_common(MOST_VALUES)
        if value and value.casefold() not in known | empty and not (isinstance(field, fields.PicklistField) and field.knows(value))
    ]  # fmt: skip
    return [(value, column.values.get(value, "")) for value in dict.fromkeys((*column.values, *strange))]
