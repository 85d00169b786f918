"""Ordered rules that say who gets a record: the first active one, by order, whose condition holds and that finds somebody.

A module brings the objects (rules with the fields name, position, active, at_dealer, where, mode; targets with rule, target,
active), a table that holds whom each rule named last (``Rotation``), and whom a rule offers for a record. What was passed over, and why, is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from . import chunks, conditions, permissions, queries, records, units, users
from .actor import Actor
from .changes import Change
from .db import BigId, db, insert_into, is_postgresql
from .errors import BadQuery
from .i18n import gettext as _
from .i18n import gettext_lazy
from .users import system_actor

POOL, LEAST_LOADED = "pool", "least_loaded"
"""Modes with a meaning here: a queue itself, and whoever has least to do; every other mode goes in turn."""

NO_MATCH, NOBODY, UNREADABLE, ELSEWHERE = "condition", "nobody", "unreadable", "elsewhere"
"""Why a rule was passed over: its condition does not hold, nobody it names can take the record, the condition cannot be read,
it is for another unit."""

WHY_NOT = {
    NO_MATCH: gettext_lazy("the condition does not hold"),
    UNREADABLE: gettext_lazy("the condition cannot be read"),
    ELSEWHERE: gettext_lazy("it is for another dealer"),
}
"""The same in words; a module adds its own for NOBODY."""


def taken_by(record: Any, user: Actor) -> str | None:
    """The name of somebody else who has this record already, as far as this user may know it; None where it is a queue's, nobody's or the user's own."""
    owner = users.find(record.owner_id)
    if owner is None or owner.is_queue or owner.id == user.id:
        return None
    return _("Somebody else") if permissions.field_right(user, record.object_type, "owner") == "hidden" else str(owner.name)


def is_mine(record: Any, user: Actor) -> bool:
    return bool(record.owner_id == user.id)


def take(record: Any, user: Actor) -> Any:
    """Take a record from its queue. Raises what ``records.update`` raises."""
    return record if is_mine(record, user) else records.update(record, user, owner=user.id)


def target_rule(change: Change) -> Iterator[tuple[str, str]]:
    """A rule points to somebody who is there."""
    person = users.find(change.record.target_id)
    if person is not None and not person.active:
        yield "target", _("Choose an active user or queue.")


def open_work(people: Sequence[int], record: Any) -> Mapping[int, int]:
    """How many open records of this object each of these people has beside this one."""
    where = conditions.both({"owner": list(people)}, record.object_type.open_when, conditions.Test("id", "!=", record.id))
    rows = queries.aggregate(record.object_type, system_actor(), group_by=("owner",), where=where)
    return {row.owner_id: row.count for row in rows}


class Rotation:
    """The columns of a module's table of whom each rule named last. A row is locked while one is chosen, so that two records never get the same turn."""

    rule_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"), primary_key=True, autoincrement=False)
    last_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))


@dataclass(slots=True)
class Outcome:
    """What the rules said: ``to_id`` None when none applied; ``tried`` lists [rule, why it did not apply]."""

    rule: Any = None
    to_id: int | None = None
    tried: list[list[str]] = field(default_factory=list)

    def give(self, record: Any) -> Any:
        """Give the record to whom the rules named, where that is somebody else; it is returned as it is then. Raises what ``records.update`` raises."""
        if self.to_id is None or self.to_id == record.owner_id:
            return record
        # By the system: whoever takes a record down may give away what then lies outside their own sight.
        return records.update(record, system_actor(), source="automation", reason=_("Assignment rule “%(rule)s”", rule=self.rule.name), owner=self.to_id)


@dataclass(frozen=True, slots=True)
class Assignment:
    """The rules of one object.

    ``rule`` and ``target`` are object codes; ``rotations`` is a table with the columns of ``Rotation``. ``offered(rule,
    targets, record)`` gives the principals whom a rule names, narrowed as the module likes; ``load(ids, record)`` how much each has to do
    beside it.
    """

    rule: str
    target: str
    rotations: sa.Table
    offered: Callable[[Any, Sequence[Any], Any], Sequence[int]]
    load: Callable[[Sequence[int], Any], Mapping[int, int]] = open_work

    def rules(self) -> list[Any]:
        """The active rules in their order; records that are saved together ask once."""
        held = chunks.facts(f"rules of {self.rule}") if chunks.current() else {}
        if "active" not in held:
            held["active"] = records.find(self.rule, system_actor(), where={"active": True}, sort="position")
        found: list[Any] = held["active"]
        return found

    def decide(self, record: Any) -> Outcome:
        """What the rules say of a record. Takes the turn of a rotation, so call it to assign."""
        outcome = Outcome()
        for rule in self.rules():
            why_not = self.why_not(rule, record)
            chosen = None if why_not else self._choose(rule, record)
            if chosen is not None:
                outcome.rule, outcome.to_id = rule, chosen
                break
            outcome.tried.append([rule.name, why_not or NOBODY])
        return outcome

    def foresee(self, record: Any) -> Any:
        """The rule that would decide over a record, without taking a turn; None where none applies."""
        return next((rule for rule in self.rules() if self.applies(rule, record)), None)

    def applies(self, rule: Any, record: Any) -> bool:
        """Whether this rule, active or not, would find somebody for the record."""
        return self.why_not(rule, record) is None and bool(self.people(rule, record))

    def why_not(self, rule: Any, record: Any) -> str | None:
        """Why the rule does not count for the record; None if it does."""
        if rule.at_dealer_id is not None and record.dealer_id not in units.below(rule.at_dealer_id):
            return ELSEWHERE
        values = {name: one.value_in(record) for name, one in record.object_type.fields.items() if one.stored}
        try:
            return None if conditions.holds(rule.where, record.object_type, values, system_actor()) else NO_MATCH
        except BadQuery:
            return UNREADABLE

    def people(self, rule: Any, record: Any) -> list[int]:
        """Whom the rule offers for this record: users, or for a pool the queue itself; nobody who has left."""
        targets = records.find(self.target, system_actor(), where={"rule": rule.id, "active": True}, sort="id")
        ids = list(dict.fromkeys(self.offered(rule, targets, record)))
        if rule.mode == POOL:
            return [one for one in ids if (found := users.find(one)) is not None and found.active]
        return sorted(ids)

    def _choose(self, rule: Any, record: Any) -> int | None:
        people = self.people(rule, record)
        if not people or rule.mode == POOL:
            return people[0] if people else None
        last = self._lock_rotation(rule.id)
        chosen = self._least_loaded(people, record, last) if rule.mode == LEAST_LOADED else _after(people, last)
        db.session.execute(sa.update(self.rotations).where(self.rotations.c.rule_id == rule.id).values(last_id=chosen))
        return chosen

    def _least_loaded(self, people: Sequence[int], record: Any, last: int | None) -> int:
        """Whoever has least to do; among equals the one after the last."""
        load = self.load(people, record)
        fewest = min(load.get(one, 0) for one in people)
        return _after([one for one in people if load.get(one, 0) == fewest], last)

    def _lock_rotation(self, rule_id: int) -> int | None:
        """Whom the rule named last; others who ask wait until this transaction has ended."""
        db.session.execute(insert_into(self.rotations).values(rule_id=rule_id, last_id=None).on_conflict_do_nothing())
        query = sa.select(self.rotations.c.last_id).where(self.rotations.c.rule_id == rule_id)
        last: int | None = db.session.execute(query.with_for_update() if is_postgresql() else query).scalar_one()
        return last


def _after(people: Sequence[int], last: int | None) -> int:
    return next((one for one in people if last is not None and one > last), people[0])
