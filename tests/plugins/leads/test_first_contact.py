"""S12: the first follow-up within 36 clock hours of receipt."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl

import pytest
import sqlalchemy as sa

from core import Choice, Invalid, clock, db, notices, records, roles, settings, system_actor
from plugins.leads import assign, disqualify, escalation, log_contact, reopen
from plugins.leads.compliance import report
from plugins.leads.contacting import activity_done, first_calls_on, recompute
from plugins.leads.countdown import of
from plugins.leads.escalation import escalate, steps_of


def told(user_id: int) -> list[str]:
    return list(db.session.execute(sa.select(notices.Notice.message).where(notices.Notice.user_id == user_id)).scalars())


def test_s12_the_clock_runs_36_hours_from_receipt(register: Any, at: Any) -> None:
    with at("2026-11-20 10:00"):
        lead = register()

    assert lead.first_contact_due_at - lead.received_at == timedelta(hours=36)


def test_s12_each_dealer_sets_its_own_hours(register: Any, user: Any, seller: Any) -> None:
    settings.put("leads.first_contact_hours", 2, user("administrator"), dealer_id=seller.dealer_id)

    lead = register()

    assert lead.first_contact_due_at - lead.received_at == timedelta(hours=2)


@pytest.mark.parametrize(
    ("moment", "text"),
    [("2026-11-20 11:00", "35 h left"), ("2026-11-21 21:01", "59 min left"), ("2026-11-21 22:20", "20 min overdue"),
     ("2026-11-21 23:30", "1 h overdue"), ("2026-11-25 10:00", "3 days overdue")],
)  # fmt: skip
def test_s12_the_countdown_says_what_is_left(register: Any, at: Any, moment: str, text: str) -> None:
    with at("2026-11-20 10:00"):
        lead = register()

    with at(moment):
        assert lead.first_contact == text


def test_s12_the_first_contact_demands_a_grade(register: Any, seller: Any) -> None:
    with pytest.raises(Invalid) as refused:
        log_contact.run(register(), seller, outcome="reached")

    assert "grade" in refused.value.errors


def test_s12_the_grade_proposes_the_next_date(register: Any, seller: Any, grade_a: Any, at: Any) -> None:
    with at("2026-11-20 10:00"):
        lead = log_contact.run(register(), seller, outcome="reached", grade=grade_a.id)

    assert lead.next_contact_on.isoformat() == "2026-11-27"


def test_s12_the_first_contact_stops_the_clock(register: Any, seller: Any, grade_a: Any, at: Any) -> None:
    with at("2026-11-20 10:00"):
        lead = register()
    with at("2026-11-20 15:00"):
        lead = log_contact.run(lead, seller, outcome="reached", grade=grade_a.id)
    with at("2026-11-25 10:00"):
        lead = log_contact.run(lead, seller, outcome="reached")
        assert lead.first_contact == "Done in 5 h"

    assert lead.status.code == "working"
    assert lead.first_contact_by_id == seller.id


def test_s12_a_first_contact_within_the_hour_is_told_in_minutes(register: Any, seller: Any, grade_a: Any, at: Any) -> None:
    with at("2026-11-20 10:00"):
        lead = register()
    with at("2026-11-20 10:25"):
        lead = log_contact.run(lead, seller, outcome="reached", grade=grade_a.id)

    assert lead.first_contact == "Done in 25 min"


def test_s12_a_late_contact_stays_late(register: Any, seller: Any, grade_a: Any, at: Any) -> None:
    with at("2026-11-20 10:00"):
        lead = register()
    with at("2026-11-22 03:00"):
        lead = log_contact.run(lead, seller, outcome="reached", grade=grade_a.id)

    assert lead.first_contact_late
    assert lead.first_contact == "Late, 41 h"


def test_s12_nobody_answering_is_a_follow_up_without_a_grade(register: Any, seller: Any) -> None:
    assert log_contact.run(register(), seller, outcome="no_answer").first_contact_at is not None


def test_s12_reassignment_does_not_restart_the_clock(register: Any, manager: Any, colleague: Any, at: Any) -> None:
    with at("2026-11-20 10:00"):
        lead = register()
    due = lead.first_contact_due_at
    with at("2026-11-21 10:00"):
        lead = assign.run(lead, manager, owner=colleague.id)

    assert lead.first_contact_due_at == due


def test_s12_closing_and_reopening_does_not_restart_the_clock(register: Any, seller: Any, at: Any) -> None:
    with at("2026-11-20 10:00"):
        lead = register()
        due = lead.first_contact_due_at
        lead = disqualify.run(lead, seller, reason="wrong_data")
        assert of(lead).state == "closed"
        lead = reopen.run(lead, seller, reason="it was right")

    assert lead.first_contact_due_at == due
    assert lead.is_open


def follow_up(lead: Any, **more: Any) -> Any:
    kind = Choice("visit", "Visit", follow_up=True)
    return SimpleNamespace(**{"id": lead.id, "kind": kind, "outcome": Choice("reached", "Reached", reached=True), "done_at": clock.now(), **more})


def test_s12_a_follow_up_in_the_calendar_counts(register: Any, seller: Any, grade_a: Any) -> None:
    lead = register(grade=grade_a)

    activity_done(follow_up(lead), [lead.id], seller)

    assert records.get("lead", lead.id, seller).first_contact_at is not None


def test_s12_a_follow_up_in_the_calendar_demands_a_grade_too(register: Any, seller: Any) -> None:
    lead = register()

    with pytest.raises(Invalid):
        activity_done(follow_up(lead), [lead.id], seller)


def test_s12_a_follow_up_without_outcome_does_not_count(register: Any, seller: Any) -> None:
    lead = register()

    activity_done(follow_up(lead, outcome=None), [lead.id], seller)

    assert records.get("lead", lead.id, seller).first_contact_at is None


def test_s12_the_clock_is_recomputable_from_its_events(register: Any, seller: Any, grade_a: Any) -> None:
    lead = log_contact.run(register(), seller, outcome="reached", grade=grade_a.id)
    at_first = lead.first_contact_at
    records.update(lead, system_actor(), first_contact_at=None, first_contact_by=None)

    assert recompute(records.get("lead", lead.id, seller)).first_contact_at == at_first


def test_s12_escalation_tells_the_owner_then_the_manager_and_nobody_twice(register: Any, seller: Any, user: Any, at: Any) -> None:
    boss = user("sales_manager")
    with at("2026-11-20 10:00"):
        register()
        assert escalate(system_actor()) == {"owner": 0, "manager": 0}
    with at("2026-11-21 17:00"):
        assert escalate(system_actor()) == {"owner": 1, "manager": 0}
        assert escalate(system_actor()) == {"owner": 0, "manager": 0}
    with at("2026-11-21 22:01"):
        assert escalate(system_actor()) == {"owner": 0, "manager": 1}
        assert escalate(system_actor()) == {"owner": 0, "manager": 0}

    assert len(told(seller.id)) == 1
    assert len(told(boss.id)) == 1


def test_s12_a_contacted_lead_is_not_escalated(register: Any, seller: Any, grade_a: Any, at: Any) -> None:
    with at("2026-11-20 10:00"):
        log_contact.run(register(), seller, outcome="reached", grade=grade_a.id)
    with at("2026-11-25 10:00"):
        assert escalate(system_actor()) == {"owner": 0, "manager": 0}


def test_s12_compliance_counts_each_lead_once(register: Any, seller: Any, manager: Any, grade_a: Any, at: Any) -> None:
    with at("2026-11-20 10:00"):
        met, late, _overdue, closed = register(), register(), register(), register()
        log_contact.run(met, seller, outcome="reached", grade=grade_a.id)
        disqualify.run(closed, seller, reason="wrong_data")
    with at("2026-11-22 10:00"):
        log_contact.run(late, seller, outcome="reached", grade=grade_a.id)
        register()
        (line,), total = report(manager, clock.today() - timedelta(days=5), clock.today())

    assert (line.met, line.late, line.overdue, line.running, line.closed) == (1, 1, 1, 1, 1)
    assert total.received == 5
    assert total.share == 33


def leads_listed(client: Any, address: str) -> int:
    """How many leads the list at this address holds, on all its pages."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return len(set(re.findall(r'href="/leads/(\d+)[^"]*"', answer.text[answer.text.index('id="rows"') :] if 'id="rows"' in answer.text else "")))


@pytest.mark.parametrize("by", ["owner", "dealer"])
def test_s12_every_figure_of_first_contact_opens_the_list_of_exactly_its_leads(register: Any, seller: Any, colleague: Any, login: Any, grade_a: Any, at: Any, by: str) -> None:
    with at("2026-11-10 10:00"):
        register()  # received before the period
    with at("2026-11-20 10:00"):
        met, late, closed = register(), register(), register(by=colleague)
        log_contact.run(met, seller, outcome="reached", grade=grade_a.id)
        disqualify.run(closed, colleague, reason="wrong_data")
    with at("2026-11-22 10:00"):
        log_contact.run(late, seller, outcome="reached", grade=grade_a.id)
        register(owner=None)
        client = login("dealer_manager")
        page = client.get(f"/leads/compliance?by={by}&from=2026-11-20&to=2026-11-22").text
        figures = re.findall(r'<a class="plain[^"]*" href="([^"]*)">(\d+)</a>', page)
        counted = {unescape(address): int(count) for address, count in figures}

        assert {address: leads_listed(client, address) for address in counted} == counted
    assert sum(counted.values()) > 12 and 0 in counted.values()


@pytest.mark.parametrize("period", ["from=0001-01-01&to=9999-12-31", "to=9999-12-31", "to=0001-01-01"])
def test_a_period_that_no_calendar_holds_is_refused(period: str, login: Any) -> None:
    assert login("dealer_manager").get(f"/leads/compliance?{period}").status_code == 400


def test_s12_the_compliance_page_shows_only_what_one_may_see(register: Any, login: Any) -> None:
    register()

    mine = login("dealer_manager").get("/leads/compliance?by=dealer")
    other = login("dealer_manager", dealer="South").get("/leads/compliance")

    assert mine.status_code == other.status_code == 200
    assert "North" in mine.text
    assert "Sales Consultant North" not in other.text


@pytest.mark.parametrize(("days", "sentence"), [("from=nonsense", "“nonsense” is not a date"), ("from=2026-11-28&to=2026-11-01", "The last day is before the first.")])
def test_a_wrong_day_above_the_report_is_told_beside_it_and_what_was_typed_stays(register: Any, login: Any, days: str, sentence: str) -> None:
    register()

    answer = login("dealer_manager").get(f"/leads/compliance?by=dealer&{days}")

    assert answer.status_code == 400
    assert sentence in answer.text and 'aria-invalid="true"' in answer.text
    assert all(f'name="{name}" value="{text}"' in answer.text for name, text in parse_qsl(days))
    assert '<option value="dealer" selected>' in answer.text and "<tbody" not in answer.text


def test_s10_calls_to_new_customers_are_counted_by_day(register: Any, seller: Any, grade_a: Any, at: Any) -> None:
    with at("2026-11-20 10:00"):
        lead = log_contact.run(register(), seller, outcome="reached", grade=grade_a.id)
        log_contact.run(lead, seller, outcome="reached")
        log_contact.run(register(), seller, outcome="no_answer")

        assert first_calls_on(clock.today(seller.dealer_id), [seller.id]) == {seller.id: 2}
    assert settings.get("leads.daily_new_calls") == 5


def test_s10_today_shows_the_rep_the_calls_of_the_day_against_five(register: Any, seller: Any, login: Any) -> None:
    log_contact.run(register(), seller, outcome="no_answer")

    assert "Calls to new customers today: 1 of 5" in login("sales_consultant").get("/").text


def test_s10_the_manager_sees_each_consultants_calls_against_the_target(register: Any, seller: Any, login: Any) -> None:
    log_contact.run(register(), seller, outcome="no_answer")
    page = login("dealer_manager").get("/").text

    assert "Calls to new customers" in page
    assert page.index("1 of 5") > page.index("0 of 5") > 0  # who called least stands first
    assert "South" not in page.partition("Calls to new customers")[2]


def test_s10_another_dealers_calls_stay_there(register: Any, seller: Any, login: Any) -> None:
    log_contact.run(register(), seller, outcome="no_answer")

    assert "1 of 5" not in login("dealer_manager", dealer="South").get("/leads/compliance").text
    assert "1 of 5" in login("dealer_manager").get("/leads/compliance").text


def test_s12_a_worker_that_was_down_for_days_tells_each_once(register: Any, seller: Any, user: Any, at: Any) -> None:
    boss = user("sales_manager")
    with at("2026-11-20 10:00"):
        waiting, answered = register(), register()
    with at("2026-11-24 09:00"):
        log_contact.run(answered, seller, outcome="no_answer")
        assert escalate(system_actor()) == {"owner": 1, "manager": 1}
        assert escalate(system_actor()) == {"owner": 0, "manager": 0}

    assert [(one.step, one.told_id) for one in steps_of(waiting)] == [("owner", seller.id), ("manager", boss.id)]
    assert steps_of(answered) == []


def test_a_contact_asks_for_no_grade_that_is_hidden_and_says_what_it_lacks(register: Any, seller: Any, login: Any) -> None:
    lead = register()
    roles.change(system_actor(), "sales_consultant", fields={("lead", "grade"): "hidden"})
    browser = login("sales_consultant")
    page = browser.get(f"{lead.url}/actions/log_contact").text
    assert 'name="outcome"' in page and 'name="grade"' not in page

    answer = browser.post(f"{lead.url}/actions/log_contact", data={"kind": "call", "outcome": "reached"})

    assert answer.status_code == 422
    assert "demands a value that you may neither see nor enter" in answer.text
    assert 'name="grade"' not in answer.text and "demands a grade" not in answer.text


def test_nobody_is_told_when_a_contact_is_due_from_whom_it_is_hidden(register: Any, seller: Any, at: Any) -> None:
    with at("2026-11-20 10:00"):
        lead = register()
    roles.change(system_actor(), "sales_consultant", fields={("lead", "first_contact_due_at"): "hidden"})
    with at("2026-11-21 21:00"):
        escalate(system_actor())
        assert notices.latest(seller)[0].text == f"“{lead}” waits for its first contact."


def test_s12_a_lead_that_fails_holds_up_no_other(register: Any, seller: Any, at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = escalation._take
    with at("2026-11-20 10:00"):
        first = register()
        register()
    monkeypatch.setattr(escalation, "_take", lambda lead, step: sound(lead, step) if lead.id != first.id else 1 // 0)
    with at("2026-11-21 17:00"):
        assert escalate(system_actor()) == {"owner": 1, "manager": 0}
        monkeypatch.undo()
        assert escalate(system_actor()) == {"owner": 1, "manager": 0}


def test_s12_a_lead_contacted_while_leads_are_escalated_is_not(register: Any, seller: Any, grade_a: Any, at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    read = records.batches
    with at("2026-11-20 10:00"):
        lead = register()

    def contacted_meanwhile(*args: Any, **values: Any) -> Any:
        for batch in read(*args, **values):
            batch = [SimpleNamespace(**{name: getattr(one, name) for name in ("id", "dealer_id", "first_contact_due_at", "owner_id")}) for one in batch]
            log_contact.run(records.get("lead", lead.id, seller), seller, outcome="reached", grade=grade_a.id)
            yield batch

    monkeypatch.setattr(records, "batches", contacted_meanwhile)
    with at("2026-11-25 10:00"):
        assert escalate(system_actor()) == {"owner": 0, "manager": 0}
    assert steps_of(lead) == []


def test_s12_the_report_says_in_chinese_how_many_came_and_by_what_they_are_told_apart(register: Any, login: Any) -> None:
    register()
    page = login("dealer_manager", language="zh_CN").get("/leads/compliance").text

    assert "<label>分组依据 <select" in page
    assert '<th class="r">收到</th>' in page
