"""Escalation: what is done about a case that grows old. The first rule whose condition holds decides, and evaluation stops.

A case's age is opening time in which its clock ran; it stops growing while we wait for the customer and once it is closed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core import Change, gettext_lazy, notices, records, system_actor, units, users
from core import gettext as _

from . import clocks, told
from .catalogue import RuleInfo, StepInfo, catalogue
from .clocks import Event
from .fitting import calendar_of, fits
from .picklists import FROM_LAST_CHANGE, PRIORITIES, UNTIL_TOUCHED

MOST = 5
"""Steps of one rule, as in the best of the field."""


@dataclass(frozen=True, slots=True)
class Due:
    """A step of the rule that counts for a case, and when the case reaches its age."""

    rule: RuleInfo
    step: StepInfo
    at: datetime
    key: str


def rule_of(record: Any) -> RuleInfo | None:
    """The first active rule, by order, that counts for the case."""
    return next((one for one in catalogue().rules if fits(record, one.where, one.at_dealer)), None)


def steps_of(record: Any, events: Sequence[Event]) -> Iterator[Due]:
    """The steps ahead of a case and behind it, each with its moment."""
    rule = None if record.is_closed else rule_of(record)
    since = _began(rule, record, events) if rule else None
    if rule is None or since is None:
        return
    calendar, stopped = calendar_of(record, rule.round_the_clock), clocks.stops(events)
    for step in rule.steps:
        at = clocks.due(calendar, since, step.age, stopped)
        if at is not None:
            yield Due(rule, step, at, f"step:{step.id}:{int(since.timestamp())}")


def _began(rule: RuleInfo, record: Any, events: Sequence[Event]) -> datetime | None:
    """From when the age counts, at the earliest since the case is ours; None once somebody has acted, where the rule says so."""
    since: datetime = max(record.opened_at, record.taken_over_at or record.opened_at)
    if rule.age_from == FROM_LAST_CHANGE:
        return max([since, *(event.at for event in events if event.touched)])
    if rule.age_from == UNTIL_TOUCHED and any(event.touched for event in events[1:]):
        return None
    return since


def take(record: Any, due: Due) -> Any:
    """Do what a step says, as the system. Whoever is gone is passed over: the rest of the step is done all the same."""
    step, changed = due.step, {}
    if step.raise_priority and record.priority != PRIORITIES[0]:
        changed["priority"] = raised(record.priority)
    heir = users.find(step.assign_to_id)
    if heir is not None and heir.active and heir.id != record.owner_id:
        changed["owner"] = heir.id
    if step.mark and not record.is_escalated:
        changed["is_escalated"] = True
    people = _people(record, step, changed.get("owner"))
    told.note(record, due.key, due.at, people[0] if people else None, due.rule.name[:120])
    if changed:
        reason = _("Escalation rule “%(rule)s”", rule=due.rule.name)
        record = records.update(record, system_actor(), source="automation", reason=reason, **changed)
    if people:
        notices.send(people, gettext_lazy("“%(record)s” has been escalated by the rule “%(rule)s”."), record, rule=due.rule.name)
    return record


def raised(priority: Any) -> Any:
    """One step more pressing."""
    place = PRIORITIES.index(priority) if priority in PRIORITIES else len(PRIORITIES) - 1
    return PRIORITIES[max(0, place - 1)]


def _people(record: Any, step: StepInfo, new_owner: int | None) -> list[int]:
    found = [new_owner, record.owner_id if step.tell_owner else None, manager_of(record) if step.tell_manager else None, step.tell_id]
    return list(dict.fromkeys(one for one in found if one is not None))


def manager_of(record: Any) -> int | None:
    """Whoever the owner reports to; of a case in a queue the manager of its unit."""
    owner = users.find(record.owner_id)
    manager = units.manager_of(owner.id) if owner is not None and not owner.is_queue else None
    if manager is not None:
        return int(manager.id)
    return next((unit.manager_id for unit in units.above(record.unit_id or record.dealer_id) if unit.manager_id), None)


def step_rules(change: Change) -> Iterator[tuple[str, str]]:
    """At most five steps to a rule, no two of the same age, each of which does something."""
    record, user = change.record, system_actor()
    others = [one for one in records.find("escalation_step", user, where={"rule": record.rule_id}) if one.id != record.id]
    if len(others) >= MOST:
        yield "rule", _("An escalation rule has at most %(count)s steps.", count=MOST)
    if any(one.minutes == record.minutes for one in others):
        yield "minutes", _("Another step of this rule has the same age.")
    if not (record.tell_owner or record.tell_manager or record.tell_id or record.assign_to_id or record.raise_priority or record.mark):
        yield "mark", _("Say what this step does.")


def name_step(record: Any) -> str:
    """ "60 min: hand over, mark"."""
    verbs = (
        (record.assign_to_id, _("hand over")), (record.raise_priority, _("raise the priority")),
        (record.tell_owner or record.tell_manager or record.tell_id, _("notify")), (record.mark, _("mark")),
    )  # fmt: skip
    return f"{record.minutes} min: {', '.join(label for given, label in verbs if given)}"[:120]

