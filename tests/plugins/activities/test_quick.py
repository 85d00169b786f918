"""Today, worked off with one key for each follow-up."""

from __future__ import annotations

import json

import pytest

from core import customization, records, system_actor
from plugins.activities import activity

HX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def thursday(at):
    with at("2026-11-26 10:00"):
        yield


@pytest.fixture
def call(make, user):
    return make("activity", by=user("sales_consultant"), name="Call Gao", kind="call", due_on="2026-11-26")


def press(client, one, outcome: str, **more):
    return client.post(f"/follow-ups/{one.id}/end?by=time", data={"outcome": outcome}, headers=HX, **more)


@pytest.mark.parametrize(("outcome", "next_on"), [("reached", "2026-12-03"), ("agreed", "2026-11-29"), ("no_answer", "2026-11-27"), ("declined", None)])
def test_s12_one_key_ends_it_with_outcome_next_date_and_reason(login, call, user, outcome, next_on):
    press(login("sales_consultant"), call, outcome)

    ended = records.get(activity, call.id, user("sales_consultant"))
    assert (ended.outcome.code, ended.next_on and ended.next_on.isoformat(), ended.no_next) == (outcome, next_on, next_on is None)
    assert ended.next_reason


def test_pressed_twice_it_ends_once(login, call, user):
    client = login("sales_consultant")
    press(client, call, "reached")
    press(client, call, "reached")

    assert len(records.find(activity, user("sales_consultant"), where="status = open")) == 1


def test_the_answer_offers_to_take_it_back(login, call, user):
    client = login("sales_consultant")
    trigger = json.loads(press(client, call, "reached").headers["HX-Trigger"])["forecourt:toast"]

    client.post(trigger["undo"]["url"], data=trigger["undo"]["values"])
    again = records.get(activity, call.id, user("sales_consultant"))
    assert (again.status.code, again.next_on) == ("open", None)
    assert len(records.find(activity, user("sales_consultant"))) == 1


def test_without_scripts_it_is_a_plain_form(login, call):
    answer = login("sales_consultant").post(f"/follow-ups/{call.id}/end", data={"outcome": "reached"})

    assert (answer.status_code, answer.location) == (302, "/")


def test_the_keys_stand_in_the_tips(login, call):
    page = login("sales_consultant").get("/").text

    assert 'data-line-key="1"' in page and "No answer (3)" in page


def test_another_persons_follow_up_is_not_found(login, call):
    assert press(login("sales_consultant", dealer="South"), call, "reached").status_code == 404


def test_an_outcome_that_an_administrator_has_retired_is_offered_nowhere_and_one_that_was_added_in_the_composer(login, call, user, make):
    customer = make("account", by=user("sales_consultant"), name="Blue Harbor")
    added = [{"code": "voicemail", "label": {"en": "Voicemail"}}]
    customization.set_shipped_values(system_actor(), "activity", "outcome", added=added, retired=["declined"])
    client = login("sales_consultant")

    today, record, dialog = (client.get(url).text for url in ("/", customer.url, f"{call.url}/actions/done"))

    assert "Call Gao" in today and 'value="declined"' not in today
    assert press(client, call, "declined").status_code == 404
    for page in (record, dialog):
        assert 'value="voicemail"' in page and 'value="declined"' not in page


def test_an_unknown_outcome_is_not_found(login, call):
    assert press(login("sales_consultant"), call, "bought").status_code == 404
