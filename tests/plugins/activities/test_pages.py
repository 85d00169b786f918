"""Composer, timeline and Today, by plain requests and by htmx."""

from __future__ import annotations

import pytest

from core import records, roles, system_actor
from plugins.activities import activity

HTMX = {"HX-Request": "true"}
CALL = {"kind": "call", "body": "Wants a second trial", "outcome": "reached", "next_on": "+3", "next_reason": "Second trial"}


@pytest.fixture
def account(make, consultant):
    return make("account", by=consultant, name="Blue Harbor")


def test_s12_a_call_is_logged_by_a_plain_request(login, consultant, account):
    answer = login("sales_consultant").post(f"/timeline/{account.id}", data=CALL)

    assert (answer.status_code, answer.location) == (302, account.url)
    assert {one.name for one in records.find(activity, consultant, where={"about": account.id})} == {"Wants a second trial", "Second trial"}


def test_a_call_that_says_to_end_what_no_activity_is_called_is_logged_all_the_same(login, account):
    assert login("sales_consultant").post(f"/timeline/{account.id}", data={**CALL, "ends": "9" * 5000}).status_code == 302


def test_s12_a_call_is_logged_by_htmx_and_the_timeline_comes_with_it(login, account):
    answer = login("sales_consultant").post(f"/timeline/{account.id}", data=CALL, headers=HTMX)

    assert answer.status_code == 200
    assert 'id="composer"' in answer.text and "hx-swap-oob" in answer.text and "Second trial" in answer.text
    for name in ("body", "outcome", "next_on", "next_reason"):
        assert f'name="{name}"' in answer.text, "the next call is logged in the composer that came with it"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_s12_what_is_missing_is_said_and_everything_typed_is_kept(login, account, headers):
    answer = login("sales_consultant").post(f"/timeline/{account.id}", data={**CALL, "outcome": "", "next_reason": ""}, headers=headers)

    assert answer.status_code == 422
    assert "Please say what came of it." in answer.text
    assert "Wants a second trial" in answer.text and 'value="+3"' in answer.text


@pytest.mark.parametrize("right", ["hidden", "readonly"])
def test_the_composer_asks_for_no_field_that_its_reader_may_not_change(login, consultant, account, right):
    roles.change(system_actor(), "sales_consultant", fields={("activity", "body"): right})
    browser = login("sales_consultant")
    page = browser.get(account.url).text
    assert 'name="outcome"' in page and 'name="body"' not in page

    assert browser.post(f"/timeline/{account.id}", data=CALL).status_code == 302
    assert [one.body for one in records.find(activity, system_actor(), where={"about": account.id, "status": "done"})] == [None]


@pytest.mark.parametrize(
    "typed",
    [
        {"kind": "nonsense"},
        {"kind": "task", "body": "", "next_on": ""},
        {"kind": "task", "body": "Call", "next_on": "someday"},
        {"kind": "note", "body": "  "},
        {**CALL, "next_on": "31/02"},
        {**CALL, "outcome": "nonsense"},
        {**CALL, "body": "x" * 40_000},
    ],
)
def test_bad_input_is_refused_with_nothing_half_written(login, consultant, account, typed):
    assert login("sales_consultant").post(f"/timeline/{account.id}", data=typed).status_code == 422
    assert records.find(activity, consultant) == []


def test_a_logged_call_ends_the_open_follow_up_it_names(login, consultant, account, follow_up):
    one = follow_up(about=account)

    login("sales_consultant").post(f"/timeline/{account.id}", data={**CALL, "ends": str(one.id)})

    assert records.get(activity, one.id, consultant).status.closed


def test_a_task_is_due_on_its_date(login, consultant, account):
    login("sales_consultant").post(f"/timeline/{account.id}", data={"kind": "task", "body": "Send the offer", "next_on": "2030-01-31"})

    assert records.first(activity, consultant).due_on.isoformat() == "2030-01-31"


def test_nobody_writes_on_a_record_they_do_not_see(login, account):
    assert login("sales_consultant", dealer="South").post(f"/timeline/{account.id}", data=CALL).status_code == 404


def test_the_timeline_answers_alone_and_as_a_part(login, account, follow_up):
    follow_up(about=account)
    client = login("sales_consultant")

    assert "Call Gao Lei" in client.get(f"/timeline/{account.id}?open=1", headers=HTMX).text
    assert "<html" in client.get(f"/timeline/{account.id}").text


def test_today_shows_overdue_follow_ups_by_grade_and_by_time(login, account, follow_up):
    follow_up(days=-3, about=account)
    client = login("sales_consultant")

    for order in ("grade", "time"):
        page = client.get(f"/follow-ups?by={order}", headers=HTMX).text
        assert "Overdue 3 days" in page and "Blue Harbor" in page


def test_switched_off_the_module_leaves_no_page(login, user, account):
    from core import modules

    modules.disable("activities", user("administrator"))

    assert login("sales_consultant").get(f"/timeline/{account.id}").status_code == 404


def test_an_activity_has_no_timeline_of_its_own_to_write_on(login, customer):
    answer = login("sales_consultant").post(f"/timeline/{customer.id}", data=CALL, headers=HTMX)

    assert answer.status_code == 404
