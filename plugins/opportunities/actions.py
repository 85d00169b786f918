"""What a user can do to an opportunity, a stage or a process besides editing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core import Action, Actor, Choice, Forbidden, Invalid, Refusal, fields, id_in, permissions, queries, records, registry, system_actor, today
from core import gettext as translate
from core import gettext_lazy as _
from plugins.contacts import primary_contact

from . import conversion as converting
from . import presets
from .catalogue import ProcessInfo, StageInfo, process_info, stage_info
from .models import Opportunity
from .objects import opportunity, sales_process, stage
from .picklists import REQUIRABLE
from .snapshots import last_open_stage
from .stages import REOPEN, beyond, is_reopening, may_fill

GATE_FIELDS = tuple(choice.code for choice in REQUIRABLE)
LOSS_FIELDS = ("loss_reason", "competitor", "loss_note")
GATES = {name: name for name in GATE_FIELDS}
BEGUN_WITH = ("name", "product", "amount", "close_date", "type")
"""Inputs of a new opportunity that are fields of it."""
ALREADY = "already"


def _gate_inputs() -> dict[str, Any]:
    """The fields a stage may ask for, as inputs of the dialog that enters it; all optional here, the stage decides."""
    declared = Opportunity.__record_fields__
    return {name: _input_like(declared[name]) for name in GATE_FIELDS}


def _input_like(field: Any) -> Any:
    """A field of the opportunity as an input: the same type and limits, never required by itself."""
    from copy import copy

    twin = copy(field)
    twin.required, twin.default = False, None
    return twin


def _enter(record: Any, inputs: Mapping[str, Any], user: Actor, stage: int, reason: str | None = None) -> Any:
    """The stage, with what was typed for it: that is held against the rights on fields, as in a form. S1: a win counts from that moment, so that
    what was planned as its close date gives way to the day of the win, unless another is named."""
    given = {name: inputs[name] for name in GATE_FIELDS if inputs.get(name) not in (None, "", ())}
    follows: dict[str, Any] = {"close_date": today(record.dealer_id)} if record.close_date is not None and "close_date" not in given and _is_win(record, stage_info(stage)) else {}
    return records.update(record, user, typed=tuple(given), stage=stage, reason=reason, **given, **follows)


def _is_win(record: Any, target: StageInfo | None) -> bool:
    """Whether entering the stage wins the sale. One that is won goes on to delivery, and stays won on its day."""
    return target is not None and target.is_won and not record.is_won


def move_to(record: Any, inputs: Mapping[str, Any], user: Actor) -> Any:
    """Enter another stage. Being there already is no error: two people who press the same button both get the record."""
    target = getattr(inputs["stage"], "id", inputs["stage"])
    if record.stage_id == target:
        return record
    return _enter(record, inputs, user, target, inputs.get("reason"))


def asked_to_move(record: Any, given: Mapping[str, Any]) -> Iterator[str]:
    """The stage, what that stage wants to know, and a reason."""
    yield from ("stage", "reason")
    yield from _asked_by(stage_info(_number(given.get("stage"))))


def asked_to_complete(record: Any, given: Mapping[str, Any]) -> Iterator[str]:
    """What the next stage wants to know."""
    yield from _asked_by(_following(record))


def asked_to_win(record: Any, given: Mapping[str, Any]) -> Iterator[str]:
    """What the won stage wants to know."""
    yield from _asked_by(_closing(process_info(record.process_id), won=True))


def asked_to_lose(record: Any, given: Mapping[str, Any]) -> Iterator[str]:
    """To whom and why, and what else the lost stage wants to know."""
    yield from (*LOSS_FIELDS, *_asked_by(_closing(process_info(record.process_id), won=False)))


def needed_to_move(record: Any, given: Mapping[str, Any]) -> Iterator[str]:
    yield from _needed_in(stage_info(_number(given.get("stage"))), given)


def needed_to_complete(record: Any, given: Mapping[str, Any]) -> Iterator[str]:
    yield from _needed_in(_following(record), given)


def needed_to_win(record: Any, given: Mapping[str, Any]) -> Iterator[str]:
    yield from _needed_in(_closing(process_info(record.process_id), won=True), given)


def needed_to_lose(record: Any, given: Mapping[str, Any]) -> Iterator[str]:
    yield from _needed_in(_closing(process_info(record.process_id), won=False), given)


def _needed_in(stage: StageInfo | None, given: Mapping[str, Any]) -> Iterator[str]:
    """Without what a stage cannot be entered: its required fields, and for some reasons to whom the sale was lost."""
    if stage is None:
        return
    yield from stage.required
    reason = _number(given.get("loss_reason")) if stage.is_lost else None
    if reason is not None and any(one.needs_competitor for one in records.load(registry.object_type("loss_reason"), [reason])):
        yield "competitor"


def stages_to_move_to(record: Any, user: Actor) -> Mapping[str, str]:
    """The stages into which this user may bring it from where it is."""
    here = stage_info(record.stage_id)
    if here is None:
        return {}
    found = [one for one in _others(here) if (user.may(REOPEN) if is_reopening(here, one) else here.may_move_to(one))]
    return {"stage": _one_of(found)}


def stages_to_reopen_in(record: Any, user: Actor) -> Mapping[str, str]:
    """The open stages of its process."""
    process = process_info(record.process_id)
    return {"stage": _one_of([one for one in process.active_stages if not one.is_closed])} if process else {}


def stages_to_inherit(record: Any, user: Actor) -> Mapping[str, str]:
    """The other open stages of the process: what is worked on stays open when its stage is retired."""
    here = stage_info(record.id)
    return {"target": _one_of([one for one in _others(here) if not one.is_closed])} if here else {}


def _others(here: StageInfo) -> list[StageInfo]:
    process = process_info(here.process_id)
    return [one for one in process.active_stages if one.id != here.id] if process else []


def _one_of(stages: list[StageInfo]) -> str:
    return f"id in ({', '.join(str(one.id) for one in stages) or '0'})"


def before_move(record: Any, user: Actor, given: Mapping[str, Any]) -> dict[str, Any]:
    return _present(record, user, stage_info(_number(given.get("stage"))))


def before_completion(record: Any, user: Actor, given: Mapping[str, Any]) -> dict[str, Any]:
    return _present(record, user, _following(record))


def before_win(record: Any, user: Actor, given: Mapping[str, Any]) -> dict[str, Any]:
    return _present(record, user, _closing(process_info(record.process_id), won=True))


def _present(record: Any, user: Actor, target: StageInfo | None) -> dict[str, Any]:
    """What the record says already, for the dialog to confirm or correct; a sale that is won closes today, unless another day is typed."""
    seen = permissions.visible_fields(user, record.object_type)
    found = {name: getattr(record, seen[name].attribute) for name in GATE_FIELDS if name in seen}
    return found | {"close_date": today(record.dealer_id)} if "close_date" in found and _is_win(record, target) else found


def before_loss(record: Any, user: Actor, given: Mapping[str, Any]) -> dict[str, Any]:
    return _present(record, user, _closing(process_info(record.process_id), won=False))


def _asked_by(stage: StageInfo | None) -> Iterator[str]:
    """The required fields of a stage; a lost one may also say to whom and why."""
    if stage is not None:
        yield from (*stage.required, *(LOSS_FIELDS if stage.is_lost else ()))


def _number(value: Any) -> int | None:
    """A look-up's value as a form holds it: an id, its digits, or a record."""
    return id_in(str(getattr(value, "id", value) or ""))


