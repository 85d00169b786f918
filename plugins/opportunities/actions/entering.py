"""Entering a stage: what it asks for, what the dialog proposes, and what cannot be entered by this user."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from typing import Any

from core import Actor, Refusal, id_in, permissions, records, registry, today

from ..catalogue import ProcessInfo, StageInfo, process_info, stage_info
from ..models import Opportunity
from ..picklists import REQUIRABLE
from ..stages import beyond

GATE_FIELDS = tuple(choice.code for choice in REQUIRABLE)
LOSS_FIELDS = ("loss_reason", "competitor", "loss_note")
GATES = {name: name for name in GATE_FIELDS}


def gate_inputs() -> dict[str, Any]:
    """The fields a stage may ask for, as inputs of the dialog that enters it; all optional here, the stage decides."""
    declared = Opportunity.__record_fields__
    return {name: _input_like(declared[name]) for name in GATE_FIELDS}


def _input_like(field: Any) -> Any:
    """A field of the opportunity as an input: the same type and limits, never required by itself."""
    twin = copy(field)
    twin.required, twin.default = False, None
    return twin


def enter(record: Any, inputs: Mapping[str, Any], user: Actor, stage: int, reason: str | None = None) -> Any:
    """The stage, with what was typed for it: that is held against the rights on fields, as in a form. S1: a win counts from that moment, so that
    what was planned as its close date gives way to the day of the win, unless another is named."""
    given = {name: inputs[name] for name in GATE_FIELDS if inputs.get(name) not in (None, "", ())}
    follows: dict[str, Any] = {"close_date": today(record.dealer_id)} if record.close_date is not None and "close_date" not in given and is_win(record, stage_info(stage)) else {}
    return records.update(record, user, typed=tuple(given), stage=stage, reason=reason, **given, **follows)


def is_win(record: Any, target: StageInfo | None) -> bool:
    """Whether entering the stage wins the sale. One that is won goes on to delivery, and stays won on its day."""
    return target is not None and target.is_won and not record.is_won


def closing_stage(process: ProcessInfo | None, *, won: bool) -> StageInfo | None:
    """The first closed stage of a process that is won, or lost."""
    return next((one for one in process.active_stages if one.is_closed and one.is_won == won), None) if process else None


def asked_by(stage: StageInfo | None) -> Iterator[str]:
    """The required fields of a stage; a lost one may also say to whom and why."""
    if stage is not None:
        yield from (*stage.required, *(LOSS_FIELDS if stage.is_lost else ()))


def needed_in(stage: StageInfo | None, given: Mapping[str, Any]) -> Iterator[str]:
    """Without what a stage cannot be entered: its required fields, and for some reasons to whom the sale was lost."""
    if stage is None:
        return
    yield from stage.required
    reason = number_of(given.get("loss_reason")) if stage.is_lost else None
    if reason is not None and any(one.needs_competitor for one in records.load(registry.object_type("loss_reason"), [reason])):
        yield "competitor"


def present(record: Any, user: Actor, target: StageInfo | None) -> dict[str, Any]:
    """What the record says already, for the dialog to confirm or correct; a sale that is won closes today, unless another day is typed."""
    seen = permissions.visible_fields(user, record.object_type)
    found = {name: getattr(record, seen[name].attribute) for name in GATE_FIELDS if name in seen}
    return found | {"close_date": today(record.dealer_id)} if "close_date" in found and is_win(record, target) else found


def refusal_to_enter(record: Any, target: StageInfo | None, user: Actor) -> Refusal | None:
    """What the stage needs and the user may not enter: no dialog could ask for it."""
    sentence = beyond(record, target, user) if target is not None else None
    return None if sentence is None else Refusal(sentence, field="stage")


def other_stages(here: StageInfo) -> list[StageInfo]:
    """The stages in use of the same process."""
    process = process_info(here.process_id)
    return [one for one in process.active_stages if one.id != here.id] if process else []


def one_of(stages: list[StageInfo]) -> str:
    """The condition by which a look-up offers these stages alone."""
    return f"id in ({', '.join(str(one.id) for one in stages) or '0'})"


def number_of(value: Any) -> int | None:
    """A look-up's value as a form holds it: an id, its digits, or a record."""
    return id_in(str(getattr(value, "id", value) or ""))
