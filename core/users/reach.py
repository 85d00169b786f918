"""Whom a user may look up: a choice of people is a list of them, and dealers in one installation are kept apart."""

from __future__ import annotations

from .. import permissions, registry
from ..actor import Actor
from ..settings import PERMISSION
from .directory import Person, principals


def may_look_up(user: Actor, person: Person) -> bool:
    """Whether the user finds this user or queue: those of the own dealer or dealers, and who stands above the dealers. Whoever stands above them too, without
    a unit, administers the installation, or gives out work of all dealers finds everybody."""
    return person.dealer_id is None or person.dealer_id in (user.dealer_id, *user.dealer_ids) or _knows_all(user)


def looked_up(user: Actor, text: str = "", *, active_only: bool = True) -> list[Person]:
    """The users, then the queues, that the user may look up and whose name or address contains the text; anybody by the whole address."""
    wanted = text.strip().casefold()
    return [
        one for one in principals(active_only)
        if (wanted in one.name.casefold() or wanted in one.email.casefold()) and (may_look_up(user, one) or (one.email and one.email.casefold() == wanted))
    ]  # fmt: skip


def _knows_all(user: Actor) -> bool:
    if user.is_system or user.is_admin or user.unit_id is None or user.may(PERMISSION):
        return True
    worked_on = (one for one in registry.objects() if one.open_when and "owner" in one.fields)
    return any(permissions.scope(user, one, operation) == "all" for one in worked_on for operation in ("create", "edit"))
