"""The page Forecast."""

from __future__ import annotations

from typing import Any

from flask import request

from core import current_actor, permissions, registry

from .. import asking, curve, locks, quotas, roll_call, submissions, types
from ..grid import Row
from .frame import blueprint, page

AROUND = 4
"""Periods offered before and after the one that is shown."""


@blueprint.get("/forecast")
def show() -> str:
    """S1: by owner and period, rolled up along the manager hierarchy, by category, with adjustments, quota and attainment."""
    asked = asking.read(request.args, current_actor())
    rows = list(asked.grid.rows(asked.root, asked.opened))
    printing = bool(request.args.get("print"))
    marks = {(row.code, row.kind, column.code): asked.grid.mark(row, column) for row in rows for column in asked.grid.columns}
    return page(
        "page", asked, rows=rows, marks=marks, notes=_notes(rows, asked), types=types.offered(asked.grid.user), roots=asked.path,
        periods=[asked.grid.period.after(step) for step in range(-AROUND, AROUND + 1)], foreign=asked.grid.foreign(asked.root),
        printing=printing, curve_url=None if printing else asked.url("/forecast/curve", open=None), attainment=quotas.attainment, closed=asked.grid.columns[0],
        call=None if printing else roll_call.read(asked), lock=_lock(asked), lock_sentence=locks.sentence, may_submit=asked.grid.user.may(submissions.SUBMIT), may_export=asked.grid.user.may("export"),
        may_quota=permissions.may(asked.grid.user, registry.object_type("forecast_quota"), "edit"),
    )  # fmt: skip


@blueprint.get("/forecast/curve")
def show_curve() -> str:
    """S12: actual against target and against the same point of the period before. It sums the sales day by day, so the page asks for it once it stands."""
    asked = asking.read(request.args, current_actor())
    found = curve.read(asked.grid, asked.root)
    return page("curve_card" if request.headers.get("HX-Request") else "curve", asked, curve=found, chart=curve.chart(found, asked.grid.forecast))


def _notes(rows: list[Row], asked: asking.Asked) -> list[tuple[Any, ...]]:
    """The adjustments behind what is shown: line, column, mark, and whether it is below the narrower column."""
    found = ((row, column, asked.grid.mark(row, column)) for row in rows for column in asked.grid.columns)
    return [(row, column, mark, asked.grid.is_below(row, column)) for row, column, mark in found if mark is not None]


def _lock(asked: asking.Asked) -> locks.Lock | None:
    """The lock over the place looked at; over the reader where that is everybody."""
    return locks.over(asked.root or asked.grid.home, asked.grid.locks)
