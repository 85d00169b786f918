"""The page, what opens from it, and the same by the API."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core import roles, system_actor
from plugins.forecast import types
from plugins.forecast.hierarchy import home_of

QUARTER = "period=2026-10-01"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_page_opens_for_everybody_who_reads_opportunities(deal, login, language):
    deal("commit", "1234.50")
    for role in ("sales_consultant", "sales_manager", "dealer_manager", "administrator", "read_only", "information_clerk"):
        page = login(role, language=language).get(f"/forecast?{QUARTER}")
        assert page.status_code == 200
        assert "¥1,234.50" in page.text


def test_who_reads_no_opportunities_has_no_forecast(ready, login):
    client = login("front_desk")

    assert client.get("/forecast").status_code == 403
    assert client.get("/api/v1/forecast").status_code == 403
    assert 'href="/forecast"' not in client.get("/").text


def test_the_number_opens_its_opportunities(deal, login, chief):
    deal("commit", 100, name="Song Plus")
    deal("pipeline", 900, name="Delivery van")
    client = login("dealer_manager")

    page = client.get(f"/forecast/opportunities?{QUARTER}&column=commit_forecast&place={home_of(chief.id).code}").text

    assert "Song Plus" in page
    assert "Delivery van" not in page
    assert "1 opportunity" in page


def test_pages_of_opportunities_follow_one_another_until_the_sum_is_reached(deal, login, chief):
    for number in range(5):
        deal("commit", number + 1)
    client, cursor, total = login("dealer_manager"), "", 0
    while cursor is not None:
        answer = client.get("/api/v1/forecast/opportunities", query_string={"period": "2026-10-01", "column": "commit_forecast", "limit": 2, "cursor": cursor}).json
        total += sum(int(row["value"]) for row in answer["data"])
        cursor = answer["next"]

    assert (str(total), answer["count"]) == (answer["total"], 5)


def test_a_manager_opens_the_team_of_another(deal, login, chief, lead, rep):
    deal("commit", 777, owner=rep)
    client = login("dealer_manager")

    assert rep.name not in client.get(f"/forecast?{QUARTER}").text
    assert rep.name in client.get(f"/forecast?{QUARTER}&open={home_of(lead.id).code}").text
    assert rep.name in client.get(f"/forecast?{QUARTER}&root={home_of(lead.id).code}").text


def test_a_colleagues_place_is_as_unknown_as_one_that_is_not_there(deal, login, other_rep):
    deal("commit", 100, owner=other_rep)
    client = login("sales_consultant")

    for path in (f"/forecast?root={home_of(other_rep.id).code}", f"/forecast/opportunities?column=commit_forecast&place={home_of(other_rep.id).code}", "/forecast?root=nonsense"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("query", ["period=soon", "view=diagonal", "period=9999-12-31"])
def test_what_an_address_cannot_ask_is_refused_in_a_sentence(ready, login, query):
    for path in ("/forecast", "/api/v1/forecast"):
        assert login().get(f"{path}?{query}").status_code == 400


def test_whoever_may_not_know_of_amounts_is_offered_only_units(ready, rep):
    blind = replace(rep, field_rights={("opportunity", "amount"): "hidden"})

    assert [one.measure for one in types.offered(blind)] == ["units"]


@pytest.mark.parametrize("name", ["amount", "starts_on", "owner", "family"])
def test_whoever_may_not_know_of_quotas_is_shown_the_forecast_without(name, deal, login, chief):
    deal("commit", 100)
    roles.change(system_actor(), "dealer_manager", fields={("forecast_quota", name): "hidden"})

    for path in ("/forecast", "/forecast/curve", "/api/v1/forecast"):
        assert login("dealer_manager").get(f"{path}?{QUARTER}").status_code == 200, path


def test_whoever_may_not_know_of_units_is_refused_a_forecast_by_unit(deal, login):
    roles.change(system_actor(), "dealer_manager", fields={("opportunity", "unit"): "hidden"})

    assert login("dealer_manager").get(f"/forecast?{QUARTER}").status_code == 403


def test_the_api_gives_five_numbers_per_cell(deal, login, rep, lead):
    deal("commit", "100.10")
    answer = login("sales_manager").get(f"/api/v1/forecast?{QUARTER}").json

    row = next(one for one in answer["data"] if one["person"] == rep.id)
    assert row["cells"]["commit_forecast"] == dict.fromkeys(("own", "raw", "base", "owner", "forecast"), "100.1")
    assert row["reports_to"] == home_of(lead.id).code
    assert answer["total"]["commit_forecast"]["own"] == "0"


def test_a_number_is_rounded_half_up_where_it_is_shown_and_nowhere_before(deal, login, make):
    make("forecast_type", name="Weighted", measure="weighted", is_default=True, position=1)
    for _one in range(3):
        deal("commit", "0.05", probability=10)

    answer = login().get(f"/api/v1/forecast?{QUARTER}").json
    assert answer["total"]["commit_forecast"]["own"] == "0.015"
    assert "¥0.02" in login().get(f"/forecast?{QUARTER}").text


def test_the_page_prints_on_one_sheet(deal, login):
    deal("commit", 100)

    assert 'class="sheet wide"' in login().get(f"/forecast?{QUARTER}&print=1").text


def test_the_opportunities_behind_a_number_have_no_column_of_what_is_hidden(deal, login, chief):
    deal("commit", 100, name="Song Plus")
    address = f"/forecast/opportunities?{QUARTER}&column=commit_forecast&place={home_of(chief.id).code}"
    assert all(f'<th scope="col">{label}</th>' in login("dealer_manager").get(address).text for label in ("Account", "Stage"))
    roles.change(system_actor(), "dealer_manager", fields={("opportunity", name): "hidden" for name in ("account", "stage")})

    page = login("dealer_manager").get(address).text

    assert "Song Plus" in page
    assert not any(f'<th scope="col">{label}</th>' in page for label in ("Account", "Stage"))
