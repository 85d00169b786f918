"""The dialog that sets one number of the forecast."""

from __future__ import annotations

from typing import Any

from flask import flash, request

from core import ForecourtError, Invalid, current_actor, go_to
from core import gettext as _

from .. import adjustments, asking
from .frame import Page, blueprint, page


@blueprint.get("/forecast/adjust")
def show_adjusting() -> str:
    """The dialog that sets one number."""
    asked = asking.read(request.args, current_actor())
    number = asking.adjusted(request.args, asked)
    return _adjusting(asked, number, {}, {})


@blueprint.post("/forecast/adjust")
def adjust() -> Page:
    """Set a number, or take back what was set. What is refused comes back with everything typed."""
    user = current_actor()
    asked = asking.read(request.args, user)
    number, typed = asking.adjusted(request.args, asked), request.form
    try:
        take_back, note, seen = "take_back" in typed, typed.get("note", ""), typed.get("seen", "")
        value = None if take_back else adjustments.parse(typed.get("value", ""), note, asked.grid.forecast)
        adjustments.make(
            asked.grid.forecast, asked.grid.period, number.place, number.column, user, value=value, base=number.base,
            note=note, seen=int(seen) if seen.isdecimal() and len(seen) < 9 else -1,
        )  # fmt: skip
    except ForecourtError as problem:
        errors = problem.errors if isinstance(problem, Invalid) else {"": [problem.message]}
        return _adjusting(asking.read(request.args, user), number, typed, errors), problem.status
    flash(_("The adjustment was taken back.") if take_back else _("%(column)s of %(name)s was adjusted.", column=number.column.label, name=number.place.name), "success")
    return go_to(asked.url())


def _adjusting(asked: asking.Asked, number: asking.Adjusting, typed: Any, errors: dict[str, list[str]]) -> str:
    made = asked.grid.standing.get((number.place, asked.grid.user.id, number.column.code))
    return page(
        "adjust", asked, number_asked=number, made=made, typed=typed, errors=errors, action=asked.url("/forecast/adjust", place=number.place.code, column=number.column.code),
        history=adjustments.history(asked.grid.forecast, asked.grid.period, number.place, _whose(asked, number), number.column.code),
        number_text=lambda value: (adjustments.AMOUNT if asked.grid.forecast.is_money else adjustments.UNITS).text(value if asked.grid.forecast.is_money else int(value)),
    )  # fmt: skip


def _whose(asked: asking.Asked, number: asking.Adjusting) -> set[int]:
    """Whose adjustments of this number the user may know: the own, and those the report has made."""
    return {asked.grid.user.id, number.place.person_id or 0}
