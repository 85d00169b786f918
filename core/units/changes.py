"""Adding and changing units."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

import sqlalchemy as sa

from .. import audit, formats, state
from ..actor import Actor
from ..db import db, transaction
from ..errors import Conflict, Invalid, NotFound, Refusal
from ..i18n import gettext as _
from ..settings import PERMISSION
from . import tree
from .models import DEALER, KINDS, NAME_LENGTH, TEAM, Unit

FIELDS = ("name", "kind", "parent_id", "manager_id", "zone", "currency", "calendar_id", "active")


def refuse_outside(user: Actor, *unit_ids: int | None) -> None:
    """Raises Refusal for a unit that is neither the user's own nor below it: how far somebody sees hangs on the unit, so who is no administrator
    and moved people or units beyond the own one would see more by it."""
    if user.is_admin or user.is_system:
        return
    own = tree.below(user.unit_id) if user.unit_id is not None else frozenset()
    beyond = next((one for one in unit_ids if one is not None and one not in own), None)
    if beyond is not None:
        raise Refusal(_("%(unit)s is not within your unit: only an administrator does that.", unit=tree.name_of(beyond)), field="unit_id")


def add(user: Actor, **values: Any) -> Unit:
    """A new unit from ``name``, ``kind`` (code), and optionally parent_id, manager_id, zone, currency, calendar_id.

    Raises Forbidden; Invalid by field; Refusal outside the own unit.
    """
    user.require(PERMISSION)
    with transaction():
        clean = _checked(None, {"active": True, **values})
        refuse_outside(user, clean["parent_id"])
        unit = Unit(**clean)
        db.session.add(unit)
        db.session.flush()
        _tell(user, "unit_added", unit, {})
    return unit


def change(user: Actor, unit_id: int, version: int | None = None, **values: Any) -> Unit:
    """Change a unit. Raises Forbidden, NotFound, Conflict for a stale version, Invalid by field, Refusal."""
    user.require(PERMISSION)
    with transaction():
        state.bump("people")  # one at a time: two moves, each possible by itself, could make a circle together
        unit = db.session.get(Unit, unit_id, with_for_update=True, populate_existing=True)
        if unit is None:
            raise NotFound
        if version is not None and version != unit.version:
            raise Conflict(unit)
        before = {name: getattr(unit, name) for name in FIELDS}
        dealer = tree.dealer_of(unit.id)
        clean = _checked(unit, {**before, **values})
        _check_still_possible(unit, clean)
        refuse_outside(user, unit_id, clean["parent_id"] if clean["parent_id"] != before["parent_id"] else None)
        for name, value in clean.items():
            setattr(unit, name, value)
        db.session.flush()
        _tell(user, "unit_changed", unit, before)
        if tree.dealer_of(unit.id) != dealer:
            _bring_along(unit, user)
    return unit


def _bring_along(unit: Unit, user: Actor) -> None:
    """Another dealer is above these people now: what they have open is that dealer's."""
    from ..users import transfers

    transfers.begin(tuple(transfers.within(tree.below(unit.id))), user)


def _tell(user: Actor, event: str, unit: Unit, before: dict[str, Any]) -> None:
    state.bump("people")
    changed = {name: [before.get(name), getattr(unit, name)] for name in FIELDS if before.get(name) != getattr(unit, name)}
    audit.record(event, actor=user, details={"unit": unit.name, "unit_id": unit.id, "changed": changed})


def _checked(unit: Unit | None, values: dict[str, Any]) -> dict[str, Any]:
    """The values as they are stored. Raises Invalid with a sentence per field."""
    errors: dict[str, list[str]] = {}
    clean = {name: values.get(name) for name in FIELDS}
    clean["name"] = " ".join(str(clean["name"] or "").split())
    for name, sentence in _problems(unit, clean):
        errors.setdefault(name, []).append(sentence)
    unknown = set(values) - set(FIELDS)
    errors.update({name: [_("There is no field “%(field)s”.", field=name)] for name in unknown})
    if errors:
        raise Invalid(errors)
    clean["zone"], clean["currency"] = clean["zone"] or None, (clean["currency"] or "").upper() or None
    return clean


