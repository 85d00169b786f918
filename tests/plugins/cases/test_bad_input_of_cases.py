"""What goes wrong in a service desk: two at the same moment, set-up that leads nowhere, hours that are none, script in every text."""

from __future__ import annotations

import multiprocessing
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from core import Invalid, Refusal, calendars, clock, db, merging, records, system_actor, transaction, units, users
from plugins.cases import close, customer_said, history_of, look_after, move, reply
from plugins.cases.actions import hand_over, macro

SHANGHAI = clock.zone("Asia/Shanghai")
SCRIPT = "<script>alert(1)</script>"


# ---------------------------------------------------------------- two at the same moment


def test_of_two_who_close_at_the_same_moment_one_wins_and_the_other_is_told(report, agent, colleague, at_once):
    case = report()

    def closing(who: Any) -> Any:
        return lambda: close.run(records.get("case", case.id, who), who, solution=f"Solved by {who.name}").solution

    found = at_once([closing(agent), closing(colleague)])

    (refusal,) = [one for one in found if isinstance(one, Refusal)]
    (solution,) = [one for one in found if isinstance(one, str)]
    assert refusal.message == "This case is closed."
    db.session.expire_all()
    closed = records.get("case", case.id, agent)
    assert (closed.is_closed, closed.solution) == (True, solution)
    assert [entry.status for entry in history_of(closed, agent)] == ["New", "Solved"]


def test_of_two_who_answer_at_the_same_moment_both_are_kept_and_the_clock_stops_once(report, agent, colleague, at_once):
    case = customer_said.run(report(), agent, body="When?")

    at_once([lambda who=who: reply.run(records.get("case", case.id, who), who, body=f"By {who.name}") for who in (agent, colleague)])

    db.session.expire_all()
    assert len(records.find("case_comment", agent, where={"direction": "out"})) == 2
    assert records.get("case", case.id, agent).next_response_due_at is None


def take_down_many(app: Any, agent: Any, told: Any) -> None:
    """In a process of its own: fifteen cases, their numbers."""
    with app.app_context():
        told.put([records.create("case", agent, name="Charging stops").number for _turn in range(15)])


def test_two_processes_never_give_a_number_twice(app, agent):
    db.session.remove()
    db.engine.dispose()  # no connection goes along
    here = multiprocessing.get_context("fork")
    told = here.SimpleQueue()
    processes = [here.Process(target=take_down_many, args=(app, agent, told)) for _turn in range(2)]
    for one in processes:
        one.start()
    for one in processes:
        one.join(30)

    assert [one.exitcode for one in processes] == [0, 0]
    assert sorted(number for _one in processes for number in told.get()) == [f"C-{count:05d}" for count in range(1, 31)]


# ---------------------------------------------------------------- hours


@pytest.fixture
def hours(agent: Any) -> Any:
    """``hours({"mon": "9:00-18:00"}, days="2027-01-01 New Year")``: the business calendar of the agent's dealer."""

    def keep(week: dict[str, str], days: str = "") -> None:
        row = calendars.save(system_actor(), "Service", week, days=days)
        units.change(system_actor(), agent.dealer_id, calendar_id=row.id)

    return keep


def due_on(case: Any) -> str:
    return f"{case.first_response_due_at.astimezone(SHANGHAI):%m-%d %H:%M}"


def test_where_the_table_of_holidays_has_a_gap_the_weekdays_hours_count(hours, report, at):
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "9:00-18:00")
    hours(week, days="2026-10-01 National Day\n2026-10-02 National Day\n2028-10-02 National Day")

    with at("2026-09-30 17:00"):
        assert due_on(report(priority="high")) == "10-05 12:00", "four hours, three of them after the holiday and the weekend"
    with at("2027-09-30 17:00"):
        assert due_on(report(priority="high")) == "10-01 12:00", "nobody has entered 2027"


def test_hours_that_cross_midnight_are_refused_and_two_spans_count(hours, report, at):
    with pytest.raises(Invalid) as refusal:
        hours({"mon": "18:00-2:00"})
    assert list(refusal.value.errors) == ["mon"]

    hours({"mon": "18:00-24:00", "tue": "0:00-2:00"})
    with at("2026-11-23 23:00"):
        assert due_on(report(priority="urgent")) == "11-24 00:00"
        assert due_on(report(priority="high")) == "11-30 19:00", "one hour today, two tomorrow, one next Monday"


def test_a_desk_that_is_never_open_promises_nothing_and_the_watch_goes_on(hours, report, at):
    hours({})
    case = report(priority="urgent")

    assert (case.due_at, case.is_breached) == (None, False)
    with at(case.opened_at + timedelta(days=30)):
        look_after(system_actor())


# ---------------------------------------------------------------- what leads nowhere


def test_nothing_is_handed_to_a_queue_or_person_that_is_gone(report, agent, colleague):
    queue = users.add_queue(system_actor(), name="Desk", unit_id=agent.dealer_id, members=(agent.id,)).id
    users.change_queue(system_actor(), queue, active=False)
    users.disable(system_actor(), colleague.id)

    for gone in (queue, colleague.id, 987_654):
        with pytest.raises(Invalid):
            hand_over.run(report(), agent, owner=gone)


