"""Days and periods in conditions: all of their moments, in SQL as in Python, on the clock of the user's dealer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from core import Actor, BadQuery, acting, conditions, customization, queries, records, registry
from core.conditions import All, Any_, Not, Test
from core.testing import Client

MOMENTS = {"October": "2026-10-31 23:59", "Midnight": "2026-11-01 00:00", "Early": "2026-11-01 08:00", "Late": "2026-11-01 23:59", "Next": "2026-11-02 00:00"}
DAY = ["Midnight", "Early", "Late"]
OF_MOMENTS = {
    "created_at = 2026-11-01": DAY,
    "created_at != 2026-11-01": ["October", "Next"],
    "created_at < 2026-11-01": ["October"],
    "created_at <= 2026-11-01": ["October", *DAY],
    "created_at > 2026-11-01": ["Next"],
    "created_at >= 2026-11-01": [*DAY, "Next"],
    "created_at in (2026-11-01, 2026-10-31)": ["October", *DAY],
    "not (created_at = 2026-11-01)": ["October", "Next"],
    "created_at = yesterday": DAY,
    "created_at <= yesterday": ["October", *DAY],
    "created_at = today": ["Next"],
    "created_at = month": [*DAY, "Next"],
    "created_at = month-1": ["October"],
    "created_at <= month-1": ["October"],
    "created_at > month-1": [*DAY, "Next"],
    "created_at = week": ["Next"],
    "created_at >= week-1 and created_at <= week-1": ["October", *DAY],
    "created_at = year": [*MOMENTS],
    "created_at > year-1": [*MOMENTS],
    'created_at = "2026-11-01 08:00"': ["Early"],
    'created_at >= "2026-11-01 08:00"': ["Early", "Late", "Next"],
    "created_at > now-13h": ["Late", "Next"],
}


def names(user: Actor, code: str, where: str) -> list[str]:
    return [one.name for one in records.find(code, user, where=where, sort="id")]


@pytest.mark.parametrize(("where", "expected"), OF_MOMENTS.items())
def test_a_day_means_all_its_moments_and_a_period_all_its_days(where: str, expected: list[str], user: Callable[..., Actor], at: Any) -> None:
    admin, object_type = user("administrator"), registry.object_type("account")
    for name, moment in MOMENTS.items():
        with at(moment):
            records.create("account", admin, name=name)

    with at("2026-11-02 12:00"), acting(admin):
        found = names(admin, "account", where)
        judged = [one.name for one in records.find("account", admin, sort="id") if conditions.holds(where, object_type, {"created_at": one.created_at}, admin)]

    assert found == expected == judged


SALES = {"Before": date(2026, 9, 30), "First": date(2026, 10, 1), "Middle": date(2026, 11, 15), "Last": date(2026, 12, 31), "After": date(2027, 1, 1)}
OF_DAYS = {
    "close_date = month": ["Middle"],
    "close_date != month": ["Before", "First", "Last", "After"],
    "close_date = quarter": ["First", "Middle", "Last"],
    "close_date <= quarter": ["Before", "First", "Middle", "Last"],
    "close_date > quarter": ["After"],
    "close_date in (quarter-1, year+1)": ["Before", "After"],
    "close_date = 2026-11-15": ["Middle"],
    "close_date in (2026-11-15, 2026-12-31)": ["Middle", "Last"],
    "close_date >= quarter and close_date < quarter+1": ["First", "Middle", "Last"],
}


@pytest.mark.parametrize(("where", "expected"), OF_DAYS.items())
def test_a_period_means_all_its_days_for_a_day_too(where: str, expected: list[str], user: Callable[..., Actor], at: Any) -> None:
    admin, object_type = user("administrator"), registry.object_type("opportunity")
    account = records.create("account", admin, name="Northwind")
    with at("2026-11-20 12:00"):
        made = [records.create("opportunity", admin, name=name, account=account, amount="1", close_date=day) for name, day in SALES.items()]
        found = names(admin, "opportunity", where)
        judged = [one.name for one in made if conditions.holds(where, object_type, {"close_date": one.close_date}, admin)]

    assert found == expected == judged


def test_the_day_is_that_of_the_dealers_clock(user: Callable[..., Actor], at: Any) -> None:
    admin = user("administrator")
    with at("2026-11-01 00:30"):  # in Shanghai; still October in Greenwich
        records.create("account", admin, name="Night")

    assert names(admin, "account", "created_at = 2026-11-01") == ["Night"]


def test_a_comparison_with_a_single_day_of_a_day_field_stays_one_comparison(user: Callable[..., Actor]) -> None:
    admin, field = user("administrator"), registry.object_type("opportunity").fields["close_date"]

    assert conditions.spread(Test("close_date", "=", "today"), field, admin) == Test("close_date", "=", "today")
    assert isinstance(conditions.spread(Test("close_date", "=", "month"), field, admin), All)
    assert isinstance(conditions.spread(Test("close_date", "!=", "month"), field, admin), Not)
    assert isinstance(conditions.spread(Test("close_date", "in", ("month", "today")), field, admin), Any_)


@pytest.mark.parametrize("where", ["created_at < 9998-13-01", "close_date = 2026-02-30", "close_date = month+100"])
def test_a_day_that_no_clock_tells_is_refused_in_a_sentence(where: str, user: Callable[..., Actor]) -> None:
    with pytest.raises(BadQuery) as refused:
        queries.page("opportunity", user("administrator"), where=where)

    assert refused.value.message and refused.value.field in ("created_at", "close_date")


def test_the_api_understands_days_the_same_way(login: Callable[..., Client], user: Callable[..., Actor], at: Any) -> None:
    with at("2026-11-01 08:00"):
        records.create("account", user("administrator"), name="Early")

    rows = login("administrator").get("/api/v1/accounts", query_string={"where": "created_at >= 2026-11-01 and created_at <= 2026-11-01"}).json["data"]

    assert [row["name"] for row in rows] == ["Early"]


def test_fields_of_ones_own_understand_days_the_same_way(user: Callable[..., Actor], at: Any) -> None:
    admin = user("administrator")
    visited = customization.add(admin, "account", type="datetime", label={"en": "Visited"})
    due = customization.add(admin, "account", type="date", label={"en": "Due"})
    with at("2026-11-20 12:00"), acting(admin):
        records.create("account", admin, name="Early", **{visited: "2026-11-01 00:00", due: "2026-10-31"})
        records.create("account", admin, name="Late", **{visited: "2026-11-01 23:59", due: "2026-11-30"})

        assert names(admin, "account", f"{visited} <= 2026-11-01 and {visited} >= 2026-11-01") == ["Early", "Late"]
        assert names(admin, "account", f"{visited} > 2026-11-01") == []
        assert names(admin, "account", f"{due} = month") == ["Late"]
        assert names(admin, "account", f"{due} = month-1") == ["Early"]