def _problems(unit: Unit | None, values: dict[str, Any]) -> list[tuple[str, str]]:
    from .. import users

    found: list[tuple[str, str]] = []
    if not values["name"]:
        found.append(("name", _("Please fill in the name.")))
    elif len(values["name"]) > NAME_LENGTH:
        found.append(("name", _("The name has at most %(count)s characters.", count=NAME_LENGTH)))
    elif _name_taken(unit, values):
        found.append(("name", _("There is a unit of this name at this place already.")))
    if values["kind"] not in {kind.code for kind in KINDS}:
        found.append(("kind", _("Choose group, region, dealer or team.")))
    elif unit is not None and values["kind"] in (DEALER.code, TEAM.code) and _holds_more_than_teams(unit.id):
        found.append(("kind", _("Units other than teams belong to it, so that it can only be a group or a region.")))
    found.extend(("parent_id", sentence) for sentence in _parent_problems(unit, values))
    manager = users.find(values["manager_id"]) if values["manager_id"] else None
    if values["manager_id"] and (manager is None or manager.kind != "user" or not manager.active):
        found.append(("manager_id", _("Choose a user who can sign in as manager.")))
    if values["zone"] and values["zone"] not in available_timezones():
        found.append(("zone", _("“%(zone)s” is not a time zone, such as Asia/Shanghai.", zone=values["zone"])))
    if values["currency"] and values["currency"].upper() not in formats.currencies():
        found.append(("currency", _("“%(code)s” is not a currency code of three letters, such as CNY.", code=values["currency"])))
    if values["calendar_id"] and not _calendar_exists(values["calendar_id"]):
        found.append(("calendar_id", _("This calendar does not exist.")))
    return found


def _holds_more_than_teams(unit_id: int) -> bool:
    return any(one.id in tree.below(unit_id) and one.id != unit_id and one.kind is not TEAM for one in tree.all_units())


def _calendar_exists(calendar_id: int) -> bool:
    from ..calendars import CalendarRow

    return db.session.get(CalendarRow, calendar_id) is not None


def _name_taken(unit: Unit | None, values: dict[str, Any]) -> bool:
    columns = Unit.__table__.c
    twins = sa.select(columns.id).where(
        columns.parent_id.is_not_distinct_from(values["parent_id"]), sa.func.lower(columns.name) == values["name"].lower(),
        columns.id != (unit.id if unit is not None else 0),
    )  # fmt: skip
    return db.session.execute(twins).first() is not None


def _parent_problems(unit: Unit | None, values: dict[str, Any]) -> list[str]:
    if values["parent_id"] is None:
        return []
    parent = tree.find(values["parent_id"])
    if parent is None:
        return [_("This unit does not exist.")]
    if unit is not None and parent.id in tree.below(unit.id):
        return [_("A unit cannot belong to itself or to a unit below it.")]
    if not parent.active and values["active"]:
        return [_("%(unit)s is not active.", unit=parent.name)]
    dealer_above = tree.dealer_of(parent.id)
    if dealer_above is not None and values["kind"] != TEAM.code:
        return [_("Within a dealer there are only teams.")]
    return []


def _check_still_possible(unit: Unit, values: dict[str, Any]) -> None:
    """What a unit that is in use cannot become. Raises Refusal."""
    from .. import users

    inside = tree.below(unit.id)
    if unit.active and not values["active"]:
        people = [one for one in users.all_users() if one.unit_id in inside and one.active]
        if people:
            raise Refusal(_("%(unit)s still has users who can sign in. Move them to another unit first.", unit=unit.name), field="active")
        if any(one.active for one in tree.all_units() if one.id in inside and one.id != unit.id):
            raise Refusal(_("%(unit)s still has active units below it.", unit=unit.name), field="active")
    if unit.kind == DEALER.code and values["kind"] != DEALER.code and _owns_records(unit.id):
        raise Refusal(_("%(unit)s has records and therefore stays a dealer.", unit=unit.name), field="kind")


def _owns_records(dealer_id: int) -> bool:
    from .. import queries, registry, users

    system = users.system_actor()
    return any(queries.count(one, system, where={"dealer": dealer_id}, cap=1)[0] for one in registry.objects() if "dealer" in one.fields)
