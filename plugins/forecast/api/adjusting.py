"""Adjustments in the API: those that stand, the history of a number, and setting one or taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marshmallow import fields as ma

from core import Answer, api_fields, api_schema, current_actor, fields, operation, users
from core import gettext_lazy as _

from .. import adjustments, asking
from ..adjustments import Made
from ..asking import Adjusting, Asked
from .frame import FORECAST, PLACE, WHERE, WHICH, asked, blueprint, exact, seen, tag

COLUMN = fields.Text(_("Column"), length=40)
CELL = "/adjustments/<place>/<column>"
PATH = {"place": PLACE, "column": COLUMN}
NOTE, VALUE = fields.Text(_("Why"), length=adjustments.NOTE_LENGTH), fields.Text(_("Adjusted number"), length=30, required=True)


def _to_set(_target: Any = None) -> Any:
    return api_schema("ForecastAdjustmentToPut", api_fields({"value": VALUE, "note": NOTE}))


def _to_take_back(_target: Any = None) -> Any:
    return api_schema("ForecastAdjustmentToTakeBack", api_fields({"note": NOTE}))


def _adjustment(_target: Any = None) -> Any:
    words = {name: ma.String(required=True) for name in ("place", "column", "kind", "by_name", "base", "note")}
    return api_schema("ForecastAdjustment", {
        **words, "number": ma.Integer(required=True), "value": ma.String(required=True, allow_none=True), "by": ma.Integer(required=True), "at": ma.AwareDateTime(required=True),
    })  # fmt: skip


def _adjustments(_target: Any = None) -> Any:
    return api_schema("ForecastAdjustments", {"data": ma.List(ma.Nested(_adjustment()), required=True)})


@blueprint.get("/adjustments")
@operation(_("The adjustments of a forecast that stand"), tag=FORECAST, query=WHERE, answer=_adjustments, statuses=(404,))
def show_adjustments(query: dict[str, Any]) -> Answer:
    """Those of ``root`` and below in the columns of the view: ``own`` is what a person says of the own number, ``manager`` what the manager says of it."""
    return Answer({"data": [_shown(one) for one in _standing(asked(query))]})


def _standing(found: Asked) -> Iterator[Made]:
    grid = found.grid
    for place, _depth in grid.hierarchy.indented(found.root):
        for column in grid.columns:
            for whose in (place, grid.hierarchy.parents[place]):
                made = grid.standing.get((place, whose.person_id or 0, column.code)) if whose is not None else None
                if made is not None and made.value is not None:
                    yield made


@blueprint.get(CELL)
@operation(_("What was set for a number of the forecast"), tag=FORECAST, query=WHICH, path_fields=PATH, answer=_adjustments, headers=("ETag",), statuses=(404,))
def show_adjustment_history(place: str, column: str, query: dict[str, Any]) -> Answer:
    """The caller's own and the person's, the latest first. The ETag counts those of the caller: with it as If-Match one sets what one has seen."""
    found = _asked(query, column)
    number = asking.number({"place": place, "column": column}, found)
    if number.place is None:
        return Answer({"data": []})
    whose = {current_actor().id, number.place.person_id or 0}
    made = adjustments.history(found.grid.forecast, found.grid.period, number.place, whose, column)
    mine = found.grid.standing.get((number.place, current_actor().id, column))
    return Answer({"data": [_shown(one) for one in made]}, headers=tag(mine.number if mine else 0))


@blueprint.put(CELL)
@operation(
    _("Adjust a number of the forecast"), tag=FORECAST, query=WHICH, path_fields=PATH, body=_to_set, answer=_adjustment, headers=("ETag",), request_headers=("If-Match",),
    statuses=(404, 409, 412), examples=lambda _target: {"value": "1250000.00", "note": "The fleet order may slip"},
)  # fmt: skip
def put_adjustment(place: str, column: str, query: dict[str, Any], body: dict[str, Any]) -> Answer:
    """The own number where the place is the caller's, else that of a direct report. It changes no opportunity."""
    return _set(place, column, query, body["value"], body.get("note") or "")


@blueprint.delete(CELL)
@operation(
    _("Take an adjustment back"), tag=FORECAST, query=WHICH, path_fields=PATH, body=_to_take_back, body_needed=False, answer=_adjustment, headers=("ETag",),
    request_headers=("If-Match",), statuses=(404, 409, 412),
)  # fmt: skip
def take_adjustment_back(place: str, column: str, query: dict[str, Any], body: dict[str, Any]) -> Answer:
    """The sum stands again; that it was taken back is kept like an adjustment."""
    return _set(place, column, query, None, body.get("note") or "")


def _set(place: str, column: str, query: dict[str, Any], value: str | None, note: str) -> Answer:
    found = _asked(query, column)
    cell: Adjusting = asking.adjusted({"place": place, "column": column}, found)
    grid, user = found.grid, found.grid.user
    mine = grid.standing.get((cell.place, user.id, column))
    with seen(mine.number if mine else 0) as number:
        parsed = None if value is None else adjustments.parse(value, note, grid.forecast)
        adjustments.make(grid.forecast, grid.period, cell.place, cell.column, user, value=parsed, base=cell.base, note=note, seen=number)
    made = adjustments.history(grid.forecast, grid.period, cell.place, {user.id}, column)[0]
    return Answer(_shown(made), headers=tag(made.number))


def _asked(query: dict[str, Any], column: str) -> Asked:
    """In the view to which the column belongs."""
    found = asked(query, view="cumulative")
    return found if any(one.code == column for one in found.grid.columns) else asked(query, view="single")


def _shown(one: Made) -> dict[str, Any]:
    return {
        "place": one.place.code, "column": one.column, "kind": "own" if one.by_owner else "manager", "number": one.number, "value": exact(one.value),
        "base": exact(one.base), "note": one.note, "by": one.made_by_id, "by_name": users.name_of(one.made_by_id), "at": one.made_at.isoformat(),
    }  # fmt: skip
