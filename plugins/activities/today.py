"""The follow-ups of today: overdue ones before those that are due, by grade or by time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import has_request_context, request

from core import Actor, conditions, permissions, queries, records, redaction, registry, users

from . import links, quick
from .fieldwork import Customer, customers
from .objects import activity
from .timeline import Due, due_of

MOST, PEOPLE = 50, 12
WAITING = "owner = me and status = open and due_on <= today"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One line of the panel. ``names`` are the records it is about, ``customer`` what is known of the first one with a grade or phone."""

    activity: Any
    due: Due
    names: Sequence[queries.Link]
    customer: Customer = field(default_factory=Customer)

    @property
    def by_time(self) -> tuple[Any, ...]:
        """Overdue first, the longest waiting before the others; then today's by the clock, those without one last."""
        return (not self.due.overdue, self.due.on, self.due.clock or "24:00", self.activity.id)

    @property
    def by_grade(self) -> tuple[Any, ...]:
        return (self.customer.position, *self.by_time)


def context(user: Actor, by: str | None = None) -> Mapping[str, Any] | None:
    """Variables of the home panel; None for people without activities."""
    if not permissions.may(user, activity, "read"):
        return None
    waiting = follow_ups(user)
    by = by or (request.args.get("by", "") if has_request_context() else "")
    by = by if by in ("grade", "time") else "grade"
    waiting.sort(key=lambda one: one.by_time if by == "time" else one.by_grade)
    overdue = sum(1 for one in waiting if one.due.days < 0)
    return {"follow_ups": waiting, "ways": quick.offered(), "by": by, "overdue": overdue, "due_today": len(waiting) - overdue, "more": len(waiting) >= MOST}


def waiting(user: Actor) -> int:
    """How many follow-ups are due, for the figure beside Today."""
    return queries.count(activity, user, where=WAITING)[0]


def team(user: Actor) -> Mapping[str, Any] | None:
    """Whose follow-ups are overdue, for those whose role shows more than their own."""
    if permissions.scope(user, activity, "read") in (None, "own"):
        return None
    overdue = conditions.both(conditions.read("status = open and due_on < today"), _theirs(user))
    rows = queries.aggregate(activity, user, group_by=("owner",), measures=("count", "min:due_on"), where=overdue)
    found = [(person, row) for row in rows if row.owner_id != user.id and (person := users.find(row.owner_id)) is not None]
    found.sort(key=lambda pair: -pair[1].count)
    return {"people": found[:PEOPLE]} if found else None


def _theirs(user: Actor) -> conditions.Condition | None:
    """Activities of the people whom the role lets this one look after; others that a link lets one see are not the team's."""
    ways = {way.kind: way.values for way in permissions.alternatives(user, activity)}
    return next((conditions.Test(field, "in", ways[kind]) for kind, field in (("dealers", "dealer"), ("owners", "owner")) if kind in ways), None)


def follow_ups(user: Actor) -> list[FollowUp]:
    """The user's open activities that are due today or before, at most MOST, the longest waiting first."""
    found = records.find(activity, user, where=WAITING, sort="due_on", limit=MOST)
    linked = links.records_of([one.id for one in found])
    everything = [record_id for ids in linked.values() for record_id in ids]
    named = queries.links(everything, user)
    known = customers(_by_object(named.values()), user)
    return [_line(redaction.known(one, user), [record_id for record_id in linked.get(one.id, ()) if record_id in named], named, known) for one in found]


def _by_object(named: Any) -> Mapping[str, list[int]]:
    ids: dict[str, list[int]] = defaultdict(list)
    for link in named:
        if link.url is not None and link.object in registry.current().objects:
            ids[link.object].append(link.id)
    return ids


def _line(record: Any, record_ids: Sequence[int], named: Mapping[int, queries.Link], known: Mapping[int, Customer]) -> FollowUp:
    due = due_of(record)
    assert due is not None  # noqa: S101 - the query asks for open ones with a date
    candidates = [known[one] for one in record_ids if one in known]
    best = min(candidates, key=lambda one: (one.position, one.phone is None), default=Customer())
    phone = best.phone or next((one.phone for one in candidates if one.phone), None)
    return FollowUp(record, due, [named[one] for one in record_ids], Customer(best.grade, best.position, phone))
