"""For managers: where it burns. Every number is a count of cases that the reader may see, and opens the list of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from core import Actor, Choice, code_of, queries, users
from core import gettext_lazy as _

from .picklists import PRIORITIES

OPEN = "is_closed = false"
DAYS = (7, 30, 90, 365)
EVER = 0
"""The period without a beginning: of cases taken over from elsewhere, for instance."""
AGES = (
    (_("Today"), ("opened_at >= today",)),
    (_("1 to 3 days"), ("opened_at < today", "opened_at >= today-3")),
    (_("3 to 7 days"), ("opened_at < today-3", "opened_at >= today-7")),
    (_("Over a week"), ("opened_at < today-7",)),
)
"""Bounds of the backlog by age, each a filter of the list."""
BURNING = {"missed": ("is_breached = true",), "soon": ("is_breached = false", "due_at < now+2h"), "escalated": ("is_escalated = true",)}
"""Open cases that cannot wait, by what makes them so."""
MOST = 15


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the list it counts."""

    count: int
    url: str


@dataclass(frozen=True, slots=True)
class QueueLine:
    """The open cases of one queue or person: by age, in all, and those that have missed a deadline."""

    name: str
    ages: Sequence[Figure]
    total: Figure
    missed: Figure


@dataclass(frozen=True, slots=True)
class Speed:
    """Minutes of opening time until the first response, or the solution, of one priority; None without any."""

    priority: Any
    answered: Figure
    response: tuple[int, int] | None
    solved: Figure
    resolution: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class ComplaintLine:
    """Complaints about one component of one model."""

    product: str | None
    component: str | None
    figure: Figure


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole page. ``reopened_share`` in per cent of what was closed."""

    missed: Figure
    soon: Figure
    escalated: Figure
    backlog: Sequence[QueueLine]
    speeds: Sequence[Speed]
    closed: Figure
    reopened: Figure
    reopened_share: int | None
    complaints: Sequence[ComplaintLine]
    other_complaints: Figure | None


def url(*filters: str) -> str:
    """The list of cases that fit these filters, each of which can be seen and taken off there."""
    return "/cases?" + urlencode([("view", "all"), *(("where", one) for one in filters)])


def read(user: Actor, days: int) -> Overview:
    """The page for the cases the user sees; ``days`` is the period of what is finished, EVER for all of it."""
    waiting = _open_cases(user)
    answered = _minutes(user, "response_minutes", _since("first_response_at", days))
    solved = _minutes(user, "resolution_minutes", ("is_closed = true", *_since("closed_at", days)))
    found, others = complaints(user, days)
    missed, soon, escalated = (Figure(sum(getattr(row, name) for row in waiting), url(OPEN, *filters)) for name, filters in BURNING.items())
    return Overview(
        missed, soon, escalated,
        backlog(waiting), [Speed(one, answered.figure(one), answered.percentiles(one), solved.figure(one), solved.percentiles(one)) for one in PRIORITIES],
        Figure(solved.total, url(*solved.filters)), Figure(solved.reopened, url(*solved.filters, "reopened > 0")),
        round(100 * solved.reopened / solved.total) if solved.total else None, found, others,
    )  # fmt: skip


def _since(name: str, days: int) -> tuple[str, ...]:
    """The filter of the period, as part of others; without a beginning only that there is a time at all."""
    return (f"{name} >= today-{days}" if days != EVER else f"{name} is not empty",)


def _open_cases(user: Actor) -> list[Any]:
    """The open cases of each queue and person: how many of each age, and how many that cannot wait. One statement goes through them once."""
    ages = {f"age_{place}": bounds for place, (_label, bounds) in enumerate(AGES)}
    counts = {name: " and ".join(filters) for name, filters in {**ages, **BURNING}.items()}
    return queries.aggregate("case", user, group_by=("owner",), where=OPEN, counts=counts)


def backlog(waiting: Sequence[Any]) -> list[QueueLine]:
    """A line for each queue and person, those with most first."""
    lines = [(row, [getattr(row, f"age_{place}") for place in range(len(AGES))]) for row in waiting]
    lines.sort(key=lambda one: (-sum(one[1]), one[0].owner_id or 0))
    return [_line(row.owner_id, counts, row.missed) for row, counts in lines]


def _line(owner: int | None, counts: Sequence[int], missed: int) -> QueueLine:
    of = f"owner = {owner}" if owner is not None else "owner is empty"
    ages = [Figure(count, url(of, OPEN, *bounds)) for count, (_label, bounds) in zip(counts, AGES, strict=True)]
    return QueueLine(users.name_of(owner) if owner is not None else "–", ages, Figure(sum(counts), url(of, OPEN)), Figure(missed, url(of, OPEN, *BURNING["missed"])))


@dataclass(frozen=True, slots=True)
class Minutes:
    """By priority: how many cases took how many minutes; None of those of which it is not known. ``reopened``: how many of all were."""

    filters: Sequence[str]
    counts: Mapping[str | None, Mapping[int | None, int]]
    reopened: int

    @property
    def total(self) -> int:
        return sum(sum(one.values()) for one in self.counts.values())

    def figure(self, priority: Choice) -> Figure:
        return Figure(sum(self.counts.get(priority.code, {}).values()), url(f"priority = {priority.code}", *self.filters))

    def percentiles(self, priority: Choice) -> tuple[int, int] | None:
        """Median and 90th percentile: from how many cases took each number of minutes, the same on both databases."""
        known = {value: count for value, count in self.counts.get(priority.code, {}).items() if value is not None}
        return (percentile(known, 50), percentile(known, 90)) if known else None


def _minutes(user: Actor, measure: str, filters: Sequence[str]) -> Minutes:
    rows = queries.aggregate("case", user, group_by=("priority", measure), where=" and ".join(filters), counts={"reopened": "reopened > 0"})
    counts: dict[str | None, dict[int | None, int]] = {}
    for row in rows:
        counts.setdefault(code_of(row.priority), {})[getattr(row, measure)] = row.count
    return Minutes(filters, counts, sum(row.reopened for row in rows))


def percentile(counts: Mapping[int, int], share: int) -> int:
    """The smallest value that at least ``share`` per cent do not exceed (nearest rank)."""
    wanted, seen = sum(counts.values()) * share, 0
    for value in sorted(counts):
        seen += counts[value]
        if seen * 100 >= wanted:
            return value
    raise ValueError("nothing was counted")


def complaints(user: Actor, days: int) -> tuple[list[ComplaintLine], Figure | None]:
    """Complaints per model and component, the most frequent first; and all of them, where these are not all."""
    filters = ("type = complaint", *_since("opened_at", days))
    rows = queries.aggregate("case", user, group_by=("product", "component"), where=" and ".join(filters))
    most = sorted(rows, key=lambda row: (-row.count, row.product or "", row.component or ""))[:MOST]
    lines = [ComplaintLine(row.product, row.component, Figure(row.count, url(*filters, _is("product", row.product), _is("component", row.component)))) for row in most]
    return lines, Figure(sum(row.count for row in rows), url(*filters)) if len(rows) > len(most) else None


def _is(name: str, value: str | None) -> str:
    if value is None:
        return f"{name} is empty"
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{name} = "{quoted}"'
