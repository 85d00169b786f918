"""The pages of the form. They need neither a sign-in nor a script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, session
from werkzeug.wrappers import Response as AnyResponse

from core import Forbidden, Invalid, NotFound, current_actor, fields, ngettext, public, settings, units
from core import gettext as _

from . import guard, taking
from .settings import PRIVACY, open_at, open_dealers

blueprint = Blueprint("cases_web_form", __name__, url_prefix="/report")
MINE = "cases_reported"
"""Where the cookie keeps what the page of thanks tells: the number, and whether the customer named it."""
COLUMNS = {"name": "subject", "description": "message", "supplied_name": "name", "supplied_phone": "phone", "supplied_email": "email", "product": "thing"}
"""Fields of a case -> inputs of the form."""


def _keep_small(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Nobody who is not known sends much."""
    request.max_content_length = guard.LARGEST


blueprint.url_value_preprocessor(_keep_small)


@blueprint.get("")
@public
def choose_dealer() -> str | AnyResponse:
    """Which dealer it concerns; where only one takes cases, its form. An administrator is led to where it is switched on."""
    found = open_dealers()
    if not found and _may_switch_it_on():
        return redirect("/admin/settings")
    if not found:
        raise NotFound(_("There is no such page."))
    if len(found) == 1:
        return redirect(f"/report/{found[0].id}")
    return render_template("cases/report_where.html", dealers=found)


@blueprint.get("/<id64:dealer_id>")
@public
def show(dealer_id: int) -> Response:
    """The form. A link may fill in its inputs; consent is given by whoever sends it."""
    return _form(_dealer(dealer_id), {name: text for name, text in request.args.items() if name in taking.INPUTS and name != "consent"}, {})


@blueprint.post("/<id64:dealer_id>")
@public
def send(dealer_id: int) -> AnyResponse:
    """Take what was sent. Whatever is wrong comes back with everything typed."""
    dealer = _dealer(dealer_id)
    typed = request.form
    try:
        values = _read(typed)
        fault = guard.fault(typed, dealer.id)
        if fault is not None:
            raise Invalid({"": [fault]})
        minutes = guard.wait(values["phone"] or values["email"])
        if minutes:
            return _too_many(dealer, typed, minutes)
    except Invalid as problem:
        return _form(dealer, typed, problem.errors, problem.status)
    try:
        number = taking.take_in(values, _consent(dealer), guard.key_of(typed), dealer)
    except Invalid as problem:  # told of the fields of a case, one of which is called as an input that is another
        return _form(dealer, typed, {COLUMNS.get(name, name): sentences for name, sentences in problem.errors.items()}, problem.status)
    session[MINE] = {"number": number, "named": values["number"] is not None}
    return redirect(f"/report/{dealer.id}/thanks", 303)


@blueprint.get("/<id64:dealer_id>/thanks")
@public
def thank(dealer_id: int) -> str | AnyResponse:
    """The case number. It can be looked at again until the browser is closed."""
    dealer = _dealer(dealer_id)
    told = session.get(MINE)
    return render_template("cases/report_thanks.html", dealer=dealer, **told) if told else redirect(f"/report/{dealer.id}")


def _may_switch_it_on() -> bool:
    """Whether somebody is signed in who decides about settings."""
    try:
        return current_actor().may(settings.PERMISSION)
    except Forbidden:
        return False


def _dealer(dealer_id: int) -> units.UnitInfo:
    """The dealer whose form is asked for. Raises NotFound where there is none, or it is off: nobody learns which."""
    dealer = units.find(dealer_id)
    if dealer is None or not open_at(dealer_id):
        raise NotFound(_("There is no such page."))
    return dealer


def _read(typed: Mapping[str, str]) -> dict[str, Any]:
    """The inputs in their Python form. Raises Invalid with everything that is wrong at once."""
    errors: dict[str, list[str]] = {}
    values: dict[str, Any] = {}
    try:
        values = fields.checked(taking.inputs(), {name: typed.get(name, "") for name in taking.INPUTS})
    except Invalid as problem:
        errors = dict(problem.errors)
    if not (typed.get("phone", "").strip() or typed.get("email", "").strip()):
        errors["phone"] = [_("Please give a telephone number or a mail address, so that we can answer.")]
    if not typed.get("consent"):
        errors["consent"] = [_("Without your consent we may not keep what you write.")]
    if errors:
        raise Invalid(errors)
    return values


def _consent(dealer: units.UnitInfo) -> str:
    """What whoever sends the form agrees to; it is kept in the case's history in these words."""
    return _("I agree that %(dealer)s keeps and uses what I write here to deal with my request.", dealer=dealer.name)


def _too_many(dealer: units.UnitInfo, typed: Mapping[str, str], minutes: int) -> Response:
    sentence = ngettext(
        "We have had many messages from you. Please wait a minute and send it again, or call us.",
        "We have had many messages from you. Please wait %(num)s minutes and send it again, or call us.", minutes,
    )  # fmt: skip
    answer = _form(dealer, typed, {"": [sentence]}, 429)
    answer.headers["Retry-After"] = str(minutes * 60)
    return answer


def _form(dealer: units.UnitInfo, typed: Mapping[str, str], errors: Mapping[str, list[str]], status: int = 200) -> Response:
    token = typed.get(guard.TOKEN, "")
    return make_response(
        render_template(
            "cases/report.html", dealer=dealer, typed=typed, errors=errors, inputs=taking.inputs(), consent=_consent(dealer), privacy=settings.get(PRIVACY, dealer.id),
            asks_for_thing=taking.asks_for_thing(), token=token if guard.is_living(token, dealer.id) else guard.issue(dealer.id), token_name=guard.TOKEN, trap=guard.TRAP,
        ),
        status,
    )  # fmt: skip
