"""Winning, losing, and taking up again (S1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core import Action, Actor, Invalid, Refusal, fields, object_name, permissions, records
from core import gettext as translate
from core import gettext_lazy as _

from ..catalogue import StageInfo, process_info, stage_info
from ..objects import opportunity
from ..snapshots import last_open_stage
from ..stages import REOPEN
from .entering import GATES, LOSS_FIELDS, asked_by, closing_stage, enter, gate_inputs, needed_in, one_of, present, refusal_to_enter

ALREADY = "already"


def win(record: Any, inputs: Mapping[str, Any], user: Actor) -> Any:
    """S1: reaching Closed Won ends the sale. Enters the first won stage of the process."""
    return _close(record, inputs, user, won=True)


def lose(record: Any, inputs: Mapping[str, Any], user: Actor) -> Any:
    """Close as lost, with reason and, where the reason asks for it, the competitor."""
    return _close(record, inputs, user, won=False)


def _close(record: Any, inputs: Mapping[str, Any], user: Actor, *, won: bool) -> Any:
    here, process = stage_info(record.stage_id), process_info(record.process_id)
    if here is not None and here.is_closed and here.is_won == won:
        return record
    target = closing_stage(process, won=won)
    if target is None:
        raise Refusal(translate("This sales process has no such stage."), field="stage")
    return enter(record, inputs, user, target.id)


def asked_to_win(record: Any, given: Mapping[str, Any]) -> Iterator[str]:
    """What the won stage wants to know."""
    yield from asked_by(closing_stage(process_info(record.process_id), won=True))


def asked_to_lose(record: Any, given: Mapping[str, Any]) -> Iterator[str]:
    """To whom and why, and what else the lost stage wants to know."""
    yield from (*LOSS_FIELDS, *asked_by(closing_stage(process_info(record.process_id), won=False)))


def needed_to_win(record: Any, given: Mapping[str, Any]) -> Iterator[str]:
    yield from needed_in(closing_stage(process_info(record.process_id), won=True), given)


def needed_to_lose(record: Any, given: Mapping[str, Any]) -> Iterator[str]:
    yield from needed_in(closing_stage(process_info(record.process_id), won=False), given)


def before_win(record: Any, user: Actor, given: Mapping[str, Any]) -> dict[str, Any]:
    return present(record, user, closing_stage(process_info(record.process_id), won=True))


def before_loss(record: Any, user: Actor, given: Mapping[str, Any]) -> dict[str, Any]:
    return present(record, user, closing_stage(process_info(record.process_id), won=False))


def may_win(record: Any, user: Actor) -> Refusal | None:
    return _is_open(record) or refusal_to_enter(record, closing_stage(process_info(record.process_id), won=True), user)


def may_lose(record: Any, user: Actor) -> Refusal | None:
    return _is_open(record) or refusal_to_enter(record, closing_stage(process_info(record.process_id), won=False), user)


def _is_open(record: Any) -> Refusal | None:
    return Refusal(translate("This %(object)s is closed already.", object=object_name("opportunity")), code=ALREADY) if record.is_closed else None


def reopen_at(record: Any, inputs: Mapping[str, Any], user: Actor) -> Any:
    """Take a closed opportunity up again, in an open stage, for a reason that stays in its history. Without a stage it goes on where it was closed."""
    target = stage_info(getattr(inputs["stage"], "id", inputs["stage"])) if inputs.get("stage") else _left_off(record)
    if target is None or target.is_closed:
        raise Invalid({"stage": [translate("Choose an open stage.")]})
    return records.update(record, user, stage=target.id, reason=inputs["reason"])


def stages_to_reopen_in(record: Any, user: Actor) -> Mapping[str, str]:
    """The open stages of its process."""
    process = process_info(record.process_id)
    return {"stage": one_of([one for one in process.active_stages if not one.is_closed])} if process else {}


def before_reopening(record: Any, user: Actor, given: Mapping[str, Any]) -> dict[str, Any]:
    stage = _left_off(record) if "stage" in permissions.visible_fields(user, record.object_type) else None
    return {"stage": stage.id} if stage is not None else {}


def may_reopen(record: Any, user: Actor) -> Refusal | None:
    if not record.is_closed:
        return Refusal(translate("This %(object)s is open already.", object=object_name("opportunity")), code=ALREADY)
    return None


def _left_off(record: Any) -> StageInfo | None:
    """The open stage from which it was closed, where its process still has it; else the first."""
    process, left = process_info(record.process_id), stage_info(last_open_stage(record.id))
    if process is None or (left is not None and left.active and not left.is_closed and left.process_id == process.id):
        return left
    return process.first


close_won = Action(
    "close_won", _("Close as won"), on=opportunity, run=win, allowed=may_win, icon="trophy", asks=asked_to_win, requires=needed_to_win, fills=GATES, defaults=before_win,
    inputs=gate_inputs(),
)  # fmt: skip
close_lost = Action(
    "close_lost", _("Close as lost"), on=opportunity, run=lose, allowed=may_lose, icon="x", asks=asked_to_lose, requires=needed_to_lose, fills=GATES, defaults=before_loss,
    inputs={
        "loss_reason": fields.Lookup(_("Loss reason"), to="loss_reason", required=True),
        "competitor": fields.Lookup(_("Competitor"), to="competitor"),
        "loss_note": fields.LongText(_("What happened"), length=2000),
        **{name: one for name, one in gate_inputs().items() if name not in LOSS_FIELDS},
    },
)  # fmt: skip
reopen = Action(
    "reopen", _("Reopen"), on=opportunity, run=reopen_at, allowed=may_reopen, icon="rotate", permission=REOPEN, defaults=before_reopening, offers=stages_to_reopen_in,
    inputs={"stage": fields.Lookup(_("Stage"), to="stage", offered="is_closed = false"), "reason": fields.Text(_("Reason"), length=200, required=True)},
)  # fmt: skip
