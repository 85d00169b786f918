"""Processes and stages as the code reads them: one frozen picture per version, so that no page asks for them row by row."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from core import SeededName, records, state, system_actor

from .picklists import BY_GRADE

STATE = "opportunities.stages"


@dataclass(frozen=True, slots=True)
class StageInfo:
    """A stage. ``moves`` holds the ids of the stages it may be left for; empty: any."""

    id: int
    process_id: int
    code: str | None
    label: SeededName
    position: int
    probability: int
    category: str
    is_closed: bool
    is_won: bool
    required: tuple[str, ...]
    rotting_days: int | None
    active: bool
    guidance: str | None
    moves: frozenset[int]

    @property
    def is_lost(self) -> bool:
        return self.is_closed and not self.is_won

    def may_move_to(self, other: StageInfo) -> bool:
        """S1: whether the administrator allows this move; the way back to open is judged as reopening, not here."""
        return not self.moves or other.id in self.moves

    def __str__(self) -> str:
        return str(self.label)


@dataclass(frozen=True, slots=True)
class ProcessInfo:
    """A sales process with all its stages, retired ones included, in order."""

    id: int
    code: str | None
    label: SeededName
    is_default: bool
    active: bool
    by_grade: bool
    engaged_stage: str | None
    stages: tuple[StageInfo, ...]

    @property
    def active_stages(self) -> tuple[StageInfo, ...]:
        return tuple(stage for stage in self.stages if stage.active)

    @property
    def can_begin(self) -> bool:
        """Whether an opportunity can start in it: one that was just added has no stage yet."""
        return any(not stage.is_closed for stage in self.active_stages)

    @property
    def first(self) -> StageInfo:
        """Where a new opportunity starts. Raises LookupError for a process without an open stage."""
        return self._open_stages()[0]

    def _open_stages(self) -> list[StageInfo]:
        found = [stage for stage in self.stages if stage.active and not stage.is_closed]
        if not found:
            raise LookupError(f"sales process {self.id} has no open stage")
        return found

    @property
    def engaged(self) -> StageInfo:
        """Where the past of an imported opportunity begins."""
        return self.by_code(self.engaged_stage) or self.first

    def by_code(self, code: str | None) -> StageInfo | None:
        return next((stage for stage in self.stages if code and stage.code == code and stage.active), None)

    def after(self, stage: StageInfo) -> StageInfo | None:
        """The stage that follows, as "Mark stage complete" takes it: lost ones are never next."""
        later = (one for one in self.active_stages if one.position > stage.position and not one.is_lost)
        return next(later, None)

    def __str__(self) -> str:
        return str(self.label)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """``labels`` are those of everything that ships with a name: processes, stages, opportunity types and loss reasons."""

    processes: dict[int, ProcessInfo]
    stages: dict[int, StageInfo]
    labels: dict[int, SeededName]

    def default(self) -> ProcessInfo | None:
        """The process of a new opportunity: the one marked so, else the first in use."""
        usable = [one for one in self.processes.values() if one.active and one.can_begin]
        return next((one for one in usable if one.is_default), usable[0] if usable else None)


def catalogue() -> Catalogue:
    """All processes and stages as they are now."""
    return state.cached(STATE, _read)


def stage_info(stage_id: int | None) -> StageInfo | None:
    return catalogue().stages.get(stage_id or 0)


def process_info(process_id: int | None) -> ProcessInfo | None:
    return catalogue().processes.get(process_id or 0)


def shown_name(record_id: int, name: str) -> str:
    """How a process, stage, type or reason is called in the reader's language."""
    label = catalogue().labels.get(record_id)
    return str(label) if label is not None and label.name == name else name


def forget() -> None:
    """A process, stage, move, type or reason has changed."""
    state.bump(STATE)


def _read() -> Catalogue:
    moves: dict[int, set[int]] = defaultdict(set)
    for move in _all("stage_move"):
        moves[move.from_stage_id].add(move.to_stage_id)
    stages = {row.id: _stage(row, frozenset(moves[row.id])) for row in _all("stage")}
    ordered = sorted(stages.values(), key=lambda stage: (stage.position, stage.id))
    processes = {row.id: _process(row, tuple(one for one in ordered if one.process_id == row.id)) for row in _all("sales_process")}
    lists = {row.id: _label(row) for code in ("opportunity_type", "loss_reason") for row in _all(code)}
    own = {one.id: one.label for one in stages.values()} | {one.id: one.label for one in processes.values()}
    return Catalogue(processes, stages, own | lists)


def _label(row: Any) -> SeededName:
    return SeededName(row.name, row.name_zh, row.message, "stage")


def _all(code: str) -> list[Any]:
    return [record for batch in records.batches(code, system_actor()) for record in batch]


def _stage(row: Any, moves: frozenset[int]) -> StageInfo:
    return StageInfo(
        id=row.id, process_id=row.process_id, code=row.code, label=_label(row), position=row.position,
        probability=row.probability, category=row.forecast_category.code, is_closed=bool(row.is_closed), is_won=bool(row.is_won),
        required=tuple(choice.code for choice in row.required_fields or ()), rotting_days=row.rotting_days, active=bool(row.active),
        guidance=row.guidance, moves=moves,
    )  # fmt: skip


def _process(row: Any, stages: tuple[StageInfo, ...]) -> ProcessInfo:
    return ProcessInfo(
        id=row.id, code=row.code, label=_label(row), is_default=bool(row.is_default), active=bool(row.active),
        by_grade=row.category_from == BY_GRADE, engaged_stage=row.engaged_stage, stages=stages,
    )  # fmt: skip
