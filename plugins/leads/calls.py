"""S10: the daily target of calls to new customers, for whoever calls and for whoever manages them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core import Actor, NotFound, settings, users

from . import contacting
from .assignment import ASSIGN

TARGET = "leads.daily_new_calls"
CALLS = "leads.call_new_customers"


@dataclass(frozen=True, slots=True)
class Day:
    """One person's calls to new customers on one day."""

    name: str
    calls: int
    target: int

    @property
    def share(self) -> int:
        """Percent of the target, at most 100."""
        return min(100, round(100 * self.calls / self.target)) if self.target else 100


def of(user: Actor, day: date) -> Day:
    """The user's own day."""
    return Day(user.name, contacting.first_calls_on(day, [user.id])[user.id], target_of(user.dealer_id))


def of_team(user: Actor, day: date) -> list[Day]:
    """Each caller of the manager's dealers, whoever is farthest from the target first."""
    team = _callers(user)
    counted = contacting.first_calls_on(day, [one.id for one in team])
    days = [Day(one.name, counted[one.id], target_of(one.dealer_id)) for one in team]
    return sorted(days, key=lambda one: (one.share, one.name))


def target_of(dealer_id: int | None) -> int:
    """Calls a day; 0 where the dealer sets none."""
    return int(settings.get(TARGET, dealer_id))


def _callers(user: Actor) -> list[Actor]:
    dealer_ids = set(user.dealer_ids or ([user.dealer_id] if user.dealer_id else []))
    return [one for one in _actors() if one.dealer_id in dealer_ids or user.is_admin]


def _actors() -> list[Actor]:
    """Everybody who is to call new customers: a right that the sales consultants have."""
    found = []
    for person in users.all_users(active_only=True):
        try:
            actor = users.actor(person.id)
        except NotFound:  # has left since the directory was read
            continue
        if CALLS in actor.permissions:
            found.append(actor)
    return found


def manages(user: Actor) -> bool:
    """Whether the user looks after the calls of others."""
    return user.may(ASSIGN)
