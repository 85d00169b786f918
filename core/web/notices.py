"""The bell: one's notices, read and unread, and whether they come by mail too."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from .. import notices
from ..actor import current_actor
from ..errors import NotFound

blueprint = Blueprint("notices", __name__)


@blueprint.get("/notices")
def show() -> str:
    """The panel for htmx, else the page; ``before`` goes on behind the last one shown."""
    user = current_actor()
    before = request.args.get("before", type=int)
    found = notices.latest(user, before)
    template = "notices/_panel.html" if request.headers.get("HX-Request") else "notices/index.html"
    more = found[-1].id if len(found) == notices.PANEL else None
    return render_template(template, notices=found, more=more, by_mail=notices.by_mail(user), unread=notices.unread(user), going_on=before is not None)


@blueprint.get("/notices/count")
def count() -> str:
    """The bell's number, asked for after the page is painted and from time to time."""
    return render_template("notices/_count.html", unread=notices.unread(current_actor()), most=notices.COUNTED)


@blueprint.get("/notices/<int:notice_id>")
def open_one(notice_id: int) -> Response:
    """Mark it read and go where it leads."""
    user = current_actor()
    notice = notices.find(notice_id, user)
    if notice is None:
        raise NotFound
    notices.mark_read(user, notice_id)
    return redirect(notice.url or url_for("notices.show"), 303)


@blueprint.post("/notices/read")
def mark_read() -> str | Response:
    """All, or the one that ``notice`` names."""
    notices.mark_read(current_actor(), request.form.get("notice", type=int))
    return _answer()


@blueprint.post("/notices/<int:notice_id>/unread")
def mark_unread(notice_id: int) -> str | Response:
    notices.mark_unread(current_actor(), notice_id)
    return _answer()


@blueprint.post("/notices/mail")
def choose_mail() -> str | Response:
    notices.set_by_mail(current_actor(), request.form.get("by_mail") == "1")
    return _answer()


def _answer() -> str | Response:
    return show() if request.headers.get("HX-Request") else redirect(url_for("notices.show"), 303)
