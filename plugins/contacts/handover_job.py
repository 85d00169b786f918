"""S10: a hand-over too large to wait for, as a job with its progress."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core import Actor, Job, gettext_lazy, jobs, transaction

from . import handover


def begin(from_id: int, shares: Mapping[int, int], user: Actor, reason: str) -> jobs.JobRun:
    """Have ``handover.hand_over`` done by a job; raises as it does."""
    handover.check(from_id, shares, user)
    handover.refuse_two_at_once(from_id)
    return jobs.start(handover.JOB, user, {"from": from_id, "shares": {str(person_id): weight for person_id, weight in shares.items()}, "reason": reason})


def perform(user: Actor, run: jobs.JobRun) -> dict[str, Any]:
    """The job. What it deals out is kept with it, and each lot is given in one transaction with the count of what is done: a worker that
    takes over from a dead one gives no record twice, and leaves alone what somebody has given away meanwhile."""
    given = run.inputs or {}
    from_id, shares = given["from"], {int(person_id): weight for person_id, weight in given["shares"].items()}
    lots = _kept_lots(run, from_id, shares, user)
    handed, behind = handover.HandedOver.from_json(run.checkpoint["handed"]), 0
    for lot in lots:
        behind += len(lot.ids)
        if behind > run.done:
            with transaction():
                handed += handover.give(lot, from_id, user, given["reason"])
                run.progress(behind, checkpoint={"handed": handed.as_json(), "told": False})
    with transaction():
        if not run.checkpoint["told"]:
            handover.tell(from_id, handed.by_person, user)
            run.progress(behind, checkpoint={"handed": handed.as_json(), "told": True})
    return {"records": handed.total, "left": handed.left, "url": f"/handover?from={from_id}"}


hand_over_job = Job(handover.JOB, gettext_lazy("Hand over customers"), run=perform)


def _kept_lots(run: jobs.JobRun, from_id: int, shares: Mapping[int, int], user: Actor) -> list[handover.Lot]:
    """What this run has dealt out, now or before its worker died."""
    inputs = dict(run.inputs or {})
    if "lots" not in inputs:
        dealt = list(handover.deal(from_id, shares, user))
        with transaction():
            run.inputs = {**inputs, "lots": [[lot.object_code, lot.taker, lot.ids] for lot in dealt]}
            run.progress(0, total=sum(len(lot.ids) for lot in dealt), checkpoint={"handed": handover.HandedOver().as_json(), "told": False})
        return dealt
    return [handover.Lot(code, taker, ids) for code, taker, ids in inputs["lots"]]
