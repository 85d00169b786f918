"""How much discount who may give, and who is asked beyond that."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from core import Actor, Change, Invalid, NotFound, Refusal, records, roles, system_actor, units, users
from core import gettext as _

OBJECT = "discount_limit"
SEEDS = {"sales_consultant": Decimal(3), "sales_manager": Decimal(8), "dealer_manager": Decimal(100)}
"""What a new installation starts with, in per cent."""


def prepare(change: Change) -> None:
    """The role's name, to be found by."""
    try:
        change.record.name = str(roles.label_of(change.record.role or ""))[:120]
    except NotFound:
        change.record.name = change.record.role


def rules(change: Change) -> Iterator[tuple[str, str]]:
    """The role is one that there is, and has one limit."""
    try:
        roles.find(change.record.role)
    except NotFound:
        yield "role", _("There is no role “%(code)s”.", code=change.record.role)
    other = records.first(OBJECT, system_actor(), where={"role": change.record.role}, sort="id")
    if other is not None and other.id != change.record.id:
        yield "role", _("This role has a limit already: %(percent)s %%.", percent=other.percent)


def limit_of(user: Actor) -> Decimal:
    """The largest discount in per cent that this person gives without asking: the widest of the roles'. An administrator's is 100."""
    if user.is_admin or user.is_system:
        return Decimal(100)
    found = records.find(OBJECT, system_actor(), where={"role": list(user.role_codes)}, sort="id") if user.role_codes else []
    return max((one.percent for one in found), default=Decimal(0))


def require(decider_id: int | None, discount: Decimal) -> None:
    """Whoever says yes gives this discount as they may today: asked as a manager, one may be none any more. Raises Refusal."""
    limit = limit_of(users.actor(decider_id)) if decider_id is not None else Decimal(0)
    if limit < discount:
        raise Refusal(_("You may give up to %(limit)s %%, and this needs %(discount)s %%. Who asked can take the request back and submit again.", limit=limit, discount=discount))


def approver_for(user: Actor, discount: Decimal) -> int:
    """The nearest manager above who may give this discount. Raises Refusal where there is none."""
    for unit in units.above(user.unit_id):
        manager = unit.manager_id
        if manager is None or manager == user.id or not users.members([manager]):
            continue
        if limit_of(users.actor(manager)) >= discount:
            return int(manager)
    raise Refusal(_("Nobody above you may give a discount of %(discount)s %%. Lower it, or ask your administrator for a limit.", discount=discount))


def seed(user: Actor) -> Iterator[str]:
    """The limits a new installation starts with, where there are none at all."""
    if records.first(OBJECT, user, sort="id") is not None:
        return
    for role, percent in SEEDS.items():
        try:
            records.create(OBJECT, user, source="automation", role=role, percent=percent)
        except Invalid:  # a role that this installation has removed
            continue
    yield _("The limits of discounts were added.")
