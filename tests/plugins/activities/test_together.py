"""Activities that come in together are linked, and name what comes next, as if each had come alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from core import Actor, db, records, system_actor
from core.testing.fixtures import save_together
from plugins.activities import links, next_of
from plugins.activities.models import Link, Next, Reminder

DAY = date(2030, 1, 31)


@pytest.fixture
def customers(make: Callable[..., Any], consultant: Actor) -> list[Any]:
    return [make("activity", by=consultant, name=name, kind="note") for name in ("Gao Lei", "Pan Yue", "Zhou Min")]


def rows_of(customers: list[Any]) -> list[dict[str, Any]]:
    """Later and sooner, with a time and without, due and not, done and open; of the same customers in turn."""
    dues: list[dict[str, Any]] = [
        {"due_on": DAY}, {"due_on": DAY - timedelta(days=3)}, {}, {"due_on": DAY - timedelta(days=3), "due_at": "2030-01-28T09:00:00Z"},
        {"due_on": DAY - timedelta(days=3), "due_at": "2030-01-28T08:00:00Z"}, {"due_on": DAY - timedelta(days=3), "due_at": "2030-01-28T08:00:00Z"},
        {"due_on": DAY - timedelta(days=9), "done_at": "2026-11-20T08:00:00Z"}, {"due_on": DAY + timedelta(days=1)},
    ]  # fmt: skip
    return [{"name": f"Call {number}", "kind": "call", "about": one.id, **due} for number, (one, due) in enumerate((one, due) for due in dues for one in customers)]


def kept() -> list[Any]:
    """Links, what comes next and reminders, as they stand."""
    db.session.rollback()
    tables = (Link.__table__, Next.__table__, Reminder.__table__)
    return [sorted(map(str, db.session.execute(sa.select(table)))) for table in tables]


def test_what_comes_next_is_what_the_activities_add_up_to(customers: list[Any], consultant: Actor) -> None:
    outcomes = save_together("activity", consultant, rows_of(customers))
    assert not [one.problem for one in outcomes if one.problem]

    before = kept()
    links.rebuild(system_actor())

    assert kept() == before
    assert {one.next_on for one in next_of([one.id for one in customers]).values()} == {DAY - timedelta(days=3)}


def test_of_two_for_the_same_moment_the_older_stays(customer: Any, consultant: Actor) -> None:
    first, _second = (one.result for one in save_together("activity", consultant, [{"name": name, "about": customer, "due_on": DAY} for name in ("Call", "Visit")]))

    assert next_of([customer.id])[customer.id].activity_id == first.id


def test_one_saved_alone_comes_before_what_is_due_later(follow_up: Callable[..., Any], customer: Any) -> None:
    later, sooner = follow_up(days=5), follow_up(days=2)
    assert next_of([customer.id])[customer.id].activity_id == sooner.id

    records.delete(sooner, system_actor())
    assert next_of([customer.id])[customer.id].activity_id == later.id