def _closing(process: ProcessInfo | None, *, won: bool) -> StageInfo | None:
    """The first closed stage of a process that is won, or lost."""
    return next((one for one in process.active_stages if one.is_closed and one.is_won == won), None) if process else None


def complete(record: Any, inputs: Mapping[str, Any], user: Actor) -> Any:
    """Go on to the next stage. ``stage`` is the one the user saw as present: a second press does not skip one."""
    seen = inputs.get("stage")
    if seen is not None and getattr(seen, "id", seen) != record.stage_id:
        return record
    following = _following(record)
    if following is None:
        raise Refusal(translate("There is no stage after this one."), field="stage")
    return _enter(record, inputs, user, following.id)


def _following(record: Any) -> StageInfo | None:
    here, process = stage_info(record.stage_id), process_info(record.process_id)
    return process.after(here) if process and here else None


def may_complete(record: Any, user: Actor) -> Refusal | None:
    here, following = stage_info(record.stage_id), _following(record)
    if here is None or following is None or here.is_lost:
        return Refusal(translate("There is no stage after this one."), field="stage")
    return _beyond(record, following, user)


def _beyond(record: Any, target: StageInfo | None, user: Actor) -> Refusal | None:
    """What the stage needs and the user may not enter: no dialog could ask for it."""
    sentence = beyond(record, target, user) if target is not None else None
    return None if sentence is None else Refusal(sentence, field="stage")


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
    target = _closing(process, won=won)
    if target is None:
        raise Refusal(translate("This sales process has no such stage."), field="stage")
    return _enter(record, inputs, user, target.id)


def back_from_move(record: Any, inputs: Mapping[str, Any], user: Actor) -> tuple[str, Mapping[str, Any]] | None:
    return _way_back(record, stage_info(_number(inputs.get("stage"))), user)


def back_from_completion(record: Any, inputs: Mapping[str, Any], user: Actor) -> tuple[str, Mapping[str, Any]] | None:
    return _way_back(record, _following(record), user)


