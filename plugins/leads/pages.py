"""Pages that the generic ones cannot do: Convert, the warning while a number is typed, the first-contact report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, after_this_request, flash, has_request_context, redirect, render_template, request
from werkzeug.wrappers import Response

from core import Actor, ForecourtError, Invalid, MenuItem, NotFound, current_actor, dates, fields, id_in, permissions, queries, records, redaction, registry, today, users
from core import gettext as _text
from core import gettext_lazy as _
from plugins.contacts import written_region

from . import assignment, calls, choosing, compliance, conversion, duplicates, intake
from .actions import convert
from .conversion import candidates as suspects
from .picklists import CONVERTED

blueprint = Blueprint("leads", __name__, template_folder="templates")
Page = str | tuple[str, int] | Response
MENU = (
    MenuItem("leads.compliance", _("First-contact report"), "/leads/compliance", icon="clock-check", group=_("Reports"), order=38, permission=assignment.ASSIGN),
)
MONTH = timedelta(days=29)


@blueprint.get("/leads/<int:record_id>/convert")
def convert_page(record_id: int) -> Page:
    """What the lead may be already, and what converting it would do. Nothing is created."""
    user = current_actor()
    lead = records.get("lead", record_id, user, operation="edit")
    if lead.status == CONVERTED:
        return redirect(lead.url, 303)
    user.require(str(convert.permission))
    return _render(lead, user, request.args, {})


@blueprint.post("/leads/<int:record_id>/convert")
def run_convert(record_id: int) -> Page:
    """Convert; a mistake comes back beside its field with everything typed."""
    user = current_actor()
    lead = records.get("lead", record_id, user, operation="edit")
    try:
        done = convert.run(lead, user, **_inputs(_typed(request.form)))
    except ForecourtError as problem:
        errors = problem.errors if isinstance(problem, Invalid) else {"": [problem.message]}
        lead = records.get("lead", record_id, user, operation="edit")  # what was read before is rolled back
        return _render(lead, user, request.form, errors), problem.status
    return redirect(done.url, 303)


def _typed(sent: Mapping[str, str]) -> dict[str, str]:
    """What was sent. What was searched for is chosen before what was offered."""
    return {**sent, **{target: sent.get(f"another_{target}") or sent.get(target, "") for target in ("account", "contact")}}


def _inputs(typed: Mapping[str, str]) -> dict[str, Any]:
    """The action's inputs as typed; what is named "<step>-<name>" goes to the steps."""
    parts: dict[str, dict[str, str]] = {}
    found: dict[str, Any] = {}
    for key, value in typed.items():
        step, dash, name = key.partition("-")
        if dash:
            parts.setdefault(step, {})[name] = value
        elif key in convert.inputs:
            found[key] = value
    return {**found, "parts": parts}


def _render(lead: Any, user: Actor, sent: Mapping[str, str], errors: Mapping[str, list[str]]) -> str:
    typed = _typed(sent)
    matches = suspects.matches_of(lead, user)
    accounts = conversion.with_searched(conversion.account_candidates(lead, user, matches), "account", typed["account"], user)
    contacts = conversion.with_searched(conversion.contact_candidates(lead, user, matches), "contact", typed["contact"], user)
    chosen = choosing.choices(lead, user, typed, accounts, contacts)
    plan, steps = conversion.preview(lead, user, _inputs(typed)["parts"])
    return render_template(
        "leads/convert.html", lead=redaction.known(lead, user), known=lambda record: redaction.known(record, user), typed=typed, errors=errors, accounts=accounts, contacts=contacts, chosen=chosen, plan=plan,
        steps=[one for one in steps if one.template], moves=[one.moves for one in steps if one.moves], vetoes=[one.veto for one in steps if one.veto],
        owners=[one for one in users.looked_up(user) if not one.is_queue], owner_id=choosing.owner_id(lead, typed),
        asked=convert.open_inputs(user),
    )  # fmt: skip


