"""S12: who gets a lead. Ordered rules decide, each decision is kept with its reason, and no lead goes to two people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from core import Actor, Change, assignment, clock, db, gettext_lazy, notices, transaction, users

from . import entry
from .models import Decision, Rotation
from .picklists import BY_REGION, POOL

BY_RULES = "leads.assigned_by_rules"
ASSIGN = "leads.assign"
ENTERED = ("user", "api", "import")
DECISIONS, ROTATIONS = Decision.__table__, Rotation.__table__

WHY_NOT = {**assignment.WHY_NOT, assignment.NOBODY: gettext_lazy("nobody it names can take leads")}


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
        outcome = RULES.decide(record)
        before, record = record.owner_id, outcome.give(record)
        _keep(record, user, outcome.rule.mode.code if outcome.rule else "none", before, outcome.to_id, outcome=outcome)
        if outcome.to_id is not None:
            _tell(record, outcome.to_id, user)
    return record


def _offered(rule: Any, targets: Sequence[Any], record: Any) -> Sequence[int]:
    """Whom the rule names for this lead: users, or for a pool the queue itself."""
    if rule.mode == BY_REGION:
        targets = _nearest(targets, record)
    ids = [one.target_id for one in targets]
    return ids if rule.mode == POOL else [person.id for person in users.members(dict.fromkeys(ids))]


def _nearest(targets: Sequence[Any], record: Any) -> Sequence[Any]:
    """Targets for the lead's city, else for its province, else those for any place."""
    for level in ("city", "province"):
        wanted = getattr(record, level)
        found = [one for one in targets if wanted is not None and getattr(one, level) == wanted and (level == "city" or one.city is None)]
        if found:
            return found
    return [one for one in targets if one.province is None and one.city is None]


RULES = assignment.Assignment("assignment_rule", "assignment_target", ROTATIONS, _offered)


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
    record: Any, user: Actor, mode: str, from_id: int | None, to_id: int | None, *, reason: str | None = None, outcome: assignment.Outcome | None = None
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
        notices.send(
            owner_id, gettext_lazy("New lead “%(record)s”. Its first contact is due within %(hours)s hours."), record, hours=_hours(record),
            tells=("first_contact_due_at",), otherwise=gettext_lazy("New lead “%(record)s”."),
        )  # fmt: skip


def _hours(record: Any) -> int:
    due = record.first_contact_due_at
    return max(0, int((due - clock.now()).total_seconds() // 3600)) if due else 0


def decisions(record: Any) -> list[Any]:
    """The decisions on a lead, the latest first."""
    query = sa.select(DECISIONS).where(DECISIONS.c.lead_id == record.id).order_by(DECISIONS.c.id.desc())
    return list(db.session.execute(query))
