"""Who gets a new case: rules in order, agents by skill, language, load and presence, each decision kept with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core import Actor, Change, assignment, chunks, clock, db, gettext_lazy, records, system_actor, transaction, users
from core import gettext as _

from . import telling
from .catalogue import catalogue
from .models import CaseDecision, CaseRotation
from .picklists import POOL

DECISIONS = CaseDecision.__table__
ADD_DECISION = sa.insert(DECISIONS)
ENTERED = ("user", "api", "import", "web")
WHY_NOT = {**assignment.WHY_NOT, assignment.NOBODY: gettext_lazy("nobody it names is here and fits")}
TRIED_ON = 200
"""Cases on which a rule is tried before it is switched on: the latest."""


@dataclass(frozen=True, slots=True)
class Able:
    """An agent as the rules see one."""

    languages: frozenset[str]
    reasons: frozenset[int]
    most: int | None
    away: bool


def _able(people: Sequence[int]) -> Mapping[int, Able]:
    """What is noted of these agents; nothing is noted of most."""
    profiles = records.find("agent_profile", system_actor(), where={"member": list(people)}, sort="id", limit=500)
    skills: dict[int, set[int]] = {}
    if profiles:
        for skill in records.find("agent_skill", system_actor(), where={"agent": [one.id for one in profiles]}, sort="id", limit=500):
            skills.setdefault(skill.agent_id, set()).add(skill.case_reason_id)
    now = clock.now()
    return {
        one.member_id: Able(frozenset(choice.code for choice in one.languages or ()), frozenset(skills.get(one.id, ())), one.most, _is_away(one, now))
        for one in profiles
    }


def _is_away(profile: Any, now: Any) -> bool:
    begun = profile.away_from is not None and profile.away_from <= now
    return bool((begun and (profile.away_until is None or profile.away_until > now)) or (profile.away_from is None and profile.away_until is not None and profile.away_until > now))


def _offered(rule: Any, targets: Sequence[Any], record: Any) -> Sequence[int]:
    """Whom the rule names for this case, without those who are away, full, or lack what it asks for; of a pool the queue itself."""
    ids = list(dict.fromkeys(one.target_id for one in targets))
    if rule.mode == POOL:
        return ids
    people = [person.id for person in users.members(ids)]
    able = _able(people)
    load = assignment.open_work(people, record) if any(one.most for one in able.values()) else {}
    return [one for one in people if _fits(rule, record, able.get(one), load.get(one, 0))]


def _fits(rule: Any, record: Any, able: Able | None, load: int) -> bool:
    if able is None:
        return not (rule.by_skill and record.case_reason_id) and not (rule.by_language and record.language is not None)
    if able.away or (able.most is not None and load >= able.most):
        return False
    if rule.by_language and record.language is not None and record.language.code not in able.languages:
        return False
    return not (rule.by_skill and record.case_reason_id and not able.reasons & set(catalogue().above(record.case_reason_id)))


RULES = assignment.Assignment("case_assignment_rule", "case_assignment_target", CaseRotation.__table__, _offered)


def assign_new(change: Change) -> None:
    """After a case came in and nobody was named for it: whoever takes it down need not keep it, nor whoever gets what comes by the form.
    Whoever gets it is told, also of what an import brings."""
    record, user = change.record, change.user
    is_provisional = record.owner_id in (None, user.id) or change.source == "web"
    if change.source in ENTERED and record.taken_over_at is None and clock.is_past() is False and is_provisional:
        assign(record, user)


def assign(record: Any, user: Actor) -> Any:
    """Give a case to whom the rules name, and keep why. Without a rule that applies it stays where it is."""
    with transaction():
        outcome = RULES.decide(record)
        if outcome.rule is None and not outcome.tried:
            return record  # there are no rules
        before, record = record.owner_id, outcome.give(record)
        if record.owner_id != before:
            telling.tell_owner(record, user)
        rule = outcome.rule
        said = {"rule_id": rule and rule.id, "rule_name": rule and rule.name, "mode": rule.mode.code if rule else "none", "to_id": outcome.to_id}
        chunks.insert(ADD_DECISION, [{"case_id": record.id, "at": clock.now(), "tried": outcome.tried, **said}])
    return record


def decisions(record: Any) -> list[Any]:
    """What the rules have said of a case, the latest first."""
    query = sa.select(DECISIONS).where(DECISIONS.c.case_id == record.id).order_by(DECISIONS.c.id.desc())
    return list(db.session.execute(query))


def tried(rule: Any, user: Actor) -> dict[str, Any]:
    """What a rule would do with the latest cases, without doing it: how many it fits, and which the first are."""
    latest = records.find("case", user, sort="-opened_at", limit=TRIED_ON)
    fitting = [one for one in latest if RULES.applies(rule, one)]
    return {"of": len(latest), "fitting": len(fitting), "first": fitting[:8], "nobody": sum(RULES.why_not(rule, one) is None for one in latest) - len(fitting)}


def name_target(change: Change) -> None:
    change.record.name = users.name_of(change.record.target_id)[:160]


def name_agent(change: Change) -> None:
    change.record.name = users.name_of(change.record.member_id)[:160]


def name_skill(change: Change) -> None:
    skill = change.record
    if skill.agent_id and skill.case_reason_id and skill.agent is not None and skill.case_reason is not None:
        skill.name = f"{skill.agent.name} · {skill.case_reason.name}"[:240]


def agent_rule(change: Change) -> Iterator[tuple[str, str]]:
    record = change.record
    if record.away_from is not None and record.away_until is not None and record.away_until <= record.away_from:
        yield "away_until", _("The absence ends before it begins.")
