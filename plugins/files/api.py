"""Files of a record in the API: the list as JSON, the bytes as they are."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from marshmallow import fields as ma

from core import Answer, Invalid, api_schema, current_actor, fields, operation
from core import gettext as translate
from core import gettext_lazy as _

from . import attaching
from .attaching import Attached
from .pages import RAW, allow_large_bodies, answer

blueprint = Blueprint("files_api", __name__, url_prefix="/api/v1/files")
blueprint.url_value_preprocessor(allow_large_bodies)
FILES = _("Files")
FORM = "multipart/form-data"
BYTES = {"type": "string", "format": "binary"}
TAKEN = {
    FORM: {
        "schema": {"type": "object", "required": ["file"], "properties": {"file": BYTES}},
        "encoding": {"file": {"contentType": RAW}},
        "example": {"file": "Two cars, delivered in May."},
    },
    RAW: {"schema": BYTES, "example": "Two cars, delivered in May."},
}
"""A file comes as the part ``file`` of a form, which tells its name, or by itself, with its name in the address."""


def _file(_target: Any = None) -> Any:
    numbers = {name: ma.Integer(required=True) for name in ("id", "number", "versions", "size")}
    words = {name: ma.String(required=True) for name in ("name", "type", "sha256", "url")}
    return api_schema("AttachedFile", {**numbers, **words, "at": ma.DateTime(required=True), "by": ma.Integer(required=True, allow_none=True)})


def _files(_target: Any = None) -> Any:
    return api_schema("AttachedFiles", {"data": ma.List(ma.Nested(_file()), required=True)})


def _page(_target: Any = None) -> Any:
    return api_schema("AttachedFilesPage", {"data": ma.List(ma.Nested(_file()), required=True), "next": ma.String(required=True, allow_none=True)})


@blueprint.get("/<id64:record_id>")
@operation(_("Files of a record"), tag=FILES, answer=_page, query={"cursor": fields.Text(_("Page"), length=80, help=_("“next” of the page before; empty for the first page."))})
def list_files(record_id: int, query: dict[str, Any]) -> Answer:
    """The latest version of each, the last attached first, some 200 at a time."""
    record = attaching.record_of(record_id, current_actor())
    found, following = attaching.page_of(record, query["cursor"] or None)
    return Answer({"data": [_as_json(record, one) for one in found], "next": following})


@blueprint.post("/<id64:record_id>")
@operation(
    _("Attach a file"), tag=FILES, takes=TAKEN, answer=_file, status=201, headers=("Location",),
    query={"name": fields.Text(_("File name"), length=255, help=_("The file's name; a form tells it by itself"))},
    description=_("One of the same name becomes a new version. Sent twice, it is there once: the answer is the same."),
)  # fmt: skip
def attach_file(record_id: int, query: dict[str, Any]) -> Answer:
    """The bytes are written to the folder as they come in."""
    user = current_actor()
    record = attaching.record_of(record_id, user)
    if request.mimetype == FORM:
        part = request.files.get("file")
        if part is None:
            raise Invalid({"file": [translate("Choose a file first.")]})
        made = attaching.attach(record, user, query["name"] or part.filename or "", part.stream)
    else:
        made = attaching.attach(record, user, query["name"] or "", request.stream, request.content_length)
    return Answer(_as_json(record, made), 201, {"Location": f"/api/v1/files/{record.id}/{made.id}/{made.number}"})


@blueprint.get("/<id64:record_id>/<id64:attachment_id>")
@operation(_("The latest version of a file"), tag=FILES, gives=RAW, statuses=(206, 304, 416))
def download_file(record_id: int, attachment_id: int) -> Response:
    """Its bytes, whatever they are: the list tells the type."""
    return _bytes(record_id, attachment_id, None)


@blueprint.get("/<id64:record_id>/<id64:attachment_id>/<id64:number>")
@operation(_("One version of a file"), tag=FILES, gives=RAW, statuses=(206, 304, 416))
def download_version(record_id: int, attachment_id: int, number: int) -> Response:
    """Its bytes, whatever they are."""
    return _bytes(record_id, attachment_id, number)


@blueprint.get("/<id64:record_id>/<id64:attachment_id>/versions")
@operation(_("Versions of a file"), tag=FILES, answer=_files)
def list_versions(record_id: int, attachment_id: int) -> Answer:
    """All of them, the latest first."""
    record = attaching.record_of(record_id, current_actor())
    return Answer({"data": [_as_json(record, one) for one in attaching.versions_of(record, attachment_id)]})


@blueprint.delete("/<id64:record_id>/<id64:attachment_id>")
@operation(_("Take a file off a record"), tag=FILES, status=204)
def remove_file(record_id: int, attachment_id: int) -> Answer:
    """Until it is swept it can be put back."""
    user = current_actor()
    attaching.remove(attaching.record_of(record_id, user), attachment_id, user)
    return Answer(status=204)


@blueprint.post("/<id64:record_id>/<id64:attachment_id>/restore")
@operation(_("Put a file back"), tag=FILES, answer=_file)
def restore_file(record_id: int, attachment_id: int) -> Answer:
    """One that was taken off."""
    user = current_actor()
    record = attaching.record_of(record_id, user)
    return Answer(_as_json(record, attaching.restore(record, attachment_id, user)))


def _bytes(record_id: int, attachment_id: int, number: int | None) -> Response:
    response = answer(attaching.version_of(attaching.record_of(record_id, current_actor()), attachment_id, number))
    response.mimetype = RAW
    return response


def _as_json(record: Any, one: Attached) -> dict[str, Any]:
    return {
        "id": one.id, "name": one.name, "number": one.number, "versions": one.versions, "size": one.size, "type": one.type, "sha256": one.sha256,
        "at": one.at.isoformat().replace("+00:00", "Z"), "by": one.by_id, "url": f"/api/v1/files/{record.id}/{one.id}/{one.number}",
    }  # fmt: skip
