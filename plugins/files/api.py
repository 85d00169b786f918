"""Files of a record in the API: the list as JSON, the bytes as they are."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from core import Answer, current_actor, operation
from core import gettext_lazy as _

from . import attaching
from .attaching import Attached
from .pages import allow_large_bodies, answer

blueprint = Blueprint("files_api", __name__, url_prefix="/api/v1/files")
blueprint.url_value_preprocessor(allow_large_bodies)
FILES = _("Files")


@blueprint.get("/<id64:record_id>")
@operation(_("Files of a record"), tag=FILES)
def show(record_id: int) -> Answer:
    """The latest version of each, the last attached first."""
    record = attaching.record_of(record_id, current_actor())
    return Answer({"data": [_as_json(record, one) for one in attaching.attached(record)]})


@blueprint.post("/<id64:record_id>")
def upload(record_id: int) -> tuple[Response, int]:
    """The body is the file, the parameter ``name`` its name. Sent twice, it is there once: the answer is the same."""
    user = current_actor()
    record = attaching.record_of(record_id, user)
    made = attaching.attach(record, user, request.args.get("name", ""), request.stream, request.content_length)
    response = jsonify(_as_json(record, made))
    response.headers["Location"] = f"/api/v1/files/{record.id}/{made.id}/{made.number}"
    return response, 201


@blueprint.get("/<id64:record_id>/<id64:attachment_id>")
@blueprint.get("/<id64:record_id>/<id64:attachment_id>/<id64:number>")
def download(record_id: int, attachment_id: int, number: int | None = None) -> Response:
    """The bytes of a version, the latest unless told."""
    return answer(attaching.version_of(attaching.record_of(record_id, current_actor()), attachment_id, number))


@blueprint.get("/<id64:record_id>/<id64:attachment_id>/versions")
@operation(_("Versions of a file"), tag=FILES)
def versions(record_id: int, attachment_id: int) -> Answer:
    """All of them, the latest first."""
    record = attaching.record_of(record_id, current_actor())
    return Answer({"data": [_as_json(record, one) for one in attaching.versions_of(record, attachment_id)]})


@blueprint.delete("/<id64:record_id>/<id64:attachment_id>")
@operation(_("Take a file off a record"), tag=FILES, status=204)
def remove(record_id: int, attachment_id: int) -> Answer:
    """Until it is swept it can be put back."""
    user = current_actor()
    attaching.remove(attaching.record_of(record_id, user), attachment_id, user)
    return Answer(status=204)


@blueprint.post("/<id64:record_id>/<id64:attachment_id>/restore")
@operation(_("Put a file back"), tag=FILES)
def restore(record_id: int, attachment_id: int) -> Answer:
    """One that was taken off."""
    user = current_actor()
    record = attaching.record_of(record_id, user)
    return Answer(_as_json(record, attaching.restore(record, attachment_id, user)))


def _as_json(record: Any, one: Attached) -> dict[str, Any]:
    return {
        "id": one.id, "name": one.name, "number": one.number, "versions": one.versions, "size": one.size, "type": one.type, "sha256": one.sha256,
        "at": one.at.isoformat().replace("+00:00", "Z"), "by": one.by_id, "url": f"/api/v1/files/{record.id}/{one.id}/{one.number}",
    }  # fmt: skip
