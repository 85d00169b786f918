"""S10: a leaver's customers and open work go to others together, with their history and open follow-ups.

What hangs on one customer goes to one person: the account is dealt out, and whatever refers to it follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core import Actor, Invalid, Permission, fields, gettext_lazy, notices, permissions, plugins, records, registry, system_actor, transaction, users
from core import gettext as _

HAND_OVER = Permission("contacts.hand_over", gettext_lazy("Hand over customers"))
NAMED = 8
"""Customers named for each person in the preview."""
FIRST = ("account", "contact", "lead", "opportunity")
"""Dealt out in this order, so that what belongs to a customer follows its account."""


@dataclass(frozen=True, slots=True)
class Moving:
    """Which records of an object move: ``where`` is a condition (text) on top of "owned by the leaver"; "never" moves none."""

    object_code: str
    where: str | None = None
    never: bool = False


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What moved: object code -> how many, person -> how many."""

    by_object: Mapping[str, int]
    by_person: Mapping[int, int]

    @property
    def total(self) -> int:
        return sum(self.by_object.values())


def movings(from_id: int, user: Actor) -> list[Moving]:
    """For every object with an owner: all the leaver's records, unless its module says which are open."""
    said = [moving for found in plugins.call_each("hand_over", from_id=from_id, user=user) for moving in found or ()]
    by_object: dict[str, list[Moving]] = {}
    for moving in said:
        by_object.setdefault(moving.object_code, []).append(moving)
    owned = [one for one in registry.objects() if one.owners and not one.controlled_by and not one.setup]
    codes = sorted((one.code for one in owned), key=lambda code: FIRST.index(code) if code in FIRST else len(FIRST))
    return [moving for code in codes for moving in by_object.get(code, [Moving(code)]) if not moving.never]


@dataclass(slots=True)
class Part:
    """What one person would take over: how many of which object, and the customers by name (the first few)."""

    name: str
    customers: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def preview(from_id: int, user: Actor) -> list[tuple[str, int]]:
    """(object's plural, how many would move), for the page that asks."""
    counted: dict[str, int] = {}
    for moving, _record in _moving_records(from_id, user):
        counted[moving.object_code] = counted.get(moving.object_code, 0) + 1
    by_code = {one.code: one for one in registry.objects()}
    return [(str(by_code[code].plural), count) for code, count in counted.items()]


def plan(from_id: int, shares: Mapping[int, int], user: Actor) -> list[Part]:
    """Who would get what; nothing is written. Raises as ``hand_over`` does."""
    user.require(HAND_OVER.code)
    _check_people(from_id, shares, user)
    dealer = _Dealer(shares)
    parts = {person_id: Part(users.name_of(person_id)) for person_id in dealer.shares}
    by_code = {one.code: str(one.plural) for one in registry.objects()}
    for moving, record in _moving_records(from_id, user):
        part = parts[dealer.taker(record)]
        plural = by_code[moving.object_code]
        part.counts[plural] = part.counts.get(plural, 0) + 1
        if moving.object_code == "account" and len(part.customers) < NAMED:
            part.customers.append(str(record.name))
    return list(parts.values())


def hand_over(from_id: int, shares: Mapping[int, int], user: Actor, reason: str) -> HandedOver:
    """Give everything open that one person owns to others, customer by customer in proportion to ``shares``
    (person -> weight). Closed records stay with who closed them.

    Raises Forbidden without the right, Invalid for people who cannot take over or lie outside the user's dealers.
    """
    user.require(HAND_OVER.code)
    _check_people(from_id, shares, user)
    dealer = _Dealer(shares)
    by_object: dict[str, int] = {}
    with transaction():
        for moving, record in _moving_records(from_id, user):
            if record.owner_id == from_id:
                _give(record, dealer.taker(record), user, reason)
                by_object[moving.object_code] = by_object.get(moving.object_code, 0) + 1
        _tell(from_id, dealer.counts, user)
    return HandedOver(by_object, dealer.counts)


def _moving_records(from_id: int, user: Actor) -> Iterator[tuple[Moving, Any]]:
    """What moves, object by object; each object is read whole before its records are given away."""
    for moving in movings(from_id, user):
        for record in [one for batch in _batches(moving, from_id) for one in batch]:
            yield moving, record


def _batches(moving: Moving, from_id: int) -> Iterator[list[Any]]:
    owned = f"owner = {from_id}"
    where = f"{owned} and ({moving.where})" if moving.where else owned
    return records.batches(moving.object_code, system_actor(), where)


def _give(record: Any, taker: int, user: Actor, reason: str) -> None:
    # By the system, because a manager may hand over what is hidden from managers; the log names who did it.
    records.update(record, system_actor(), source="handover", reason=_("%(reason)s (by %(name)s)", reason=reason, name=user.name), owner=taker)


def _tell(from_id: int, counts: Mapping[int, int], user: Actor) -> None:
    for person_id, count in counts.items():
        if person_id != user.id:
            notices.send(
                person_id, gettext_lazy("%(count)s records of %(name)s were handed over to you."), url="/accounts", module="contacts",
                count=count, name=users.name_of(from_id),
            )  # fmt: skip


def _check_people(from_id: int, shares: Mapping[int, int], user: Actor) -> None:
    errors: dict[str, list[str]] = {}
    if users.find(from_id) is None or not _within_reach(from_id, user):
        errors["from"] = [_("Choose whose customers are handed over.")]
    takers = [person_id for person_id, weight in shares.items() if weight > 0]
    if not takers or from_id in takers:
        errors["to"] = [_("Choose at least one other person to take over.")]
    for person_id in takers:
        person = users.find(person_id)
        if person is None or not _within_reach(person_id, user) or not can_take_over(person):
            errors["to"] = [_("Who takes over must be an active user of your dealer who looks after customers.")]
    if errors:
        raise Invalid(errors)


def _within_reach(person_id: int, user: Actor) -> bool:
    """A manager moves work within the own dealers; an administrator anywhere."""
    person = users.find(person_id)
    dealer_ids = user.dealer_ids or ((user.dealer_id,) if user.dealer_id else ())
    return user.is_admin or user.is_system or (person is not None and person.dealer_id in dealer_ids)


def can_take_over(person: Any) -> bool:
    """Whether somebody can sign in and may work on customers of their own."""
    if person.kind != "user" or not person.active:
        return False
    return permissions.may(users.actor(person.id), registry.object_type("account"), "edit")


def people_within_reach(user: Actor) -> list[Any]:
    """The users between whom this one may move work."""
    return [person for person in users.all_users() if _within_reach(person.id, user)]


class _Dealer:
    """Deals customers out by weight, and lets what refers to a dealt record follow it."""

    def __init__(self, shares: Mapping[int, int]) -> None:
        self.shares = {person_id: weight for person_id, weight in shares.items() if weight > 0}
        self.customers = dict.fromkeys(self.shares, 0)
        self.counts = dict.fromkeys(self.shares, 0)
        self.taken: dict[int, int] = {}

    def taker(self, record: Any) -> int:
        person_id = next((self.taken[one] for one in _linked(record) if one in self.taken), None)
        if person_id is None:
            person_id = min(self.shares, key=lambda one: (self.customers[one] / self.shares[one], one))
            self.customers[person_id] += 1
        self.taken[record.id] = person_id
        self.counts[person_id] += 1
        return person_id


def _linked(record: Any) -> Iterable[int]:
    declared: Sequence[Any] = list(record.__record_fields__.values())
    for one in declared:
        if isinstance(one, fields.LookupField) and not isinstance(one, fields.UserField):
            target = getattr(record, one.attribute)
            if target is not None:
                yield target