def _way_back(record: Any, target: StageInfo | None, user: Actor) -> tuple[str, Mapping[str, Any]] | None:
    """The move to where it was, with the close date that a win took away; None where the user may not go back from the target."""
    here = stage_info(record.stage_id)
    if target is None or here is None or not (user.may(REOPEN) if is_reopening(target, here) else target.may_move_to(here)):
        return None
    planned = record.close_date if _is_win(record, target) and may_fill(user, "close_date") else None
    return move.code, {"stage": record.stage_id, **({"close_date": planned.isoformat()} if planned is not None else {})}


def may_win(record: Any, user: Actor) -> Refusal | None:
    return _is_open(record) or _beyond(record, _closing(process_info(record.process_id), won=True), user)


def may_lose(record: Any, user: Actor) -> Refusal | None:
    return _is_open(record) or _beyond(record, _closing(process_info(record.process_id), won=False), user)


def _is_open(record: Any) -> Refusal | None:
    return Refusal(translate("This opportunity is closed already."), code=ALREADY) if record.is_closed else None


def reopen_at(record: Any, inputs: Mapping[str, Any], user: Actor) -> Any:
    """Take a closed opportunity up again, in an open stage, for a reason that stays in its history. Without a stage it goes on where it was closed."""
    target = stage_info(getattr(inputs["stage"], "id", inputs["stage"])) if inputs.get("stage") else _left_off(record)
    if target is None or target.is_closed:
        raise Invalid({"stage": [translate("Choose an open stage.")]})
    return records.update(record, user, stage=target.id, reason=inputs["reason"])


def before_reopening(record: Any, user: Actor, given: Mapping[str, Any]) -> dict[str, Any]:
    stage = _left_off(record) if "stage" in permissions.visible_fields(user, record.object_type) else None
    return {"stage": stage.id} if stage is not None else {}


def _left_off(record: Any) -> StageInfo | None:
    """The open stage from which it was closed, where its process still has it; else the first."""
    process, left = process_info(record.process_id), stage_info(last_open_stage(record.id))
    if process is None or (left is not None and left.active and not left.is_closed and left.process_id == process.id):
        return left
    return process.first


def may_reopen(record: Any, user: Actor) -> Refusal | None:
    if not record.is_closed:
        return Refusal(translate("This opportunity is open."), code=ALREADY)
    return None


def retire_stage(record: Any, inputs: Mapping[str, Any], user: Actor) -> Any:
    """Take a stage out of use. Its open opportunities go to ``target``, each with a snapshot; the past keeps the stage."""
    if not record.active:
        return record
    target = stage_info(getattr(inputs.get("target"), "id", inputs.get("target")))
    _refuse_last(record)
    moved = 0
    for batch in records.batches("opportunity", user, where={"stage": record.id, "is_closed": False}):
        _refuse_target(record, target)
        for one in batch:
            records.update(one, user, stage=target.id, source="automation", reason=translate("The stage “%(stage)s” was retired.", stage=record.name))  # type: ignore[union-attr]  # _refuse_target raises for None
            moved += 1
    return records.update(record, user, active=False, reason=translate("%(count)s opportunities moved.", count=moved))


def asked_to_retire(record: Any, given: Mapping[str, Any]) -> Iterator[str]:
    """Where its open opportunities go, if it has any."""
    if queries.count("opportunity", system_actor(), where={"stage": record.id, "is_closed": False}, cap=1)[0]:
        yield "target"


def _refuse_target(record: Any, target: Any) -> None:
    if target is None:
        raise Invalid({"target": [translate("Say where the open opportunities of this stage go.")]})
    if target.id == record.id or target.process_id != record.process_id or not target.active or target.is_closed:
        raise Invalid({"target": [translate("Choose another open stage of the same process.")]})


def _refuse_last(record: Any) -> None:
    """A process keeps at least one open and one won stage: without them nothing can start, or be won."""
    process = process_info(record.process_id)
    rest = [one for one in process.active_stages if one.id != record.id] if process else []
    if not record.is_closed and not any(not one.is_closed for one in rest):
        raise Refusal(translate("A sales process needs at least one open stage."))
    if record.is_won and not any(one.is_won for one in rest):
        raise Refusal(translate("A sales process needs at least one won stage."))


def bring_back_stage(record: Any, inputs: Mapping[str, Any], user: Actor) -> Any:
    """Put a retired stage into use again."""
    return records.update(record, user, active=True)


def add_preset(inputs: Mapping[str, Any], user: Actor) -> Any:
    """Add one of the shipped processes."""
    chosen = presets.preset(inputs["preset"].code)
    if chosen is None:
        raise Invalid({"preset": [translate("There is no such preset.")]})
    return presets.add_process(chosen, user)


