"""The rows that failed, given back as a file: as they came, with the reason in a column of its own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from .intake import table_of
from .mapping import REASON
from .models import Import
from .reading import readable
from .results import failures


def as_csv(one: Import, *, trial: bool = False) -> Iterator[str]:
    """Lines of a CSV file, the byte order mark first so that spreadsheets read it as UTF-8."""
    table = table_of(one)
    reasons = {row.number: row.reason for row in failures(one, trial=trial)}
    yield "\ufeff" + _line([*table.columns, str(REASON)], table.delimiter)
    for row in table.rows():
        if row.number in reasons:
            cells = [*row.cells[: len(table.columns)], *[""] * (len(table.columns) - len(row.cells)), *row.cells[len(table.columns) :]]
            yield _line([*(readable(cell) for cell in cells), reasons[row.number] or ""], table.delimiter)


def _line(cells: list[str], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerow(cells)
    return text.getvalue()
