"""S1: a record collects every contact with it; who sees the record sees what was done about it."""

from __future__ import annotations

import pytest

from core import BadQuery, NotFound, queries, records, roles, system_actor, users
from plugins.activities import activity, done, put_on_record, share_with, timeline, today
from plugins.activities.handing import take_back


def test_s1_open_activities_stand_before_done_ones(consultant, customer, follow_up):
    past = done.run(follow_up(), consultant, outcome="reached", no_next=True, next_reason="Bought")
    late, soon = follow_up(days=5), follow_up(days=1)

    shown = timeline.read(customer.id, consultant)

    assert [one.activity.id for one in shown.open] == [soon.id, late.id]
    assert [one.activity.id for one in shown.done] == [past.id]


def test_a_timeline_is_read_page_by_page(consultant, customer, follow_up):
    for _number in range(timeline.PAGE + 2):
        follow_up(kind="note", due_on=None, done_at="2026-01-01T00:00:00Z")

    first = timeline.read(customer.id, consultant)
    second = timeline.read(customer.id, consultant, cursor=first.next)

    assert (len(first.done), len(second.done), second.next) == (timeline.PAGE, 2, None)
    assert not {one.activity.id for one in first.done} & {one.activity.id for one in second.done}


def test_a_bad_cursor_is_refused_in_a_sentence(consultant, customer):
    with pytest.raises(BadQuery, match="first page"):
        timeline.read(customer.id, consultant, cursor="nonsense")


def test_s1_one_activity_stands_on_several_records(consultant, customer, follow_up, make):
    other = make("activity", by=consultant, name="Blue Harbor", kind="note")
    one = put_on_record.run(follow_up(), consultant, to=other.id)

    assert [entry.activity.id for entry in timeline.read(other.id, consultant).open] == [one.id]
    assert [link.name for link in timeline.read(other.id, consultant).open[0].others] == ["Gao Lei"]


def test_a_record_one_does_not_see_takes_no_activity(user, consultant, follow_up, make):
    hidden = make("activity", by=user("sales_consultant", dealer="South"), name="Theirs", kind="note")

    with pytest.raises(NotFound):
        put_on_record.run(follow_up(), consultant, to=hidden.id)


def test_a_colleague_without_sight_of_the_record_sees_no_follow_up(user, follow_up):
    one = follow_up()

    with pytest.raises(NotFound):
        records.get(activity, one.id, user("sales_consultant", number=2))
    assert records.get(activity, one.id, user("sales_manager")).id == one.id


def test_s1_a_conversion_takes_activities_along_and_its_undo_brings_them_back(consultant, customer, follow_up, make):
    account = make("activity", by=consultant, name="Account", kind="note")
    open_one, past = follow_up(), done.run(follow_up(), consultant, outcome="reached", no_next=True, next_reason="Done")

    shared = share_with([customer.id], [account.id], consultant)
    shown = timeline.read(account.id, consultant)
    assert [one.activity.id for one in (*shown.open, *shown.done)] == [open_one.id, past.id]

    take_back(shared)
    assert timeline.read(account.id, consultant).open == []
    assert [one.activity.id for one in timeline.read(customer.id, consultant).open] == [open_one.id]


def test_s1_open_activities_of_the_converting_user_go_to_the_new_owner_and_nobody_elses(consultant, user, customer, follow_up):
    other = user("sales_consultant", number=2)
    mine, theirs = follow_up(), follow_up(owner=other.id)

    shared = share_with([customer.id], [customer.id], consultant, owner_id=user("sales_manager").id)

    assert (mine.owner_id, theirs.owner_id) == (user("sales_manager").id, other.id)
    take_back(shared)
    assert mine.owner_id == consultant.id


def test_overdue_ones_stand_before_those_due_today(consultant, follow_up):
    late, now, _ahead = follow_up(days=-3), follow_up(), follow_up(days=2)

    shown = today.context(consultant, by="time")

    assert [one.activity.id for one in shown["follow_ups"]] == [late.id, now.id]
    assert (shown["overdue"], shown["due_today"]) == (1, 1)


def test_lists_can_be_filtered_by_the_next_follow_up(consultant, customer, follow_up):
    from plugins.activities.panels import next_follow_ups

    one = follow_up(days=2)

    assert next_follow_ups([customer.id], consultant) == {customer.id: one.due_on}


@pytest.mark.parametrize("view", ["today", "overdue", "upcoming", "done", "all"])
def test_every_list_view_can_be_read(consultant, follow_up, view):
    follow_up()
    shown = activity.view(view)

    page = queries.page(activity, consultant, where=shown.where, sort=shown.sort, columns=shown.columns)

    assert len(page.rows) == (1 if view in ("today", "all") else 0) + (1 if view == "all" else 0)


def test_a_timeline_tells_nothing_of_an_activity_that_is_hidden(consultant, customer, follow_up, login):
    done.run(follow_up(), consultant, outcome="reached", no_next=True, next_reason="Bought a van", body="Wants a blue one")
    before = login(actor=consultant).get(f"/timeline/{customer.id}").text
    roles.change(system_actor(), "sales_consultant", fields={("activity", name): "hidden" for name in ("kind", "outcome", "body", "next_reason", "owner")})

    page = login(actor=users.actor(consultant.id)).get(f"/timeline/{customer.id}").text

    for text in ("Bought a van", "Wants a blue one", "Reached", consultant.name):
        assert text in before, text
        assert f"<span>{text}" not in page, text
    assert "Bought" not in page
