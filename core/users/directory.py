"""The directory: everybody, detached and read-only, at one version of the people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from flask import current_app

from .. import state, units
from ..db import db
from ..i18n import gettext as _
from .models import FormerHome, Principal, Queue, QueueMember, User


@dataclass(frozen=True, slots=True)
class Person:
    """A user or a queue as everybody reads it. ``zone`` is the user's own or the unit's; ``own_zone`` as stored."""

    id: int
    kind: str
    name: str
    active: bool
    email: str = ""
    family_name: str = ""
    given_name: str = ""
    unit_id: int | None = None
    dealer_id: int | None = None
    locale: str = "en"
    own_locale: str | None = None
    zone: str = "UTC"
    own_zone: str | None = None
    version: int = 1

    @property
    def is_queue(self) -> bool:
        return self.kind == "queue"

    @property
    def second_line(self) -> str:
        """What tells two of a name apart: the unit, then the address."""
        return " · ".join(part for part in (units.name_of(self.unit_id), self.email) if part)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Directory:
    """Everybody by id, in the order of their names, and who is in which queue; ``system_id`` is that of the system itself, if it has one yet.

    ``formers``: by unit the users who have been there before, wherever they are now.
    """

    people: Mapping[int, Person]
    members: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    queues_of: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    by_email: Mapping[str, int] = field(default_factory=dict)
    system_id: int | None = None
    formers: Mapping[int, frozenset[int]] = field(default_factory=dict)


def directory() -> Directory:
    """The directory at the present version of the people."""
    return state.cached("people", _read, name="directory")


def _read() -> Directory:
    people = sorted((_person(row) for row in db.session.execute(_everybody())), key=sort_key)
    members: dict[int, list[int]] = defaultdict(list)
    queues_of: dict[int, list[int]] = defaultdict(list)
    for queue_id, user_id in db.session.execute(sa.select(QueueMember.queue_id, QueueMember.user_id)):
        members[queue_id].append(user_id)
        queues_of[user_id].append(queue_id)
    formers: dict[int, set[int]] = defaultdict(set)
    for unit_id, user_id in db.session.execute(sa.select(FormerHome.unit_id, FormerHome.user_id)):
        formers[unit_id].add(user_id)
    return Directory(
        {one.id: one for one in people}, {key: tuple(ids) for key, ids in members.items()}, {key: tuple(ids) for key, ids in queues_of.items()},
        {one.email: one.id for one in people if one.kind == "user"}, next((one.id for one in people if one.kind == "system"), None),
        {unit_id: frozenset(ids) for unit_id, ids in formers.items()},
    )  # fmt: skip


def _everybody() -> sa.Select[tuple[object, ...]]:
    who, user, queue = Principal.__table__, User.__table__, Queue.__table__
    return (
        sa.select(
            who.c.id, who.c.kind, who.c.name, who.c.active, user.c.family_name, user.c.given_name, user.c.locale, user.c.zone,
            sa.func.coalesce(user.c.email, queue.c.email, "").label("email"),
            sa.func.coalesce(user.c.unit_id, queue.c.unit_id).label("unit_id"),
            sa.func.coalesce(user.c.version, queue.c.version, 1).label("version"),
        ).select_from(who.outerjoin(user, user.c.id == who.c.id).outerjoin(queue, queue.c.id == who.c.id))
    )  # fmt: skip


def _person(row: sa.Row[tuple[object, ...]]) -> Person:
    return Person(
        id=row.id, kind=row.kind, name=row.name, active=row.active, email=row.email, family_name=row.family_name or "",
        given_name=row.given_name or "", unit_id=row.unit_id, dealer_id=units.dealer_of(row.unit_id),
        locale=row.locale or installation_locale(), own_locale=row.locale, zone=row.zone or _unit_zone(row.unit_id), own_zone=row.zone,
        version=row.version,
    )  # fmt: skip


def _unit_zone(unit_id: int | None) -> str:
    unit = units.find(unit_id)
    return unit.zone if unit is not None else units.tree.installation_zone()


def installation_locale() -> str:
    """The language that holds for whoever has not chosen one."""
    return str(current_app.config["FORECOURT"]["language"])


def sort_key(person: Person) -> tuple[str, int]:
    """By name without regard to case; Chinese names by their sound."""
    from pypinyin import lazy_pinyin

    name = person.name.casefold()
    return ("".join(lazy_pinyin(name)) if not name.isascii() else name, person.id)


def find(principal_id: int | None) -> Person | None:
    """The user or queue, or None."""
    return directory().people.get(principal_id) if principal_id is not None else None


def by_email(email: str) -> Person | None:
    """The user with this address, in any case; active or not."""
    return find(directory().by_email.get(email.strip().lower()))


def name_of(principal_id: int | None) -> str:
    """The name of a user or queue; empty without one."""
    person = find(principal_id)
    if person is None:
        return "" if principal_id is None else _("Unknown user")
    return person.name


def home_of(principal_id: int) -> tuple[int | None, int | None]:
    """(unit, dealer) of a user or queue: where the records it owns belong."""
    person = find(principal_id)
    return (person.unit_id, person.dealer_id) if person is not None else (None, None)


def names(ids: Iterable[int | None]) -> dict[int, str]:
    """Names by id, for a list that shows many."""
    return {one: name_of(one) for one in ids if one is not None}


def all_users(active_only: bool = False) -> list[Person]:
    """Every user, by name."""
    return [one for one in directory().people.values() if one.kind == "user" and (one.active or not active_only)]


def all_queues(active_only: bool = False) -> list[Person]:
    """Every queue, by name."""
    return [one for one in directory().people.values() if one.kind == "queue" and (one.active or not active_only)]


def principals(active_only: bool = True) -> list[Person]:
    """Users, then queues: the choice of an owner."""
    return [*all_users(active_only), *all_queues(active_only)]


def members(ids: Iterable[int]) -> list[Person]:
    """The users behind these principals, queues resolved to their members, each once; only those who can sign in."""
    found: dict[int, Person] = {}
    for principal_id in ids:
        for user_id in directory().members.get(principal_id, (principal_id,)):
            person = find(user_id)
            if person is not None and person.kind == "user" and person.active:
                found[user_id] = person
    return list(found.values())
