"""What opportunities put on record pages: the stage path, the stage history, the account's sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core import Actor, Panel, permissions, records
from core import gettext_lazy as _

from . import limits, setup, snapshots, stages
from .catalogue import StageInfo, process_info, stage_info
from .models import Opportunity

CATEGORIES = {choice.code: choice for choice in Opportunity.__record_fields__["forecast_category"].choices}  # type: ignore[attr-defined]  # a picklist


@dataclass(frozen=True, slots=True)
class PathStep:
    """One stage of the path: done, current or to come. ``asks`` says that entering it needs a dialog first."""

    stage: StageInfo
    state: str
    asks: bool


def path(record: Any, user: Actor) -> Mapping[str, Any] | None:
    """The stages of the record's process from the first to the last; a lost record shows where it ended."""
    here, process = stage_info(record.stage_id), process_info(record.process_id)
    if here is None or process is None or "stage" not in permissions.visible_fields(user, record.object_type):
        return None
    shown = [one for one in process.stages if (one.active and not one.is_lost) or one.id == here.id]
    may_edit = records.may_edit(record, user)
    return {
        "steps": [PathStep(one, _state(one, here), _asks(record, one, here, user)) for one in shown],
        "here": here,
        "days": stages.days_in_stage(record),
        "rotting": _rotting_days(record, here),
        "may_edit": may_edit,
        "may_reopen": may_edit and record.is_closed and user.may(stages.REOPEN),
    }


def _state(one: StageInfo, here: StageInfo) -> str:
    if one.id == here.id:
        return "current"
    return "done" if one.position < here.position and not here.is_lost else "todo"


def _asks(record: Any, one: StageInfo, here: StageInfo, user: Actor) -> bool:
    """Not where no answer could help: pressed, the stage says why at once."""
    if stages.beyond(record, one, user) is not None:
        return False
    return one.is_closed or stages.is_reopening(here, one) or any(True for _missing in stages.missing_fields(record, one, user))


def _rotting_days(record: Any, here: StageInfo) -> int:
    """By how many days the stay is longer than the stage allows."""
    if here.is_closed or not here.rotting_days:
        return 0
    return max(0, stages.days_in_stage(record) - here.rotting_days)


def stage_history(record: Any, user: Actor) -> Mapping[str, Any]:
    """S1: the snapshots, the latest first as the page shows them; times and days are in ``snapshots``."""
    entries = snapshots.history(record, user)
    return {"entries": list(reversed(entries)), "categories": CATEGORIES, "visible": permissions.visible_fields(user, record.object_type)}


PANELS = (
    limits.limit_panel,
    Panel("opportunities.path", _("Stage path"), on="opportunity", template="opportunities/path.html", context=path, slot="path"),
    Panel("opportunities.stage_order", _("Stages in order"), on="sales_process", template="opportunities/stage_order.html", context=setup.order_panel, order=10),
    Panel("opportunities.stage_moves", _("Allowed moves"), on="sales_process", template="opportunities/stage_moves.html", context=setup.moves_panel, order=20),
    Panel("opportunities.history", _("Stage history"), on="opportunity", template="opportunities/history.html", context=stage_history, slot="main", order=90),
)
