"""A leaver's work on real data: Darcel Schlecht's accounts and opportunities of maven_crm with leads of xeducation are handed
over by the page, to two colleagues, previewed first; what was closed stays, and no line of the past is lost."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any

import pytest

from core import Actor, acting, outbox, queries, records, system_actor, users
from plugins.opportunities import catalogue, history, presets

DATA = Path(os.environ.get("FORECOURT_DATA", Path(__file__).parents[3] / "shared" / "data"))
AGENT, LEADS = "Darcel Schlecht", 120
STAGES = {"Prospecting": "prospecting", "Engaging": "qualification", "Won": "closed_won", "Lost": "closed_lost"}

pytestmark = pytest.mark.skipif(
    not (DATA / "maven_crm").is_dir() or not (DATA / "xeducation_leads").is_dir(), reason="the data sets maven_crm and xeducation_leads are not here: set FORECOURT_DATA"
)


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def leaver(app: Any, user: Any) -> Actor:
    seller = user("sales_consultant")
    taking_over: dict[str, Any] = {"source": "import", "channel": "history", "owner": seller.id}
    with acting(system_actor()):
        presets.seed(system_actor())
        stages = {one.code: one.id for one in catalogue().default().stages}
        sales = [row for row in rows("maven_crm/sales_pipeline.csv") if row["sales_agent"] == AGENT]
        names = sorted({row["account"] for row in sales if row["account"]})
        accounts = {name: records.create("account", system_actor(), name=name, **taking_over) for name in names}
        for row in sales:
            dates = {"engaged_on": row["engage_date"] or None, "close_date": row["close_date"] or None, "amount": row["close_value"] or None}
            records.create(
                "opportunity", system_actor(), name=row["opportunity_id"], account=accounts.get(row["account"]), stage=stages[STAGES[row["deal_stage"]]],
                **{name: value for name, value in dates.items() if value}, **{**taking_over, "channel": "import"},
            )  # fmt: skip
        for row in rows("xeducation_leads/leads_part1.csv")[:LEADS]:
            records.create("lead", system_actor(), remarks=row["Lead Number"], **taking_over)
    return seller


def owned(code: str, person: Actor, where: str | None = None) -> int:
    return queries.count(code, system_actor(), where=f"owner = {person.id}" + (f" and {where}" if where else ""), cap=10_000)[0]


def test_s10_a_leavers_real_customers_are_handed_over_by_page_with_their_history(leaver: Actor, user: Any, login: Any) -> None:
    heirs = [user("sales_consultant", number=2), user("sales_manager")]
    had = {code: owned(code, leaver, where) for code, where in (("account", None), ("lead", None), ("opportunity", "is_closed = false"))}
    closed = owned("opportunity", leaver, "is_closed = true")
    sample = records.first("opportunity", system_actor(), where=f"owner = {leaver.id} and is_closed = false and engaged_on is not empty", sort="id")
    past = len(history(sample, system_actor()))
    shares = {f"share-{heirs[0].id}": "2", f"share-{heirs[1].id}": "1"}
    browser = login("dealer_manager")

    told = users.open_work(leaver.id, cap=10_000)
    preview = browser.get("/handover", query_string={"from": leaver.id, **shares}).text
    done = browser.post("/handover", data={"from": leaver.id, "reason": "left the company", **shares})

    assert {object_type.code: count for object_type, count in told} == had, "who disables somebody is told of what a hand-over would move"
    assert done.status_code == 303
    assert "Waiting" in browser.get(done.location).text
    outbox.drain()
    assert f"{sum(had.values())} of {sum(had.values())}" in browser.get(done.location).text
    for code, label in (("account", "Accounts"), ("lead", "Leads"), ("opportunity", "Opportunities")):
        assert f"<dt>{label}</dt><dd class=\"num\">{had[code]}</dd>" in preview
        assert owned(code, heirs[0]) + owned(code, heirs[1]) == had[code]
    assert had["opportunity"] > 100
    assert owned("opportunity", leaver) == closed > 300
    assert abs(owned("account", heirs[0]) - 2 * owned("account", heirs[1])) <= 2
    after = history(records.get("opportunity", sample.id, system_actor()), system_actor())
    assert len(after) == past + 1
    assert (after[-1].source, after[-1].previous_owner_id) == ("handover", leaver.id)
    assert "left the company" in after[-1].reason
