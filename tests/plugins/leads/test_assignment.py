"""S12: who gets a lead, and why."""

from __future__ import annotations

import re
from typing import Any

import pytest

from core import Forbidden, Invalid, NotFound, Refusal, queries, records, system_actor
from plugins.contacts import hand_over_customers
from plugins.leads import assign, take
from plugins.leads.assignment import decisions


def test_s12_round_robin_gives_each_a_turn(register: Any, rule: Any, agent: Any, seller: Any, colleague: Any) -> None:
    rule("round_robin", [seller.id, colleague.id])

    owners = [register(by=agent).owner_id for _turn in range(4)]

    assert owners == [seller.id, colleague.id] * 2


def test_s12_the_first_rule_whose_condition_holds_decides(register: Any, rule: Any, agent: Any, seller: Any, colleague: Any) -> None:
    rule("round_robin", [seller.id], position=10, where="province = 31", name="Shanghai")
    rule("round_robin", [colleague.id], position=20, where="province = 44 and mobile is not empty", name="Guangdong")

    lead = register(by=agent)

    assert lead.owner_id == colleague.id


def test_s12_each_decision_is_explained(register: Any, rule: Any, agent: Any, seller: Any, colleague: Any) -> None:
    rule("round_robin", [seller.id], position=10, where="province = 31", name="Shanghai")
    rule("round_robin", [colleague.id], position=20, name="Everybody else")

    (decision,) = decisions(register(by=agent))

    assert (decision.rule_name, decision.mode, decision.from_id, decision.to_id) == ("Everybody else", "round_robin", agent.id, colleague.id)
    assert decision.tried == [["Shanghai", "condition"]]


def test_s12_the_least_loaded_gets_the_lead(register: Any, rule: Any, agent: Any, seller: Any, colleague: Any) -> None:
    register(by=seller)
    rule("least_loaded", [seller.id, colleague.id])

    assert register(by=agent).owner_id == colleague.id


def test_s12_by_region_takes_the_nearest(register: Any, rule: Any, agent: Any, seller: Any, colleague: Any) -> None:
    rule("by_region", [{"target": seller.id, "province": "44"}, {"target": colleague.id, "city": "4401"}])

    assert register(by=agent, city="4401").owner_id == colleague.id
    assert register(by=agent, city="4403").owner_id == seller.id


def test_a_queue_as_target_of_a_turn_means_its_members(register: Any, rule: Any, agent: Any, queue: int, seller: Any, colleague: Any) -> None:
    rule("round_robin", [queue])

    assert {register(by=agent).owner_id, register(by=agent).owner_id} == {seller.id, colleague.id}


def test_a_pool_leaves_the_lead_in_the_queue(register: Any, rule: Any, agent: Any, queue: int) -> None:
    rule("pool", [queue])

    lead = register(by=agent)

    assert lead.owner_id == queue
    assert lead.is_pooled


def test_without_a_rule_the_lead_stays_and_says_so(register: Any, agent: Any) -> None:
    lead = register(by=agent)

    assert lead.owner_id == agent.id
    assert decisions(lead)[0].mode == "none"


def test_a_consultants_own_lead_is_not_assigned(register: Any, rule: Any, seller: Any, colleague: Any) -> None:
    rule("round_robin", [colleague.id])

    assert register(by=seller).owner_id == seller.id


def test_a_named_owner_is_not_overruled(register: Any, rule: Any, agent: Any, seller: Any, colleague: Any) -> None:
    rule("round_robin", [colleague.id])

    assert register(by=agent, owner=seller.id).owner_id == seller.id


def test_a_rule_with_a_broken_condition_is_refused(rule: Any) -> None:
    for where in ("province =", "nonsense = 1", "budget = lots"):
        with pytest.raises(Invalid) as refused:
            rule("round_robin", [], where=where)
        assert "where" in refused.value.errors


def test_s12_two_reps_never_take_the_same_lead(register: Any, agent: Any, queue: int, user: Any) -> None:
    lead, first, second = register(by=agent, owner=queue), user("sales_consultant"), user("sales_consultant", number=2)

    assert take.run(lead, first).owner_id == first.id
    with pytest.raises(NotFound):  # it has left the second one's sight
        take.run(lead, second)
    with pytest.raises(Refusal, match="has taken this lead already"):
        take.run(lead, user("dealer_manager"))


def test_taking_twice_is_taking_once(register: Any, agent: Any, queue: int, user: Any) -> None:
    lead, seller = register(by=agent, owner=queue), user("sales_consultant")

    assert take.run(lead, seller).version == take.run(lead, seller).version
    assert decisions(lead)[0].mode == "take"


def test_only_members_see_the_pool(register: Any, agent: Any, queue: int, user: Any) -> None:
    lead = register(by=agent, owner=queue)

    assert records.first("lead", user("sales_consultant"), where="is_pooled = true").id == lead.id
    assert records.first("lead", user("sales_consultant", dealer="South"), where="is_pooled = true") is None


def test_assigning_by_hand_is_kept_with_its_reason(register: Any, manager: Any, seller: Any, colleague: Any) -> None:
    lead = register()

    assign.run(lead, manager, owner=colleague.id, reason="speaks Cantonese")

    (decision,) = decisions(lead)
    assert (decision.by_id, decision.to_id, decision.reason) == (manager.id, colleague.id, "speaks Cantonese")


def test_a_consultant_assigns_nobody_elses_work(register: Any, seller: Any, colleague: Any) -> None:
    with pytest.raises(Forbidden):
        assign.run(register(), seller, owner=colleague.id)


def test_s10_a_leavers_open_leads_are_handed_over(register: Any, manager: Any, seller: Any, colleague: Any) -> None:
    lead = register()
    closed = register()
    records.update(closed, system_actor(), is_open=False)

    hand_over_customers(seller.id, {colleague.id: 1}, manager, "leaves")

    assert records.get("lead", lead.id, manager).owner_id == colleague.id
    assert records.get("lead", closed.id, manager).owner_id == seller.id
    assert decisions(lead)[0].mode == "handover"


def test_an_import_of_old_leads_is_neither_assigned_nor_timed(register: Any, rule: Any, agent: Any, colleague: Any) -> None:
    rule("round_robin", [colleague.id])

    lead = register(by=agent, channel="history")

    assert lead.owner_id == agent.id
    assert lead.first_contact_due_at is None
    assert decisions(lead) == []


def test_s12_contact_data_leaves_in_no_list_count_search_or_file_outside_its_visibility(register: Any, login: Any, user: Any) -> None:
    register(mobile="13800138000", name="Hidden Han")
    stranger = login("dealer_manager", dealer="South")

    for path in ("/leads?view=all", "/leads/export.csv?view=all", "/search?q=Hidden", "/api/v1/leads", "/lookup/leads?q=Hidden", "/leads/compliance"):
        answer = stranger.get(path)
        assert answer.status_code in (200, 404), path
        assert "Hidden Han" not in answer.text, path
        assert "138 0013 8000" not in answer.text, path
    assert queries.count("lead", user("dealer_manager", dealer="South")) == (0, False)


def test_leads_given_to_somebody_go_back_to_whom_they_belonged(register: Any, manager: Any, seller: Any, login: Any) -> None:
    leads, browser = [register(), register()], login("dealer_manager")

    browser.post("/leads/actions/assign", data={"id": [one.id for one in leads], "owner": str(manager.id)})
    token = re.findall(r'name="token" value="([^"]+)"', browser.get("/leads").text)
    browser.post("/leads/take-back", data={"token": token[0]})

    assert {records.get("lead", one.id, manager).owner_id for one in leads} == {seller.id}
