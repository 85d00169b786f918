"""S2: the same number is registered once; the existing customer is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core import records, system_actor
from plugins.contacts import Duplicate, create_person, find_matches, person_of
from plugins.leads.duplicates import matches_while_typing

from .conftest import card

MESSAGE = "This prospect is in the system already. Please edit that record or add to it."


@pytest.mark.parametrize("typed", ["13800138000", "+86 138 0013 8000", "138-0013-8000", "１３８００１３８０００", "8613800138000"])
def test_s2_number_formats_do_not_hide_a_duplicate(register: Any, seller: Any, typed: str) -> None:
    known = register(mobile="13800138000")

    with pytest.raises(Duplicate) as refused:
        records.create("lead", seller, **card(mobile=typed))

    assert refused.value.errors == {"mobile": [MESSAGE]}
    assert [match.record.id for match in refused.value.matches] == [known.id]


def test_s2_a_landline_of_a_lead_is_a_duplicate_too(register: Any, seller: Any) -> None:
    register(landline="0755-86331200")

    with pytest.raises(Duplicate) as refused:
        records.create("lead", seller, **card(landline="(0755) 8633 1200"))

    assert refused.value.errors == {"landline": [MESSAGE]}


def test_s2_contacts_and_accounts_are_compared_too(seller: Any) -> None:
    create_person(seller, name="周敏", mobile="13800138000")
    records.create("account", seller, name="晨光物流", phone="0755-86331200")

    for values in ({"mobile": "13800138000"}, {"landline": "0755-86331200"}):
        with pytest.raises(Duplicate):
            records.create("lead", seller, **card(**values))


def test_s2_a_contact_is_compared_with_leads(register: Any, seller: Any) -> None:
    register(mobile="13800138000")

    with pytest.raises(Duplicate):
        create_person(seller, name="周敏", mobile="13800138000")


def test_s2_a_changed_number_is_compared_as_well(register: Any, seller: Any) -> None:
    register(mobile="13800138000")
    other = register(mobile="13900139000")

    with pytest.raises(Duplicate):
        records.update(other, seller, mobile="13800138000")
    assert records.update(other, seller, name="周敏敏").name == "周敏敏"


def test_a_right_and_a_reason_let_a_number_be_saved_again(register: Any, manager: Any) -> None:
    register(landline="0755-86331200")

    lead = register(by=manager, landline="0755-86331200", duplicate_reason="Two people share the landline")

    assert lead.landline == "+8675586331200"


def test_a_reason_without_the_right_is_not_enough(register: Any) -> None:
    register(landline="0755-86331200")

    with pytest.raises(Duplicate):
        register(landline="0755-86331200", duplicate_reason="Two people share the landline")


def test_a_right_without_a_reason_is_not_enough(register: Any, manager: Any) -> None:
    register(landline="0755-86331200")

    with pytest.raises(Duplicate):
        register(by=manager, landline="0755-86331200")


def test_s2_a_hidden_match_shows_its_dealer_only(register: Any, user: Any) -> None:
    register(mobile="13800138000")
    stranger = user("sales_consultant", dealer="South")

    (match,) = matches_while_typing(stranger, ["13800138000"])

    assert (match.visible, match.reachable, match.dealer_name) == (False, False, "North")


def test_the_call_centre_sees_duplicates_of_all_dealers(register: Any, user: Any) -> None:
    register(mobile="13800138000")

    (match,) = matches_while_typing(user("call_centre_agent", dealer="South"), ["13800138000"])

    assert match.visible


def test_the_warning_while_typing_shows_the_customer(register: Any, login: Any) -> None:
    lead = register(mobile="13800138000", name="邵文")

    page = login("sales_consultant").get("/leads/duplicates?mobile=138 0013 8000")

    assert page.status_code == 200
    assert "邵文" in page.text
    assert MESSAGE in page.text
    assert f"{lead.url}/edit" in page.text


def test_the_warning_tells_a_stranger_no_contact_data(register: Any, login: Any) -> None:
    register(mobile="13800138000", name="邵文")

    page = login("sales_consultant", dealer="South").get("/leads/duplicates?mobile=13800138000")

    assert "邵文" not in page.text
    assert "North" in page.text
    assert "Ask for access" in page.text


def test_the_warning_says_nothing_without_a_match(login: Any) -> None:
    page = login("sales_consultant").get("/leads/duplicates?mobile=138&landline=&record=x")

    assert page.status_code == 200
    assert MESSAGE not in page.text


def test_a_merge_of_two_leads_keeps_the_earlier_clock(register: Any, manager: Any, at: Any) -> None:
    from core import merging

    with at("2026-11-20 10:00"):
        older = register(mobile="13800138000")
    with at("2026-11-21 10:00"):
        newer = register(mobile="13900139000")
        merging.merge(newer, older, manager)

    assert records.get("lead", newer.id, manager).received_at == older.received_at


def test_s2_the_refused_form_keeps_what_was_typed_and_shows_the_customer(register: Any, login: Any) -> None:
    register(mobile="13800138000", name="邵文")

    page = login("sales_consultant").post("/leads/new", data=card(mobile="138 0013 8000", name="周敏", address="科技园南区"))

    assert page.status_code == 422
    assert "邵文" in page.text
    assert "周敏" in page.text
    assert "科技园南区" in page.text
    assert MESSAGE in page.text


def test_the_new_form_asks_while_a_number_is_typed(login: Any) -> None:
    page = login("sales_consultant").get("/leads/new")

    assert page.status_code == 200
    assert "/leads/duplicates" in page.text


def test_the_pages_of_a_lead_are_drawn(register: Any, login: Any) -> None:
    lead = register(mobile="13800138000")
    browser = login("sales_consultant")

    for path in ("/leads", "/leads?view=waiting", "/leads?view=pool", lead.url, f"{lead.url}/edit", f"{lead.url}/actions/log_contact"):
        assert browser.get(path).status_code == 200, path
    assert "36 h left" in browser.get(lead.url).text or "35 h left" in browser.get(lead.url).text


def test_s2_an_agent_adds_what_was_typed_to_the_customer_that_is_there(register: Any, login: Any, seller: Any) -> None:
    known = register(mobile="13800138000", name="邵文", model_label="Song L", remarks="Calls in the evening.")
    browser = login("call_centre_agent")

    answer = browser.post(f"/leads/duplicates/{known.id}/add", data={**card(mobile="138-0013-8000", name="邵文", model_label="Han EV"), "budget": "200000", "email": "shao@example.com"})

    assert (answer.status_code, answer.location) == (303, known.url)
    added = records.get("lead", known.id, seller)
    assert (added.email, added.budget, added.model_label) == ("shao@example.com", 200_000, "Song L")
    assert added.remarks.startswith("Calls in the evening.")
    assert "Han EV" in added.remarks
    assert browser.actor.name in added.remarks
    assert browser.actor.name in records.history(added, seller)[0].reason
    assert records.find("lead", seller) == [added]


def test_s2_a_known_customer_takes_what_was_typed_too(login: Any, seller: Any, agent: Any) -> None:
    person = create_person(seller, name="周敏", mobile="13800138000")

    login("call_centre_agent").post(f"/leads/duplicates/{person_of(person).id}/add", data=card(mobile="13800138000", model_label="Han EV", address="科技园南区"))

    contact = records.get("contact", person_of(person).id, seller)
    assert contact.address == "科技园南区"
    assert "Han EV" in contact.remarks


@pytest.mark.parametrize(("dealer", "mobile"), [("North", "13900139000"), ("South", "13800138000")])
def test_nothing_is_added_to_a_customer_of_another_number_or_a_hidden_one(register: Any, login: Any, dealer: str, mobile: str) -> None:
    known = register(mobile="13800138000")

    assert login("sales_consultant", dealer=dealer).post(f"/leads/duplicates/{known.id}/add", data=card(mobile=mobile)).status_code == 404
    assert records.get("lead", known.id, system_actor()).version == known.version


def test_s2_the_chinese_sentence_is_that_of_the_manual(register: Any, login: Any) -> None:
    register(mobile="13800138000")

    page = login("call_centre_agent", language="zh_CN").post("/leads/new", data=card(mobile="+86 138 0013 8000"))

    assert page.status_code == 422
    assert "系统中已存在该潜在用户信息,请给予修改或添加!" in page.text


def test_what_a_role_may_not_see_is_not_shown_beside_the_form(register: Any, user: Any, seller: Any) -> None:
    register(mobile="13800138000", remarks="Calls in the evening.")
    agent = user("call_centre_agent")
    blind = replace(agent, field_rights={("lead", "remarks"): "hidden"})

    def told(actor: Any) -> list[str]:
        (match,) = find_matches(actor, phones=["13800138000"])
        return [text for _label, text in match.facts(actor)]

    assert "Calls in the evening." in told(agent)
    assert "Calls in the evening." not in told(blind)
