"""S12: who gets a lead. Ordered rules decide, each decision is kept with its reason, and no lead goes to two people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from core import Actor, BadQuery, Change, clock, conditions, db, gettext_lazy, is_postgresql, notices, queries, records, system_actor, transaction, units, users
from core import gettext as _

from . import entry
from .models import Decision, Rotation
from .picklists import BY_REGION, LEAST_LOADED, POOL

BY_RULES = "leads.assigned_by_rules"
ASSIGN = "leads.assign"
ENTERED = ("user", "api", "import")
DECISIONS, ROTATIONS = Decision.__table__, Rotation.__table__

NO_MATCH = "condition"
NOBODY = "nobody"
UNREADABLE = "unreadable"
ELSEWHERE = "elsewhere"
WHY_NOT = {
    NO_MATCH: gettext_lazy("the condition does not hold"),
    NOBODY: gettext_lazy("nobody it names can take leads"),
    UNREADABLE: gettext_lazy("the condition cannot be read"),
    ELSEWHERE: gettext_lazy("it is for another dealer"),
}


@dataclass(slots=True)
class Outcome:
    """What the rules said: ``to_id`` None when none applied; ``tried`` lists [rule, why it did not apply]."""

    rule: Any = None
    to_id: int | None = None
    tried: list[list[str]] = field(default_factory=list)


def assign_new(change: Change) -> None:
    """After a lead was registered by somebody whose leads go out by the rules, and who named no other owner."""
    record, user = change.record, change.user
    if change.channel == entry.QUIET or change.source not in ENTERED:
        return
    own = record.owner_id in (None, user.id)
    if own and (user.is_system or BY_RULES in user.permissions):
        assign(record, user)


def assign(record: Any, user: Actor) -> Any:
    """Give a lead to whom the rules name, and keep why. Without a rule that applies it stays where it is."""
    with transaction():
        outcome = decide(record)
        before = record.owner_id
        if outcome.to_id is not None and outcome.to_id != before:
            # By the system: an agent may give away what then lies outside the agent's own sight.
            reason = _("Assignment rule “%(rule)s”", rule=outcome.rule.name)
            record = records.update(record, system_actor(), source="automation", reason=reason, owner=outcome.to_id)
        _keep(record, user, outcome.rule.mode.code if outcome.rule else "none", before, outcome.to_id, outcome=outcome)
        if outcome.to_id is not None:
            _tell(record, outcome.to_id, user)
    return record


def decide(record: Any) -> Outcome:
    """What the rules say of a lead, in their order. Takes the turn of a rotation, so call it to assign."""
    outcome = Outcome()
    for rule in records.find("assignment_rule", system_actor(), where={"active": True}, sort="position"):
        why_not = _why_not(rule, record)
        chosen = None if why_not else _choose(rule, record)
        if chosen is not None:
            outcome.rule, outcome.to_id = rule, chosen
            break
        outcome.tried.append([rule.name, why_not or NOBODY])
    return outcome


def explain(record: Any) -> str | None:
    """What would happen to a new lead with these values, without taking a turn: the name of the rule."""
    for rule in records.find("assignment_rule", system_actor(), where={"active": True}, sort="position"):
        if _why_not(rule, record) is None and _people(rule, record):
            return str(rule.name)
    return None


def _why_not(rule: Any, record: Any) -> str | None:
    if rule.at_dealer_id is not None and record.dealer_id not in units.below(rule.at_dealer_id):
        return ELSEWHERE
    try:
        return None if conditions.holds(rule.where, record.object_type, _values(record), system_actor()) else NO_MATCH
    except BadQuery:
        return UNREADABLE


def _values(record: Any) -> dict[str, Any]:
    return {name: getattr(record, one.attribute) for name, one in record.object_type.fields.items() if one.stored}


def _choose(rule: Any, record: Any) -> int | None:
    people = _people(rule, record)
    if not people or rule.mode == POOL:
        return people[0] if people else None
    last = _lock_rotation(rule.id)
    chosen = _least_loaded(people, last) if rule.mode == LEAST_LOADED else _after(people, last)
    db.session.execute(sa.update(ROTATIONS).where(ROTATIONS.c.rule_id == rule.id).values(last_id=chosen))
    return chosen


def _people(rule: Any, record: Any) -> list[int]:
    """Whom the rule names for this lead: users, or for a pool the queue itself."""
    targets = records.find("assignment_target", system_actor(), where={"rule": rule.id, "active": True}, sort="id")
    if rule.mode == BY_REGION:
        targets = _nearest(targets, record)
    ids = list(dict.fromkeys(one.target_id for one in targets))
    if rule.mode == POOL:
        return [one for one in ids if (found := users.find(one)) is not None and found.active]
    return sorted(person.id for person in users.members(ids))


def _nearest(targets: list[Any], record: Any) -> list[Any]:
    """Targets for the lead's city, else for its province, else those for any place."""
    for level in ("city", "province"):
        wanted = getattr(record, level)
        found = [one for one in targets if wanted is not None and getattr(one, level) == wanted and (level == "city" or one.city is None)]
        if found:
            return found
    return [one for one in targets if one.province is None and one.city is None]


