"""Approvals: an action that waits for a yes, runs as who asked, once."""

from decimal import Decimal

import pytest
from background import in_threads

from core import approvals, fields, modules, notices, records, registry
from core.actions import Action
from core.errors import Forbidden, Invalid, NotFound, Refusal


def sell(record, inputs, user):
    """Cheap sales need the boss: the action asks for a yes unless it has one."""
    if inputs["price"] < 100 and not approvals.granted(record, "sell"):
        return approvals.request(selling(), record, inputs, user, approver=SimpleBoss.id)
    return records.update(record, user, price=inputs["price"])


class SimpleBoss:
    """Whom the action asks; set by the fixture."""

    id = 0


def selling() -> Action:
    return registry.current().actions["boat"]["sell"]


def unless_painted(record, user):
    return Refusal("A painted boat is not sold.") if record.colour else None


@pytest.fixture
def boat(boats):
    SimpleBoss.id = boats.boss.id
    action = Action("sell", "Sell", on="boat", run=sell, inputs={"price": fields.Currency("Price", required=True)}, allowed=unless_painted)
    action.plugin = "boats"
    registry.current().actions["boat"]["sell"] = action
    return records.create("boat", boats.rep, name="Alma")


@pytest.fixture
def asked(boats, boat):
    return selling().run(boat, boats.rep, price="50.5")


def price(boat, boats):
    return records.get("boat", boat.id, boats.rep).price


def test_what_needs_no_yes_happens_at_once(boats, boat):
    selling().run(boat, boats.rep, price="150")

    assert price(boat, boats) == 150


def test_a_request_changes_nothing_and_tells_the_boss(boats, boat, asked):
    assert (price(boat, boats), asked.status) == (None, approvals.WAITING)
    assert notices.latest(boats.boss)[0].text == "Rosa Rep asks for your approval: Sell, Alma"
    assert [one.id for one in approvals.for_me(boats.boss)] == [asked.id]
    assert asked.shown_inputs == [("Price", "50.5")]


def test_a_yes_runs_the_action_with_its_inputs_as_who_asked(boats, boat, asked, monkeypatch):
    monkeypatch.setattr("core.users.actor", lambda user_id: boats.rep)
    approvals.approve(asked.id, boats.boss)

    sold = records.get("boat", boat.id, boats.rep)
    assert (sold.price, sold.modified_by_id) == (Decimal("50.5"), boats.rep.id)
    assert approvals.for_me(boats.boss) == []
    assert "has approved" in notices.latest(boats.rep)[0].text


def test_a_no_needs_a_reason_and_passes_it_on(boats, boat, asked):
    with pytest.raises(Invalid, match="say why"):
        approvals.reject(asked.id, boats.boss, "  ")
    approvals.reject(asked.id, boats.boss, "Too cheap.")

    assert price(boat, boats) is None
    assert "Too cheap." in notices.latest(boats.rep)[0].text


def test_what_the_action_refuses_now_leaves_the_request_waiting(boats, boat, asked, monkeypatch):
    monkeypatch.setattr("core.users.actor", lambda user_id: boats.rep)
    records.update(boat, boats.rep, colour="red")
    with pytest.raises(Refusal, match="painted"):
        approvals.approve(asked.id, boats.boss)

    assert [one.id for one in approvals.for_me(boats.boss)] == [asked.id]


def test_a_decision_is_taken_once(boats, boat, asked):
    approvals.reject(asked.id, boats.boss, "Too cheap.")
    with pytest.raises(Refusal, match="Bo Boss has decided this already"):
        approvals.approve(asked.id, boats.boss)


def test_two_people_deciding_at_once_decide_once(boats, boat, asked):
    def decide(_number):
        try:
            return approvals.reject(asked.id, boats.boss, "Too cheap.").status
        except Refusal:
            return "late"

    assert sorted(in_threads(boats.app, 2, decide)) == ["late", "rejected"]


def test_nobody_else_decides_not_even_who_asked(boats, boat, asked):
    for user in (boats.rep,):
        with pytest.raises(Forbidden):
            approvals.approve(asked.id, user)
    with pytest.raises(NotFound):
        approvals.approve(999, boats.boss)


def test_the_same_is_asked_for_once_at_a_time(boats, boat, asked):
    with pytest.raises(Refusal, match="already waits for a yes from Bo Boss"):
        selling().run(boat, boats.rep, price="40")


def test_a_request_can_be_withdrawn_by_who_made_it(boats, boat, asked):
    with pytest.raises(Forbidden):
        approvals.withdraw(asked.id, boats.boss)
    approvals.withdraw(asked.id, boats.rep)

    assert approvals.for_me(boats.boss) == []


def test_asking_oneself_is_refused(boats, boat):
    with pytest.raises(Refusal, match="nobody who could approve"):
        approvals.request(selling(), boat, {}, boats.rep, approver=boats.rep.id)


def test_requests_of_a_module_that_is_off_wait_out_of_sight(boats, boat, asked):
    modules.disable("boats", boats.admin)

    assert approvals.for_me(boats.boss) == []
    with pytest.raises(Refusal, match="switched off"):
        approvals.approve(asked.id, boats.boss)
