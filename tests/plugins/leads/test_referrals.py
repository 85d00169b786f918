"""S10: names after a visit, and the reward for a referral."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest

from core import Choice, Invalid, Refusal, clock, records, roles, settings, system_actor, today
from plugins.contacts import create_person
from plugins.leads.actions import add_referrals, add_referrals_of_customer, convert, decline_reward, log_contact, pay_reward
from plugins.leads.contacting import activity_done
from plugins.leads.referrals import referred_by
from plugins.leads.visits import unasked, unasked_by


def visit(*, reached: bool = True, kind: str = "visit") -> Any:
    outcome = Choice("came", "Came", reached=reached)
    return SimpleNamespace(id=None, kind=Choice(kind, kind, follow_up=True), outcome=outcome, done_at=clock.now())


def test_s10_completing_a_visit_asks_for_further_names(register: Any, seller: Any, grade_a: Any, login: Any) -> None:
    lead = log_contact.run(register(name="Gao Lei", grade=grade_a), seller, kind="visit", outcome="reached")

    assert unasked(lead).by_id == seller.id
    assert "Who else might buy?" in login("sales_consultant").get(lead.url).text
    assert "Gao Lei" in login("sales_consultant").get("/").text.partition("Who else might buy?")[2]


@pytest.mark.parametrize("done", [visit(reached=False), visit(kind="call")])
def test_s10_neither_a_call_nor_a_closed_door_asks(register: Any, seller: Any, done: Any, grade_a: Any) -> None:
    lead = register(grade=grade_a)

    assert not activity_done(done, [lead.id], seller)
    assert unasked(lead) is None


def test_s10_each_name_becomes_a_lead_linked_to_its_referrer(register: Any, seller: Any, grade_a: Any) -> None:
    lead = register(name="Gao Lei", grade=grade_a)
    activity_done(visit(), [lead.id], seller)

    add_referrals.run(lead, seller, names="王芳, 139 0013 9001\nLi Lei 021-65432109")

    found = {one.name: one for one in referred_by(lead, seller)}
    assert set(found) == {"王芳", "Li Lei"}
    assert {one.referrer_name for one in found.values()} == {"Gao Lei"}
    assert found["王芳"].method.code == "snowball"
    assert unasked(lead) is None


def test_s10_nobody_named_is_an_answer_and_the_next_visit_asks_again(register: Any, seller: Any, grade_a: Any) -> None:
    lead = register(grade=grade_a)
    activity_done(visit(), [lead.id], seller)
    add_referrals.run(lead, seller, nobody=True)
    assert unasked_by(seller) == []

    activity_done(visit(), [lead.id], seller)
    assert [one.id for one in unasked_by(seller)] == [lead.id]


def test_s10_a_line_without_a_name_keeps_the_others_from_being_saved_too(register: Any, seller: Any) -> None:
    with pytest.raises(Invalid, match="There is no name"):
        add_referrals.run(lead := register(), seller, names="王芳 13900139001\n13900139002")

    assert referred_by(lead, seller) == []


def test_s10_a_visit_to_a_contact_asks_at_the_account(seller: Any) -> None:
    account = records.create("account", seller, name="Northwind Mills")
    contact = records.create("contact", seller, name="Maria Santos", account=account)

    activity_done(visit(), [contact.id], seller)
    assert [one.id for one in unasked_by(seller)] == [account.id]

    add_referrals_of_customer.run(account, seller, names="Tian Lu 13900139003")
    (named,) = referred_by(account, seller)
    assert named.referrer_account_id == account.id
    assert unasked(account) is None


def test_s10_a_converted_leads_customer_is_asked(register: Any, seller: Any, grade_a: Any) -> None:
    done = convert.run(register(grade=grade_a), seller)

    activity_done(visit(), [done.id], seller)

    assert [one.id for one in unasked_by(seller)] == [done.converted_account_id]


def test_s10_a_referral_earns_the_reward_that_the_dealer_has_set(register: Any, seller: Any, user: Any) -> None:
    settings.put("leads.referral_reward", 500, user("administrator"), seller.dealer_id)
    referrer = create_person(seller, name="Gao Lei", mobile="13511889034")

    lead = register(referrer_account=referrer)

    assert (lead.reward, lead.reward_currency, lead.reward_due, lead.referrer_name) == (500, "CNY", True, "Gao Lei")
    assert records.first("lead", seller, where="reward_due = true").id == lead.id


def test_s10_the_reward_is_paid_at_once_and_once(register: Any, seller: Any, at: Any) -> None:
    with at("2026-11-20 10:00"):
        lead = pay_reward.run(register(referrer_name="Gao Lei"), seller, reward="300")

        assert (lead.reward, lead.reward_paid_on, lead.reward_due) == (300, today(seller.dealer_id), False)
        with pytest.raises(Refusal, match="rewarded already"):
            pay_reward.run(lead, seller, reward="300")


def test_s10_declined_there_is_a_gift_or_a_meal_instead(register: Any, seller: Any) -> None:
    lead = decline_reward.run(register(referrer_name="Gao Lei", reward="300"), seller, instead="meal")

    assert (lead.reward_declined, lead.reward_instead.code, lead.reward_due) == (True, "meal", False)


def test_s10_nobody_is_rewarded_for_a_lead_that_came_alone(register: Any, seller: Any) -> None:
    with pytest.raises(Refusal, match="Nobody has referred"):
        pay_reward.run(register(), seller, reward="300")


def test_s10_the_page_names_the_referrer_and_the_reward_due(register: Any, seller: Any, login: Any) -> None:
    lead = register(referrer_name="Gao Lei", reward="300")

    page = login("sales_consultant").get(lead.url).text
    assert "Referred by Gao Lei" in page
    assert "Reward due" in page
    pay_reward.run(lead, seller, reward="300")
    assert "paid on" in login("sales_consultant").get(lead.url).text


def test_an_import_of_old_leads_owes_no_rewards(register: Any, agent: Any, user: Any) -> None:
    settings.put("leads.referral_reward", 500, user("administrator"))

    assert not register(by=agent, channel="history", referrer_name="Gao Lei").reward_due


def test_what_tells_nothing_of_a_person_is_called_by_its_number(agent: Any) -> None:
    first, second = (records.create("lead", agent, source="import", channel="lenient", city="4403") for _turn in range(2))

    assert first.name == f"Lead {first.number}"
    assert second.name != first.name
    assert records.get("lead", first.id, system_actor()).number == first.number


def test_a_reward_that_is_hidden_stands_neither_on_the_page_nor_in_the_dialog(register: Any, login: Any) -> None:
    lead = register(referrer_name="Gao Lei", reward="4321")
    for address in (lead.url, f"{lead.url}/actions/pay_reward"):
        assert re.search("4,?321", login("sales_consultant").get(address).text), address
    roles.change(system_actor(), "sales_consultant", fields={("lead", "reward"): "hidden", ("lead", "referrer_name"): "hidden"})

    for address in (lead.url, f"{lead.url}/actions/pay_reward"):
        page = login("sales_consultant").get(address).text
        assert not re.search("4,?321", page), address
        assert "Gao Lei" not in page


@pytest.mark.parametrize(
    ("right", "told"),
    [("hidden", "needs a value that you may neither see nor enter. Ask a colleague who may."), ("readonly", "needs Reward, which you may not change. Ask a colleague who may.")],
)
def test_nobody_pays_a_reward_that_they_may_not_enter(register: Any, login: Any, right: str, told: str) -> None:
    lead = register(referrer_name="Gao Lei", reward="4321")
    roles.change(system_actor(), "sales_consultant", fields={("lead", "reward"): right})
    browser = login("sales_consultant")
    asked, offered = browser.get(f"{lead.url}/actions/pay_reward").text, browser.get(f"/api/v1/leads/{lead.id}/actions").get_json()["data"]
    document = browser.get("/api/v1/openapi.json").get_json()["components"]["schemas"]["LeadPayRewardInputs"]["properties"]

    answers = [browser.post(f"{lead.url}/actions/pay_reward", data={"reward": "1"}), browser.post(f"/api/v1/leads/{lead.id}/actions/pay_reward", json={})]
    given = browser.post(f"/api/v1/leads/{lead.id}/actions/pay_reward", json={"reward": "1"})

    assert told in asked and 'name="reward"' not in asked
    assert [told in one["why_not"] for one in offered if one["code"] == "pay_reward"] == [True]
    assert list(document) == ["paid_on"]
    assert all(one.status_code == 422 and told in one.get_data(as_text=True) for one in answers)
    assert (given.status_code, [one["field"] for one in given.get_json()["errors"]]) == (422, ["reward"])
    assert records.get("lead", lead.id, system_actor()).reward_paid_on is None


@pytest.mark.parametrize("right", ["hidden", "readonly"])
def test_the_dialog_of_a_reward_asks_for_no_day_that_its_reader_may_not_enter(register: Any, login: Any, right: str) -> None:
    lead = register(referrer_name="Gao Lei", reward="300")
    roles.change(system_actor(), "sales_consultant", fields={("lead", "reward_paid_on"): right})
    browser = login("sales_consultant")
    page = browser.get(f"{lead.url}/actions/pay_reward").text
    assert 'name="reward"' in page and 'name="paid_on"' not in page

    refused = browser.post(f"{lead.url}/actions/pay_reward", data={"reward": "300", "paid_on": "2020-01-31"})
    paid = browser.post(f"/api/v1/leads/{lead.id}/actions/pay_reward", json={"reward": "300"})

    assert (refused.status_code, paid.status_code) == (422, 200)
    assert records.get("lead", lead.id, system_actor()).reward_paid_on == today(lead.dealer_id)


def test_new_leads_that_wait_show_no_number_that_is_hidden(register: Any, login: Any) -> None:
    lead = register(mobile="13700001234", first_source="walk_in")
    before = login("sales_consultant").get("/").text
    roles.change(system_actor(), "sales_consultant", fields={("lead", name): "hidden" for name in ("mobile", "first_source", "model_label")})

    page = login("sales_consultant").get("/").text

    for text in ("13700001234", "Walk-in", "Song L"):
        assert text in before, text
        assert text not in page, text
    assert lead.name in page
