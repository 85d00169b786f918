"""Quotas: who sets whose, the grid, copying, and how much of one was reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core import Invalid, records, system_actor
from plugins.contacts import hand_over_customers, handover
from plugins.forecast import quotas, types


@pytest.fixture
def forecast(ready):
    return next(one for one in types.all_types().values() if one.message == "Amount")


@pytest.fixture
def quota(forecast):
    """``quota(person, amount)``: for the fourth quarter of 2026."""

    def make(person, amount, by=None, **values):
        return records.create("forecast_quota", by or system_actor(), typed=("owner",), owner=person.id, forecast_type=forecast.id, **{"starts_on": "2026-11-11", "amount": amount, **values})

    return make


def test_a_quota_is_that_of_its_period_and_there_is_one(quota, rep):
    made = quota(rep, 100)

    assert (str(made.starts_on), made.owner_id) == ("2026-10-01", rep.id)
    with pytest.raises(Invalid):
        quota(rep, 200, starts_on="2026-12-31")


def test_a_manager_sets_those_of_the_team_and_nobody_the_own(quota, rep, lead, chief, user):
    assert quota(rep, 100, by=lead).amount == 100
    for person, by in ((lead, lead), (chief, lead), (user("sales_consultant", dealer="South"), chief)):
        with pytest.raises(Invalid):
            quota(person, 100, by=by)


def test_a_quota_is_in_what_its_type_measures(quota, rep):
    with pytest.raises(Invalid, match="not measured"):
        quota(rep, 100, units=3)


def test_the_page_shows_attainment_and_the_gap(quota, deal, login, rep):
    quota(rep, 200)
    deal("closed", 125)
    page = login().get("/forecast?period=2026-10-01").text

    assert "63 %" in page
    assert "gap to quota ¥75" in page


def test_without_a_quota_attainment_is_blank(deal, login):
    deal("closed", 125)

    assert "% of quota" not in login().get("/forecast?period=2026-10-01").text


@pytest.mark.parametrize(("value", "quota", "share"), [("1", "3", 33), ("2", "3", 67), ("1", "8", 13), ("5", None, None), ("5", "0", None)])
def test_attainment_is_rounded_half_up(value, quota, share):
    assert quotas.attainment(Decimal(value), quota and Decimal(quota)) == share


def test_the_grid_is_entered_like_a_spreadsheet(forecast, login, rep, other_rep, lead):
    client = login("sales_manager")
    first, second = f"{rep.id}:2026-10-01", f"{other_rep.id}:2026-10-01"

    assert client.post("/forecast/quotas", data={"type": forecast.id, "period": "2026-10-01", first: "1,200,000", second: "90万"}).status_code == 303
    found = quotas.of(forecast, [forecast.read_period("2026-10-01", None)], lead)
    assert found == {(rep.id, "2026-10-01"): 1_200_000, (other_rep.id, "2026-10-01"): 900_000}


def test_text_for_a_quota_comes_back_in_its_cell_and_nothing_is_saved(forecast, login, rep, other_rep, lead):
    answer = login("sales_manager").post("/forecast/quotas", data={
        "type": forecast.id, "period": "2026-10-01", f"{rep.id}:2026-10-01": "lots", f"{other_rep.id}:2026-10-01": "77"})  # fmt: skip

    assert answer.status_code == 422
    assert "must be an amount of money" in answer.text
    assert 'value="lots"' in answer.text
    assert 'value="77"' in answer.text
    assert quotas.of(forecast, [forecast.read_period("2026-10-01", None)], lead) == {}


def test_an_emptied_cell_removes_the_quota(forecast, quota, login, rep, lead):
    quota(rep, 100)
    login("sales_manager").post("/forecast/quotas", data={"type": forecast.id, "period": "2026-10-01", f"{rep.id}:2026-10-01": ""})

    assert quotas.of(forecast, [forecast.read_period("2026-10-01", None)], lead) == {}


def test_the_year_before_is_copied_with_a_percentage_where_there_is_none_yet(forecast, quota, login, rep, other_rep, lead):
    quota(rep, "100.01", starts_on="2025-10-01")
    quota(other_rep, 100, starts_on="2025-10-01")
    quota(other_rep, 55)
    login("sales_manager").post("/forecast/quotas/copy", data={"type": forecast.id, "period": "2026-01-01", "percent": "110 %"})

    found = quotas.of(forecast, [forecast.read_period("2026-10-01", None)], lead)
    assert found == {(rep.id, "2026-10-01"): Decimal("110.01"), (other_rep.id, "2026-10-01"): 55}


@pytest.mark.parametrize("percent", ["a lot", "0", "-5", "NaN"])
def test_a_percentage_that_is_none_is_refused(forecast, login, percent):
    answer = login("sales_manager").post("/forecast/quotas/copy", data={"type": forecast.id, "period": "2026-01-01", "percent": percent})

    assert answer.status_code == 422
    assert "from 1 to 1000" in answer.text


def test_a_consultant_reads_the_own_quota_and_no_other(quota, forecast, rep, other_rep):
    quota(rep, 1)
    quota(other_rep, 2)

    assert quotas.of(forecast, [forecast.read_period("2026-10-01", None)], rep) == {(rep.id, "2026-10-01"): 1}


def test_what_a_type_in_use_measures_stays(quota, rep, forecast):
    quota(rep, 1)

    with pytest.raises(Invalid, match="stays as it is"):
        records.update(records.get("forecast_type", forecast.id, system_actor()), system_actor(), measure="units")


def test_whoever_takes_over_customers_takes_over_no_quota(quota, rep, lead, other_rep):
    """S10 hands over customers and open work; what somebody was to sell is what their attainment is measured by."""
    mine, theirs = quota(rep, 100), quota(rep, 300, starts_on="2026-07-01")
    records.create("account", rep, name="Northwind Mills")

    assert "Quotas" not in dict(handover.preview(rep.id))
    assert hand_over_customers(rep.id, {other_rep.id: 1}, lead, "Leaves the company").by_object == {"account": 1}
    assert {records.get("forecast_quota", one.id, system_actor()).owner_id for one in (mine, theirs)} == {rep.id}


def test_a_quota_is_in_the_currency_of_the_forecast_whatever_its_dealer_s_is(quota, forecast, rep, user):
    """North counts in dollars, the organisation in yuan: as which the forecast shows it, and so does the quota's own page."""
    boss, period = user("administrator"), forecast.period(date(2026, 11, 11))

    quotas.enter(forecast, {(rep.id, period): "1000"}, replace(boss, currency="USD"))
    [made] = records.find("forecast_quota", system_actor())
    with pytest.raises(Invalid) as typed:
        quotas.enter(forecast, {(rep.id, period): "USD 2,000"}, boss)
    with pytest.raises(Invalid) as given:
        records.update(made, system_actor(), amount_currency="USD")

    assert made.amount_currency == "CNY"
    assert typed.value.errors == {f"{rep.id}:2026-10-01": ["Quota in money is in CNY, not in USD. Enter what it comes to in CNY."]}
    assert given.value.errors == {"amount": ["Quotas are in CNY, as the forecast is."]}