@blueprint.get("/leads/<int:record_id>/card")
def print_card(record_id: int) -> Page:
    """S7: the prospect card on one sheet of A4."""
    user = current_actor()
    lead = redaction.known(records.get("lead", record_id, user), user)
    place = written_region(lead.province, lead.city, lead.district)
    return render_template("leads/print/card.html", record=lead, place=place, visible=permissions.visible_fields(user, lead.object_type))


@blueprint.get("/leads/duplicates")
def show_duplicates() -> str:
    """While a number is typed: who has it already. Part of a page, for htmx; also answers without numbers, with nothing."""
    user = current_actor()
    permissions.require(user, registry.enabled_object("lead"), "create")
    typed = [request.args.get(name, "").strip()[:40] for name in duplicates.NUMBERS]
    matches = duplicates.matches_while_typing(user, [one for one in typed if one], id_in(request.args.get("record")))
    template, context = duplicates.shown(matches, user)
    return render_template(template, **context)


@blueprint.post("/leads/duplicates/<int:record_id>/add")
def add_to_known(record_id: int) -> Page:
    """S2: what was typed into the form of a new lead goes to the customer who has the number already."""
    user = current_actor()
    permissions.require(user, registry.enabled_object("lead"), "create")
    numbers = [request.form.get(name, "").strip()[:40] for name in duplicates.NUMBERS]
    known = {match.record.id: match for match in duplicates.matches_while_typing(user, [one for one in numbers if one])}
    match = known.get(record_id)
    if match is None or not match.visible:
        raise NotFound
    record = intake.add_typed(match.record, _typed_lead(), user)
    flash(_text("What you typed was added to “%(name)s”.", name=str(record)), "success")
    return redirect(record.url if match.reachable else "/leads", 303)


def _typed_lead() -> dict[str, Any]:
    """The inputs of the lead's form that were filled; of a picklist with several choices all of them."""
    declared = registry.object_type("lead").fields
    several = {name for name, field in declared.items() if isinstance(field, fields.MultiPicklistField)}
    return {name: ";".join(request.form.getlist(name)) if name in several else text for name, text in request.form.items() if name in declared}


def draw_anew() -> None:
    """S10: the page on which a visit was noted asks for names now, so a request that would change a part of it draws all of it."""
    if has_request_context() and request.headers.get("HX-Request"):
        after_this_request(_refresh)


def _refresh(response: Response) -> Response:
    if response.status_code == 200:
        response.headers["HX-Refresh"] = "true"
    return response


@blueprint.get("/leads/compliance")
def show_compliance() -> tuple[str, int]:
    """S12: first contacts in time, by owner or dealer, for a period."""
    user = current_actor()
    permissions.require(user, registry.enabled_object("lead"), "read")
    by = request.args.get("by", "owner")
    present = today(user.dealer_id)
    span = dates.read_span(_period(present), present)
    if span.first is None or span.last is None or span.wrong:
        return render_template("leads/compliance.html", span=span, by=by), 400
    lines, total = compliance.report(user, span.first, span.last, by if by in compliance.BY else "owner")
    days = calls.of_team(user, span.last) if calls.manages(user) else []
    return render_template("leads/compliance.html", lines=lines, total=total, span=span, by=by, overdue=_overdue(user), days=days), 200


def _period(present: date) -> dict[str, str]:
    """What was asked for; else the thirty days up to today, or to the last day where that is all that was asked for."""
    asked = {name: request.args.get(name, "").strip() for name in ("from", "to")}
    last = asked["to"] or present.isoformat()
    end = dates.read_span({"to": last}, present).last
    return {"from": asked["from"] or ((end or present) - MONTH).isoformat(), "to": last}


def _overdue(user: Actor) -> list[Any]:
    """The leads that wait longest, to be called now."""
    page = queries.ids("lead", user, where=" and ".join(("first_contact_due_at is not empty", *compliance.PARTS["overdue"])), sort="first_contact_due_at", limit=20)
    return [redaction.known(one, user) for one in records.load(registry.object_type("lead"), page)]
