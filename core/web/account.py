"""One's own account: language and zone, the browsers one is signed in with, API tokens. The password is Flask-Security's page."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, flash, g, redirect, render_template
from flask_login import current_user
from werkzeug.wrappers import Response

from .. import registry, roles, security, tokens, users
from ..actor import Actor, current_actor
from ..errors import Forbidden, Invalid
from ..i18n import LANGUAGES
from ..i18n import gettext as _
from .admin_people.boxes import REFUSALS, Box, Sheet, again, filled, typed, version, zone_box
from .headers import kept_nowhere

blueprint = Blueprint("account", __name__)

Page = str | tuple[str, int] | Response
DAYS = ("30", "90", "365")


@blueprint.before_request
def refuse_tokens() -> None:
    """A program acts for a person here in nothing. Raises Forbidden."""
    if "api_token" in g:
        raise Forbidden(_("This needs a person who is signed in, not a token."))


def profile_boxes() -> tuple[Box, ...]:
    return (
        Box("locale", _("Language"), "select", options=tuple(LANGUAGES.items()), help=_("Empty: that of the installation.")),
        zone_box(_("Empty: that of your unit.")),
    )


def token_boxes() -> tuple[Box, ...]:
    return (
        Box("name", _("What it is for"), required=True, maximum=tokens.NAME_LENGTH),
        Box("days", _("Holds for"), "segments", options=tuple((days, _("%(count)s days", count=days)) for days in DAYS), required=True),
        Box("scopes", _("It may"), "multiselect", options=tuple(tokens.SCOPES.items()), wide=True),
        *narrower_boxes(),
    )


def narrower_boxes() -> tuple[Box, ...]:
    """What limits a token to some objects, or to some actions and nothing else."""
    objects = tuple((one.code, one.plural) for one in registry.objects())
    return (
        Box("objects", _("Reading and writing only of"), "multiselect", options=objects, wide=True, help=_("None ticked: everything. Whoever writes an object also runs its actions.")),
        Box("actions", _("Also, or only, these actions"), "multiselect", options=tuple(tokens.action_scopes().items()), wide=True),
    )


@blueprint.get("/account")
def show() -> Page:
    return _page(current_actor())


@blueprint.post("/account")
def save() -> Page:
    user = current_actor()
    try:
        users.change(user, user.id, version(), **typed(profile_boxes()))
    except REFUSALS as refusal:
        return _page(user, profile=again(profile_boxes(), refusal)), refusal.status
    flash(_("Saved."), "success")
    return redirect("/account", 303)


@blueprint.post("/account/sessions/<int:session_id>/end")
def end_session(session_id: int) -> Page:
    security.end_session(current_actor(), session_id)
    flash(_("That device has been signed out."), "success")
    return redirect("/account#sessions", 303)


@blueprint.post("/account/sessions/end")
def end_others() -> Page:
    user = current_actor()
    security.end_all_sessions(user.id, "ended", but=current_user.session_id, by=user)
    flash(_("All other devices have been signed out."), "success")
    return redirect("/account#sessions", 303)


@blueprint.get("/account/tokens")
def show_tokens() -> Page:
    """Where a form of tokens stood, for whoever opens its address again."""
    return redirect("/account#tokens")


@blueprint.post("/account/tokens")
def create_token() -> Page:
    user = current_actor()
    try:
        values = typed(token_boxes())
        if values["days"] not in DAYS:
            raise Invalid({"days": [_("Please choose from the list.")]})
        scopes = tokens.narrow(values["scopes"], values["objects"], values["actions"])
        secret = tokens.create(user, user.id, values["name"], scopes, timedelta(days=int(values["days"])))
    except REFUSALS as refusal:
        return _page(user, token=again(token_boxes(), refusal)), refusal.status
    return kept_nowhere(_page(user, secret=secret))


@blueprint.post("/account/tokens/<int:token_id>/revoke")
def revoke_token(token_id: int) -> Page:
    tokens.revoke(current_actor(), token_id)
    flash(_("The token no longer works."), "success")
    return redirect("/account#tokens", 303)


def _page(user: Actor, profile: Sheet | None = None, token: Sheet | None = None, secret: str | None = None) -> str:
    person = users.find(user.id)
    own = {"locale": person.own_locale, "zone": person.own_zone} if person is not None else {}
    return render_template(
        "account/account.html", person=person, profile=profile or filled(profile_boxes(), own), secret=secret, here=current_user.session_id,
        token=token or filled(token_boxes(), {"days": "90", "scopes": (tokens.READ,)}), sessions=security.sessions_of(user.id),
        tokens=tokens.tokens_of(user.id), roles=[roles.label_of(code) for code in user.role_codes],
    )  # fmt: skip
