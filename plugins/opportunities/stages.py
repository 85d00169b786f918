"""What entering a stage means: the gate before it, and the values that follow from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from core import Actor, Change, object_name, permissions, registry, today, users
from core import gettext as _

from .catalogue import ProcessInfo, StageInfo, catalogue, process_info, stage_info
from .moments import entered_at, local_day

REOPEN = "opportunities.reopen"
TRUSTED = frozenset({"import", "automation", "merge", "undo"})
"""Sources that are not held to the moves and requirements people are: an import may set any stage."""


def prepare(change: Change) -> None:
    """S1: a new opportunity follows the default process and starts in its first stage, unless told; a changed process brings
    the stage of the same code, or its first."""
    record = change.record
    process = process_info(record.process_id) or catalogue().default()
    if process is not None and not process.can_begin and (record.stage_id is None or _touched(record, "process_id")):
        return  # rules say what it lacks
    if record.stage_id is None and process is not None:
        record.process_id, record.stage_id = process.id, process.first.id
    elif change.is_new and record.process_id is None:
        stage = stage_info(record.stage_id)
        record.process_id = stage.process_id if stage else None
    elif process is not None and _touched(record, "process_id") and not _touched(record, "stage_id"):
        _follow_process(record, process)


def _touched(record: Any, attribute: str) -> bool:
    return bool(sa.inspect(record).attrs[attribute].history.has_changes())


def _follow_process(record: Any, process: ProcessInfo) -> None:
    present = stage_info(record.stage_id)
    if present is None or present.process_id != process.id:
        record.stage_id = ((present and process.by_code(present.code)) or process.first).id


def required(values: Any, channel: str, user: Actor) -> Iterator[str]:
    """By hand an opportunity belongs to an account; an import may bring one that is not yet known to."""
    if channel not in ("import", "lenient", "history"):
        yield "account"


def rules(change: Change) -> Iterator[tuple[str, str]]:
    """S1: every reason why this save is refused, as (field, sentence)."""
    stage, process = stage_info(change.record.stage_id), process_info(change.record.process_id)
    if process is not None and (change.is_new or "process" in change.new) and (hindrance := _hindrance(process, change.source)):
        yield "process", hindrance
        return
    if stage is None:
        yield "stage", _("Set up a sales process with at least one open stage first.")
        return
    if stage.process_id != change.record.process_id:
        yield "stage", _("The stage “%(stage)s” belongs to another sales process.", stage=stage)
    if change.source in TRUSTED:
        return
    if change.is_new:
        yield from _start_rules(change, stage)
    elif "stage" in change.new:
        yield from _move_rules(change, stage_info(change.old["stage"]), stage)
    yield from _closed_rules(change, stage)
    if change.is_new or "stage" in change.new:
        yield from missing_fields(change.record, stage, change.user)


def _hindrance(process: ProcessInfo, source: str) -> str | None:
    """Why nothing can go by this process; None where it can."""
    if not process.active and source not in TRUSTED:
        return _("The sales process “%(process)s” is out of use.", process=process)
    return None if process.can_begin else _("The sales process “%(process)s” has no open stage yet. An administrator adds its stages.", process=process)


def _start_rules(change: Change, stage: StageInfo) -> Iterator[tuple[str, str]]:
    process = process_info(stage.process_id)
    if process is not None and stage.id != process.first.id:
        yield "stage", _("A new opportunity starts in the first stage, “%(stage)s”.", stage=process.first)


def _move_rules(change: Change, before: StageInfo | None, stage: StageInfo) -> Iterator[tuple[str, str]]:
    if not stage.active and not change.comes_back("stage"):
        yield "stage", _("The stage “%(stage)s” is no longer in use.", stage=stage)
    elif before is not None and is_reopening(before, stage):
        if not change.user.may(REOPEN):
            yield "stage", _("This %(object)s is closed. Reopening it needs the right “Reopen opportunities”.", object=object_name("opportunity"))
    elif before is not None and not before.may_move_to(stage):
        yield "stage", _("From “%(before)s” an opportunity cannot move to “%(stage)s”.", before=before, stage=stage)


def is_reopening(before: StageInfo, after: StageInfo) -> bool:
    """Leaving the won stages, or the closed ones. Delivery and buyer care are won too: going on to them is not."""
    return (before.is_won and not after.is_won) or (before.is_closed and not after.is_closed) or (before.is_lost and after.is_won)


def _closed_rules(change: Change, stage: StageInfo) -> Iterator[tuple[str, str]]:
    """S1: a closed opportunity's probability and category are those of its stage."""
    record = change.record
    if not stage.is_closed:
        return
    if _given(change, "probability") and record.probability != stage.probability:
        yield "probability", _("In “%(stage)s” the probability is %(value)s %%.", stage=stage, value=stage.probability)
    if _given(change, "forecast_category") and record.forecast_category != stage.category:
        yield "forecast_category", _("In “%(stage)s” the forecast category cannot be chosen.", stage=stage)


