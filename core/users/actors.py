"""From a person to an Actor: the merged rights of all roles, and who is in the team."""

from __future__ import annotations

import sqlalchemy as sa

from .. import roles, state, units
from ..actor import Actor
from ..db import db, transaction
from ..errors import NotFound
from .directory import Person, directory, find
from .models import Principal

SYSTEM_NAME = "Forecourt"


def actor(user_id: int) -> Actor:
    """The acting picture of a user with all rights. Raises NotFound for whoever is no user or cannot sign in any more."""
    held: dict[int, tuple[int, Actor]] = state.cached("rights", dict, name="actors")
    people = state.versions().get("people", 0)
    found = held.get(user_id)
    if found is None or found[0] != people:
        person = find(user_id)
        if person is None or person.kind != "user" or not person.active:
            raise NotFound
        found = held[user_id] = (people, _build(person))
    return found[1]


def _build(person: Person) -> Actor:
    rights = roles.rights_of(person.id)
    return Actor(
        id=person.id, name=person.name, email=person.email, locale=person.locale, zone=person.zone, unit_id=person.unit_id,
        dealer_id=person.dealer_id, dealer_ids=units.dealers_below(person.unit_id),
        principal_ids=(person.id, *directory().queues_of.get(person.id, ())), role_codes=rights.codes, grants=rights.grants,
        field_rights=rights.fields, permissions=rights.permissions, is_admin=roles.ADMINISTRATOR in rights.codes,
        currency=units.currency_of(person.unit_id),
    )  # fmt: skip


def system_actor() -> Actor:
    """Who acts where no person does: jobs, automation, demo data. Reads and changes everything; nobody signs in as it."""
    system_id = directory().system_id or _system_id()
    zone, currency = units.tree.installation_zone(), units.tree.installation_currency()
    return Actor(id=system_id, name=SYSTEM_NAME, zone=zone, currency=currency, principal_ids=(system_id,), is_system=True)


def _system_id() -> int:
    """The id of the system's principal, made at its first use."""
    with transaction():
        found: int | None = db.session.scalar(sa.select(Principal.id).where(Principal.kind == "system").order_by(Principal.id).limit(1))
        if found is None:
            principal = Principal(kind="system", name=SYSTEM_NAME)
            db.session.add(principal)
            db.session.flush()
            state.bump("people")
            found = principal.id
    return found


def team_member_ids(user: Actor, scope: str) -> tuple[int, ...]:
    """Users and queues of the actor's units: for "team" the units alone, for "team_below" with all below them.

    A person's units are the own one and those the person manages. Who can no longer sign in stays in the team: their
    records do not vanish from it.
    """
    held: dict[tuple[int, str], tuple[int, ...]] = state.cached("people", dict, name="teams")
    key = (user.id, scope)
    if key not in held:
        held[key] = _members_of(_units_of(user, scope))
    return held[key]


def left_units(user: Actor, scope: str) -> tuple[int, ...]:
    """Those of the actor's units, for "team" or "team_below", which somebody has left who is in none of them now."""
    mine, people, formers = _units_of(user, scope), directory().people, directory().formers
    return tuple(sorted(one for one in mine & formers.keys() if any(people[former].unit_id not in mine for former in formers[one])))


def _units_of(user: Actor, scope: str) -> frozenset[int]:
    home = {*units.managed_by(user.id), *((user.unit_id,) if user.unit_id is not None else ())}
    return frozenset().union(*(units.below(one) for one in home)) if scope == "team_below" else frozenset(home)


def _members_of(wanted: frozenset[int]) -> tuple[int, ...]:
    return tuple(one.id for one in directory().people.values() if one.unit_id in wanted)
