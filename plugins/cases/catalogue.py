"""The set-up of cases as the code reads it: one frozen picture per version, so that no page asks for it row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from core import SeededName, records, state, system_actor, units

from .clocks import Targets
from .picklists import CLOCK_HOURS

STATE = "cases.setup"


@dataclass(frozen=True, slots=True)
class StatusInfo:
    """A status. ``moves`` holds the ids of the statuses it may be left for; empty: any."""

    id: int
    code: str | None
    label: SeededName
    position: int
    is_closed: bool
    pauses: bool
    active: bool
    moves: frozenset[int]

    @property
    def stops(self) -> bool:
        """Whether deadlines stand still in it."""
        return self.is_closed or self.pauses

    def may_move_to(self, other: StatusInfo) -> bool:
        """Whether the administrator allows this move. Reopening a closed case is always possible."""
        return self.id == other.id or not self.moves or other.id in self.moves

    def __str__(self) -> str:
        return str(self.label)


@dataclass(frozen=True, slots=True)
class EntitlementInfo:
    """A promise: for whom (condition, dealer, account), within which time, by which hours."""

    id: int
    where: str | None
    at_dealer: int | None
    account: int | None
    round_the_clock: bool
    targets: Targets


@dataclass(frozen=True, slots=True)
class StepInfo:
    """A step of an escalation; see the model."""

    id: int
    age: timedelta
    tell_owner: bool
    tell_manager: bool
    tell_id: int | None
    assign_to_id: int | None
    raise_priority: bool
    mark: bool


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """An escalation rule with its steps, the youngest first."""

    id: int
    name: str
    where: str | None
    at_dealer: int | None
    age_from: str
    round_the_clock: bool
    steps: Sequence[StepInfo]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """``reasons`` maps a reason to the one above it; ``labels`` holds the names of everything that ships with one."""

    statuses: Mapping[int, StatusInfo]
    entitlements: Sequence[EntitlementInfo]
    rules: Sequence[RuleInfo]
    reasons: Mapping[int, int | None]
    labels: Mapping[int, SeededName]

    def in_use(self) -> list[StatusInfo]:
        """Statuses offered, in order."""
        return [one for one in self.statuses.values() if one.active]

    def first(self) -> StatusInfo | None:
        """Where a new case starts: the first open status that does not stop the clock."""
        return next((one for one in self.in_use() if not one.stops), None)

    def working(self) -> StatusInfo | None:
        """Where a case goes on when the customer has spoken: the last open status that does not stop the clock."""
        return next((one for one in reversed(self.in_use()) if not one.stops), None)

    def waiting(self) -> StatusInfo | None:
        return next((one for one in self.in_use() if one.pauses and not one.is_closed), None)

    def closed(self) -> StatusInfo | None:
        return next((one for one in self.in_use() if one.is_closed), None)

    def by_code(self, code: str) -> StatusInfo | None:
        return next((one for one in self.in_use() if one.code == code), None)

    def above(self, reason_id: int | None) -> list[int]:
        """A reason and all above it, from the bottom up; a circle ends it."""
        found: list[int] = []
        while reason_id is not None and reason_id not in found:
            found.append(reason_id)
            reason_id = self.reasons.get(reason_id)
        return found


def catalogue() -> Catalogue:
    """The set-up as it is now."""
    return state.cached(STATE, _read)


def status_info(status_id: int | None) -> StatusInfo | None:
    return catalogue().statuses.get(status_id or 0)


def shown_name(record_id: int, name: str) -> str:
    """How a status, reason or entitlement is called in the reader's language."""
    label = catalogue().labels.get(record_id)
    return str(label) if label is not None and label.name == name else name


def shown_status(status_id: int | None, label: str) -> str:
    """A status of the past: by today's name in the reader's language where it still has the name of its time."""
    return shown_name(status_id, label) if status_id is not None else label


def forget() -> None:
    """Something of the set-up has changed."""
    state.bump(STATE)


def is_at(dealer_id: int | None, wanted: int | None) -> bool:
    """Whether a rule for the cases of one unit counts for one of this dealer."""
    return wanted is None or dealer_id in units.below(wanted)


def _read() -> Catalogue:
    moves: dict[int, set[int]] = defaultdict(set)
    for move in _all("case_status_move"):
        moves[move.from_status_id].add(move.to_status_id)
    rows = sorted(_all("case_status"), key=lambda row: (row.position, row.id))
    statuses = {row.id: _status(row, frozenset(moves[row.id])) for row in rows}
    promised = sorted((row for row in _all("entitlement") if row.active), key=lambda row: (row.position, row.id))
    steps: dict[int, list[StepInfo]] = defaultdict(list)
    for row in sorted(_all("escalation_step"), key=lambda row: row.minutes):
        steps[row.rule_id].append(_step(row))
    rules = sorted((row for row in _all("escalation_rule") if row.active), key=lambda row: (row.position, row.id))
    reasons = {row.id: row for row in _all("case_reason")}
    named = (*((row, "case status") for row in rows), *((row, "entitlement") for row in promised), *((row, "case reason") for row in reasons.values()))
    labels = {row.id: SeededName(row.name, row.name_zh, row.message, context) for row, context in named}
    return Catalogue(
        statuses, [_entitlement(row) for row in promised], [_rule(row, steps[row.id]) for row in rules],
        {one: row.parent_id for one, row in reasons.items()}, labels,
    )  # fmt: skip


def _all(code: str) -> list[Any]:
    return [record for batch in records.batches(code, system_actor()) for record in batch]


def _status(row: Any, moves: frozenset[int]) -> StatusInfo:
    label = SeededName(row.name, row.name_zh, row.message, "case status")
    return StatusInfo(row.id, row.code, label, row.position, bool(row.is_closed), bool(row.pauses), bool(row.active), moves)


def _minutes(count: int | None) -> timedelta | None:
    return timedelta(minutes=count) if count else None


def _entitlement(row: Any) -> EntitlementInfo:
    targets = Targets(_minutes(row.first_response), _minutes(row.next_response), _minutes(row.resolution), (row.warn_share or 75) / 100)
    return EntitlementInfo(row.id, row.where, row.at_dealer_id, row.account_id, row.hours == CLOCK_HOURS, targets)


def _rule(row: Any, steps: Sequence[StepInfo]) -> RuleInfo:
    return RuleInfo(row.id, row.name, row.where, row.at_dealer_id, row.age_from.code, row.hours == CLOCK_HOURS, steps)


def _step(row: Any) -> StepInfo:
    return StepInfo(
        row.id, timedelta(minutes=row.minutes), bool(row.tell_owner), bool(row.tell_manager), row.tell_id, row.assign_to_id,
        bool(row.raise_priority), bool(row.mark),
    )  # fmt: skip
