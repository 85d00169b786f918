"""S10: a leaver's customers and open work go to others together, with their history and open follow-ups.

What hangs on one customer goes to one person: the account is dealt out, and whatever refers to it follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core import Actor, Invalid, Permission, fields, gettext_lazy, notices, plugins, records, registry, system_actor, transaction, users
from core import gettext as _

HAND_OVER = Permission("contacts.hand_over", gettext_lazy("Hand over customers"))
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


def preview(from_id: int, user: Actor) -> list[tuple[str, int]]:
    """(object's plural, how many would move), for the page that asks."""
    counted: dict[str, int] = {}
    for moving in movings(from_id, user):
        count = sum(len(batch) for batch in _batches(moving, from_id))
        counted[moving.object_code] = counted.get(moving.object_code, 0) + count
    by_code = {one.code: one for one in registry.objects()}
    return [(str(by_code[code].plural), count) for code, count in counted.items() if count]


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
        for moving in movings(from_id, user):
            for record in [one for batch in _batches(moving, from_id) for one in batch]:
                if record.owner_id == from_id:
                    _give(record, dealer.taker(record), user, reason)
                    by_object[moving.object_code] = by_object.get(moving.object_code, 0) + 1
        _tell(from_id, dealer.counts, user)
    return HandedOver(by_object, dealer.counts)


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
        if person is None or not person.active or person.kind != "user" or not _within_reach(person_id, user):
            errors["to"] = [_("Who takes over must be an active user of your dealer.")]
    if errors:
        raise Invalid(errors)


def _within_reach(person_id: int, user: Actor) -> bool:
    """A manager moves work within the own dealers; an administrator anywhere."""
    person = users.find(person_id)
    dealer_ids = user.dealer_ids or ((user.dealer_id,) if user.dealer_id else ())
    return user.is_admin or user.is_system or (person is not None and person.dealer_id in dealer_ids)


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
    for field in declared:
        if isinstance(field, fields.LookupField) and not isinstance(field, fields.UserField):
            target = getattr(record, field.attribute)
            if target is not None:
                yield target
