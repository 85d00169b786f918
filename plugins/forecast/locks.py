"""Locks: a manager closes a period for the team, and nobody in it adjusts or submits until it is reopened.

A lock stands at a place and holds for that place and all below it. Opportunities are never locked: their sums go on moving.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core import Actor, Conflict, Forbidden, Invalid, Refusal, db, now, state, transaction, users
from core import gettext as _

from .hierarchy import Hierarchy, Place, above, home_of, read_place
from .models import Locking
from .periods import Period
from .types import TypeInfo

LOCK = "forecast.lock"
STATE = "forecast.locks"
NOTE_LENGTH = 255
TABLE = Locking.__table__


@dataclass(frozen=True, slots=True)
class Lock:
    """The last word about a place: locked, or reopened."""

    place: Place
    number: int
    locked: bool
    note: str
    made_by_id: int
    made_at: datetime

    @property
    def author(self) -> str:
        return users.name_of(self.made_by_id)


def latest(forecast: TypeInfo, period: Period) -> dict[Place, Lock]:
    """The last word about every place that was ever locked in a period, in one statement."""
    table = TABLE.c
    rows = db.session.execute(sa.select(TABLE).where(table.type_id == forecast.id, table.starts_on == period.start).order_by(table.number))
    return {(one := _lock(row)).place: one for row in rows.mappings()}


def over(place: Place, found: Mapping[Place, Lock]) -> Lock | None:
    """The lock that holds for a place: its own, or the nearest above it."""
    standing = (found.get(one) for one in (place, *above(place)))
    return next((lock for lock in standing if lock is not None and lock.locked), None)


def sentence(lock: Lock, period: Period) -> str:
    """What whoever is stopped by it is told."""
    return _("%(period)s was locked by %(name)s: its forecast is neither adjusted nor submitted until it is reopened.", period=period, name=lock.author)


def hold_off(forecast: TypeInfo, period: Period, place: Place) -> None:
    """Within a transaction that is about to set or submit a number: whoever locks at the same moment waits, or was first. Raises Refusal."""
    state.bump(STATE)
    lock = over(place, latest(forecast, period))
    if lock is not None:
        raise Refusal(sentence(lock, period))


def leads(user: Actor, hierarchy: Hierarchy, place: Place | None) -> bool:
    """Whether this user locks for this place: the own team, or a team below; an administrator any."""
    if place is None or place not in hierarchy or not hierarchy.children.get(place) or not user.may(LOCK):
        return False
    return user.is_admin or place in hierarchy.below(home_of(user.id))


def may_reopen(user: Actor, lock: Lock) -> bool:
    """Whoever leads the team reopens it, unless somebody above has locked it."""
    return user.is_admin or home_of(lock.made_by_id) not in above(home_of(user.id))


def check(user: Actor, hierarchy: Hierarchy, place: Place, standing: Lock | None) -> None:
    """Raises Forbidden or Refusal, with the sentence that says why this user does not lock or reopen the place."""
    if not user.may(LOCK):
        raise Forbidden(_("You may look at the forecast, but not lock it."))
    if not leads(user, hierarchy, place):
        raise Refusal(_("You lock the forecast of the teams that you lead. %(name)s leads none of them.", name=place.name))
    if standing is not None and standing.locked and not may_reopen(user, standing):
        raise Refusal(_("%(name)s has locked it, and reopens it.", name=standing.author))


def put(forecast: TypeInfo, period: Period, place: Place, user: Actor, *, locked: bool, note: str, seen: int) -> Lock:
    """Lock or reopen, once ``check`` has allowed it. ``seen`` is the number of the last word that the user saw: where somebody was faster it is a
    Conflict. Raises Invalid for the note, Refusal where nothing would change."""
    note = " ".join(note.split())
    if len(note) > NOTE_LENGTH:
        raise Invalid({"note": [_("The note has at most %(most)s characters.", most=NOTE_LENGTH)]})
    made = Lock(place, seen + 1, locked, note, user.id, now())
    try:
        with transaction():
            state.bump(STATE)
            _check_seen(made, latest(forecast, period).get(place), period)
            db.session.execute(sa.insert(TABLE).values(
                type_id=forecast.id, starts_on=period.start, place=place.code, number=made.number, locked=locked, note=note, made_by_id=user.id, made_at=made.made_at,
            ))  # fmt: skip
    except sa.exc.IntegrityError:
        raise _too_late() from None
    return made


def _check_seen(made: Lock, former: Lock | None, period: Period) -> None:
    if made.number != (former.number if former else 0) + 1:
        raise _too_late()
    if made.locked == bool(former and former.locked):
        raise Refusal(_("%(period)s is locked already.", period=period) if made.locked else _("%(period)s is not locked.", period=period))


def _too_late() -> Conflict:
    return Conflict(message=_("This period was locked or reopened meanwhile. Please look at it again."))


def history(forecast: TypeInfo, period: Period, places: Collection[Place], limit: int = 50) -> list[Lock]:
    """When these places were locked and reopened, the latest first."""
    table = TABLE.c
    wanted = sa.select(TABLE).where(table.type_id == forecast.id, table.starts_on == period.start, table.place.in_(sorted(one.code for one in places)))
    return [_lock(row) for row in db.session.execute(wanted.order_by(table.made_at.desc(), table.id.desc()).limit(limit)).mappings()]


def _lock(row: Mapping[Any, Any]) -> Lock:
    return Lock(read_place(row["place"]), row["number"], row["locked"], row["note"], row["made_by_id"], row["made_at"])
