"""Who is told that a case is theirs: by rule, by hand, in a queue; never of what one took oneself, and many at once."""

from __future__ import annotations

import pytest

from core import mail, notices, outbox, settings, system_actor, users
from plugins.cases.actions import assign_by_rules, hand_over, take


@pytest.fixture
def queue(agent, colleague):
    return users.add_queue(system_actor(), name="Service", unit_id=agent.unit_id, members=(agent.id, colleague.id)).id


def said(actor):
    return [one.text for one in notices.latest(actor) if one.read_at is None]


@pytest.mark.parametrize("mode", ["round_robin", "least_loaded"])
@pytest.mark.parametrize("source", ["user", "web", "import"])
def test_whoever_a_rule_gives_a_case_is_told_once(rule, report, agent, colleague, mode, source):
    rule([colleague.id], mode=mode)
    record = report(source=source)

    assert said(colleague) == ["The case “Charging stops at 80 %” is yours now."]
    assert notices.latest(colleague)[0].url == record.url
    assert said(agent) == []


def test_asking_the_rules_again_tells_nobody_twice(rule, report, agent, colleague):
    rule([colleague.id])
    record = report()
    notices.mark_read(colleague)
    for _turn in range(2):
        record = assign_by_rules.run(record, agent)

    assert said(colleague) == []


def test_nobody_is_told_of_what_they_took_or_gave_themselves(rule, report, agent, queue):
    rule([agent.id])
    assign_by_rules.run(report(), agent)
    take.run(report(owner=queue), agent)

    assert said(agent) == []


def test_the_members_of_a_queue_are_told_but_for_who_put_it_there(rule, report, agent, colleague, queue):
    rule([queue], mode="pool")
    report()

    assert said(colleague) == ["The case “Charging stops at 80 %” waits in your queue Service."]
    assert said(agent) == []


def test_many_cases_handed_over_are_one_notice_that_leads_to_all_of_them(report, agent, colleague):
    for name in ("Brakes", "Lights", "Wipers"):
        hand_over.run(report(name=name), agent, owner=colleague.id)

    assert said(colleague) == ["3 cases are yours now, the latest “Wipers”."]
    assert notices.latest(colleague)[0].url == "/cases/console?tab=mine"


def test_whoever_may_not_open_the_case_is_not_told_its_name(report, agent):
    stranger = users.add(system_actor(), name="Yu Na", email="yu.na@north.example", role_codes=(), unit_id=agent.unit_id)
    queue = users.add_queue(system_actor(), name="All", unit_id=agent.unit_id, members=(stranger.id,)).id
    hand_over.run(report(), agent, owner=queue)

    assert said(stranger) == []


def test_the_notice_goes_by_mail_to_who_wants_notices_by_mail(rule, report, colleague):
    settings.put("core.notices_by_mail", True, system_actor())
    rule([colleague.id])
    report()
    outbox.drain()

    assert [colleague.email in one.read_text() for one in mail.folder().glob("*.eml")] == [True]
