"""What cases put on record pages: the path of statuses, deadlines, the conversation, the history; a customer's cases on the account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core import Actor, Panel, clock, enclosures, object_name, object_names, permissions, queries, records, redaction, registry, state, users
from core import gettext_lazy as _

from . import assignment, countdown, history, promises, told, turns
from .catalogue import StatusInfo, catalogue, status_info
from .clocks import MINUTE, Milestone
from .picklists import COMPLAINT, MILESTONES

LABELS = {one.code: one.label for one in MILESTONES}
SHOWN = 30
OPEN_SHOWN = 5


def _sees(user: Actor, object_code: str, *names: str) -> bool:
    """Whether the user may read records of the object, and may know of these fields."""
    object_type = registry.object_type(object_code)
    return permissions.may(user, object_type, "read") and set(names) <= permissions.visible_fields(user, object_type).keys()


@dataclass(frozen=True, slots=True)
class PathStep:
    """One status of the path: done (the case has been in it), current or to come; ``allowed`` says whether it can be entered from here."""

    status: StatusInfo
    state: str
    allowed: bool


def path(record: Any, user: Actor) -> Mapping[str, Any] | None:
    """The statuses from the first to the last, with the time in this one and how often the case has been in it."""
    here = status_info(record.status_id)
    if here is None or not _sees(user, "case", "status"):
        return None
    shown = [one for one in catalogue().statuses.values() if one.active or one.id == here.id]
    may_edit = records.may_edit(record, user)
    been = frozenset(one.row.status_id for one in _history(record, user))
    stay = _whole(clock.now() - record.status_since) if record.status_since else None
    return {
        "steps": [PathStep(one, _state(one, here, been), may_edit and (here.is_closed or here.may_move_to(one))) for one in shown], "here": here,
        "stay": None if here.is_closed else countdown.span(stay),
    }  # fmt: skip


def _history(record: Any, user: Actor) -> list[history.Entry]:
    """Read once for the path and the history of a record's page."""
    return state.shown_once(("case history", record.id), lambda: history.history(record, user))


def _state(one: StatusInfo, here: StatusInfo, been: frozenset[int]) -> str:
    """A case seldom goes through all of them: what lies before this one and it never was in is not passed, as waiting often is."""
    if one.id == here.id:
        return "current"
    return "done" if one.position < here.position and one.id in been else "todo"


def _whole(span: timedelta) -> int:
    return max(0, int(span / MINUTE))


@dataclass(frozen=True, slots=True)
class Deadline:
    """A promise as the panel shows it: ``state`` is "met", "late", "running", "missed" or "paused"."""

    label: Any
    state: str
    text: str
    due_at: datetime | None
    share: int


def deadline(one: Milestone, now: datetime) -> Deadline:
    """A promise in words."""
    label, spent = LABELS.get(one.kind, one.kind), countdown.span(_whole(one.elapsed))
    if not one.is_open:
        return Deadline(label, "late" if one.late else "met", spent, one.due_at, one.share)
    if one.paused or one.due_at is None:
        return Deadline(label, "paused", countdown.span(_whole(one.left)), None, one.share)
    return Deadline(label, "missed" if one.late else "running", countdown.until(one.due_at, now), one.due_at, one.share)


def deadlines(record: Any, user: Actor) -> Mapping[str, Any] | None:
    """What is promised, and what has been done about it when it was not kept; of the next responses the latest."""
    if not _sees(user, "case", "due_at", "status"):
        return None
    now = clock.now()
    found = {one.kind: one for one in promises.milestones(record, promises.past_of(record).events, now)}
    if not found:
        return None
    entitlement = catalogue().labels.get(redaction.known(record, user).entitlement_id or 0)
    return {
        "deadlines": [deadline(one, now) for one in found.values()], "entitlement": entitlement, "told": told.rows_of(record, SHOWN), "name": users.name_of,
        "labels": LABELS, "paused": record.is_waiting and not record.is_closed,
    }  # fmt: skip


