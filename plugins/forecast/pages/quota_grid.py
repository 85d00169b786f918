"""The quotas of a year, person by period, entered like a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from flask import flash, redirect, render_template, request

from core import Actor, Invalid, current_actor, id_in, permissions, registry, today
from core import gettext as _

from .. import quotas, types
from ..hierarchy import Hierarchy, Place, build, hidden_from
from ..periods import Period
from .frame import Page, blueprint


@blueprint.get("/forecast/quotas")
def show_quotas() -> str:
    """The quotas of a year, person by period, to be entered like a spreadsheet."""
    user = current_actor()
    permissions.require(user, registry.object_type("forecast_quota"), "read")
    return _quotas(user, {}, {})


@blueprint.post("/forecast/quotas")
def enter_quotas() -> Page:
    """Save the whole grid or nothing; what is wrong comes back in its cell with all that was typed."""
    user = current_actor()
    forecast, periods = _year(user)
    people = {place.person_id for place in _people(user).parents if place.person_id}
    by_code = {one.code: one for one in periods}
    typed = {(person_id, by_code[start]): text for key, text in request.form.items() for person, _colon, start in [key.partition(":")]
             if (person_id := id_in(person)) in people and start in by_code}  # fmt: skip
    try:
        changed = quotas.enter(forecast, typed, user)
    except Invalid as problem:
        return _quotas(user, {f"{person}:{period.code}": text for (person, period), text in typed.items()}, problem.errors), 422
    flash(_("%(count)s quotas were saved.", count=changed), "success")
    return redirect(_quota_url(forecast, periods[0]), 303)


@blueprint.post("/forecast/quotas/copy")
def copy_quotas() -> Page:
    """The quotas of the year before, times a percentage, wherever this year has none yet."""
    user = current_actor()
    permissions.require(user, registry.object_type("forecast_quota"), "create")
    forecast, periods = _year(user)
    try:
        percent = Decimal(request.form.get("percent", "").strip().rstrip("%％") or "100")
        if not 1 <= percent <= 1000:
            raise InvalidOperation
    except InvalidOperation:
        return _quotas(user, {}, {"percent": [_("The percentage is a number from 1 to 1000, such as 110.")]}), 422
    made = quotas.copy(forecast, [one.a_year_before() for one in periods], periods, percent, user)
    flash(_("%(count)s quotas were made.", count=made), "success")
    return redirect(_quota_url(forecast, periods[0]), 303)


def _quota_url(forecast: types.TypeInfo, first: Period) -> str:
    return f"/forecast/quotas?type={forecast.id}&period={first.code}"


def _year(user: Actor) -> tuple[types.TypeInfo, list[Period]]:
    """The type and the periods of the year asked for."""
    forecast = types.chosen(request.values.get("type", ""), user)
    return forecast, forecast.read_period(request.values.get("period", ""), today(user.dealer_id)).year()


def _people(user: Actor) -> Hierarchy:
    whole = build(())
    return whole.without(hidden_from(user, whole))


def _quotas(user: Actor, typed: dict[str, str], errors: dict[str, list[str]]) -> str:
    forecast, periods = _year(user)
    field = registry.object_type("forecast_quota").fields["amount" if forecast.is_money else "units"]
    found = quotas.of(forecast, periods, user)
    texts = {f"{person}:{start}": f"{Decimal(field.edit_text(value if forecast.is_money else int(value))):,f}" for (person, start), value in found.items()}
    hierarchy = _people(user)
    lines = [(place, depth) for place, depth in hierarchy.indented(None) if place.person_id]
    opened = permissions.may(user, registry.object_type("forecast_quota"), "edit")
    return render_template(
        "forecast/quotas.html", forecast=forecast, periods=periods, lines=lines, texts={**texts, **typed}, held=found, errors=errors, types=types.offered(user),
        may_edit={place.person_id for place, _depth in lines if opened and (user.is_admin or place.person_id != user.id)}, earlier=periods[0].a_year_before(),
        later=periods[-1].after(1), url=_quota_url, totals=_totals(found, lines, periods),
    )  # fmt: skip


def _totals(found: Mapping[tuple[int, str], Decimal], lines: Sequence[tuple[Place, int]], periods: Sequence[Period]) -> dict[int | None, Decimal]:
    """Each person's year."""
    return {place.person_id: sum((found.get((place.person_id or 0, one.code), Decimal(0)) for one in periods), Decimal(0)) for place, _depth in lines}
