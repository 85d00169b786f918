"""Who acts: a detached, read-only picture of a user with all rights, built once per version of people and rights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from .errors import Forbidden

NOTHING: Mapping[tuple[str, str], str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Actor:
    """The acting user. ``grants`` maps (object, operation) to a scope; ``field_rights`` maps (object, field) to
    "hidden" or "readonly"; ``principal_ids`` are the user and the queues the user belongs to."""

    id: int
    name: str
    email: str = ""
    locale: str = "en"
    zone: str = "UTC"
    unit_id: int | None = None
    dealer_id: int | None = None
    dealer_ids: tuple[int, ...] = ()
    principal_ids: tuple[int, ...] = ()
    role_codes: tuple[str, ...] = ()
    grants: Mapping[tuple[str, str], str] = field(default_factory=lambda: NOTHING)
    field_rights: Mapping[tuple[str, str], str] = field(default_factory=lambda: NOTHING)
    permissions: frozenset[str] = frozenset()
    is_system: bool = False
    is_admin: bool = False
    currency: str = "CNY"

    def may(self, permission: str) -> bool:
        """Whether a role of this user has a named permission: "export", "leads.convert"."""
        return self.is_system or self.is_admin or permission in self.permissions

    def require(self, permission: str) -> None:
        """Raises Forbidden without the permission."""
        if not self.may(permission):
            raise Forbidden(permission=permission)

    def at(self, dealer_id: int | None, currency: str | None = None) -> Actor:
        """The same actor, working for another dealer: a job that goes dealer by dealer."""
        return replace(self, dealer_id=dealer_id, currency=currency or self.currency)


_acting: ContextVar[Actor | None] = ContextVar("forecourt_actor", default=None)


def current_actor() -> Actor:
    """Who is acting now. Raises Forbidden where nobody is: denied by default."""
    actor = _acting.get()
    if actor is None:
        raise Forbidden
    return actor


def acting_or_none() -> Actor | None:
    return _acting.get()


@contextmanager
def acting(actor: Actor) -> Iterator[Actor]:
    """Act as this user within the block; the request does it for the signed-in user, a job for the system user."""
    token = _acting.set(actor)
    try:
        yield actor
    finally:
        _acting.reset(token)
