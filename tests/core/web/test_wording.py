"""Conditions and times as people read them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from core import Actor, acting, records, registry, system_actor
from core.formats import formats
from core.i18n import speaking
from core.testing import Client
from core.web.wording import in_words

WORDED = {
    "priority = high": "Priority is High",
    "priority in (high, urgent) and is_closed = false": "Priority is one of High, Urgent and Closed is No",
    "type = fault and (priority = high or product is empty)": "Type is Fault and (Priority is High or Product is empty)",
    "type = fault or product is not empty": "Type is Fault or Product is not empty",
    "not (type = fault)": "not: Type is Fault",
    "owner = me": "Owner is me",
}


@pytest.mark.parametrize(("where", "sentence"), WORDED.items())
def test_a_condition_reads_as_a_sentence(where: str, sentence: str, app: Flask, user: Callable[..., Actor]) -> None:
    assert in_words(where, registry.object_type("case"), user("administrator")) == sentence


def test_it_reads_as_one_in_chinese_too(app: Flask, user: Callable[..., Actor]) -> None:
    with speaking("zh_CN"):
        assert in_words("priority = high and product is empty", registry.object_type("case"), user("administrator")) == "优先级等于高，且产品为空"


@pytest.mark.parametrize("where", ["priority =", "horn = loud"])
def test_what_cannot_be_read_stays_as_it_was_written(where: str, app: Flask, user: Callable[..., Actor]) -> None:
    assert in_words(where, registry.object_type("case"), user("administrator")) == where


def test_the_words_tell_nothing_of_a_field_the_reader_may_not_know(app: Flask, user: Callable[..., Actor]) -> None:
    blind = replace(user("service_agent"), field_rights={("case", "priority"): "hidden"})

    assert in_words("priority = high", registry.object_type("case"), blind) == "priority = high"


@pytest.mark.parametrize(
    ("language", "texts"),
    [("en", ("Opened at from 1 Nov", "Opened at before 1 Dec", "Largest discount at least 5", "Largest discount below 9")), ("zh_CN", ("不早于", "早于", "不小于", "小于"))],
)
def test_days_come_before_and_after_amounts_lie_above_and_below(language: str, texts: tuple[str, ...], app: Flask, user: Callable[..., Actor]) -> None:
    asked = (("case", 'opened_at >= "2026-11-01"'), ("case", 'opened_at < "2026-12-01"'), ("quote", "largest_discount >= 5"), ("quote", "largest_discount < 9"))
    with speaking(language):
        found = [in_words(where, registry.object_type(code), user("administrator")) for code, where in asked]

    assert all(text in words for text, words in zip(texts, found, strict=True)), found


DAYS = {
    "opened_at >= 2026-10-31": ("31 Oct", "10月31日"),
    "opened_at >= '2026-10-31 14:30'": ("31 Oct 14:30", "10月31日 14:30"),
    "opened_at = today": ("today", "今天"),
    "opened_at > today-3": ("3 days ago", "3天前"),
    "opened_at < today+7": ("in 7 days", "7天后"),
    "opened_at < now+2h": ("in 2 hours", "2小时后"),
    "opened_at < now": ("now", "现在"),
    "opened_at = month-1": ("last month", "上月"),
    "opened_at = month+3": ("Feb 2027", "2027年2月"),
    "opened_at = quarter+2": ("Q2 2027", "2027年第2季度"),
    "opened_at = year-2": ("2024", "2024"),
    "opened_at = week-2": ("the week of 2 Nov", "11月2日所在周"),
}


@pytest.mark.parametrize(("where", "words"), DAYS.items())
def test_days_periods_and_moments_read_as_people_say_them(where: str, words: tuple[str, str], user: Callable[..., Actor], at: Any) -> None:
    case, admin = registry.object_type("case"), user("administrator")
    with at("2026-11-20 12:00"):
        english = in_words(where, case, admin)
        with speaking("zh_CN"), acting(replace(admin, locale="zh_CN")):
            chinese = in_words(where, case, admin)

    assert english.endswith(words[0]) and chinese.endswith(words[1]), (english, chinese)


@pytest.mark.parametrize(("minutes", "text"), [(45, "45 min"), (120, "2 h"), (90, "1 h 30"), (4320, "72 h")])
def test_a_time_reads_in_hours_and_minutes(minutes: int, text: str, app: Flask) -> None:
    assert formats().duration(minutes) == text


def test_promises_read_in_words_in_the_list_and_on_the_page(login: Callable[..., Client]) -> None:
    browser = login("administrator")
    text = browser.get("/entitlements").get_data(as_text=True)
    assert "Priority is Urgent" in text
    assert "Every case" in text
    assert ">4 h</td>" in text
    urgent = records.first("entitlement", system_actor(), where={"code": "urgent"})
    assert "Priority is Urgent" in browser.get(f"/entitlements/{urgent.id}").get_data(as_text=True)


def test_a_step_of_an_escalation_says_what_it_does(login: Callable[..., Client]) -> None:
    rule = records.first("escalation_rule", system_actor())

    text = login("administrator").get(f"/escalation-rules/{rule.id}").get_data(as_text=True)

    assert "notify the manager, raise" not in text
    assert "raise the priority, notify the manager, mark as escalated" in text
    assert "18 h" in text