def test_a_macro_that_names_somebody_who_left_changes_nothing_at_all(report, agent, colleague):
    made = records.create("case_macro", system_actor(), name="To Sun Hao", note="Please take it.", set_priority="high", set_owner=colleague.id)
    users.disable(system_actor(), colleague.id)
    case = report()

    with pytest.raises(Invalid, match="must be an active user or queue"):
        macro.run(case, agent, macro=made.id)
    db.session.expire_all()
    assert records.get("case", case.id, agent).priority == "normal"
    assert records.first("case_comment", agent) is None


def test_a_template_that_could_be_filled_once_and_no_longer_says_so_and_the_text_stays_empty(report, login):
    made = records.create("answer_template", system_actor(), name="Hello", body="Dear {{ contact }}")
    with_fault = "Dear {{ salutation }}"
    table = made.object_type.table
    with transaction():
        db.session.execute(table.update().where(table.c.id == made.id).values(body=with_fault))
    case = report()

    page = login("service_agent").get(f"/cases/console?case={case.id}&template={made.id}").text
    assert "There is no field “salutation” to fill in" in page.replace("&#34;", '"')


def test_a_case_of_a_merged_account_is_found_told_and_closed_as_before(report, make, agent, login):
    winner, loser = make("account", name="Northwind Mills"), make("account", name="Northwind Mill")
    case = report(account=loser, type="complaint")
    merging.merge(winner, loser, system_actor())
    db.session.expire_all()

    client = login("service_agent")
    assert "Northwind Mills" in client.get(f"/cases/console?case={case.id}").text
    assert "1 open complaint" in login("dealer_manager").get(winner.url).text
    assert close.run(customer_said.run(records.get("case", case.id, agent), agent, body="Well?"), agent).account_id == winner.id


# ---------------------------------------------------------------- script


def test_script_in_every_text_is_shown_as_text_on_every_page(report, agent, login, statuses):
    system = system_actor()
    texts = {
        "case_status": {"name": SCRIPT}, "case_reason": {"name": SCRIPT}, "entitlement": {"name": SCRIPT, "resolution": 60, "position": 1}, "case_macro": {"name": SCRIPT, "note": SCRIPT},
        "answer_template": {"name": SCRIPT, "body": SCRIPT}, "case_assignment_rule": {"name": SCRIPT, "active": True}, "escalation_rule": {"name": SCRIPT, "position": 1},
    }  # fmt: skip
    made = {code: records.create(code, system, **values) for code, values in texts.items()}
    records.create("escalation_step", system, rule=made["escalation_rule"], minutes=1)
    case = report(name=SCRIPT, product=SCRIPT, component=SCRIPT, description=SCRIPT, solution=SCRIPT, supplied_name=SCRIPT, case_reason=made["case_reason"].id)
    case = move.run(customer_said.run(case, agent, body=SCRIPT), agent, status=made["case_status"].id, reason=SCRIPT)
    reply.run(case, agent, body=SCRIPT)

    client = login("service_agent")
    addresses = ["/cases?view=all", f"/cases/console?case={case.id}", f"/cases/console?case={case.id}&template={made['answer_template'].id}", case.url, f"{case.url}/edit",
                 f"{case.url}/actions/macro", "/cases/intake", "/case-comments", "/search?q=script", f"{case.url}/print"]  # fmt: skip
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200, address
        assert "<script>alert" not in page.text, address
    overview = login("dealer_manager").get("/cases/overview").text
    assert "<script>alert" not in overview


@pytest.mark.parametrize("late", ["first_response", "next_response"])
def test_an_answer_is_not_promised_later_than_the_resolution(make, late):
    with pytest.raises(Invalid, match="later than the resolution") as refused:
        make("entitlement", name="Odd", resolution=60, **{late: 61})
    assert list(refused.value.errors) == [late]

    kept = make("entitlement", name="Even", resolution=60, **{late: 60})
    with pytest.raises(Invalid, match="later than the resolution"):
        records.update(kept, system_actor(), resolution=30)


def test_a_promise_that_was_kept_before_the_rule_can_still_be_renamed(make):
    kept = make("entitlement", name="Old", resolution=60, first_response=30)
    db.session.execute(sa.text("UPDATE cases_entitlement SET first_response = 90 WHERE id = :id"), {"id": kept.id})
    db.session.commit()
    db.session.expire_all()

    assert records.update(records.get("entitlement", kept.id, system_actor()), system_actor(), name="Renamed").name == "Renamed"


@pytest.mark.parametrize(("body", "sentence"), [("Dear {custmer},", "“{custmer}” would reach the customer as it is"), ("Dear {contact},", "write “{{ contact }}” for “{contact}”")])
def test_a_field_in_single_braces_is_refused_when_the_answer_is_kept(make, body, sentence):
    with pytest.raises(Invalid) as refused:
        make("answer_template", name="Hello", body=body)

    assert sentence in refused.value.errors["body"][0]
    assert make("answer_template", name="Hello", body="{{ contact }}: {% if product %}{{product}}{% endif %} { } {1}")


def test_an_escalation_rule_without_steps_says_so_on_its_page(make, login):
    rule = make("escalation_rule", name="Nobody looks", position=1)
    admin = login("administrator")
    assert "never escalated" in admin.get(f"/escalation-rules/{rule.id}").text

    make("escalation_step", rule=rule, minutes=60)
    assert "never escalated" not in admin.get(f"/escalation-rules/{rule.id}").text
