"""The selected records get one value, and Undo puts back those that nobody has changed since."""

from __future__ import annotations

import re

import pytest

from core import records


@pytest.fixture
def three(make, user):
    """Three accounts of one consultant's."""
    rep = user("sales_consultant")
    return [make("account", by=rep, name=f"Harbor {number}") for number in range(3)]


def changed(browser, chosen, **values):
    return browser.post("/accounts/change-selected", data={"id": [one.id for one in chosen], **values})


def undo(browser):
    """Press the Undo of the message on the list."""
    page = browser.get("/accounts").text
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token, page
    return browser.post("/accounts/take-back", data={"token": token[1], "next": "/accounts"}, follow_redirects=True).text


def websites(chosen, user):
    return [records.get("account", one.id, user("sales_consultant")).website for one in chosen]


def test_the_dialog_asks_which_field_and_then_for_its_value(three, login):
    browser = login("sales_consultant")

    fields = browser.get(f"/accounts/change-selected?id={three[0].id}&id={three[1].id}").text
    value = browser.get(f"/accounts/change-selected?id={three[0].id}&field=website").text

    assert "2 records are selected" in fields and '<option value="website">' in fields and '<option value="name">' not in fields
    assert 'name="website"' in value and "1 record is selected" in value


def test_all_selected_get_the_value_and_undo_puts_back_what_each_had(three, login, user):
    records.update(three[0], user("sales_consultant"), website="https://harbor.example")
    browser = login("sales_consultant")

    changed(browser, three, field="website", website="https://group.example")
    assert websites(three, user) == ["https://group.example"] * 3
    page = undo(browser)

    assert "3 records are as they were before." in page
    assert websites(three, user) == ["https://harbor.example", None, None]


def test_undo_leaves_alone_what_was_changed_since_and_says_how_many(three, login, user):
    browser = login("sales_consultant")
    changed(browser, three, field="website", website="https://group.example")
    records.update(records.get("account", three[1].id, user("sales_consultant")), user("sales_consultant"), phone="02785556677")

    page = undo(browser)

    assert "2 records are as they were before. 1 was left as it is" in page
    assert websites(three, user) == [None, "https://group.example", None]


def test_undo_works_once_and_for_nobody_else(three, login, user):
    browser = login("sales_consultant")
    changed(browser, three, field="website", website="https://group.example")
    token = re.search(r'name="token" value="([^"]+)"', browser.get("/accounts").text)[1]

    other = login("dealer_manager").post("/accounts/take-back", data={"token": token}, follow_redirects=True).text
    first, second = (browser.post("/accounts/take-back", data={"token": token}, follow_redirects=True).text for _one in range(2))

    assert "nothing left to undo" in other and "3 records are as they were before" in first
    assert "nothing left to undo" in second


def test_a_new_owner_for_many_and_back(three, login, user):
    manager, rep = user("dealer_manager"), user("sales_consultant")
    browser = login("dealer_manager")

    changed(browser, three, field="owner", owner=str(manager.id))
    assert {records.get("account", one.id, manager).owner_id for one in three} == {manager.id}
    undo(browser)

    assert {records.get("account", one.id, manager).owner_id for one in three} == {rep.id}


def test_one_that_refuses_stops_no_other_and_is_named(three, login, user, make):
    strange = make("account", by=user("sales_consultant", dealer="South"), name="Not mine")

    page = changed(login("sales_consultant"), [three[0], strange], field="website", website="https://group.example").text

    assert "1 record changed." in page and "Why not" in page and "Undo" in page
    assert websites(three[:1], user) == ["https://group.example"]


def test_a_value_that_does_not_fit_is_refused_beside_its_input(three, login, user):
    answer = changed(login("sales_consultant"), three, field="employees", employees="many")

    assert answer.status_code == 422 and 'value="many"' in answer.text


def test_a_field_one_may_not_change_cannot_be_changed_in_many(three, login):
    assert changed(login("sales_consultant"), three, field="created_at", created_at="2026-11-28").status_code == 403
