"""The pages of units."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from ... import calendars, units, users
from ...errors import NotFound
from ...i18n import gettext as _
from ...units.models import NAME_LENGTH
from .boxes import REFUSALS, Box, Sheet, administrator, again, filled, typed, version, zone_box

Page = str | tuple[str, int] | Response


def routes(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/admin/units", view_func=list_units)
    blueprint.add_url_rule("/admin/units/new", view_func=add_unit, methods=["GET", "POST"])
    blueprint.add_url_rule("/admin/units/<int:unit_id>", view_func=edit_unit, methods=["GET", "POST"])


def boxes(unit: units.UnitInfo | None) -> tuple[Box, ...]:
    below = units.below(unit.id) if unit is not None else frozenset()
    places = tuple((str(key), name) for key, name in units.indented(also=unit.parent_id if unit is not None else None) if key not in below)
    people = tuple((str(one.id), f"{one.name} · {one.second_line}" if one.second_line else one.name) for one in users.all_users(active_only=True))
    found: tuple[Box, ...] = (
        Box("name", _("Name"), required=True, maximum=NAME_LENGTH),
        Box("kind", _("Kind"), "segments", options=tuple((kind.code, kind.label) for kind in units.KINDS), required=True),
        Box("parent_id", _("Belongs to"), "select", options=places, help=_("Empty: at the top.")),
        Box("manager_id", _("Manager"), "select", options=people),
        zone_box(_("Empty: that of the unit above.")),
        Box("currency", _("Currency"), placeholder="CNY", maximum=3, help=_("Empty: that of the unit above.")),
        Box("calendar_id", _("Business calendar"), "select", options=tuple((str(row.id), row.name) for row in calendars.all_rows()),
            help=_("Empty: that of the unit above.")),
    )  # fmt: skip
    return found if unit is None else (*found, Box("active", _("Active"), "checkbox"))


def list_units() -> Page:
    administrator()
    counts = {unit.id: len(units.users_of(unit.id)) for unit in units.all_units()}
    return render_template("admin/people/units.html", units=units.all_units(), counts=counts, name_of=users.name_of)


def add_unit() -> Page:
    user = administrator()
    if request.method == "GET":
        return _form(None, filled(boxes(None), {"kind": "team", "parent_id": request.args.get("parent", "")}))
    try:
        unit = units.add(user, **typed(boxes(None)))
    except REFUSALS as refusal:
        return _form(None, again(boxes(None), refusal)), refusal.status
    flash(_("%(name)s has been added.", name=unit.name), "success")
    return redirect("/admin/units", 303)


def edit_unit(unit_id: int) -> Page:
    user, unit = administrator(), units.find(unit_id)
    if unit is None:
        raise NotFound(_("There is no such unit."))
    if request.method == "GET":
        values = {"name": unit.name, "kind": unit.kind.code, "parent_id": unit.parent_id, "manager_id": unit.manager_id, "zone": unit.own_zone,
                  "currency": unit.own_currency, "calendar_id": unit.own_calendar_id, "active": unit.active}  # fmt: skip
        return _form(unit, filled(boxes(unit), values))
    try:
        units.change(user, unit_id, version(), **typed(boxes(unit)))
    except REFUSALS as refusal:
        return _form(unit, again(boxes(unit), refusal)), refusal.status
    flash(_("Saved."), "success")
    return redirect("/admin/units", 303)


def _form(unit: units.UnitInfo | None, sheet: Sheet) -> str:
    people = units.users_of(unit.id) if unit is not None else []
    return render_template("admin/people/unit.html", unit=unit, sheet=sheet, people=people)
