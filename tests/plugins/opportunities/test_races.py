"""Two people move the same sale: real commits in real threads, on either database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from core import ForecourtError, db, records
from plugins.opportunities import close_lost, close_won, history, move

TOGETHER = 4


def at_once(app: Any, works: list[Callable[[], Any]]) -> list[Any]:
    """Run all together, each in a session of its own; what each returned, or the refusal it met."""
    start = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        with app.app_context():
            start.wait()
            try:
                return work()
            except ForecourtError as refusal:
                return refusal

    db.session.remove()
    with ThreadPoolExecutor(len(works)) as people:
        return list(people.map(run, works))


def test_several_who_make_the_same_move_leave_one_row_in_the_history(app, sale, stages, rep):
    sale_id, target = sale().id, stages["needs_analysis"]

    results = at_once(app, [lambda: move.run(records.get("opportunity", sale_id, rep), rep, stage=target).stage_id] * TOGETHER)

    assert results == [target] * TOGETHER
    assert [row.stage_id for row in history(records.get("opportunity", sale_id, rep), rep)] == [stages["prospecting"], target]


def test_different_moves_follow_one_another_and_the_history_is_unbroken(app, sale, stages, rep):
    sale_id = sale().id
    targets = [stages[code] for code in ("qualification", "needs_analysis", "value_proposition", "perception_analysis")]

    at_once(app, [lambda one=one: move.run(records.get("opportunity", sale_id, rep), rep, stage=one).id for one in targets])

    record = records.get("opportunity", sale_id, rep)
    rows = history(record, rep)
    assert len(rows) == 1 + len(targets)
    assert [row.previous_stage_id for row in rows[1:]] == [row.stage_id for row in rows[:-1]]
    assert rows[-1].stage_id == record.stage_id


def test_won_and_lost_at_once_is_one_of_the_two(app, sale, stages, rep, lists):
    sale_id = sale(amount="259800", close_date="2030-01-31").id
    reason = lists("loss_reason", "price").id

    won, lost = at_once(
        app,
        [
            lambda: close_won.run(records.get("opportunity", sale_id, rep), rep).is_won,
            lambda: close_lost.run(records.get("opportunity", sale_id, rep), rep, loss_reason=reason).is_won,
        ],
    )

    record = records.get("opportunity", sale_id, rep)
    assert [isinstance(one, ForecourtError) for one in (won, lost)].count(True) == 1, (won, lost)
    assert record.is_closed
    assert record.is_won == (won is True)
    assert len(history(record, rep)) == 2
