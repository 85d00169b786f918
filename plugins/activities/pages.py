"""Pages of activities beside the generic ones: the timeline of a record, and the follow-ups of Today."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request

from core import Invalid, current_actor
from core import gettext as _

from . import composer, panels, timeline, today

blueprint = Blueprint("activities", __name__, template_folder="templates")


def wants_fragment() -> bool:
    """Whether htmx asks for a part of a page; the same address answers a plain request with a whole one."""
    return request.headers.get("HX-Request") == "true"


@blueprint.get("/timeline/<int:record_id>")
def show_timeline(record_id: int) -> Any:
    """A record's timeline, or its next page; ``open=1`` leaves out what is done."""
    user = current_actor()
    record = timeline.visible_record(record_id, user)
    only_open = request.args.get("open") == "1"
    shown = timeline.read(record.id, user, only_open=only_open, cursor=request.args.get("cursor"))
    template = "activities/entries.html" if request.args.get("cursor") else "activities/timeline.html"
    return _answer(template, record=record, timeline=shown, only_open=only_open)


@blueprint.post("/timeline/<int:record_id>")
def write_activity(record_id: int) -> Any:
    """Save what the composer holds. What cannot be saved comes back with everything typed."""
    user = current_actor()
    record = timeline.visible_record(record_id, user)
    typed = {name: request.form.get(name, "") for name in composer.INPUTS}
    try:
        composer.write(record, typed, user)
    except Invalid as problem:
        record = timeline.visible_record(record_id, user)  # read again: what was rolled back is no longer loaded
        context = panels.composer_context(record, user, typed, problem.errors)
        return _answer("activities/composer.html", **(context or {})), 422
    if not wants_fragment():
        flash(_("Saved."), "success")
        return redirect(record.url)
    written = panels.composer_context(record, user)
    shown = panels.timeline_context(record, user)
    return render_template("activities/written.html", composer=written, shown=shown)


@blueprint.get("/follow-ups")
def show_follow_ups() -> Any:
    """The follow-ups of today; ``by`` is "grade" or "time"."""
    context = today.context(current_actor(), request.args.get("by"))
    return _answer("activities/today.html", **(context or {"follow_ups": [], "by": "grade", "overdue": 0, "due_today": 0, "more": False}))


def _answer(template: str, **context: Any) -> str:
    if wants_fragment():
        return render_template(template, **context)
    return render_template("activities/page.html", part=template, **context)
