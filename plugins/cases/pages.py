"""The pages of the desk: the console, taking a case down on the phone, a rule tried before it is switched on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from core import Actor, ForecourtError, Invalid, MenuItem, current_actor, enclosures, id_in, int64, permissions, records, redaction, registry, transaction
from core import gettext as _text
from core import gettext_lazy as _

from . import actions, answers, assignment, comments, console, countdown, intake, overview, presence
from .picklists import FROM_CUSTOMER, INTERNAL, TO_CUSTOMER
from .roles import OVERVIEW

blueprint = Blueprint("cases", __name__, template_folder="templates", static_folder="static")
Page = str | tuple[str, int] | Response
MENU = (
    MenuItem("cases.console", _("Console"), "/cases/console", icon="headset", group=_("Service"), order=23, permission="object:case"),
    MenuItem("cases.overview", _("Service overview"), "/cases/overview", icon="chart-bar", group=_("Reports"), order=40, permission=OVERVIEW),
)
SAY = {
    TO_CUSTOMER.code: lambda case, text, then, user: actions.reply.run(case, user, body=text, then=then),
    INTERNAL.code: lambda case, text, then, user: actions.note.run(case, user, body=text),
    FROM_CUSTOMER.code: lambda case, text, then, user: actions.customer_said.run(case, user, body=text),
}


def _take_what_comes_along(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """An answer may bring files; other forms of the desk stay small."""
    if endpoint == "cases.say":
        enclosures.allow_large_bodies()


blueprint.url_value_preprocessor(_take_what_comes_along)


@blueprint.get("/cases/console")
def show_console() -> str:
    """``tab``: which list; ``case``: which case; ``template``: the answer to begin with."""
    return _render(current_actor(), request.args, {})


def _render(user: Actor, asked: Mapping[str, str], errors: Mapping[str, list[str]]) -> str:
    permissions.require(user, registry.enabled_object("case"), "read")
    page = console.read(console.tab_of(asked.get("tab")), id_in(asked.get("case")), user)
    may_edit = page.case is not None and records.may_edit(page.case, user)
    body = asked.get("body", "") or _answer(page, asked.get("template"), user)
    return render_template(
        "cases/console.html", page=page, case=redaction.known(page.case, user), tabs=[(str(one), f"/cases/console?tab={one.code}", one == page.tab, f"/cases/count?view={one.code}") for one in console.TABS], errors=errors, body=body, direction=asked.get("direction", TO_CUSTOMER.code),
        may_oversee=user.may(OVERVIEW), may_create=permissions.may(user, registry.object_type("case"), "create"), directions=(TO_CUSTOMER, INTERNAL, FROM_CUSTOMER),
        me=user, may_edit=may_edit, enclosing=enclosures.drawn(user) if may_edit else "",
    )  # fmt: skip


def _answer(page: console.Console, template: str | None, user: Actor) -> str:
    """The text of the answer chosen; an old one that can no longer be filled says so and leaves the text empty."""
    chosen = next((one for one in page.templates if str(one.id) == template), None)
    if chosen is None or page.case is None:
        return ""
    try:
        return answers.filled(chosen.body, page.case, user)
    except Invalid as problem:
        flash(problem.message, "error")
        return ""


@blueprint.post("/cases/console/<int:record_id>/say")
def say(record_id: int) -> Page:
    """What was written: to the customer, among colleagues, or by the customer, with what comes along. A mistake comes back with everything typed."""
    user = current_actor()
    case = records.get("case", record_id, user, operation="edit")
    direction = request.form.get("direction", TO_CUSTOMER.code)
    try:
        with enclosures.receiving(user) as enclose, transaction():
            SAY.get(direction, SAY[INTERNAL.code])(case, request.form.get("body", ""), request.form.get("then") or "stay", user)
            enclose(comments.latest_of(case, user))
    except ForecourtError as problem:
        errors = problem.errors if isinstance(problem, Invalid) else {"": [problem.message]}
        return _render(user, {**request.form, "case": str(record_id)}, errors), problem.status
    flash(_text("Saved."), "success")
    return redirect(f"/cases/console?tab={console.tab_of(request.form.get('tab')).code}&case={record_id}", 303)


@blueprint.post("/cases/console/<int:record_id>/here")
def report_presence(record_id: int) -> str:
    """The page tells every twenty seconds which case it shows; the answer says who else has it open."""
    user = current_actor()
    case = records.get("case", record_id, user)
    return render_template("cases/presence.html", names=presence.report(case.id, user), case=case)


@blueprint.get("/cases/intake")
def show_intake() -> str:
    """The form of a call. ``phone`` may be given, by a telephone system for instance."""
    user = current_actor()
    permissions.require(user, registry.enabled_object("case"), "create")
    return _intake(user, request.args, {})


@blueprint.get("/cases/intake/callers")
def show_callers() -> str:
    """While the number is typed: who that is, what is open, what they own; who was chosen stays so. Part of the page, for htmx."""
    user = current_actor()
    permissions.require(user, registry.enabled_object("case"), "create")
    phone = request.args.get("phone", "").strip()[:40]
    found = intake.callers(user, phone)
    is_there = request.args.get("account") in {"", *(str(one.account.id) for one in found)}
    return render_template("cases/callers.html", callers=found, typed=request.args if is_there else {}, phone=phone)


@blueprint.post("/cases/intake")
def run_intake() -> Page:
    user = current_actor()
    try:
        case = intake.take_down(request.form, user)
    except Invalid as problem:
        return _intake(user, request.form, problem.errors), problem.status
    flash(_text("Case %(number)s was taken down.", number=case.number), "success")
    return redirect(case.url if records.reachable(case, user, "read") else "/cases/intake", 303)


def _intake(user: Actor, typed: Mapping[str, str], errors: Mapping[str, list[str]]) -> str:
    reasons = records.find("case_reason", user, where={"active": True}, sort="position", limit=300)
    phone = typed.get("phone", "").strip()[:40]
    object_type = registry.object_type("case")
    declared = object_type.fields
    return render_template(
        "cases/intake.html", typed=typed, errors=errors, declared=declared, reasons=_tree(reasons), phone=phone, callers=intake.callers(user, phone),
        labels={name: declared[name].label for name in intake.FIELDS if permissions.field_right(user, object_type, name) is None},
    )  # fmt: skip


def _tree(reasons: list[Any]) -> list[tuple[Any, list[Any]]]:
    """The reasons under the one above each; the tree is shown two deep, what lies deeper stands with its branch."""
    ids = {one.id for one in reasons}
    tops = [one for one in reasons if one.parent_id not in ids]
    by_id = {one.id: one for one in reasons}

    def top(one: Any) -> int:
        seen: set[int] = set()
        while one.parent_id in by_id and one.id not in seen:
            seen.add(one.id)
            one = by_id[one.parent_id]
        return int(one.id)

    return [(branch, [one for one in reasons if one.id != branch.id and top(one) == branch.id]) for branch in tops]


@blueprint.get("/cases/overview")
def show_overview() -> str:
    """Where it burns. ``days``: the period of what is finished, 7, 30, 90 or 365; 0 is all of it."""
    user = current_actor()
    user.require(OVERVIEW)
    permissions.require(user, registry.enabled_object("case"), "read")
    days = request.args.get("days", type=int64)
    days = days if days in (*overview.DAYS, overview.EVER) else 30
    return render_template("cases/overview.html", page=overview.read(user, days), days=days, periods=overview.DAYS, ages=overview.AGES, span=countdown.span)


@blueprint.get("/case-assignment-rules/<int:record_id>/try")
def try_rule(record_id: int) -> str:
    """What the rule would do with the latest cases, switched on or not. Nothing is changed."""
    user = current_actor()
    rule = records.get("case_assignment_rule", record_id, user)
    return render_template("cases/tried.html", rule=rule, **assignment.tried(rule, user))
