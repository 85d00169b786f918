"""Exchange rates: which one holds, where it is rounded, and that nothing is mixed or dropped silently."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core import Invalid, records, system_actor
from plugins.forecast import rates


@pytest.fixture
def rate(app):
    """``rate("EUR", "7.8")``: from the first of October 2026 on."""

    def make(code, value, **values):
        return records.create("exchange_rate", system_actor(), currency=code, rate=value, **{"valid_from": "2026-10-01", **values})

    return make


@pytest.fixture(autouse=True)
def november(at):
    with at("2026-11-20 10:00"):
        yield


def shown(seen, rep):
    found = seen(rep)
    return found.cell(found.root(), "commit_forecast").own, found.foreign(found.root())


def test_an_open_sale_is_converted_by_todays_rate(rate, deal, seen, rep):
    rate("EUR", "7.5", valid_from="2026-01-01")
    rate("EUR", "7.8", valid_from="2026-11-20")
    rate("EUR", "9", valid_from="2026-11-21")
    deal("commit", 100, amount_currency="EUR")

    assert shown(seen, rep) == (780, {})


def test_a_closed_sale_is_converted_by_the_rate_of_its_close_date(rate, deal, seen, rep):
    rate("EUR", "7.5", valid_from="2026-01-01")
    rate("EUR", "7.8", valid_from="2026-11-20")
    deal("closed", 100, amount_currency="EUR", close_date="2026-11-19")

    assert shown(seen, rep) == (750, {})


def test_a_converted_amount_is_rounded_once_half_up_to_the_cent(rate, deal, seen, rep):
    rate("JPY", "4.7812", per=100)
    for _one in range(3):
        deal("commit", 10, amount_currency="JPY")

    assert shown(seen, rep) == (Decimal("1.44"), {})


def test_a_sale_worth_more_than_an_amount_can_be_is_as_without_a_rate_and_holds_up_no_other(rate, deal, seen, rep):
    deal("commit", 999_999_999_999, amount_currency="EUR")
    deal("commit", 100, amount_currency="EUR")
    rate("EUR", "5000")

    assert shown(seen, rep) == (500_000, {"EUR": 999_999_999_999})


def test_a_new_rate_reaches_the_sales_that_are_there(rate, deal, seen, rep):
    deal("commit", 100, amount_currency="EUR")
    assert shown(seen, rep) == (0, {"EUR": 100})
    made = rate("EUR", "7.8")
    assert shown(seen, rep) == (780, {})
    records.update(made, system_actor(), rate=8)
    assert shown(seen, rep) == (800, {})
    records.delete(made, system_actor())
    assert shown(seen, rep) == (0, {"EUR": 100})


def test_a_changed_sale_is_converted_anew(rate, deal, seen, rep):
    rate("EUR", "7.8")
    record = records.update(deal("commit", 100, amount_currency="EUR"), system_actor(), amount=200)
    assert shown(seen, rep) == (1560, {})
    records.update(record, system_actor(), amount_currency="CNY")
    assert shown(seen, rep) == (200, {})


def test_every_night_todays_rate_takes_over(rate, deal, seen, rep, at):
    rate("EUR", "7.5")
    rate("EUR", "8", valid_from="2026-11-21")
    deal("commit", 100, amount_currency="EUR")
    with at("2026-11-21 02:00"):
        assert rates.refresh(system_actor()) == {"converted": 1}

    assert shown(seen, rep) == (800, {})


def test_in_the_list_a_sale_without_a_rate_says_so(deal, login):
    deal("commit", 100, amount_currency="EUR")
    page = login().get("/forecast/opportunities?period=2026-10-01&column=commit_forecast").text

    assert "no rate" in page
    assert "want of an exchange rate" in login().get("/forecast?period=2026-10-01").text


@pytest.mark.parametrize(("code", "value", "sentence"), [("ZZZ", "1", "is not a currency"), ("CNY", "1", "needs no rate"), ("EUR", "0", "more than zero"), ("EUR", "-1", "more than zero")])
def test_what_is_no_rate_is_refused(rate, code, value, sentence):
    with pytest.raises(Invalid, match=sentence):
        rate(code, value)


def test_of_a_day_there_is_one_rate(rate):
    rate("EUR", "7.8")
    with pytest.raises(Invalid):
        rate("EUR", "7.9")
