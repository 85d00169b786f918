"""From stage to stage: by choice, or on to the next one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core import Action, Actor, Refusal, fields
from core import gettext as translate
from core import gettext_lazy as _

from ..catalogue import StageInfo, process_info, stage_info
from ..objects import opportunity
from ..stages import REOPEN, is_reopening, may_fill
from .entering import GATES, asked_by, enter, gate_inputs, is_win, needed_in, number_of, one_of, other_stages, present, refusal_to_enter


def move_to(record: Any, inputs: Mapping[str, Any], user: Actor) -> Any:
    """Enter another stage. Being there already is no error: two people who press the same button both get the record."""
    target = getattr(inputs["stage"], "id", inputs["stage"])
    if record.stage_id == target:
        return record
    return enter(record, inputs, user, target, inputs.get("reason"))


def asked_to_move(record: Any, given: Mapping[str, Any]) -> Iterator[str]:
    """The stage, what that stage wants to know, and a reason."""
    yield from ("stage", "reason")
    yield from asked_by(stage_info(number_of(given.get("stage"))))


def needed_to_move(record: Any, given: Mapping[str, Any]) -> Iterator[str]:
    yield from needed_in(stage_info(number_of(given.get("stage"))), given)


def stages_to_move_to(record: Any, user: Actor) -> Mapping[str, str]:
    """The stages into which this user may bring it from where it is."""
    here = stage_info(record.stage_id)
    if here is None:
        return {}
    found = [one for one in other_stages(here) if (user.may(REOPEN) if is_reopening(here, one) else here.may_move_to(one))]
    return {"stage": one_of(found)}


def before_move(record: Any, user: Actor, given: Mapping[str, Any]) -> dict[str, Any]:
    return present(record, user, stage_info(number_of(given.get("stage"))))


def back_from_move(record: Any, inputs: Mapping[str, Any], user: Actor) -> tuple[str, Mapping[str, Any]] | None:
    return _way_back(record, stage_info(number_of(inputs.get("stage"))), user)


def complete(record: Any, inputs: Mapping[str, Any], user: Actor) -> Any:
    """Go on to the next stage. ``stage`` is the one the user saw as present: a second press does not skip one."""
    seen = inputs.get("stage")
    if seen is not None and getattr(seen, "id", seen) != record.stage_id:
        return record
    following = _following(record)
    if following is None:
        raise Refusal(translate("There is no stage after this one."), field="stage")
    return enter(record, inputs, user, following.id)


def asked_to_complete(record: Any, given: Mapping[str, Any]) -> Iterator[str]:
    """What the next stage wants to know."""
    yield from asked_by(_following(record))


def needed_to_complete(record: Any, given: Mapping[str, Any]) -> Iterator[str]:
    yield from needed_in(_following(record), given)


def before_completion(record: Any, user: Actor, given: Mapping[str, Any]) -> dict[str, Any]:
    return present(record, user, _following(record))


def may_complete(record: Any, user: Actor) -> Refusal | None:
    here, following = stage_info(record.stage_id), _following(record)
    if here is None or following is None or here.is_lost:
        return Refusal(translate("There is no stage after this one."), field="stage")
    return refusal_to_enter(record, following, user)


def back_from_completion(record: Any, inputs: Mapping[str, Any], user: Actor) -> tuple[str, Mapping[str, Any]] | None:
    return _way_back(record, _following(record), user)


def _following(record: Any) -> StageInfo | None:
    here, process = stage_info(record.stage_id), process_info(record.process_id)
    return process.after(here) if process and here else None


def _way_back(record: Any, target: StageInfo | None, user: Actor) -> tuple[str, Mapping[str, Any]] | None:
    """The move to where it was, with what the move takes away: the close date by a win, why it was lost by going on; None where the user may not go back
    from the target."""
    here = stage_info(record.stage_id)
    if target is None or here is None or not (user.may(REOPEN) if is_reopening(target, here) else target.may_move_to(here)):
        return None
    cleared = (*(("close_date",) if is_win(record, target) else ()), *(("loss_reason", "loss_note") if here.is_lost and not target.is_lost else ()))
    shapes = (record.object_type.fields[name] for name in cleared if name in move.inputs and may_fill(user, name))
    return move.code, {"stage": record.stage_id, **{one.name: one.dump(held) for one in shapes if (held := one.value_in(record)) is not None}}


move = Action(
    "move", _("Move to stage"), on=opportunity, run=move_to, icon="arrow-right", bulk=True, asks=asked_to_move, requires=needed_to_move, offers=stages_to_move_to, fills=GATES, defaults=before_move, undo=back_from_move,
    inputs={"stage": fields.Lookup(_("Stage"), to="stage", required=True), **gate_inputs(), "reason": fields.Text(_("Reason"), length=200)},
)  # fmt: skip
complete_stage = Action(
    "complete_stage", _("Mark stage complete"), on=opportunity, run=complete, allowed=may_complete, icon="check", primary=True, asks=asked_to_complete, requires=needed_to_complete, fills=GATES,
    defaults=before_completion, undo=back_from_completion,
    inputs={"stage": fields.Lookup(_("Stage"), to="stage"), **gate_inputs()},
)  # fmt: skip
