"""Submissions and locks in the API."""

from __future__ import annotations

from typing import Any

from marshmallow import fields as ma

from core import Answer, NotFound, api_fields, api_schema, current_actor, fields, operation, users
from core import gettext_lazy as _

from .. import locks, roll_call, submissions
from ..hierarchy import read_place
from ..locks import Lock
from ..submissions import Submitted
from .frame import FORECAST, PERIOD, PLACE, TYPE, WHERE, WHICH, asked, blueprint, exact, seen, tag

NOTE = fields.Text(_("Note"), length=submissions.NOTE_LENGTH)


def _to_submit(_target: Any = None) -> Any:
    return api_schema("ForecastToSubmit", api_fields({"type": TYPE, "period": PERIOD, "note": NOTE}))


def _to_lock(_target: Any = None) -> Any:
    return api_schema("ForecastLockToPut", api_fields({"locked": fields.Checkbox(_("Locked"), required=True), "note": NOTE}))


def _submission(_target: Any = None) -> Any:
    number = api_schema("SubmittedNumber", {"raw": ma.String(required=True), "owner": ma.String(required=True)})
    words = {name: ma.Integer(required=True) for name in ("id", "person", "number")}
    return api_schema("ForecastSubmission", {
        **words, "name": ma.String(required=True), "submitted_at": ma.AwareDateTime(required=True), "due_on": ma.Date(required=True, allow_none=True),
        "late": ma.Boolean(required=True), "note": ma.String(required=True), "numbers": ma.Dict(keys=ma.String(), values=ma.Nested(number), required=True),
    })  # fmt: skip


def _submissions(_target: Any = None) -> Any:
    return api_schema("ForecastSubmissions", {"data": ma.List(ma.Nested(_submission()), required=True)})


def _roll_call(_target: Any = None) -> Any:
    line = api_schema("ForecastRollCallLine", {
        "person": ma.Integer(required=True), "place": ma.String(required=True), "name": ma.String(required=True), "asked": ma.Boolean(required=True),
        "late": ma.Boolean(required=True), "submission": ma.Nested(_submission(), allow_none=True, required=True),
    })  # fmt: skip
    return api_schema("ForecastRollCall", {
        "due_on": ma.Date(required=True, allow_none=True), "asked": ma.Integer(required=True), "submitted": ma.Integer(required=True),
        "late": ma.Integer(required=True), "data": ma.List(ma.Nested(line), required=True),
    })  # fmt: skip


def _lock(_target: Any = None) -> Any:
    return api_schema("ForecastLock", {
        "place": ma.String(required=True), "number": ma.Integer(required=True), "locked": ma.Boolean(required=True), "by": ma.Integer(required=True),
        "by_name": ma.String(required=True), "at": ma.AwareDateTime(required=True), "note": ma.String(required=True),
    })  # fmt: skip


def _locks(_target: Any = None) -> Any:
    return api_schema("ForecastLocks", {"data": ma.List(ma.Nested(_lock()), required=True)})


@blueprint.get("/submissions")
@operation(_("Who has submitted a forecast and who has not"), tag=FORECAST, query={**WHICH, "root": WHERE["root"]}, answer=_roll_call, statuses=(404,))
def show_roll_call(query: dict[str, Any]) -> Answer:
    """Everybody at ``root`` and below who is asked to submit or has; ``submission`` is the last one, ``late`` whether the first came after the day it was due."""
    call = roll_call.read(asked(query))
    return Answer({
        "due_on": call.due_on.isoformat() if call.due_on else None, "asked": len(call.asked), "submitted": call.submitted, "late": len(call.late),
        "data": [{
            "person": line.place.person_id, "place": line.place.code, "name": line.place.name, "asked": line.is_asked,
            "late": bool(line.standing and line.standing.was_late), "submission": _shown(line.standing.latest) if line.standing else None,
        } for line in call.lines],
    })  # fmt: skip


@blueprint.post("/submissions")
@operation(
    _("Submit one's forecast"), tag=FORECAST, body=_to_submit, answer=_submission, status=201, statuses=(404, 409),
    examples=lambda _target: {"period": "2026-10-01", "note": "Two fleet orders are signed"},
)  # fmt: skip
def submit_forecast(body: dict[str, Any]) -> Answer:
    """Keeps the caller's numbers of this moment. Refused while the period is locked or when it is over."""
    found = asked({"type": body.get("type"), "period": body.get("period")}).grid
    made = submissions.submit(found.forecast, found.period, current_actor(), note=body.get("note") or "")
    return Answer(_shown(made), 201)


@blueprint.get("/submissions/<id64:person_id>")
@operation(_("What a person has submitted"), tag=FORECAST, query=WHICH, answer=_submissions, statuses=(404,))
def show_submissions(person_id: int, query: dict[str, Any]) -> Answer:
    """The latest first, at most a hundred."""
    found = asked(query).grid
    if not any(place.person_id == person_id for place in found.hierarchy.parents):
        raise NotFound
    return Answer({"data": [_shown(one) for one in submissions.history(found.forecast, found.period, person_id)]})


@blueprint.get("/locks")
@operation(_("Where a forecast is locked"), tag=FORECAST, query=WHICH, answer=_locks, statuses=(404,))
def show_locks(query: dict[str, Any]) -> Answer:
    """The last word about every place in sight that was ever locked in the period."""
    found = asked(query).grid
    return Answer({"data": [_locked(one) for place, one in sorted(found.locks.items(), key=lambda pair: pair[0].code) if place in found.hierarchy]})


@blueprint.put("/locks/<place>")
@operation(
    _("Lock a forecast for a team, or reopen it"), tag=FORECAST, query=WHICH, body=_to_lock, answer=_lock, path_fields={"place": PLACE}, headers=("ETag",),
    request_headers=("If-Match",), statuses=(404, 409, 412), examples=lambda _target: {"locked": True, "note": "Numbers are in"},
)  # fmt: skip
def put_lock(place: str, query: dict[str, Any], body: dict[str, Any]) -> Answer:
    """For the person at this place and all below: while it is locked nobody there adjusts or submits. ``number`` is its ETag."""
    found, user, where = asked(query).grid, current_actor(), read_place(place)
    if where not in found.hierarchy:
        raise NotFound
    standing = found.locks.get(where)
    locks.check(user, found.hierarchy, where, standing)
    with seen(standing.number if standing else 0) as number:
        made = locks.put(found.forecast, found.period, where, user, locked=bool(body["locked"]), note=body.get("note") or "", seen=number)
    return Answer(_locked(made), headers=tag(made.number))


def _shown(one: Submitted) -> dict[str, Any]:
    return {
        "id": one.id, "person": one.person_id, "name": users.name_of(one.person_id), "number": one.number, "submitted_at": one.made_at.isoformat(),
        "due_on": one.due_on.isoformat() if one.due_on else None, "late": one.is_late, "note": one.note,
        "numbers": {code: {"raw": exact(one.raw[code]), "owner": exact(said)} for code, said in sorted(one.said.items())},
    }  # fmt: skip


def _locked(one: Lock) -> dict[str, Any]:
    return {
        "place": one.place.code, "number": one.number, "locked": one.locked, "by": one.made_by_id, "by_name": one.author, "at": one.made_at.isoformat(),
        "note": one.note,
    }  # fmt: skip
