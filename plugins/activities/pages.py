"""Pages of activities beside the generic ones: the calendar, the timeline of a record, and the follow-ups of Today."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request

from core import BadQuery, Invalid, NotFound, Refusal, current_actor, permissions, short_day
from core import gettext as _

from . import calendar, composer, panels, quick, timeline, today
from .objects import activity

blueprint = Blueprint("activities", __name__, template_folder="templates", static_folder="static")


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
    if not panels.takes_activities(record, user):
        raise NotFound
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
    parts = (("activities/composer.html", panels.composer_context(record, user)), ("activities/timeline.html", panels.timeline_context(record, user)))
    return "".join(render_template(template, **context, oob=True) for template, context in parts if context is not None)


@blueprint.get("/follow-ups")
def show_follow_ups() -> Any:
    """The follow-ups of today; ``by`` is "grade" or "time"."""
    context = today.context(current_actor(), request.args.get("by"))
    return _answer("activities/today.html", **(context or {"follow_ups": [], "by": "grade", "overdue": 0, "due_today": 0, "more": False}))


@blueprint.post("/follow-ups/<int:activity_id>/end")
def end_follow_up(activity_id: int) -> Any:
    """End a follow-up by its outcome alone. What needs more to be said goes on in the dialog, with nothing written."""
    user, by = current_actor(), request.args.get("by")
    try:
        ended, next_on = quick.end(activity_id, request.form.get("outcome", ""), user)
    except (Invalid, Refusal) as problem:
        if wants_fragment():
            return render_template("activities/today.html", **(today.context(user, by) or {}), problem=problem.message), 422
        return redirect(f"/activities/{activity_id}/actions/done")
    sentence = _("“%(name)s” is done; next on %(day)s.", name=ended.name, day=short_day(next_on)) if next_on else _("“%(name)s” is done.", name=ended.name)
    if not wants_fragment():
        flash(sentence, "success")
        return redirect("/")
    answer = make_response(render_template("activities/today.html", **(today.context(user, by) or {})))
    undo = {"url": f"{ended.url}/actions/reopen", "values": {"next": "/"}}
    answer.headers["HX-Trigger"] = json.dumps({"forecourt:toast": {"sentence": sentence, "undo": undo}})
    return answer


@blueprint.get("/calendar")
def show_calendar() -> str:
    """The calendar: ``scale`` "day", "week" or "month", ``on`` a day of it, ``who`` a person's id or "all"."""
    user = current_actor()
    permissions.require(user, activity, "read")
    shown = calendar.view(user, request.args.get("scale", "week"), _day(request.args.get("on", "")), request.args.get("who", ""))
    return render_template("activities/calendar.html", view=shown)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadQuery(_("“%(text)s” is no date.", text=text[:40])) from None


def _answer(template: str, **context: Any) -> str:
    if wants_fragment():
        return render_template(template, **context)
    return render_template("activities/page.html", part=template, **context)
