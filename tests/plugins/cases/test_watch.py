"""The pass over deadlines: warned in time, escalated by age, caught up after a stand-still, nothing twice."""

from __future__ import annotations

from typing import Any

import pytest

from core import Invalid, clock, notices, records, roles, system_actor, users
from plugins.cases import close, customer_said, look_after, move, reply, watch
from plugins.cases.told import rows_of

SHANGHAI = clock.zone("Asia/Shanghai")

def told(record: Any) -> list[str]:
    """What was done about a case, in order, with the time of day in Shanghai."""
    return [f"{row.at.astimezone(SHANGHAI):%a %H:%M} {'step' if row.key.startswith('step') else row.key.rsplit(':', 1)[1]} {row.label}" for row in rows_of(record)]

@pytest.fixture
def desk(app: Any) -> None:
    """One promise: an hour for an answer, eight for the solution; no escalation."""
    system = system_actor()
    for code in ("entitlement", "escalation_rule"):
        for one in records.find(code, system):
            records.update(one, system, active=False)
    records.create("entitlement", system, name="Fleet", position=1, first_response=60, next_response=60, resolution=480)

def rule(**step: Any) -> Any:
    made = records.create("escalation_rule", system_actor(), name="Old cases", position=1, where=step.pop("where", None), age_from=step.pop("age_from", "opened"))
    return records.create("escalation_step", system_actor(), rule=made, **{"minutes": 60, **step})

def test_the_owner_is_warned_before_the_deadline_and_the_manager_told_when_it_is_missed(desk, report, agent, at, again):
    with at("2026-11-23 09:00"):
        record = report()
        assert look_after(system_actor()) == {"cases": 0, "done": 0}
    with at("2026-11-23 09:46"):
        assert look_after(system_actor()) == {"cases": 1, "done": 1}
        assert "comes close to its deadline (First response)" in notices.latest(agent)[0].text
        assert not again(record).is_breached
    with at("2026-11-23 10:01"):
        look_after(system_actor())
        assert again(record).is_breached

    assert told(record) == ["Mon 09:45 warn first_response", "Mon 10:00 missed first_response"]

def test_a_worker_that_was_down_catches_up_with_the_right_times_and_nothing_twice(desk, report, at):
    with at("2026-11-23 17:00"):
        record = report()
    with at("2026-11-24 17:30"):
        look_after(system_actor())
        look_after(system_actor())

    assert told(record) == [
        "Mon 17:45 warn first_response", "Mon 18:00 missed first_response", "Tue 14:00 warn resolution", "Tue 16:00 missed resolution",
    ]  # fmt: skip

def test_an_answer_in_time_leaves_only_the_solution_to_be_watched(desk, report, agent, at, again):
    with at("2026-11-23 09:00"):
        record = report()
    with at("2026-11-23 09:30"):
        record = reply.run(record, agent, body="We look into it.")
        assert record.check_at.astimezone(SHANGHAI).hour == 15
        assert record.response_minutes == 30
    with at("2026-11-23 12:00"):
        assert look_after(system_actor())["cases"] == 0
        record = customer_said.run(record, agent, body="And?")
        assert record.due_at.astimezone(SHANGHAI).hour == 13

def test_nobody_is_warned_while_the_customer_keeps_us_waiting_or_once_it_is_closed(desk, report, agent, statuses, at, again):
    with at("2026-11-23 09:00"):
        waiting, closed = move.run(report(), agent, status=statuses["waiting"]), close.run(report(), agent)
    with at("2026-11-27 09:00"):
        assert look_after(system_actor())["cases"] == 0
        assert again(closed).resolution_minutes == 0
    assert told(waiting) == told(closed) == []

def test_an_escalation_hands_over_raises_marks_and_tells(desk, report, agent, colleague, at, again):
    rule(minutes=120, assign_to=colleague.id, raise_priority=True, tell_owner=True)
    with at("2026-11-23 09:00"):
        record = report()
    with at("2026-11-23 11:30"):
        look_after(system_actor())
        look_after(system_actor())

    record = again(record)
    assert (record.owner_id, record.priority.code, record.is_escalated) == (colleague.id, "high", True)
    assert "has been escalated by the rule “Old cases”" in notices.latest(agent)[0].text
    assert "Mon 11:00 step Old cases" in told(record)

def test_the_first_rule_that_fits_decides_and_the_catch_all_stands_last(desk, report, at, again):
    rule(where="type = complaint", minutes=60, raise_priority=True)
    records.create("escalation_step", system_actor(), minutes=60, tell_manager=True,
                   rule=records.create("escalation_rule", system_actor(), name="Every case", position=9))  # fmt: skip
    with at("2026-11-23 09:00"):
        complaint, question = report(type="complaint"), report()
    with at("2026-11-23 10:30"):
        look_after(system_actor())

    assert [one.split()[-1] for one in told(complaint) if "step" in one] == ["cases"]
    assert [one.split()[-1] for one in told(question) if "step" in one] == ["case"]
    assert (again(complaint).priority.code, again(question).priority.code) == ("high", "normal")

