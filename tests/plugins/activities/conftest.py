"""Records for the tests of activities: the module knows no other, so an activity stands in for a customer's record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from core import Actor, acting, records, today
from plugins.activities import activity


@pytest.fixture
def consultant(user: Callable[..., Actor]) -> Iterator[Actor]:
    """Acting, as in a request: "+1" is a day of the consultant's own zone."""
    with acting(user("sales_consultant")) as person:
        yield person


@pytest.fixture
def customer(make: Callable[..., Any], consultant: Actor) -> Any:
    """A record to hang follow-ups on."""
    return make("activity", by=consultant, name="Gao Lei", kind="note")


@pytest.fixture
def follow_up(consultant: Actor, customer: Any) -> Callable[..., Any]:
    """``follow_up(days=2)``: an open call about the customer, due in so many days."""

    def plan(days: int = 0, **values: Any) -> Any:
        given = {"name": "Call Gao Lei", "kind": "call", "about": customer, "due_on": today(consultant.dealer_id) + timedelta(days=days)}
        return records.create(activity, consultant, **{**given, **values})

    return plan
