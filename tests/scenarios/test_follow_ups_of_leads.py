"""Follow-ups about leads: back into the pool with them, and refused while the lead wants to know something first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from core import Actor, records, system_actor, users
from plugins.activities import activity, ladder
from plugins.leads import convert


@pytest.fixture(autouse=True)
def thursday(at: Any) -> Iterator[None]:
    with at("2026-11-26 10:00"):
        yield


@pytest.fixture
def lead(make: Callable[..., Any], user: Callable[..., Actor]) -> Any:
    me = user("sales_consultant")
    return make("lead", by=me, owner=me.id, mobile="13800138000", channel="lenient")


@pytest.fixture
def overdue(lead: Any, make: Callable[..., Any], user: Callable[..., Actor]) -> Any:
    """A follow-up of eight days ago."""
    return make("activity", by=user("sales_consultant"), name="Call Gao", due_on="2026-11-18", about=lead)


@pytest.fixture
def pool(user: Callable[..., Actor]) -> Any:
    """A queue into which the ladder puts back what is a week overdue."""
    list(ladder.seed(system_actor()))
    admin = user("administrator")
    queue = users.add_queue(admin, name="Pool", members=(user("sales_consultant", number=2).id,))
    records.create("ladder_step", admin, name="Back", days=7, step="take_back", queue=queue.id)
    return queue


def test_s12_the_lead_goes_back_into_the_pool_with_its_follow_up(pool: Any, lead: Any, overdue: Any) -> None:
    assert ladder.climb(system_actor())["take_back"] == 1

    assert records.get("lead", lead.id, system_actor()).owner_id == pool.id
    assert records.get(activity, overdue.id, system_actor()).owner_id == pool.id


def test_a_lead_that_was_converted_stays_where_it_is_and_holds_up_no_other(pool: Any, lead: Any, overdue: Any, make: Any, user: Any) -> None:
    me = user("sales_consultant")
    convert.run(lead, me, contact_choice="create")
    waiting = make("lead", by=me, owner=me.id, mobile="13800138001", channel="lenient")
    make("activity", by=me, name="Call Sun", due_on="2026-11-18", about=waiting)

    assert ladder.climb(system_actor())["take_back"] == 2

    assert records.get("lead", lead.id, system_actor()).owner_id == me.id
    assert records.get("lead", waiting.id, system_actor()).owner_id == pool.id


def test_whoever_takes_it_from_the_pool_gets_the_follow_up_too(pool: Any, lead: Any, overdue: Any, user: Callable[..., Actor]) -> None:
    other = user("sales_consultant", number=2)
    ladder.climb(system_actor())

    records.update(records.get("lead", lead.id, system_actor()), system_actor(), owner=other.id)
    assert records.get(activity, overdue.id, other).owner_id == other.id


def test_what_the_lead_wants_to_know_is_said_and_nothing_is_written(lead: Any, make: Callable[..., Any], user: Callable[..., Actor], login: Callable[..., Any]) -> None:
    me = user("sales_consultant")
    first = make("activity", by=me, name="First call", kind="call", about=lead, due_on="2026-11-26")

    answer = login("sales_consultant").post(f"/follow-ups/{first.id}/end?by=time", data={"outcome": "reached"}, headers={"HX-Request": "true"})

    assert answer.status_code == 422 and "rade" in answer.text
    assert records.get(activity, first.id, me).status.code == "open"


@pytest.mark.parametrize("code", ["lead", "opportunity"])
def test_s12_the_grade_proposes_the_date_in_the_composer_and_for_the_one_key(code: str, make: Any, user: Any, login: Any) -> None:
    me = user("sales_consultant")
    admin = user("administrator")
    grade = records.create("grade", admin, scheme=records.create("grade_scheme", admin, code="T", name="Test"), code="W", name="Warm", follow_up_days=3)
    values = {"mobile": "13800138000", "channel": "lenient"} if code == "lead" else {"account": make("account", by=me)}
    record = make(code, by=me, grade=grade.id, **values)
    call = make("activity", by=me, name="Call", kind="call", about=record, due_on="2026-11-26")
    client = login("sales_consultant")

    assert 'name="next_on" value="2026-11-29"' in client.get(record.url).text
    client.post(f"/follow-ups/{call.id}/end?by=time", data={"outcome": "reached"}, headers={"HX-Request": "true"})
    assert str(records.get(activity, call.id, me).next_on) == "2026-11-29"
