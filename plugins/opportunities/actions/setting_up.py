"""Stages that are retired and used again, and the processes that ship."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core import Action, Actor, Choice, Invalid, Refusal, fields, queries, records, system_actor
from core import gettext as translate
from core import gettext_lazy as _

from .. import presets
from ..catalogue import process_info, stage_info
from ..objects import sales_process, stage
from .entering import one_of, other_stages


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


def stages_to_inherit(record: Any, user: Actor) -> Mapping[str, str]:
    """The other open stages of the process: what is worked on stays open when its stage is retired."""
    here = stage_info(record.id)
    return {"target": one_of([one for one in other_stages(here) if not one.is_closed])} if here else {}


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


PRESET_CHOICES = tuple(Choice(one.code, one.label) for one in presets.PROCESSES)

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