def missing_fields(record: Any, stage: StageInfo, user: Actor) -> Iterator[tuple[str, str]]:
    """What the stage asks for on entry and the record has not got; only that the user may not enter it, where that is so."""
    hindrance = beyond(record, stage, user)
    if hindrance is not None:
        yield "stage", hindrance
        return
    for name in _missing(record, stage):
        yield name, _("“%(stage)s” needs %(field)s.", stage=stage, field=record.object_type.fields[name].label)
    if _needs_competitor(record, stage):
        yield "competitor", _("Say which competitor won.")


def beyond(record: Any, stage: StageInfo, user: Actor) -> str | None:
    """Why this user cannot bring the record into the stage, whatever they enter: it needs a field that they may not fill in, named where they may know of it."""
    wanted = [*_missing(record, stage), *(("competitor",) if _needs_competitor(record, stage) else ())]
    barred = next((name for name in wanted if not may_fill(user, name)), None)
    return None if barred is None else barring(stage, barred, user)


def barring(stage: StageInfo, name: str, user: Actor) -> str:
    """The sentence on a field that the stage needs and this user may not fill in."""
    known = permissions.visible_fields(user, registry.object_type("opportunity")).get(name)
    if known is None:
        return _("“%(stage)s” needs a value that you may neither see nor enter. Ask a colleague who may.", stage=stage)
    return _("“%(stage)s” needs %(field)s, which you may not change. Ask a colleague who may.", stage=stage, field=known.label)


def may_fill(user: Actor, name: str) -> bool:
    """Whether the user may know of this field of an opportunity and change it."""
    return permissions.field_right(user, registry.object_type("opportunity"), name) is None


def _missing(record: Any, stage: StageInfo) -> list[str]:
    known = record.object_type.fields
    return [name for name in stage.required if name in known and getattr(record, known[name].attribute) in (None, "", ())]


def _needs_competitor(record: Any, stage: StageInfo) -> bool:
    reason = record.loss_reason if stage.is_lost and record.loss_reason_id else None
    return reason is not None and reason.needs_competitor and record.competitor_id is None


def settle(change: Change) -> None:
    """Before the save: what follows from the stage, or from the grade where the process says so."""
    stage = stage_info(change.record.stage_id)
    if stage is None:
        return
    if change.is_new or "stage" in change.new:
        _enter(change, stage)
    elif "grade" in change.new and not stage.is_closed and not _given(change, "forecast_category"):
        change.record.forecast_category = _category(change.record, stage)


def _enter(change: Change, stage: StageInfo) -> None:
    record, moment = change.record, entered_at(change, stage)
    before = None if change.is_new else stage_info(change.old["stage"])
    record.process_id = stage.process_id
    if stage.is_closed or not _given(change, "probability"):
        record.probability = stage.probability
    if stage.is_closed or not _given(change, "forecast_category"):
        record.forecast_category = _category(record, stage)
    record.is_closed, record.is_won, record.stage_since = stage.is_closed, stage.is_won, moment
    day = local_day(moment, record.dealer_id)
    record.rots_on = day + timedelta(days=stage.rotting_days) if stage.rotting_days and not stage.is_closed else None
    _note_closing(record, before, stage, day)
    if stage.is_closed and before is not None and not before.is_closed and record.owner_id is not None:
        unit, dealer = users.home_of(record.owner_id)  # what has closed stays with the unit that closed it, wherever it was begun
        record.unit_id, record.dealer_id = unit, dealer or record.dealer_id


def _note_closing(record: Any, before: StageInfo | None, stage: StageInfo, day: date) -> None:
    was_closed = before is not None and before.is_closed
    if before is not None and is_reopening(before, stage):
        record.reopened = (record.reopened or 0) + 1
    if not stage.is_lost and before is not None and before.is_lost:
        record.loss_reason_id = record.loss_note = None
    if stage.is_closed and (not was_closed or (before is not None and before.is_won != stage.is_won)):
        record.closed_on = day
    elif not stage.is_closed:
        record.closed_on = None
    if not stage.is_won:
        record.won_on = None
    elif record.won_on is None:
        record.won_on = day


def _category(record: Any, stage: StageInfo) -> Any:
    """Decided by one of the two, never by both: the process says which. A closed one has its stage's."""
    process = process_info(stage.process_id)
    if process is not None and process.by_grade and not stage.is_closed:
        grade = record.grade if record.grade_id else None
        if grade is not None and grade.forecast_category is not None:
            return grade.forecast_category
    return _choice(record, stage.category)


def _choice(record: Any, code: str) -> Any:
    field = record.object_type.fields["forecast_category"]
    return field.clean(code)


def _given(change: Change, name: str) -> bool:
    """Whether this save itself brings a value for the field."""
    return change.value(name) is not None if change.is_new else name in change.new


def days_in_stage(record: Any, at: datetime | None = None) -> int:
    """Whole local days since the record entered its stage."""
    if record.stage_since is None:
        return 0
    day = local_day(at, record.dealer_id) if at else today(record.dealer_id)
    return max(0, (day - local_day(record.stage_since, record.dealer_id)).days)


