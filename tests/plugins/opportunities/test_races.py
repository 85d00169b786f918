"""Two people move the same sale: real commits in real threads, on either database."""

from __future__ import annotations

from core import ForecourtError, records
from plugins.opportunities import close_lost, close_won, history, move

TOGETHER = 4


def test_several_who_make_the_same_move_leave_one_row_in_the_history(at_once, sale, stages, rep):
    sale_id, target = sale().id, stages["needs_analysis"]

    results = at_once([lambda: move.run(records.get("opportunity", sale_id, rep), rep, stage=target).stage_id] * TOGETHER)

    assert results == [target] * TOGETHER
    assert [row.stage_id for row in history(records.get("opportunity", sale_id, rep), rep)] == [stages["prospecting"], target]


def test_different_moves_follow_one_another_and_the_history_is_unbroken(at_once, sale, stages, rep):
    sale_id = sale().id
    targets = [stages[code] for code in ("qualification", "needs_analysis", "value_proposition", "perception_analysis")]

    at_once([lambda one=one: move.run(records.get("opportunity", sale_id, rep), rep, stage=one).id for one in targets])

    record = records.get("opportunity", sale_id, rep)
    rows = history(record, rep)
    assert len(rows) == 1 + len(targets)
    assert [row.previous_stage_id for row in rows[1:]] == [row.stage_id for row in rows[:-1]]
    assert rows[-1].stage_id == record.stage_id


def test_won_and_lost_at_once_is_one_of_the_two(at_once, sale, stages, rep, lists):
    sale_id = sale(amount="259800", close_date="2030-01-31").id
    reason = lists("loss_reason", "price").id

    won, lost = at_once(
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
