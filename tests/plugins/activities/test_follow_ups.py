"""S12: every follow-up ends with an outcome, a next date and a reason; every move of its date has its own reason."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from core import Invalid, db, records, today
from plugins.activities import activity, done, move_date, next_of, take_back
from plugins.activities.models import Move

ENDING = {"outcome": "reached", "next_on": "+3", "next_reason": "Agree the second trial"}


def test_s12_a_follow_up_cannot_end_without_outcome_next_date_and_reason(consultant, follow_up):
    with pytest.raises(Invalid) as refused:
        done.run(follow_up(), consultant)

    assert set(refused.value.errors) == {"outcome", "next_on", "next_reason"}


def test_s12_ending_a_follow_up_plans_the_next_one_on_the_same_records(consultant, customer, follow_up):
    ended = done.run(follow_up(), consultant, **ENDING)

    planned = records.first(activity, consultant, where={"follows": ended.id})
    assert (planned.name, planned.due_on, planned.about_id) == ("Agree the second trial", today(consultant.dealer_id) + timedelta(days=3), customer.id)
    assert next_of([customer.id])[customer.id].activity_id == planned.id


def test_s12_no_further_follow_up_still_needs_its_reason(consultant, follow_up):
    with pytest.raises(Invalid) as refused:
        done.run(follow_up(), consultant, outcome="declined", no_next=True)

    assert set(refused.value.errors) == {"next_reason"}


def test_s12_a_next_date_and_no_further_follow_up_contradict_each_other(consultant, follow_up):
    with pytest.raises(Invalid) as refused:
        done.run(follow_up(), consultant, **ENDING, no_next=True)

    assert "no_next" in refused.value.errors


def test_s12_the_next_date_cannot_lie_in_the_past(consultant, follow_up):
    with pytest.raises(Invalid) as refused:
        done.run(follow_up(), consultant, **{**ENDING, "next_on": "yesterday"})

    assert "next_on" in refused.value.errors


def test_s12_a_task_about_nobody_ends_without_ceremony(consultant, make):
    task = make("activity", by=consultant, name="Tidy the desk", kind="task")

    assert done.run(task, consultant).status.closed


def test_ending_twice_ends_once(consultant, follow_up):
    one = follow_up()

    assert done.run(one, consultant, **ENDING) is done.run(one, consultant, **ENDING)
    assert len(records.find(activity, consultant, where={"follows": one.id})) == 1


def test_s12_every_move_needs_its_own_reason(consultant, follow_up):
    moved = move_date.run(follow_up(), consultant, due_on="+1", reason="Customer is travelling")

    with pytest.raises(Invalid) as refused:
        records.update(moved, consultant, due_on="+2", move_reason="Customer is travelling")

    assert "move_reason" in refused.value.errors


def test_s12_moves_are_counted_and_each_reason_is_kept(consultant, customer, follow_up):
    one = follow_up()
    move_date.run(one, consultant, due_on="+1", reason="Customer is travelling")
    move_date.run(one, consultant, due_on="+4", reason="Car is not in yet")

    kept = db.session.execute(sa.select(Move.__table__.c.reason).where(Move.__table__.c.activity_id == one.id).order_by(Move.__table__.c.id)).scalars()
    assert list(kept) == ["Customer is travelling", "Car is not in yet"]
    assert (one.moved_count, next_of([customer.id])[customer.id].moved_count) == (2, 2)


def test_setting_the_first_date_is_no_move(consultant, make):
    one = make("activity", by=consultant, name="Some day", kind="task")

    assert records.update(one, consultant, due_on="+1").moved_count == 0


def test_moving_the_day_keeps_the_time_of_day(consultant, follow_up):
    at = datetime.now(ZoneInfo("Asia/Shanghai")).replace(hour=15, minute=0, second=0, microsecond=0)
    one = follow_up(due_at=at)

    moved = move_date.run(one, consultant, due_on="+2", reason="Asked for it")

    assert moved.due_at.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%H:%M") == "15:00"
    assert moved.due_on == today(consultant.dealer_id) + timedelta(days=2)


def test_a_date_and_its_day_are_the_dealers(consultant, follow_up):
    one = follow_up(due_on=None, due_at="2026-11-24T17:30:00Z")

    assert one.due_on.isoformat() == "2026-11-25"


def test_reopening_takes_the_untouched_next_one_back(consultant, customer, follow_up):
    one = done.run(follow_up(), consultant, **ENDING)

    reopened = take_back.run(one, consultant)

    assert not reopened.status.closed and reopened.outcome is None
    assert next_of([customer.id])[customer.id].activity_id == one.id


def test_a_deleted_follow_up_is_no_longer_the_next_one(consultant, user, customer, follow_up):
    one = follow_up()

    batch = records.delete(one, user("dealer_manager"))

    assert next_of([customer.id]) == {}
    records.restore(batch, user("dealer_manager"))
    assert next_of([customer.id])[customer.id].activity_id == one.id


def test_it_cannot_be_done_in_the_future(consultant, follow_up):
    with pytest.raises(Invalid) as refused:
        records.update(follow_up(), consultant, done_at="2099-01-01T00:00:00Z", outcome="reached", no_next=True, next_reason="Sold")

    assert "done_at" in refused.value.errors


def test_an_end_before_the_start_is_refused(consultant, make):
    with pytest.raises(Invalid) as refused:
        make("activity", by=consultant, kind="event", starts_at="2026-11-24T10:00:00Z", ends_at="2026-11-24T09:00:00Z")

    assert "ends_at" in refused.value.errors