def may_begin(record: Any, user: Actor) -> Refusal | None:
    """Whoever may make opportunities begins one with any customer they see."""
    if permissions.may(user, registry.object_type("opportunity"), "create"):
        return None
    return Refusal(Forbidden().message)


def first_values(record: Any, user: Actor, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the dialog proposes: the customer's name, and the end of the quarter."""
    return {"name": str(record.name)[:120], "close_date": converting.end_of_quarter(today(record.dealer_id))}


def begin(record: Any, inputs: Mapping[str, Any], user: Actor) -> Any:
    """S1: an account has many opportunities. A new one starts in the first stage, with the account's primary contact."""
    given = {name: value for name, value in inputs.items() if value is not None}
    contact = primary_contact(record.id)
    return records.create("opportunity", user, typed=given.keys() & new_opportunity.open_inputs(user).keys(), account=record, contact=contact.id if contact is not None else None, **given)


PRESET_CHOICES = tuple(Choice(one.code, one.label) for one in presets.PROCESSES)

move = Action(
    "move", _("Move to stage"), on=opportunity, run=move_to, icon="arrow-right", bulk=True, asks=asked_to_move, requires=needed_to_move, offers=stages_to_move_to, fills=GATES, defaults=before_move, undo=back_from_move,
    inputs={"stage": fields.Lookup(_("Stage"), to="stage", required=True), **_gate_inputs(), "reason": fields.Text(_("Reason"), length=200)},
)  # fmt: skip
complete_stage = Action(
    "complete_stage", _("Mark stage complete"), on=opportunity, run=complete, allowed=may_complete, icon="check", primary=True, asks=asked_to_complete, requires=needed_to_complete, fills=GATES,
    defaults=before_completion, undo=back_from_completion,
    inputs={"stage": fields.Lookup(_("Stage"), to="stage"), **_gate_inputs()},
)  # fmt: skip
close_won = Action(
    "close_won", _("Close as won"), on=opportunity, run=win, allowed=may_win, icon="trophy", asks=asked_to_win, requires=needed_to_win, fills=GATES, defaults=before_win,
    inputs=_gate_inputs(),
)  # fmt: skip
close_lost = Action(
    "close_lost", _("Close as lost"), on=opportunity, run=lose, allowed=may_lose, icon="x", asks=asked_to_lose, requires=needed_to_lose, fills=GATES, defaults=before_loss,
    inputs={
        "loss_reason": fields.Lookup(_("Loss reason"), to="loss_reason", required=True),
        "competitor": fields.Lookup(_("Competitor"), to="competitor"),
        "loss_note": fields.LongText(_("What happened"), length=2000),
        **{name: one for name, one in _gate_inputs().items() if name not in LOSS_FIELDS},
    },
)  # fmt: skip
reopen = Action(
    "reopen", _("Reopen"), on=opportunity, run=reopen_at, allowed=may_reopen, icon="rotate", permission=REOPEN, defaults=before_reopening, offers=stages_to_reopen_in,
    inputs={"stage": fields.Lookup(_("Stage"), to="stage", offered="is_closed = false"), "reason": fields.Text(_("Reason"), length=200, required=True)},
)  # fmt: skip
retire = Action(
    "retire", _("Retire"), on=stage, run=retire_stage, icon="archive", asks=asked_to_retire, requires=asked_to_retire, offers=stages_to_inherit,
    inputs={
        "target": fields.Lookup(_("Its open opportunities go to"), to="stage", help=_("Another open stage of the same process: what is still being sold stays open.")),
    },
)  # fmt: skip
bring_back = Action("bring_back", _("Use again"), on=stage, run=bring_back_stage, icon="archive-off")
use_preset = Action(
    "use_preset", _("Add a shipped process"), on=sales_process, run=add_preset, scope="list", operation="create", icon="plus",
    inputs={"preset": fields.Picklist(_("Sales process"), PRESET_CHOICES, required=True)},
)  # fmt: skip

new_opportunity = Action(
    "new_opportunity", _("New opportunity"), on="account", run=begin, allowed=may_begin, operation="read", icon="coin-yen", order=5, defaults=first_values,
    fills={name: f"opportunity.{name}" for name in BEGUN_WITH},
    inputs={
        "name": fields.Text(_("Opportunity name"), length=120, required=True),
        "product": fields.Text(_("Product"), length=120),
        "amount": fields.Currency(_("Amount"), minimum=0),
        "close_date": fields.Date(_("Close date")),
        "type": fields.Lookup(_("Type"), to="opportunity_type"),
    },
)  # fmt: skip

ACTIONS = (new_opportunity, move, complete_stage, close_won, close_lost, reopen, retire, bring_back, use_preset)
