"""What an administrator sets on a sales process as a whole: the order of its stages, and which moves lead from one to another."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from core import Actor, Invalid, records, transaction
from core import gettext as translate

from .catalogue import process_info
from .picklists import REQUIRABLE

STEP = 10
"""Between the positions of two stages, so that one can be put between them by hand."""
FIELDS = {choice.code: choice for choice in REQUIRABLE}


def order_stages(process: Any, stage_ids: Sequence[int], user: Actor) -> None:
    """Give the stages in use this order. Raises Invalid unless each of them is named once: another may have added one meanwhile."""
    with transaction():
        records.get("sales_process", process.id, user, operation="edit", lock=True)
        stages = records.find("stage", user, where={"process": process.id, "active": True}, sort="position")
        if sorted(stage_ids) != sorted(one.id for one in stages):
            raise Invalid({"": [translate("The stages have changed meanwhile. Please look at them again.")]})
        by_id = {one.id: one for one in stages}
        for place, stage_id in enumerate(stage_ids, start=1):
            records.update(by_id[stage_id], user, position=place * STEP)


def allow_moves(process: Any, pairs: Collection[tuple[int, int]], user: Actor) -> None:
    """Allow exactly these moves (from, to). A stage that none leaves may be left for every other."""
    with transaction():
        records.get("sales_process", process.id, user, operation="edit", lock=True)
        stage_ids = [one.id for one in records.find("stage", user, where={"process": process.id, "active": True})]
        if any(start not in stage_ids or end not in stage_ids or start == end for start, end in pairs):
            raise Invalid({"": [translate("The stages have changed meanwhile. Please look at them again.")]})
        held = {(one.from_stage_id, one.to_stage_id): one for one in records.find("stage_move", user, where={"from_stage": stage_ids})}
        for pair, one in held.items():
            if pair not in pairs and pair[1] in stage_ids:
                records.delete(one, user)
        for start, end in sorted(set(pairs) - set(held)):
            records.create("stage_move", user, from_stage=start, to_stage=end)


def order_panel(process: Any, user: Actor) -> Mapping[str, Any] | None:
    """The stages in their order, to be dragged, each with what it means; and those that are retired."""
    info = process_info(process.id)
    if info is None or not info.stages:
        return None
    retired = [one for one in info.stages if not one.active]
    return {"stages": info.active_stages, "retired": retired, "fields": FIELDS, "may_edit": records.may_edit(process, user)}


def moves_panel(process: Any, user: Actor) -> Mapping[str, Any] | None:
    """Which moves are allowed: a table of stages by stages."""
    info = process_info(process.id)
    if info is None or len(info.active_stages) < 2:
        return None
    return {"stages": info.active_stages, "may_edit": records.may_edit(process, user)}