def test_an_age_from_the_last_event_begins_anew_with_each_and_not_with_our_own_steps(desk, report, agent, at):
    rule(age_from="changed", minutes=180, raise_priority=True)
    with at("2026-11-23 09:00"):
        record = report()
    with at("2026-11-23 11:00"):
        reply.run(record, agent, body="We look into it.")
    with at("2026-11-24 12:00"):
        look_after(system_actor())

    assert [one for one in told(record) if "step" in one] == ["Mon 14:00 step Old cases"]

def test_an_age_that_ends_when_somebody_acts_ends_then(desk, report, agent, at):
    rule(age_from="untouched", minutes=60)
    with at("2026-11-23 09:00"):
        left, answered = report(), report()
        reply.run(answered, agent, body="We look into it.")
    with at("2026-11-23 12:00"):
        look_after(system_actor())

    assert [one for one in told(left) if "step" in one] == ["Mon 10:00 step Old cases"]
    assert not [one for one in told(answered) if "step" in one]

def test_a_rule_that_hands_to_somebody_who_left_does_the_rest(desk, report, colleague, at, again):
    rule(minutes=60, assign_to=colleague.id, raise_priority=True)
    users.disable(system_actor(), colleague.id)
    with at("2026-11-23 09:00"):
        record = report()
    with at("2026-11-23 10:30"):
        look_after(system_actor())

    assert (again(record).priority.code, again(record).owner_id, again(record).is_escalated) == ("high", record.owner_id, True)

def test_a_rule_has_five_steps_of_different_ages_and_each_does_something(desk):
    first = rule(minutes=60)
    for minutes in (61, 62, 63, 64):
        records.create("escalation_step", system_actor(), rule=first.rule_id, minutes=minutes)

    with pytest.raises(Invalid, match="at most 5 steps"):
        records.create("escalation_step", system_actor(), rule=first.rule_id, minutes=65)
    with pytest.raises(Invalid, match="has the same age"):
        rule_of_one = rule(minutes=60).rule_id
        records.create("escalation_step", system_actor(), rule=rule_of_one, minutes=60)
    with pytest.raises(Invalid, match="Say what this step does"):
        rule(minutes=60, mark=False)

def test_a_higher_priority_brings_the_deadline_forward(report, agent, at, again):
    with at("2026-11-23 09:00"):
        record = report(priority="normal")
        before = record.resolution_due_at
        assert records.update(record, agent, priority="urgent").resolution_due_at < before

def test_the_deadline_counts_by_the_hours_of_the_unit(desk, report, agent, at):
    with at("2026-11-27 17:30"):
        record = report()

    assert f"{record.first_response_due_at.astimezone(SHANGHAI):%a %H:%M}" == "Mon 09:30"

def test_a_pass_reads_only_what_is_due(desk, report, at, count_statements):
    with at("2026-11-23 09:00"):
        report()
    with at("2026-11-23 09:10"), count_statements() as few:
        look_after(system_actor())
    with at("2026-11-23 09:10"):
        for _turn in range(8):
            report()
    with at("2026-11-23 09:20"), count_statements() as many:
        look_after(system_actor())

    assert len(many) == len(few)


def test_a_contact_who_has_left_the_customer_does_not_stop_the_pass(desk, report, agent, at, make):
    system, old, new = system_actor(), make("account", name="Northwind Mills"), make("account", name="Delta Couriers")
    contact = make("contact", name="Zhou Min", account=old)
    with at("2026-11-23 09:00"):
        left, other = report(account=old, contact=contact), report()
        records.update(contact, system, source="import", account=new)
    with at("2026-11-23 10:01"):
        assert look_after(system)["done"] == 4

    assert told(left) == told(other) == ["Mon 09:45 warn first_response", "Mon 10:00 missed first_response"]

def test_a_warning_tells_no_deadline_that_is_hidden_from_who_is_warned(desk, report, agent, at):
    with at("2026-11-23 09:00"):
        record = report()
    roles.change(system_actor(), "service_agent", fields={("case", "first_response_due_at"): "hidden"})
    with at("2026-11-23 09:46"):
        look_after(system_actor())
        assert notices.latest(agent)[0].text == f"“{record}” comes close to a deadline."


def test_a_case_that_fails_holds_up_no_other(desk, report, at, monkeypatch):
    sound = watch.settle

    def settle(case):
        if case.id == first.id:
            raise ZeroDivisionError
        return sound(case)

    with at("2026-11-23 09:00"):
        first, second = report(), report()
    monkeypatch.setattr(watch, "settle", settle)
    monkeypatch.setattr(watch, "BATCH", 1)
    with at("2026-11-23 09:46"):
        assert look_after(system_actor()) == {"cases": 2, "done": 1}

    assert (told(first), len(told(second))) == ([], 1)
