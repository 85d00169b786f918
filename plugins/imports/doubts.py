"""What was guessed of a file and could be meant otherwise: what is told to whoever saw no mapping page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from core import Actor, ObjectType, joined, ngettext
from core import gettext as _

from . import amounts, mapping
from .guesses import guess_date_order, parse_moment
from .mapping import Column, Plan, is_number
from .reading import Row, Table


def doubts(plan: Plan, table: Table, object_type: ObjectType, user: Actor) -> Iterator[str]:
    """Sentences on a plan that was guessed: lines and columns that are left out, days and amounts that could be read in another way."""
    if table.skip:
        yield ngettext("%(num)d line above the heading is left out.", "%(num)d lines above the heading are left out.", table.skip)
    available = mapping.importable(object_type, user)
    rows = [row for row in table.sample(mapping.SAMPLE) if row.problem is None]
    for place, column in enumerate(plan.columns):
        field = available.get(column.field)
        yield from _readings(column, field, [cell for row in rows if (cell := row.cells[place].strip())], table, user) if field is not None else ()
    left_out = [one.column for place, one in enumerate(plan.columns) if not one.field and one.column not in mapping.labels(mapping.REASON) and _holds(rows, place)]
    if left_out:
        yield _("Left out, because no field is called so: %(columns)s.", columns=joined(left_out))


def _holds(rows: Sequence[Row], place: int) -> bool:
    return any(row.cells[place].strip() for row in rows)


def _readings(column: Column, field: Any, cells: Sequence[str], table: Table, user: Actor) -> Iterator[str]:
    if column.order and not guess_date_order(cells, user.locale)[1]:
        known = ((cell, parse_moment(cell, column.order)) for cell in cells)
        cell, moment = next(((cell, moment) for cell, moment in known if moment), ("", None))
        if moment is not None:
            yield _("%(column)s: “%(cell)s” is read as %(day)s; day and month could stand the other way round.", column=column.column, cell=cell, day=moment.date().isoformat())
    if is_number(field) and (column.times != 1 or not amounts.guess_mark(cells, table.delimiter)[1]):
        cell, number = next(read_numbers(column, field, sorted(cells, key=plainness)), ("", None))
        if number is not None:
            yield _("%(column)s: “%(cell)s” is read as %(number)s.", column=column.column, cell=cell, number=shown(number))


def shown(number: Any) -> str:
    """A number without the zeros behind its decimals."""
    return f"{Decimal(number).normalize():,f}"


def plainness(cell: str) -> bool:
    """Cells with a mark come first: they are the ones that could be read otherwise."""
    return not any(mark in cell for mark in amounts.MARKS)


def read_numbers(column: Column, field: Any, cells: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """(cell, its number) for the cells that can be read as the column says."""
    for cell in cells:
        try:
            number = amounts.read(field, cell, column.mark, column.times)
        except ValueError:
            continue
        if number is not None:
            yield cell, number
