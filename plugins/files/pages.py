"""Pages of files: the panel, uploading from a form or by script, downloading, taking off and putting back."""

from __future__ import annotations

import logging
from typing import IO, Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, send_file

from core import Invalid, Refusal, current_actor
from core import gettext as _

from . import attaching, folder, kinds, panels
from .attaching import Attached

log = logging.getLogger(__name__)
blueprint = Blueprint("files", __name__, template_folder="templates", static_folder="static")

RAW = "application/octet-stream"
OVERHEAD = 64 * 1024
"""What a form adds to its file."""


def allow_large_bodies(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A file may be larger than other bodies. Whoever is not signed in is turned away before anything is read."""
    if request.method == "POST":
        request.max_content_length = attaching.most_bytes() + OVERHEAD


blueprint.url_value_preprocessor(allow_large_bodies)


@blueprint.get("/files/<int:record_id>")
def show(record_id: int) -> Any:
    """The panel by itself, as it is after a change; or, with a cursor, the files that were attached before those."""
    user, cursor = current_actor(), request.args.get("cursor")
    record = attaching.record_of(record_id, user)
    if cursor is not None:
        part = request.headers.get("HX-Request") == "true"
        return render_template("files/lines.html" if part else "files/earlier.html", **(panels.context(record, user, cursor) or {}))
    if request.headers.get("HX-Request") != "true":
        return redirect(record.url)
    return render_template("files/panel.html", **(panels.context(record, user) or {}))


@blueprint.post("/files/<int:record_id>")
def upload(record_id: int) -> Any:
    """Attach what was sent: the files of a form, or, from the page's script, the bytes of one whose name stands in the address."""
    user = current_actor()
    record = attaching.record_of(record_id, user)
    if request.mimetype == RAW:
        made = attaching.attach(record, user, request.args.get("name", ""), request.stream, request.content_length)
        return jsonify(id=made.id, name=made.name, number=made.number)
    chosen = [one for one in request.files.getlist("file") if one.filename]
    if not chosen:
        raise Invalid({"file": [_("Choose a file first.")]})
    for one in chosen:
        try:
            stream: IO[bytes] = one.stream
            flash(_("“%(name)s” is attached.", name=attaching.attach(record, user, one.filename or "", stream).name), "success")
        except (Invalid, Refusal) as problem:  # the others are attached all the same
            flash(problem.message, "error")
            record = attaching.record_of(record_id, user)
    return redirect(record.url)


@blueprint.get("/files/<int:record_id>/<int:attachment_id>")
@blueprint.get("/files/<int:record_id>/<int:attachment_id>/<int:number>")
def download(record_id: int, attachment_id: int, number: int | None = None) -> Response:
    """A version, the latest unless told. Pictures are shown with ``show=1``; anything else is handed out to be saved."""
    record = attaching.record_of(record_id, current_actor())
    return answer(attaching.version_of(record, attachment_id, number), inline=request.args.get("show") == "1")


def answer(version: Attached, *, inline: bool = False) -> Response:
    """The bytes, piece by piece; a browser is told not to guess and to run nothing."""
    path = folder.path_of(version.sha256)
    if not path.exists():
        log.error("the bytes %s of an attached file are not in the folder", version.sha256)
        raise Refusal(_("The content of “%(name)s” is not in the folder of files. Please tell your administrator.", name=version.name), code="file-missing")
    shown = inline and version.is_picture
    media = version.type if shown or not version.type.startswith(("text/html", "image/svg", "application/xhtml", "text/xml", "application/xml")) else kinds.UNKNOWN
    response = send_file(path, mimetype=media, as_attachment=not shown, download_name=version.name, etag=version.sha256, conditional=True)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@blueprint.get("/files/<int:record_id>/<int:attachment_id>/versions")
def versions(record_id: int, attachment_id: int) -> str:
    """All versions of a file."""
    record = attaching.record_of(record_id, current_actor())
    found = attaching.versions_of(record, attachment_id)
    part = request.headers.get("HX-Request") == "true"
    return render_template("files/versions.html" if part else "files/page.html", record=record, versions=found)


@blueprint.post("/files/<int:record_id>/<int:attachment_id>/remove")
def remove(record_id: int, attachment_id: int) -> Any:
    user = current_actor()
    record = attaching.record_of(record_id, user)
    name = attaching.remove(record, attachment_id, user)
    sentence = _("“%(name)s” has been removed.", name=name)
    if request.headers.get("HX-Request") == "true":
        return render_template("files/panel.html", removed={"id": attachment_id, "sentence": sentence}, **(panels.context(record, user) or {}))
    flash(sentence, "success")
    return redirect(record.url)


@blueprint.post("/files/<int:record_id>/<int:attachment_id>/restore")
def restore(record_id: int, attachment_id: int) -> Any:
    user = current_actor()
    record = attaching.record_of(record_id, user)
    back = attaching.restore(record, attachment_id, user)
    flash(_("“%(name)s” is attached.", name=back.name), "success")
    return redirect(record.url)
