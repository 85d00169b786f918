"""The pages of users."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from ... import mail, roles, saved_views, security, tokens, units, users
from ...db import transaction
from ...errors import NotFound
from ...i18n import LANGUAGES
from ...i18n import gettext as _
from ...users.changes import FIELDS
from ...users.models import EMAIL_LENGTH, NAME_LENGTH
from ..headers import kept_nowhere
from .boxes import REFUSALS, Box, Sheet, administrator, again, filled, sentences, typed, version, zone_box

Page = str | tuple[str, int] | Response


def routes(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/admin/users", view_func=list_users)
    blueprint.add_url_rule("/admin/users/new", view_func=add_user, methods=["GET", "POST"])
    blueprint.add_url_rule("/admin/users/several", view_func=add_several, methods=["GET", "POST"])
    blueprint.add_url_rule("/admin/users/<int:user_id>", view_func=edit_user, methods=["GET", "POST"])
    blueprint.add_url_rule("/admin/users/<int:user_id>/disable", view_func=disable_user, methods=["GET", "POST"])
    blueprint.add_url_rule("/admin/users/<int:user_id>/enable", view_func=enable_user, methods=["POST"])
    blueprint.add_url_rule("/admin/users/<int:user_id>/invite", view_func=invite_user, methods=["POST"])
    blueprint.add_url_rule("/admin/users/<int:user_id>/sign-out", view_func=sign_user_out, methods=["POST"])


def boxes(person: users.Person | None = None) -> tuple[Box, ...]:
    languages = tuple(LANGUAGES.items())
    offered = tuple((role.code, role.label) for role in roles.all_roles())
    return (
        Box("name", _("Name"), required=True, maximum=NAME_LENGTH),
        Box("email", _("E-mail address"), "email", required=True, maximum=EMAIL_LENGTH, help=_("The user signs in with it.")),
        Box("family_name", _("Family name"), maximum=60),
        Box("given_name", _("Given name"), maximum=60),
        Box("unit_id", _("Unit"), "select", options=tuple((str(key), name) for key, name in units.indented(also=person.unit_id if person is not None else None))),
        Box("locale", _("Language"), "select", options=languages, help=_("Empty: that of the installation.")),
        zone_box(_("Empty: that of the unit.")),
        Box("role_codes", _("Roles"), "multiselect", options=offered, wide=True),
    )


def list_users() -> Page:
    administrator()
    term, state = request.args.get("q", "").strip()[:100], request.args.get("state", "active")
    found = [one for one in users.all_users() if state == "all" or one.active == (state != "disabled")]
    if term:
        found = [one for one in found if term.casefold() in f"{one.name} {one.email} {units.name_of(one.unit_id)}".casefold()]
    rows = [(one, [roles.label_of(code) for code in roles.rights_of(one.id).codes]) for one in found]
    return render_template("admin/people/users.html", rows=rows, term=term, state=state, unit_name=units.name_of)


def add_user() -> Page:
    user = administrator()
    if request.method == "GET":
        return _form(None, filled(boxes(), {"role_codes": ("sales_consultant",)}))
    try:
        values = typed(boxes())
        with transaction():
            added = users.add(user, **values)
            by_hand = security.invite(user, added.id) is not None
    except REFUSALS as refusal:
        return _form(None, again(boxes(), refusal)), refusal.status
    if by_hand:
        flash(_("%(name)s has been added. No mail server is set up: make a password link below, and pass it on.", name=added.name), "success")
        return redirect(f"/admin/users/{added.id}", 303)
    flash(_("%(name)s has been added and gets a message with a link to set a password.", name=added.name), "success")
    return redirect("/admin/users", 303)


def add_several() -> Page:
    """Paste a list of people; what is wrong is told line by line, and nothing is lost."""
    user, text, known = administrator(), request.form.get("list", ""), roles.all_roles()
    problems: list[str] = []
    added: list[tuple[users.Person | None, str | None]] = []
    if request.method == "POST":
        try:
            with transaction():
                added = [(users.find(one.id), security.invite(user, one.id)) for one in users.add_several(user, text)]
        except REFUSALS as refusal:
            problems = [sentence for found in sentences(refusal).values() for sentence in found]
    unit = next((name.strip() for _key, name in units.indented()), "")
    page = render_template(
        "admin/people/several.html", added=added, by_hand=any(link for _person, link in added), problems=problems, text=text, unit=unit,
        known=[one.label for one in known], role=known[-1].label,
    )  # fmt: skip
    return (page, 422) if problems else kept_nowhere(page)


def edit_user(user_id: int) -> Page:
    user, person = administrator(), _person(user_id)
    if request.method == "GET":
        return _form(person, _stored(person))
    try:
        users.change(user, user_id, version(), **typed(boxes(person)))
    except REFUSALS as refusal:
        return _form(person, again(boxes(person), refusal)), refusal.status
    flash(_("Saved."), "success")
    return redirect(f"/admin/users/{user_id}", 303)


def disable_user(user_id: int) -> Page:
    """Ask first, saying what the user still owns; then disable."""
    user, person = administrator(), _person(user_id)
    problem = None
    if request.method == "POST":
        try:
            users.disable(user, user_id, version())
        except REFUSALS as refusal:
            problem = refusal
        else:
            flash(_("%(name)s can no longer sign in.", name=person.name), "success")
            return redirect(f"/admin/users/{user_id}", 303)
    page = render_template("admin/people/disable.html", person=person, work=users.open_work(user_id), named=users.named_in(user_id) if person.active else [], views=saved_views.shared_by(user_id), problem=problem)
    return (page, problem.status) if problem is not None else page


def enable_user(user_id: int) -> Page:
    user, person = administrator(), _person(user_id)
    try:
        users.enable(user, user_id)
    except REFUSALS as refusal:
        flash(refusal.message, "error")
        return redirect(f"/admin/users/{user_id}", 303)
    flash(_("%(name)s can sign in again.", name=person.name), "success")
    return redirect(f"/admin/users/{user_id}", 303)


def invite_user(user_id: int) -> Page:
    user, person = administrator(), _person(user_id)
    try:
        link = security.invite(user, user_id)
    except REFUSALS as refusal:
        flash(refusal.message, "error")
        return redirect(f"/admin/users/{user_id}", 303)
    if link is not None:
        return kept_nowhere(_form(person, _stored(person), link))
    flash(_("%(name)s gets a message with a link to set a password.", name=person.name), "success")
    return redirect(f"/admin/users/{user_id}", 303)


def sign_user_out(user_id: int) -> Page:
    user, person = administrator(), _person(user_id)
    security.end_all_sessions(user_id, "ended", by=user)
    flash(_("%(name)s has been signed out everywhere.", name=person.name), "success")
    return redirect(f"/admin/users/{user_id}", 303)


def _person(user_id: int) -> users.Person:
    person = users.find(user_id)
    if person is None or person.kind != "user":
        raise NotFound(_("There is no such user."))
    return person


def _stored(person: users.Person) -> Sheet:
    values = {name: getattr(person, name, None) for name in FIELDS}
    values.update(locale=person.own_locale, zone=person.own_zone, role_codes=roles.rights_of(person.id).codes)
    return filled(boxes(person), values)


def _form(person: users.Person | None, sheet: Sheet, link: str | None = None) -> str:
    work = users.open_work(person.id) if person is not None and not person.active else []
    views = saved_views.shared_by(person.id) if person is not None and not person.active else []
    sessions = security.sessions_of(person.id) if person is not None else []
    keys = tokens.tokens_of(person.id) if person is not None else []
    return render_template("admin/people/user.html", person=person, sheet=sheet, work=work, views=views, sessions=sessions, tokens=keys, link=link, mails=bool(mail.server().host))
