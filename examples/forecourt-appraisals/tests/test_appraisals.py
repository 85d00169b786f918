"""Appraisals: offering, accepting and expiring."""

from pathlib import Path

import pytest
from appraisals import accept
from appraisals.jobs import expire_passed_offers

from core import Refusal, acting, records, registry, system_actor
from core.testing import ObjectContract, PluginContract, RightsContract

ACCOUNT = {"account": lambda make: make("account", name="Northwind Mills")}


class TestAppraisals(PluginContract):
    """Manifest, tables, translations, documents; off and on, removed and taken in again: what every plugin must do."""

    plugin = "appraisals"
    valid = {"appraisal": ACCOUNT}


class TestAppraisalContract(ObjectContract):
    """Pages, API, history, bad input, recycle bin, switch off and on: what every object must do."""

    object_code = "appraisal"
    valid = {**ACCOUNT, "offer": "31500"}
    change = {"offer": "32000"}
    invalid = {"offer": "a lot"}


class TestRights(RightsContract):
    plugin = "appraisals"
    table = Path(__file__).with_name("rights.txt")
    valid = {"appraisal": ACCOUNT}


@pytest.fixture
def consultant(user):
    return user("sales_consultant")


@pytest.fixture
def offer(make, consultant):
    account = make("account", by=consultant, name="Northwind Mills")

    def made(**values):
        return make("appraisal", by=consultant, account=account, **{"valid_until": "2026-11-20", "offer": "86000", **values})

    return made


def test_accepting_closes_the_offer(offer, consultant, at):
    with at("2026-11-20 09:00"):
        assert accept.run(offer(), consultant).status.closed


def test_an_offer_lasts_to_the_end_of_its_day_at_the_dealer(offer, consultant, at):
    one = offer()

    with at("2026-11-20 23:59"):
        assert accept.run(one, consultant).status.closed


def test_an_expired_offer_says_why_it_cannot_be_accepted(offer, consultant, at):
    one = offer()

    with at("2026-11-21 00:01"), pytest.raises(Refusal, match="expired"):
        accept.run(one, consultant)


def test_the_job_closes_only_what_has_passed(offer, consultant, at):
    old, new = offer(), offer(valid_until="2026-12-31")

    with at("2026-11-21 09:00"), acting(system_actor()) as system:
        assert expire_passed_offers(system) == {"closed": 1}

    assert [records.get("appraisal", one.id, consultant).status.code for one in (old, new)] == ["expired", "offered"]


def test_the_account_shows_the_latest_offer_on_its_page_and_in_lists(offer, login):
    one = offer()
    client = login("sales_consultant")

    assert one.name in client.get(one.account.url).text
    assert "86,000" in client.get("/accounts?view=all&columns=name,appraisals.offer").text


def test_the_menu_leads_to_the_list_in_both_languages(login):
    assert 'href="/appraisals"' in login("sales_consultant").get("/").text
    assert "评估" in login("sales_consultant", language="zh_CN").get("/appraisals").text


def test_a_leads_present_car_becomes_an_appraisal_when_it_is_converted(make, consultant):
    lead = make("lead", by=consultant, channel="lenient", name="Pan Yue", current_car="Golf 2015")

    with acting(consultant):
        registry.current().actions["lead"]["convert"].run(lead, consultant)

    assert records.first("appraisal", consultant, where="status = offered").car == "Golf 2015"


def test_a_conversion_that_is_taken_back_takes_its_appraisal_along(make, user):
    manager = user("dealer_manager")
    lead = make("lead", by=manager, channel="lenient", name="Pan Yue", current_car="Golf 2015")
    actions = registry.current().actions["lead"]

    with acting(manager):
        actions["convert"].run(lead, manager)
        actions["undo_conversion"].run(records.get("lead", lead.id, manager), manager)

    assert records.find("appraisal", manager) == []
