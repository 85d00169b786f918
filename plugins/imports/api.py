"""Imports by other programs: a file is sent, tried or run in the background, and followed."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, request
from marshmallow import fields as ma

from core import Answer, Invalid, ModuleOff, NotFound, api_fields, api_schema, current_actor, fields, operation, registry, transaction
from core import gettext as _text
from core import gettext_lazy as _

from . import background, intake, mapping, models, repetition, results
from .doubts import doubts
from .models import Import

blueprint = Blueprint("imports_api", __name__, url_prefix="/api/v1/imports")
TAG = _("Import")
BACK = ("deleted", "changed_back", "left")
"""The figures of an import that is or was taken back."""
MOST = 1000
"""Failures in one answer."""
FORM = "multipart/form-data"
TREE = {
    FORM: {
        "schema": {
            "type": "object", "required": ["file"],
            "properties": {"file": {"type": "array", "items": {"type": "string", "format": "binary"}}, "fill": {"type": "array", "items": {"type": "string"}}},
        },
        "encoding": {"file": {"contentType": "application/json"}},
        "example": {"file": ['{"records": [{"attributes": {"type": "Account", "referenceId": "A1"}, "Name": "Blue Harbor"}]}'], "fill": ["opportunity.process=Standard"]},
    },
}  # fmt: skip
"""Each part ``file`` is a tree file or their plan, by its name; ``fill`` fills a field that the files lack."""


def _to_send(_target: Any) -> Any:
    return api_schema("ImportFile", api_fields({
        "object": fields.Text(_("Object"), length=60, required=True),
        "filename": fields.Text(_("File name"), length=255, required=True),
        "content": fields.LongText(_("Content of a text file"), length=20_000_000),
        "content_base64": fields.LongText(_("Content of any file, in Base64"), length=20_000_000),
        "mapping": fields.Text(_("A mapping kept by name"), length=80),
        "key": fields.Text(_("The field by which records are found again"), length=120),
        "skip": fields.Integer(_("Filled lines above the heading"), minimum=0, maximum=1000),
        "heading": fields.Checkbox(_("The first line names the columns"), default=True),
        "lenient": fields.Checkbox(_("Take rows that lack what a form would demand")),
        "quiet": fields.Checkbox(_("Old records: nobody is told, nothing is assigned, no clock starts")),
        "dry_run": fields.Checkbox(_("Only try it")),
        "again": fields.Checkbox(_("Import this file again all the same")),
    }))  # fmt: skip


def _to_start(_target: Any) -> Any:
    return api_schema("ImportStart", api_fields({"again": fields.Checkbox(_("Import this file again all the same"))}))


def _state(_target: Any = None) -> Any:
    numbers = {name: ma.Integer(required=True) for name in ("id", "rows", *models.RESULTS, *BACK)}
    words = {name: ma.String(required=True) for name in ("object", "filename", "status")}
    return api_schema("ImportState", {
        **numbers, **words, "dry_run": ma.Boolean(required=True), "columns": ma.Dict(keys=ma.String(), values=ma.String(), required=True),
        "doubts": ma.List(ma.String(), required=True),
        "error": ma.String(required=True, allow_none=True)})  # fmt: skip


def _states(_target: Any) -> Any:
    return api_schema("ImportStates", {"data": ma.List(ma.Nested(_state()), required=True)})


def _failures(_target: Any) -> Any:
    row = api_schema("ImportFailure", {"row": ma.Integer(required=True), "line": ma.Integer(required=True), "reason": ma.String(required=True)})
    return api_schema("ImportFailures", {"data": ma.List(ma.Nested(row), required=True)})


@blueprint.post("")
@operation(
    _("Send a file to import"), body=_to_send, answer=_state, status=202, tag=TAG, statuses=(403, 422), headers=("Location",),
    examples=lambda _target: {"object": "account", "filename": "customers.csv", "content": "Account name,City\nNorthwind Mills,Shenzhen\n", "dry_run": True},
)  # fmt: skip
def send_import(body: dict[str, Any]) -> Answer:
    """It is tried or run in the background; ask at Location how far it is. A mapping that does not fit is refused at once. Without a mapping
    the columns are guessed: ``doubts`` says what is left out, and which days and amounts could be read otherwise."""
    user = current_actor()
    one = intake.prepare(_object(body["object"]), body["filename"], _content(body), user, _kept_plan(body), heading=body.get("heading") is not False, skip=body.get("skip"))
    guessed = [] if body.get("mapping") else list(doubts(mapping.load(one.plan), intake.table_of(one), _object(one.object), user))
    with transaction():
        one.plan = {**one.plan, "key": body.get("key") or one.plan["key"], "lenient": bool(body.get("lenient")), "quiet": bool(body.get("quiet"))}
    return _started(one, trial=bool(body.get("dry_run")), again=bool(body.get("again")), guessed=guessed)


@blueprint.post("/trees")
@operation(
    _("Send a tree of records to import"), takes=TREE, answer=_states, status=202, tag=TAG, statuses=(403, 422), headers=("Location",),
    query={
        "lenient": fields.Checkbox(_("Take rows that lack what a form would demand")), "dry_run": fields.Checkbox(_("Only try it")),
        "again": fields.Checkbox(_("Import this file again all the same")),
    },
    description=_("The files of Salesforce's tree, with or without their plan: an import for each object, done one after the other. Location is that of the first."),
)  # fmt: skip
def send_tree(query: dict[str, Any]) -> Answer:
    """What refers to something comes behind it; what was taken in already is not taken in again."""
    user, trial, again = current_actor(), bool(query["dry_run"]), bool(query["again"])
    user.require(intake.RUN)
    sent = {str(one.filename): one.read() for one in request.files.getlist("file") if one.filename}
    if not sent:
        raise Invalid({"file": [_text("Choose a file.")]})
    fills = request.form.getlist("fill")
    taken_in = intake.prepare_tree(sent, user)
    series = taken_in if trial or again else repetition.gone_on_with(taken_in)
    with transaction():
        for one in series:
            one.plan = {**one.plan, "lenient": bool(query["lenient"]), "fills": mapping.fills_for(one.object, fills)}
            _ready(one, trial=trial, again=again)
        background.start([one for one in series if trial or one.status != models.DONE], user, trial=trial, again=again)
    return Answer({"data": [_described(one) for one in series]}, 202, {"Location": f"/api/v1/imports/{series[0].id}"})


@blueprint.get("/<id64:import_id>")
@operation(_("How far an import is"), answer=_state, tag=TAG)
def show_import(import_id: int) -> Answer:
    """Status and figures; of a dry run what would happen."""
    return Answer(_described(intake.mine(import_id, current_actor())))


@blueprint.post("/<id64:import_id>/start")
@operation(_("Import after a dry run, or go on with one that was interrupted"), body=_to_start, answer=_state, status=202, tag=TAG, body_needed=False, statuses=(422,))
def start_import(import_id: int, body: dict[str, Any]) -> Answer:
    """What was taken in already is not taken in again."""
    one = intake.mine(import_id, current_actor())
    repetition.refuse_finished(one)
    return _started(one, trial=False, again=bool(body.get("again")))


@blueprint.post("/<id64:import_id>/stop")
@operation(_("Stop an import, its dry run or its being taken back"), answer=_state, tag=TAG, statuses=(422,))
def stop_import(import_id: int) -> Answer:
    """It ends after the rows it is at. What is done stays: start it to go on, or undo it. Taking back is stopped likewise."""
    one = intake.mine(import_id, current_actor())
    background.stop(one)
    return Answer(_described(one))


@blueprint.post("/<id64:import_id>/undo")
@operation(_("Take an import back"), answer=_state, status=202, tag=TAG, statuses=(422,), headers=("Location",))
def undo_import(import_id: int) -> Answer:
    """What it made goes to the recycle bin, what it changed gets its former values; what was changed since stays. It is done in the background; ask
    at Location how far it is: ``deleted``, ``changed_back``, and ``left`` for what stays. One that was stopped is gone on with."""
    one = intake.mine(import_id, current_actor())
    background.start_taking_back(one, current_actor())
    return Answer(_described(one), 202, {"Location": f"/api/v1/imports/{one.id}"})


@blueprint.get("/<id64:import_id>/failures")
@operation(
    _("Rows that failed"), answer=_failures, tag=TAG,
    query={"limit": fields.Integer(_("Rows"), minimum=1, maximum=MOST, default=100)},
)  # fmt: skip
def list_import_failures(import_id: int, query: dict[str, Any]) -> Answer:
    """The first rows that failed, each with its line in the file and the reason."""
    one = intake.mine(import_id, current_actor())
    found = results.failures(one, trial=_is_trial(one), limit=query["limit"])
    return Answer({"data": [{"row": row.number, "line": row.line, "reason": row.reason or ""} for row in found]})


def _object(code: str) -> Any:
    try:
        return registry.enabled_object(code)
    except (NotFound, ModuleOff):
        raise Invalid({"object": [_text("There is no object “%(object)s” that you may fill.", object=code)]}) from None


def _content(body: dict[str, Any]) -> bytes:
    text, packed = body.get("content"), body.get("content_base64")
    if bool(text) == bool(packed):
        raise Invalid({"content": [_text("Send the file either as “content” or as “content_base64”.")]})
    try:
        return base64.b64decode(packed, validate=True) if packed else str(text).encode()
    except (binascii.Error, ValueError):
        raise Invalid({"content_base64": [_text("This is no Base64.")]}) from None


def _kept_plan(body: dict[str, Any]) -> mapping.Plan | None:
    try:
        return mapping.recall(_object(body["object"]), body["mapping"]) if body.get("mapping") else None
    except NotFound as problem:
        raise Invalid({"mapping": [problem.message]}) from None


def _started(one: Import, *, trial: bool, again: bool, guessed: Sequence[str] = ()) -> Answer:
    _ready(one, trial=trial, again=again)
    background.start([one], current_actor(), trial=trial, again=again)
    return Answer(_described(one, guessed), 202, {"Location": f"/api/v1/imports/{one.id}"})


def _ready(one: Import, *, trial: bool, again: bool) -> None:
    """Raises Invalid for a mapping that does not fit, Refusal for a file that is taken in already."""
    mapping.check(mapping.load(one.plan), _object(one.object), current_actor())
    if not trial and one.status not in (models.RUNNING, models.DONE):
        repetition.refuse_repetition(one, again)


def _is_trial(one: Import) -> bool:
    return one.status in (models.CHECKING, models.CHECKED)


def _described(one: Import, guessed: Sequence[str] = ()) -> dict[str, Any]:
    """The state; ``guessed`` is what could be meant otherwise, told once, to whoever sends the file."""
    counts, trial = results.counts(one, trial=_is_trial(one)), _is_trial(one)
    columns = {column.column: column.field for column in mapping.load(one.plan).columns}
    back = results.taken_back(one)
    return {
        "id": one.id, "object": one.object, "filename": one.filename, "status": one.status, "dry_run": trial, "rows": one.total,
        **{name: counts[name] for name in models.RESULTS}, **{name: getattr(back, name) for name in BACK}, "columns": columns, "doubts": list(guessed), "error": background.stopped(one),
    }  # fmt: skip
