"""S10: a leaver's customers and open work go to others together, with their history and open follow-ups.

What hangs on one customer goes to one person: the account is dealt out, and whatever refers to it follows. Little is handed over while one
waits, much by a job that goes on where it was when its worker dies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

import sqlalchemy as sa

from core import (
    Actor,
    ForecourtError,
    Invalid,
    ObjectType,
    Permission,
    conditions,
    fields,
    gettext_lazy,
    jobs,
    notices,
    permissions,
    queries,
    records,
    registry,
    system_actor,
    transaction,
    users,
)
from core import gettext as _

HAND_OVER = Permission("contacts.hand_over", gettext_lazy("Hand over customers"))
JOB = "contacts.hand_over"
AT_ONCE = 200
"""Records up to which one waits while they are handed over."""
LOT = 50
"""Records that a job hands over in one transaction."""
NAMED = 8
"""Customers named for each person in the preview."""
FIRST = ("account", "contact", "lead", "opportunity")
"""Dealt out in this order, so that what belongs to a customer follows its account."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What moved: object code -> how many, person -> how many; and how many a rule keeps where they are."""

    by_object: Counter[str] = field(default_factory=Counter)
    by_person: Counter[int] = field(default_factory=Counter)
    left: int = 0

    @property
    def total(self) -> int:
        return sum(self.by_object.values())

    def __add__(self, other: HandedOver) -> HandedOver:
        return HandedOver(self.by_object + other.by_object, self.by_person + other.by_person, self.left + other.left)

    def as_json(self) -> dict[str, Any]:
        """As a job keeps it; keys are text."""
        return {"by_object": dict(self.by_object), "by_person": {str(one): count for one, count in self.by_person.items()}, "left": self.left}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        return cls(Counter(kept["by_object"]), Counter({int(one): count for one, count in kept["by_person"].items()}), kept["left"])


@dataclass(frozen=True, slots=True)
class Lot:
    """Records of one object that one person takes over."""

    object_code: str
    taker: int
    ids: Sequence[int]


@dataclass(slots=True)
class Part:
    """What one person would take over: how many of which object, and the customers by name (the first few)."""

    name: str
    customers: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def preview(from_id: int) -> list[tuple[str, int]]:
    """(object's plural, how many would move), for the page that asks."""
    counted: Counter[ObjectType] = Counter()
    for object_type, moving in _open_work(from_id):
        [(count,)] = queries.rows(sa.select(sa.func.count()).select_from(moving.subquery()))
        counted[object_type] += count
    return [(str(object_type.plural), count) for object_type, count in counted.items() if count]


def is_much(from_id: int) -> bool:
    """Whether it is too much to wait for."""
    return sum(count for _plural, count in preview(from_id)) > AT_ONCE


def plan(from_id: int, shares: Mapping[int, int], user: Actor) -> list[Part]:
    """Who would get what; nothing is written. Raises as ``hand_over`` does."""
    parts = {person_id: Part(users.name_of(person_id)) for person_id, weight in shares.items() if weight > 0}
    for lot in deal(from_id, shares, user):
        part, object_type = parts[lot.taker], registry.object_type(lot.object_code)
        plural = str(object_type.plural)
        part.counts[plural] = part.counts.get(plural, 0) + len(lot.ids)
        if lot.object_code == "account" and len(part.customers) < NAMED:
            part.customers += [str(one.name) for one in records.load(object_type, lot.ids[: NAMED - len(part.customers)])]
    return list(parts.values())


def hand_over(from_id: int, shares: Mapping[int, int], user: Actor, reason: str) -> HandedOver:
    """Give everything open that one person owns to others, customer by customer in proportion to ``shares``
    (person -> weight). Closed records stay with who closed them, and what a rule keeps stays, too.

    Raises Forbidden without the right, Invalid for people who cannot take over or lie outside the user's dealers, and while a job is
    handing over what the same person owns.
    """
    refuse_two_at_once(from_id)
    handed = HandedOver()
    with transaction():
        for lot in deal(from_id, shares, user):
            handed += give(lot, from_id, user, reason)
        tell(from_id, handed.by_person, user)
    return handed


