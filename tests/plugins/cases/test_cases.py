"""A case from the first word to the last: statuses, comments, history, who sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from core import (
    Forbidden,
    Invalid,
    NotFound,
    Refusal,
    append_only,
    clock,
    conditions,
    db,
    is_postgresql,
    notices,
    now,
    queries,
    records,
    registry,
    system_actor,
    transaction,
    users,
)
from core.queries.readers import Reader
from core.testing.plans import plan, problems_of
from plugins.cases import back_and_forth, close, customer_said, history_of, move, note, panels, reopen, reply, take, time_in_each
from plugins.cases.actions import assign_by_rules, duplicate, hand_over, link, new_case
from plugins.cases.history import MESSAGE, ROWS


def test_s1_a_new_case_starts_in_the_first_status_with_a_number_and_what_is_promised(report, statuses, app):
    record = report(priority="high")

    assert record.number.startswith("C-")
    assert (record.status_id, record.is_closed, record.is_waiting) == (statuses["new"], False, False)
    assert record.due_at == record.first_response_due_at < record.resolution_due_at


def test_s1_a_contact_brings_the_account_and_another_accounts_contact_is_refused(report, make):
    contact = make("contact", account=make("account", name="Northwind Mills"))

    assert report(contact=contact).account_id == contact.account_id
    with pytest.raises(Invalid, match="belongs to another account"):
        report(contact=contact, account=make("account", name="Delta Couriers"))


def test_waiting_for_the_customer_stops_the_clock_and_their_word_wakes_the_case(report, statuses, agent, again):
    record = move.run(report(), agent, status=statuses["waiting"])
    assert (record.is_waiting, record.due_at, record.check_at) == (True, None, None)

    record = customer_said.run(record, agent, body="Here is the photo.")

    assert (record.status_id, record.is_waiting) == (statuses["working"], False)
    assert record.next_response_due_at is not None


def test_a_public_reply_stops_the_next_response_and_an_internal_note_does_not(report, agent, again):
    record = customer_said.run(report(), agent, body="When do I hear from you?")

    assert note.run(record, agent, body="Ask the workshop.").next_response_due_at == record.next_response_due_at
    record = reply.run(record, agent, body="Tomorrow at ten.")
    assert (record.next_response_due_at, record.first_response_due_at) == (None, None)
    assert record.first_response_at is not None


def steps(record, who):
    return {str(one.status.code): one.state for one in panels.path(record, who)["steps"]}


def test_the_path_ticks_only_what_a_case_has_been_in(report, agent, statuses):
    straight = move.run(report(), agent, status=statuses["working"])
    by_way_of_waiting = move.run(move.run(report(), agent, status=statuses["waiting"]), agent, status=statuses["working"])

    assert steps(straight, agent) == {"new": "done", "waiting": "todo", "working": "current", "solved": "todo", "closed": "todo"}
    assert steps(by_way_of_waiting, agent)["waiting"] == "done"
    assert steps(move.run(report(), agent, status=statuses["closed"]), agent)["working"] == "todo"


def test_a_reply_can_wait_or_close_in_the_same_breath(report, agent, statuses):
    assert reply.run(report(), agent, body="A photo, please.", then="wait").status_id == statuses["waiting"]

    record = reply.run(report(), agent, body="Done.", then="close")
    assert (record.is_closed, record.status_id, record.check_at) == (True, statuses["solved"], None)
    assert record.closed_at is not None


def test_the_customer_reopens_a_closed_case_and_it_is_counted(report, agent, statuses):
    record = close.run(report(), agent, solution="Reset the limit.")

    record = customer_said.run(record, agent, body="It stops again.")

    assert (record.is_closed, record.closed_at, record.reopened, record.status_id) == (False, None, 1, statuses["working"])


def test_closing_twice_is_closing_once_and_reopening_asks_for_a_reason(report, agent, colleague):
    record = close.run(report(), agent)
    assert close.run_many([record.id], colleague)[0].message == "This case is closed."

    with pytest.raises(Invalid, match="Reason"):
        reopen.run(record, agent)
    assert reopen.run(record, agent, reason="Not solved after all").reopened == 1


def test_several_statuses_mean_closed_and_going_from_one_to_another_is_no_reopening(report, agent, statuses):
    record = close.run(report(), agent, status=statuses["solved"])

    record = move.run(record, agent, status=statuses["closed"])

    assert (record.is_closed, record.reopened) == (True, 0)


def test_a_move_the_administrator_does_not_allow_is_refused(report, agent, statuses):
    records.create("case_status_move", system_actor(), from_status=statuses["new"], to_status=statuses["working"])

    with pytest.raises(Invalid, match=r"From “New” a case cannot move to “Waiting for the customer”\."):
        move.run(report(), agent, status=statuses["waiting"])


def test_the_history_says_where_a_case_was_for_how_long_and_how_often(report, agent, statuses):
    hours = (10, 8, 5, 1)
    with clock.as_of(now() - timedelta(hours=hours[0])):
        record = report()
    for ago, code in zip(hours[1:], ("working", "waiting", "working"), strict=True):
        with clock.as_of(now() - timedelta(hours=ago)):
            record = move.run(record, agent, status=statuses[code])

    entries = history_of(record, agent)

    assert [entry.status for entry in entries] == ["New", "Working", "Waiting for the customer", "Working"]
    assert [round(entry.stay / timedelta(hours=1)) for entry in entries] == [2, 3, 4, 1]
    assert [(one.status, one.visits) for one in time_in_each(entries)] == [("New", 1), ("Working", 2), ("Waiting for the customer", 1)]
    assert back_and_forth(entries) == 1


def test_the_history_cannot_be_changed_not_even_by_sql(report, app):
    report()

    assert append_only.is_protected(db.session.connection(), ROWS.name)
    for statement in (sa.update(ROWS).values(reason="x"), sa.delete(ROWS)):
        with pytest.raises(sa.exc.DBAPIError, match=MESSAGE), transaction():
            db.session.execute(statement)
    assert ROWS.name not in {one.table.name for one in registry.objects()}


def test_deletion_and_restore_are_part_of_the_history(report, manager):
    record = report()
    records.restore(records.delete(record, manager), manager)

    assert [entry.kind for entry in history_of(records.get("case", record.id, manager), manager)] == ["change", "delete", "restore"]


def test_a_comments_direction_stays_and_its_words_can_be_mended(report, agent):
    customer_said.run(report(), agent, body="Stops at 80 %")
    comment = records.first("case_comment", agent, sort="-said_at")

    assert records.update(comment, agent, body="Stops at 80 per cent.").body == "Stops at 80 per cent."
    with pytest.raises(Invalid, match="To whom a comment was said cannot change"):
        records.update(comment, agent, direction="internal")


def test_a_circle_of_parents_is_refused(report, agent):
    upper = report(name="Software update")
    middle = report(name="Charging", parent=upper)
    lower = report(name="Limit", parent=middle)

    with pytest.raises(Invalid, match="A case cannot stand above itself"):
        records.update(upper, agent, parent=lower)
    with pytest.raises(Invalid, match="A case cannot stand above itself"):
        records.update(upper, agent, parent=upper)


def test_a_circle_of_reasons_is_refused(app):
    system = system_actor()
    upper = records.create("case_reason", system, name="Trailer")
    lower = records.create("case_reason", system, name="Coupling", parent=upper)

    with pytest.raises(Invalid, match="A reason cannot stand above itself"):
        records.update(upper, system, parent=lower)


def test_related_cases_name_each_other_once_and_a_duplicate_is_closed(report, agent):
    first, second = report(), report(name="Charging stops")
    for _turn in range(2):
        link.run(first, agent, other=second.id, kind="related")

    closed = duplicate.run(second, agent, other=first.id)

    assert closed.is_closed
    assert [(one.kind.code, one.case_id, one.other_id) for one in records.find("case_link", agent, sort="id")] == [("related", first.id, second.id), ("duplicate", second.id, first.id)]
    with pytest.raises(Invalid, match="not related to itself"):
        link.run(first, agent, other=first.id, kind="related")


def test_taking_from_the_queue_is_for_one_and_handing_over_is_counted(report, agent, colleague):
    queue = users.add_queue(system_actor(), name="Desk", unit_id=agent.dealer_id, members=(agent.id, colleague.id)).id
    record = report(owner=queue)
    assert record.is_pooled

    record = take.run(record, colleague)
    assert (record.owner_id, record.is_pooled, record.handed_over) == (colleague.id, False, 1)
    assert take.run_many([record.id], agent)[0].done is False
    record = hand_over.run(record, colleague, owner=queue, reason="Needs the workshop")
    assert (record.is_pooled, record.handed_over) == (True, 2)
    assert history_of(record, agent)[-1].reason == "Needs the workshop"


def test_a_complaint_is_told_to_the_consultant_who_owns_the_customer_and_who_then_sees_it(report, agent, user, make):
    consultant, other = user("sales_consultant", number=2), user("sales_consultant", number=1)
    account = records.create("account", consultant, name="Northwind Mills")

    record = report(type="complaint", account=account)

    assert "Your customer Northwind Mills complains" in notices.latest(consultant)[0].text
    assert records.get("case", record.id, consultant).id == record.id
    assert [row.id for row in queries.page("case", consultant).rows] == [record.id]
    with pytest.raises(Forbidden):
        records.update(record, consultant, component="Wall box")
    with pytest.raises(NotFound):
        records.get("case", record.id, other)


def test_a_customers_open_cases_stand_on_the_account(report, login, make, agent):
    account = make("account", name="Northwind Mills")
    report(account=account, type="complaint", name="<b>Refund</b> of deposit")
    page = login("dealer_manager").get(account.url).text

    assert "1 open complaint" in page
    assert "&lt;b&gt;Refund&lt;/b&gt; of deposit" in page


def test_a_case_begun_on_the_account_has_its_primary_contact(make, agent):
    contact = make("contact", account=make("account", name="Northwind Mills"))

    record = new_case.run(contact.account, agent, name="Second key is missing")

    assert (record.account_id, record.owner_id) == (contact.account_id, agent.id)


def test_nothing_is_opened_in_the_future_and_a_call_can_be_written_down_later(report):
    with pytest.raises(Invalid, match="cannot have been opened in the future"):
        report(opened_at=now() + timedelta(days=1))

    assert report(opened_at=now() - timedelta(days=14)).is_breached


def test_the_page_shows_script_as_text_in_every_place(report, login, agent):
    script = "<script>alert(1)</script>"
    record = customer_said.run(report(name=script, product=script, component=script, description=script, supplied_name=script), agent, body=script)

    assert "<script>alert" not in login("service_agent").get(record.url).text


def test_a_consultants_list_goes_from_customer_to_customer_by_an_index(user):
    """In its own order it would pass everybody's cases; begun with their ids, it would read every closed one too."""
    rep, cases = user("sales_consultant"), registry.object_type("case")
    reader = Reader(cases, rep, conditions.read("is_closed = false"), queries.read_sort(cases, rep, "-opened_at"), (), "read", 50)
    way = next(place for place, one in enumerate(reader.ways) if one.by == "account_id")

    found = plan(reader.part(way, 0, None), reader.values(0, None))
    if is_postgresql():  # by the statistics of a test's few rows it walks the order of the list
        assert problems_of(found, "cases_case") == []
    else:
        assert "ix_cases_case_account_id" in found


