"""Cases taken over from elsewhere: closed long ago, promised by somebody else, opened again here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core import Actor, Invalid, clock, now, records, system_actor
from plugins.cases import customer_said, history_of, look_after

MONDAY = datetime(2019, 9, 23, 1, tzinfo=UTC)  # nine o'clock in Shanghai


@pytest.fixture
def old(agent: Actor) -> Callable[..., Any]:
    """``old(**values)``: a case as the import of old records makes it."""

    def take_over(channel: str = "history", **values: Any) -> Any:
        given = {"name": "Brakes squeal", "opened_at": MONDAY, **values}
        return records.create("case", agent, source="import", channel=channel, typed=set(given) - {"closed_at"}, **given)

    return take_over


def test_a_case_closed_elsewhere_is_closed_when_it_was(old: Callable[..., Any], statuses: dict[str, int], agent: Actor) -> None:
    case = old(closed_at=MONDAY + timedelta(hours=5))

    begun, closed = history_of(case, agent)
    assert (case.is_closed, case.status_id, case.closed_at, case.resolution_minutes) == (True, statuses["solved"], MONDAY + timedelta(hours=5), 300)
    assert (begun.status_id, begun.stay, closed.status_id) == (statuses["new"], timedelta(hours=5), statuses["solved"])


def test_the_closed_status_of_the_file_stays(old: Callable[..., Any], statuses: dict[str, int]) -> None:
    assert old(status=statuses["closed"], closed_at=MONDAY).status_id == statuses["closed"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"closed_at": MONDAY - timedelta(days=1)}, "closed before it was opened"),
        ({"closed_at": MONDAY + timedelta(days=9999)}, "closed in the future"),
        ({"closed_at": MONDAY, "status": "working"}, "In the status “Working” a case is open"),
    ],
)
def test_a_closing_that_cannot_be_is_refused(old: Callable[..., Any], statuses: dict[str, int], values: dict[str, Any], sentence: str) -> None:
    given = {name: statuses[value] if name == "status" else value for name, value in values.items()}

    with pytest.raises(Invalid, match=sentence):
        old(**given)


def test_nobody_closes_a_case_in_the_past_by_hand(agent: Actor) -> None:
    with pytest.raises(Invalid, match="Closed at cannot be changed"):
        records.create("case", agent, typed={"name", "closed_at"}, name="Brakes squeal", closed_at=MONDAY)


def test_of_an_old_record_no_clock_runs_and_no_rule_assigns_it(old: Callable[..., Any], agent: Actor, colleague: Actor) -> None:
    rule = records.create("case_assignment_rule", system_actor(), name="All", active=True)
    records.create("case_assignment_target", system_actor(), rule=rule, target=colleague.id)

    case = old()

    assert (case.owner_id, case.due_at, case.check_at is None or case.check_at > now(), case.is_breached) == (agent.id, None, True, False)
    assert look_after(system_actor()) == {"cases": 0, "done": 0}


def test_what_a_customer_says_of_an_old_case_is_promised_an_answer(old: Callable[..., Any], agent: Actor, again: Callable[[Any], Any]) -> None:
    case = old(closed_at=MONDAY)

    customer_said.run(case, agent, body="It squeals again.")

    woken = again(case)
    assert (woken.is_closed, woken.reopened, woken.first_response_due_at, woken.resolution_due_at) == (False, 1, None, None)
    assert woken.next_response_due_at is not None and woken.next_response_due_at > clock.now()


def test_a_case_that_is_not_old_is_promised_from_when_it_was_opened(old: Callable[..., Any]) -> None:
    case = old(channel="import", opened_at=now() - timedelta(days=30))

    assert (case.taken_over_at, case.is_breached) == (None, True)