def _after(people: Sequence[int], last: int | None) -> int:
    return next((one for one in people if last is not None and one > last), people[0])


def _least_loaded(people: Sequence[int], last: int | None) -> int:
    """Fewest open leads; among equals the one after the last."""
    rows = queries.aggregate("lead", system_actor(), group_by=("owner",), where={"owner": list(people), "is_open": True})
    load = {row.owner_id: row.count for row in rows}
    fewest = min(load.get(one, 0) for one in people)
    return _after([one for one in people if load.get(one, 0) == fewest], last)


def _lock_rotation(rule_id: int) -> int | None:
    """Whom the rule named last; others who ask wait until this transaction has ended."""
    insert = postgresql.insert if is_postgresql() else sqlite.insert
    db.session.execute(insert(ROTATIONS).values(rule_id=rule_id, last_id=None).on_conflict_do_nothing())
    query = sa.select(ROTATIONS.c.last_id).where(ROTATIONS.c.rule_id == rule_id)
    last: int | None = db.session.execute(query.with_for_update() if is_postgresql() else query).scalar_one()
    return last


# ---------------------------------------------------------------- by hand


def note_change(change: Change) -> None:
    """After a save that gives a lead to somebody else: keep who did it and why, and tell the new owner."""
    if change.is_new or "owner" not in change.changed or change.source == "automation":
        return
    before, after = change.old.get("owner"), change.record.owner_id
    mode = "take" if after == change.user.id and _is_queue(before) else change.source
    _keep(change.record, change.user, mode, before, after, reason=change.reason)
    if change.source in ("user", "api"):
        _tell(change.record, after, change.user)


def _is_queue(principal_id: int | None) -> bool:
    found = users.find(principal_id)
    return found is not None and found.is_queue


def _keep(
    record: Any, user: Actor, mode: str, from_id: int | None, to_id: int | None, *, reason: str | None = None, outcome: Outcome | None = None
) -> None:
    rule = outcome.rule if outcome else None
    db.session.execute(
        sa.insert(DECISIONS).values(
            lead_id=record.id, at=clock.now(), by_id=user.id or None, rule_id=rule.id if rule else None, rule_name=rule.name if rule else None,
            mode=mode, from_id=from_id, to_id=to_id, reason=reason, tried=outcome.tried if outcome else [],
        )
    )  # fmt: skip


def _tell(record: Any, owner_id: int, user: Actor) -> None:
    if owner_id != user.id:
        notices.send(owner_id, gettext_lazy("New lead “%(record)s”. Its first contact is due within %(hours)s hours."), record, hours=_hours(record))


def _hours(record: Any) -> int:
    due = record.first_contact_due_at
    return max(0, int((due - clock.now()).total_seconds() // 3600)) if due else 0


def decisions(record: Any) -> list[Any]:
    """The decisions on a lead, the latest first."""
    query = sa.select(DECISIONS).where(DECISIONS.c.lead_id == record.id).order_by(DECISIONS.c.id.desc())
    return list(db.session.execute(query))