def test_a_desk_keeps_a_status_in_which_cases_are_closed(app, admin):
    closing = records.find("case_status", admin, where={"is_closed": True, "active": True})
    for one in closing[1:]:
        records.update(one, admin, active=False)

    with pytest.raises(Invalid, match="At least one closed status"):
        records.update(records.get("case_status", closing[0].id, admin), admin, active=False)
    with pytest.raises(Refusal, match="At least one closed status"):
        records.delete(records.get("case_status", closing[0].id, admin), admin)


def test_whoever_edits_a_case_that_was_shared_neither_takes_it_nor_hands_it_on(report, agent, user, rule, again):
    helper = user("service_agent", dealer="South")
    case = report()
    records.share(case, helper.id, agent, access="edit")
    rule([helper.id])

    for action, inputs in ((hand_over, {"owner": helper.id}), (assign_by_rules, {})):
        assert "Only the owner of a record" in str(action.refusal(case, helper))
        with pytest.raises(Forbidden, match="Only the owner of a record"):
            action.run(case, helper, **inputs)
    assert again(case).owner_id == agent.id


def test_a_case_goes_back_to_a_status_that_is_out_of_use_since(report, agent, admin, statuses, again):
    case = move.run(report(), agent, status=statuses["working"])
    code, inputs = move.undo(case, {}, agent)
    case = move.run(case, agent, status=statuses["waiting"])
    records.update(records.get("case_status", statuses["working"], admin), admin, active=False)

    assert code == move.code and move.run(case, agent, **inputs).status_id == statuses["working"]
    case = move.run(move.run(again(case), agent, status=statuses["waiting"]), agent, status=statuses["new"])
    with pytest.raises(Invalid, match="no longer in use"):
        move.run(case, agent, status=statuses["working"])
