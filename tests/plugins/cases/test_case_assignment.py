"""Who gets a case: in turn, by load, skill and language, past who is away; explained, and tried before it is switched on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import Invalid, db, now, records, state, system_actor, transaction, users
from core.testing.fixtures import save_together
from core.users.models import Principal
from plugins.cases.actions import assign_by_rules
from plugins.cases.assignment import RULES, decisions, tried


@pytest.fixture
def reasons(app):
    return {one.code: one for batch in records.batches("case_reason", system_actor()) for one in batch}


def profile(actor, reasons=(), **values):
    made = records.create("agent_profile", system_actor(), member=actor.id, **values)
    for one in reasons:
        records.create("agent_skill", system_actor(), agent=made, case_reason=one)
    return made


def test_without_rules_a_case_stays_with_whoever_took_it_down(report, agent):
    record = report()

    assert record.owner_id == agent.id
    assert decisions(record) == []


def test_cases_go_round_and_each_decision_says_why(rule, report, agent, colleague):
    rule([agent.id, colleague.id], name="Complaints", where="type = complaint", position=1)
    rule([colleague.id], name="Everything else", position=2)

    assert [report(type="complaint").owner_id for _turn in range(3)] == [agent.id, colleague.id, agent.id]
    record = report()
    assert record.owner_id == colleague.id
    assert (decisions(record)[0].rule_name, decisions(record)[0].tried) == ("Everything else", [["Complaints", "condition"]])


def test_the_least_loaded_gets_it(rule, report, agent, colleague):
    for _turn in range(2):
        report()
    rule([agent.id, colleague.id], mode="least_loaded")

    assert report().owner_id == colleague.id


def test_who_is_away_or_full_is_passed_over(rule, report, agent, colleague):
    away = profile(agent, away_from=now() - timedelta(hours=1), away_until=now() + timedelta(hours=1))
    rule([agent.id, colleague.id])
    assert [report().owner_id for _turn in range(2)] == [colleague.id, colleague.id]

    records.update(away, system_actor(), away_from=None, away_until=None, most=1)
    assert report().owner_id == agent.id
    assert report().owner_id == colleague.id


def test_by_skill_a_case_goes_to_who_knows_its_reason_or_one_above(rule, report, agent, colleague, reasons):
    profile(colleague, [reasons["vehicle"]])
    rule([agent.id, colleague.id], by_skill=True)

    assert [report(case_reason=reasons["battery"]).owner_id for _turn in range(2)] == [colleague.id] * 2
    record = report(case_reason=reasons["contract"])
    assert record.owner_id == agent.id
    assert decisions(record)[0].tried == [["Desk", "nobody"]]


def test_by_language_a_case_goes_to_who_speaks_it(rule, report, agent, colleague):
    profile(agent, languages=("en",))
    profile(colleague, languages=("zh", "en"))
    rule([agent.id, colleague.id], by_language=True)

    assert {report(language="zh").owner_id for _turn in range(3)} == {colleague.id}


def test_a_rule_that_names_a_queue_or_person_that_is_gone_is_passed_over(rule, report, agent, colleague):
    queue = users.add_queue(system_actor(), name="Old desk", unit_id=agent.dealer_id, members=(colleague.id,)).id
    rule([queue], mode="pool", name="Queue", position=1)
    rule([colleague.id], name="Person", position=2)
    rule([agent.id], name="Rest", position=3)
    with transaction():  # as it may stand from before a queue that is named stayed in use
        db.session.get(Principal, queue).active = False
        state.bump("people")
    users.disable(system_actor(), colleague.id)

    record = report()

    assert record.owner_id == agent.id
    assert decisions(record)[0].tried == [["Queue", "nobody"], ["Person", "nobody"]]
    with pytest.raises(Invalid, match="Choose an active user or queue"):
        rule([colleague.id])


def test_a_rule_is_tried_on_existing_cases_and_changes_nothing(rule, report, agent, colleague, login):
    for kind in ("complaint", "complaint", "question"):
        report(type=kind)
    made = rule([colleague.id], where="type = complaint", active=False)

    found = tried(made, system_actor())
    page = login("administrator").get(f"/case-assignment-rules/{made.id}/try").text

    assert (found["of"], found["fitting"]) == (3, 2)
    assert "it would give away 2" in page
    assert not [one for one in records.find("case", system_actor()) if one.owner_id != agent.id]
    assert RULES.foresee(records.first("case", system_actor())) is None


def test_the_rules_can_be_asked_again(rule, report, agent, colleague):
    record = report()
    rule([colleague.id])

    assert assign_by_rules.run(record, agent).owner_id == colleague.id


def test_an_absence_that_ends_before_it_begins_is_refused(agent):
    with pytest.raises(Invalid, match="ends before it begins"):
        profile(agent, away_from=now(), away_until=now() - timedelta(hours=1))


def test_cases_that_come_in_together_go_round_as_each_alone(rule, agent, colleague, make):
    rule([agent.id, colleague.id], name="Everything")
    account = make("account")

    made = [one.result for one in save_together("case", agent, [{"name": f"Charging stops {number}", "account": account} for number in range(4)])]

    assert [one.owner_id for one in made] == [agent.id, colleague.id, agent.id, colleague.id]
    assert [[said.rule_name for said in decisions(one)] for one in made] == [["Everything"]] * 4


@pytest.mark.parametrize("code", ["case_assignment_rule", "entitlement", "escalation_rule"])
def test_a_condition_that_cannot_be_read_is_refused_by_its_field(make, code):
    with pytest.raises(Invalid, match="colour") as refused:
        make(code, name="Odd", where="colour = red")

    assert "where" in refused.value.errors
