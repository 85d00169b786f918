"""Pages of this module that the generic ones cannot do: hand-over, printed forms, divisions of a region, asking for access."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core import Actor, Invalid, MenuItem, NotFound, current_actor, gettext_lazy, id_in, int64, ngettext, own_address, records, registry, today, users
from core import gettext as _

from . import access, handover, handover_job, matching, regions, sheets

pages = Blueprint("contacts", __name__, template_folder="templates")

handover_item = MenuItem(
    "contacts.handover",
    gettext_lazy("Hand-over"),
    url="/handover",
    icon="transfer",
    group=gettext_lazy("Tools"),
    order=90,
    permission=handover.HAND_OVER.code,
)
Page = str | tuple[str, int] | Response


# ---------------------------------------------------------------- hand-over


@pages.get("/handover")
def ask_handover() -> Page:
    """Whose customers, to whom: chosen in the address, so that the preview can be shared and reloaded."""
    current_actor().require(handover.HAND_OVER.code)
    return _handover_page({})


@pages.post("/handover")
def run_handover() -> Page:
    """Hand over; ``share-<user id>`` is the weight of each who takes over. Much goes by a job, whose page shows how far it is."""
    user = current_actor()
    from_id = request.form.get("from", 0, type=int64)
    try:
        reason = request.form.get("reason", "").strip()
        if not reason:
            raise Invalid({"reason": [_("Please fill in %(field)s.", field=_("Reason"))], **_wrong_shares(from_id, user)})
        if handover.is_much(from_id):
            return redirect(f"/jobs/{handover_job.begin(from_id, _shares(), user, reason).id}", 303)
        done = handover.hand_over(from_id, _shares(), user, reason)
    except Invalid as invalid:
        return _handover_page(invalid.errors), 422
    flash(_("%(count)s records of %(name)s were handed over.", count=done.total, name=users.name_of(from_id)), "success")
    if done.left:
        flash(ngettext("%(num)s record stays where it is: a rule keeps it.", "%(num)s records stay where they are: a rule keeps them.", done.left), "error")
    return redirect(url_for("contacts.ask_handover"), 303)


def _wrong_shares(from_id: int, user: Actor) -> dict[str, list[str]]:
    """What is wrong with who hands over to whom, beside what else there is to say."""
    try:
        handover.check(from_id, _shares(), user)
    except Invalid as invalid:
        return dict(invalid.errors)
    return {}


def _shares() -> dict[int, int]:
    """Weights typed, by person; what is no number, or a longer one than there is, counts as nothing."""
    found: dict[int, int] = {}
    for key, value in request.values.items():
        person_id, weight = id_in(key.removeprefix("share-")), id_in(value)
        if key.startswith("share-") and person_id is not None and weight is not None:
            found[person_id] = min(weight, 1000)
    return found


def _handover_page(errors: dict[str, list[str]]) -> str:
    """The page at one of three steps: nobody chosen, somebody chosen, shares typed and the outcome shown."""
    user = current_actor()
    people = handover.people_within_reach(user)
    from_id = request.values.get("from", 0, type=int64)
    chosen = next((person for person in people if person.id == from_id), None)
    parts: list[handover.Part] = []
    if chosen and not errors and any(_shares().values()):
        try:
            parts = handover.plan(from_id, _shares(), user)
        except Invalid as invalid:
            errors = invalid.errors
    return render_template(
        "contacts/handover.html",
        people=people,
        chosen=chosen,
        takers=[person for person in people if person.id != from_id and handover.can_take_over(person)],
        preview=handover.preview(from_id) if chosen else [],
        much=bool(chosen) and handover.is_much(from_id),
        run=handover.under_way(from_id) if chosen else None,
        may_follow=lambda run: run.user_id == user.id or user.is_admin,
        parts=parts,
        typed=request.values,
        errors=errors,
    )


# ---------------------------------------------------------------- printed forms

@pages.get("/print/<code>/<int:record_id>")
def print_form(code: str, record_id: int) -> Page:
    """S3: one form on A4, as the paper has it, with the lines for its signatures."""
    if code not in sheets.SHEETS:
        raise NotFound
    user = current_actor()
    return render_template(sheets.SHEETS[code], **sheets.sheet(records.get(code, record_id, user), user))


@pages.get("/print/statements")
def print_statements() -> Page:
    """S3: the processing statements of one day on one sheet, with their totals."""
    user = current_actor()
    field = registry.object_type("processing_statement").fields["dated_on"]
    try:
        day = field.clean(request.args.get("day", "")) or today(user.dealer_id)
    except ValueError:
        day = today(user.dealer_id)
    return render_template("contacts/print/statements.html", day=day, **sheets.statements(user, day))


@pages.get("/print/accounts")
def print_accounts() -> Page:
    """S3: the prospects (or what ``where`` says) as a list on paper: number, name, contact person, telephone."""
    return render_template("contacts/print/accounts.html", **sheets.accounts(current_actor(), request.args.get("where") or "type = prospect"))


# ---------------------------------------------------------------- regions and matches


@pages.get("/regions/<level>")
def region_options(level: str) -> Page:
    """The options of a dependent select: the cities of a province, the districts of a city."""
    current_actor()
    if level not in regions.ABOVE:
        raise NotFound
    under = request.args.get("under") or request.args.get(regions.ABOVE[level])
    return render_template("contacts/region_options.html", choices=regions.within(under), chosen=request.args.get(level, ""))


@pages.post("/matches/<ticket>/ask")
def ask_for_access(ticket: str) -> Page:
    """Ask the owner of a hidden match for access. The ticket stands beside the match: one cannot ask for what one was not shown."""
    user = current_actor()
    record = matching.load(access.open_ticket(ticket, user))
    if record is None:
        raise NotFound
    access.ask_owner(record, user)
    flash(_("The owner has been asked for access."), "success")
    return redirect(own_address(request.form.get("next")) or "/", 303)
