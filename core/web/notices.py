"""The bell: one's notices, read and unread, and whether they come by mail too."""

from __future__ import annotations

import json

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from .. import notices
from ..actor import current_actor
from .addresses import int64

blueprint = Blueprint("notices", __name__)
SAID_AT_ONCE = 3


@blueprint.get("/notices")
def show() -> str:
    """The panel for htmx, else the page; ``before`` goes on behind the last one shown."""
    user = current_actor()
    before = request.args.get("before", type=int64)
    found = notices.latest(user, before)
    template = "notices/_panel.html" if request.headers.get("HX-Request") else "notices/index.html"
    more = found[-1].id if len(found) == notices.PANEL else None
    return render_template(template, notices=found, more=more, by_mail=notices.by_mail(user), unread=notices.unread(user), going_on=before is not None)


@blueprint.get("/notices/count")
def count() -> Response:
    """The bell's number, asked for after the page is painted and from time to time.

    ``since`` is the latest notice the page knows of: what has come after it is said at the foot of the page too.
    """
    user, since = current_actor(), request.args.get("since", type=int64)
    latest = notices.latest(user, limit=SAID_AT_ONCE)
    answer = make_response(render_template("notices/_count.html", unread=notices.unread(user), most=notices.COUNTED, since=latest[0].id if latest else 0))
    fresh = [one for one in latest if since is not None and one.id > since and one.read_at is None]
    if fresh:
        answer.headers["HX-Trigger"] = json.dumps({"forecourt:toast": {"sentence": " ".join(one.text for one in reversed(fresh))}})
    return answer


@blueprint.get("/notices/<int:notice_id>")
def open_one(notice_id: int) -> AnyResponse:
    """Mark it read and go where it leads. One that has been gathered into a later one meanwhile leads to all of them."""
    user = current_actor()
    notice = notices.find(notice_id, user)
    if notice is None:
        return redirect(url_for("notices.show"), 303)
    notices.mark_read(user, notice_id)
    return redirect(notice.url or url_for("notices.show"), 303)


@blueprint.post("/notices/read")
def mark_read() -> str | AnyResponse:
    """All, or the one that ``notice`` names."""
    notices.mark_read(current_actor(), request.form.get("notice", type=int64))
    return _answer()


@blueprint.post("/notices/<int:notice_id>/unread")
def mark_unread(notice_id: int) -> str | AnyResponse:
    notices.mark_unread(current_actor(), notice_id)
    return _answer()


@blueprint.post("/notices/mail")
def choose_mail() -> str | AnyResponse:
    notices.set_by_mail(current_actor(), request.form.get("by_mail") == "1")
    return _answer()


def _answer() -> str | AnyResponse:
    return show() if request.headers.get("HX-Request") else redirect(url_for("notices.show"), 303)
