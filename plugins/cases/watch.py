"""The pass over cases whose moment has come: warnings, missed deadlines, escalations.

It reads only what is due, by the index of ``check_at``, so that its cost does not grow with the number of open cases. What a
worker that was down has missed is done in order, each with the moment it was due, and nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core import Actor, Job, clock, jobs, ngettext, notices, records, registry, system_actor
from core import gettext_lazy as _

from . import escalation, promises, told
from .clocks import Event, Milestone
from .picklists import MILESTONES

BATCH = 200
LABELS = {one.code: one.label for one in MILESTONES}


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done about a case at a moment: about a promise, or a step of its escalation."""

    at: datetime
    key: str
    promise: Milestone | None = None
    step: escalation.Due | None = None


def look_after(user: Actor) -> dict[str, int]:
    """Do what has become due on all cases; returns how many were looked at and how many things were done."""
    cases = done = 0
    for batch in records.batches("case", user, where="check_at <= now", size=BATCH):
        for case_id in [one.id for one in batch]:
            with jobs.alone("case", case_id):
                done += attend(case_id)
        cases += len(batch)
    return {"cases": cases, "done": done}


def attend(case_id: int) -> int:
    """What is due on one case, in order, within the transaction that holds it; returns how many things were done."""
    case, done = records.reread(registry.object_type("case"), case_id), 0
    if case is None:
        return done
    while (task := next_task(case)) is not None:
        case = _do(case, task)
        done += 1
    settle(case)
    return done


def next_task(case: Any) -> Task | None:
    """The earliest thing that has become due and is not done yet."""
    due = [one for one in tasks(case, promises.past_of(case).events) if one.at <= clock.now()]
    taken = told.keys(case.id, [one.key for one in due])
    return min((one for one in due if one.key not in taken), key=lambda task: (task.at, task.key), default=None)


def tasks(case: Any, events: list[Event]) -> Iterator[Task]:
    """Everything that is or will be to do about an open case as its clocks stand."""
    for one in promises.milestones(case, events, clock.now()):
        for key, at in promises.moments_of([one]).items():
            yield Task(at, key, promise=one)
    for due in escalation.steps_of(case, events):
        yield Task(due.at, due.key, step=due)


def _do(case: Any, task: Task) -> Any:
    if task.step is not None:
        return escalation.take(case, task.step)
    missed = task.key.endswith(promises.MISSED)
    told_id = (escalation.manager_of(case) or case.owner_id) if missed else case.owner_id
    kind = task.promise.kind if task.promise else ""
    told.note(case, task.key, task.at, told_id, kind)
    if told_id is not None:
        due, (message, otherwise) = task.promise.due_at if task.promise else task.at, MISSED if missed else WARNING
        notices.send(told_id, message, case, tells=(f"{kind}_due_at",), otherwise=otherwise, promise=LABELS.get(kind, kind), due=due)
    return case


WARNING = (_("“%(record)s” comes close to its deadline (%(promise)s), due %(due)s."), _("“%(record)s” comes close to a deadline."))
MISSED = (_("“%(record)s” has missed its deadline (%(promise)s); it was due %(due)s."), _("“%(record)s” has missed a deadline."))
"""What is said, and what to whoever may not know when it is due."""


def settle(case: Any) -> Any:
    """Write the derived fields of a case anew where they have changed."""
    fresh = promises.derived(case, promises.past_of(case))
    return records.update(case, system_actor(), source="automation", **fresh)


def reconcile(user: Actor) -> Iterator[str]:
    """Compute the clocks of all open cases anew: while the module was off nobody kept them."""
    changed = 0
    for batch in records.batches("case", user, where="is_closed = false"):
        for case in batch:
            version = case.version
            changed += settle(case).version != version
    if changed:
        yield ngettext("The clocks of %(num)d case were set anew.", "The clocks of %(num)d cases were set anew.", changed)


job = Job("cases.watch", _("Warn of deadlines and escalate cases"), run=look_after, schedule="every 1 minute")