def conversation(record: Any, user: Actor) -> Mapping[str, Any] | None:
    """What was said, and what happened between the words, the latest first, as far as a page shows it; the rest is a list away."""
    if not _sees(user, "case_comment", "body", "direction", "case", "said_at"):
        return None
    found = records.find("case_comment", user, where=f"case = {record.id} and said_at is not empty", sort="-said_at", limit=SHOWN + 1)
    said, more = [redaction.known(one, user) for one in found[:SHOWN]], len(found) > SHOWN
    return {
        "comments": said, "lines": turns.among(said, turns.turns(record, user, said[-1].said_at if more else None)), "more": more, "may_edit": records.may_edit(record, user), "name": users.name_of,
        "customer": _customer(record, user), "enclosed": enclosures.shown([one.id for one in said], user),
    }  # fmt: skip


def _customer(record: Any, user: Actor) -> str:
    """Who speaks when the customer does."""
    record = redaction.known(record, user)
    named = queries.names([record.contact_id, record.account_id], user)
    return str(named.get(record.contact_id or 0) or named.get(record.account_id or 0) or record.supplied_name or "")


def case_history(record: Any, user: Actor) -> Mapping[str, Any] | None:
    """S1: the immutable history, the latest first as the page shows it, and the time in each status."""
    entries = _history(record, user)
    if not entries:
        return None
    return {"entries": list(reversed(entries)), "sums": history.time_in_each(entries), "again": history.back_and_forth(entries), "span": _span, "name": users.name_of, "with_owner": _sees(user, "case", "owner")}


def _span(stay: timedelta | None) -> str:
    return "" if stay is None else countdown.span(_whole(stay))


def of_customer(account: Any, user: Actor) -> Mapping[str, Any] | None:
    """Complaints and other open cases of a customer, for whoever looks at the account."""
    if not _sees(user, "case", "account", "type", "is_closed"):
        return None
    found = records.find("case", user, where=f"account = {account.id} and is_closed = false", sort="-opened_at", limit=OPEN_SHOWN + 1)
    if not found:
        return None
    complaints = sum(one.type == COMPLAINT for one in found)
    return {"cases": [redaction.known(one, user) for one in found[:OPEN_SHOWN]], "more": len(found) > OPEN_SHOWN, "complaints": complaints, "complaint": COMPLAINT}


def of_car(installed: Any, user: Actor) -> Mapping[str, Any] | None:
    """What was reported about one car, or anything else a customer owns."""
    if not _sees(user, "case", "installed", "type", "status"):
        return None
    found = records.find("case", user, where={"installed": installed.id}, sort="-opened_at", limit=OPEN_SHOWN * 2)
    return {"cases": [redaction.known(one, user) for one in found]} if found else None


def decisions(record: Any, user: Actor) -> Mapping[str, Any] | None:
    """Why the case is with whom it is."""
    rows = assignment.decisions(record) if _sees(user, "case", "owner") else ()
    return {"decisions": rows, "name": users.name_of, "why_not": assignment.WHY_NOT} if rows else None


def try_rule(rule: Any, user: Actor) -> Mapping[str, Any]:
    """The way to trying an assignment rule on existing cases."""
    return {}


def no_steps(rule: Any, user: Actor) -> Mapping[str, Any] | None:
    """That an escalation rule does nothing yet."""
    return None if records.first("escalation_step", user, where={"rule": rule.id}) else {"active": rule.active}


PANELS = (
    Panel("cases.no_steps", _("No steps yet"), on="escalation_rule", template="cases/no_steps.html", context=no_steps, slot="aside", order=10),
    Panel("cases.assignment", _("Assignment"), on="case", template="cases/decisions.html", context=decisions, slot="side", order=60),
    Panel("cases.of_car", object_names("case", heading=True), on="installed_product", template="cases/of_car.html", context=of_car, slot="aside", order=20),
    Panel("cases.try_rule", _("Try it first"), on="case_assignment_rule", template="cases/try_rule.html", context=try_rule, slot="aside", order=10),
    Panel("cases.path", _("Status path"), on="case", template="cases/path.html", context=path, slot="path"),
    Panel("cases.conversation", _("Conversation"), on="case", template="cases/conversation.html", context=conversation, slot="body", order=10),
    Panel("cases.history", _("%(object)s history", object=object_name("case", heading=True)), on="case", template="cases/history.html", context=case_history, slot="main", order=90),
    Panel("cases.deadlines", _("Deadlines"), on="case", template="cases/deadlines.html", context=deadlines, slot="aside", order=5),
    Panel("cases.of_customer", _("Open %(objects)s", objects=object_names("case")), on="account", template="cases/of_customer.html", context=of_customer, slot="aside", order=8),
)
