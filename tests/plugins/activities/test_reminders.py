"""Reminders: once, shortly before the time agreed."""

from __future__ import annotations

import json

import pytest

from core import notices, records, settings, system_actor
from plugins.activities import reminders


@pytest.fixture
def call(make, user, at):
    """A call agreed for 15:00 on 26 November, entered the day before."""
    with at("2026-11-25 10:00"):
        return make("activity", by=user("sales_consultant"), name="Call Gao", due_at="2026-11-26T07:00:00Z")


def sent(at, moment: str) -> int:
    with at(moment):
        return reminders.remind(system_actor())["sent"]


def test_a_quarter_of_an_hour_before_the_owner_hears_of_it_once(call, at, user):
    assert sent(at, "2026-11-26 14:44") == 0
    assert sent(at, "2026-11-26 14:45") == 1
    assert sent(at, "2026-11-26 14:46") == 0
    assert [one.text for one in notices.latest(user("sales_consultant"))] == ["At 15:00: Call Gao"]


def test_one_may_wish_to_be_reminded_earlier(call, at, user):
    with at("2026-11-25 11:00"):
        records.update(call, user("sales_consultant"), remind=60)

    assert sent(at, "2026-11-26 14:00") == 1


def test_another_time_is_reminded_of_anew(call, at, user):
    sent(at, "2026-11-26 14:50")
    with at("2026-11-26 14:51"):
        records.update(call, user("sales_consultant"), due_at="2026-11-26T09:00:00Z")

    assert sent(at, "2026-11-26 16:45") == 1


def test_what_is_done_or_long_past_is_not_reminded_of(call, at, user, make):
    with at("2026-11-26 09:00"):
        make("activity", by=user("sales_consultant"), name="Old", due_at="2026-11-25T00:30:00Z")
        records.update(call, user("sales_consultant"), done_at="2026-11-26T00:30:00Z")

    assert sent(at, "2026-11-26 14:50") == 0


def test_after_a_worker_was_down_it_is_sent_late_but_once(call, at):
    assert sent(at, "2026-11-26 16:00") == 1
    assert sent(at, "2026-11-26 16:01") == 0


def test_each_dealer_may_choose_how_long_before(call, at, user):
    with at("2026-11-25 12:00"):
        settings.put(reminders.BEFORE, 5, user("administrator"), dealer_id=user("sales_consultant").dealer_id)
        records.update(call, user("sales_consultant"), body="Bring the contract")

    assert sent(at, "2026-11-26 14:50") == 0
    assert sent(at, "2026-11-26 14:55") == 1


def test_a_day_without_a_time_of_day_has_no_reminder(make, user, at):
    with at("2026-11-25 10:00"):
        make("activity", by=user("sales_consultant"), name="Some time", due_on="2026-11-26")

    assert sent(at, "2026-11-26 23:00") == 0


@pytest.mark.parametrize(("language", "said"), [("en", "At 15:00: Call Gao"), ("zh_CN", "15:00：Call Gao")])
def test_a_page_that_stays_open_says_it_at_its_foot(call, at, login, language, said):
    client = login("sales_consultant", language=language)
    sent(at, "2026-11-26 14:45")

    answer = client.get("/notices/count?since=0")
    assert said in json.loads(answer.headers["HX-Trigger"])["forecourt:toast"]["sentence"]
    assert "every 60s" in answer.text


def test_a_reminder_that_fails_holds_up_no_other_and_comes_once(call, make, at, user, monkeypatch):
    sound = reminders._send
    with at("2026-11-25 10:00"):
        make("activity", by=user("sales_consultant"), name="Call Li", due_at="2026-11-26T07:00:00Z")
    monkeypatch.setattr(reminders, "_send", lambda one: sound(one) if one != call.id else 1 // 0)

    assert sent(at, "2026-11-26 14:45") == 1
    monkeypatch.undo()
    assert sent(at, "2026-11-26 14:46") == 0