def under_way(from_id: int) -> jobs.JobRun | None:
    """The job that is handing over what this person owns, if there is one."""
    return next((run for run in jobs.under_way(JOB) if (run.inputs or {}).get("from") == from_id), None)


def refuse_two_at_once(from_id: int) -> None:
    if under_way(from_id) is not None:
        raise Invalid({"from": [_("What %(name)s owns is being handed over already.", name=users.name_of(from_id))]})


def deal(from_id: int, shares: Mapping[int, int], user: Actor) -> Iterator[Lot]:
    """Who gets which records, in lots of at most LOT; nothing is written. Raises as ``hand_over`` does."""
    check(from_id, shares, user)
    dealer = _Dealer(shares)
    for object_type, moving in _open_work(from_id):
        dealt: dict[int, list[int]] = {}
        for record_id, *linked in queries.rows(moving.order_by(object_type.table.c.id)):
            dealt.setdefault(dealer.taker(record_id, linked), []).append(record_id)
        for taker, ids in dealt.items():
            yield from (Lot(object_type.code, taker, ids[place : place + LOT]) for place in range(0, len(ids), LOT))


def _open_work(from_id: int) -> Iterator[tuple[ObjectType, sa.Select[Any]]]:
    """What moves, object by object: the ids with what each record refers to. It is what the object calls open; all of one that calls nothing so."""
    owned = [one for one in registry.objects() if one.owners and one.handed_over and not one.controlled_by and not one.setup]
    for object_type in sorted(owned, key=lambda one: FIRST.index(one.code) if one.code in FIRST else len(FIRST)):
        links = [name for name, one in object_type.own_fields.items() if isinstance(one, fields.LookupField) and not isinstance(one, fields.UserField) and one.stored]
        # By the system, because a manager may hand over what is hidden from managers.
        yield object_type, queries.visible(object_type, system_actor(), links, where=conditions.both({"owner": from_id}, object_type.open_when))


def give(lot: Lot, from_id: int, user: Actor, reason: str) -> HandedOver:
    """One record that a rule keeps, or that fails, stops no other. The log names who did it, for the system may more than they."""
    said, given, through = _("%(reason)s (by %(name)s)", reason=reason, name=user.name), 0, 0
    found = records.load(registry.object_type(lot.object_code), lot.ids)
    for record in found:
        with suppress(ForecourtError), jobs.alone(lot.object_code, record.id, raising=(ForecourtError,)):
            if record.owner_id == from_id:
                records.update(record, system_actor(), source="handover", reason=said, owner=lot.taker)
            given += record.owner_id == lot.taker
            through += 1
    return HandedOver(Counter({lot.object_code: given}), Counter({lot.taker: given}), len(found) - through)


def tell(from_id: int, counts: Mapping[int, int], user: Actor) -> None:
    for person_id, count in counts.items():
        if person_id != user.id:
            notices.send(
                person_id, gettext_lazy("%(count)s records of %(name)s were handed over to you."), url="/accounts", module="contacts",
                count=count, name=users.name_of(from_id),
            )  # fmt: skip


def check(from_id: int, shares: Mapping[int, int], user: Actor) -> None:
    """Raises as ``hand_over`` does."""
    user.require(HAND_OVER.code)
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
        self.taken: dict[int, int] = {}

    def taker(self, record_id: int, linked: Iterable[int | None]) -> int:
        person_id = next((self.taken[one] for one in linked if one in self.taken), None)
        if person_id is None:
            person_id = min(self.shares, key=lambda one: (self.customers[one] / self.shares[one], one))
            self.customers[person_id] += 1
        self.taken[record_id] = person_id
        return person_id
