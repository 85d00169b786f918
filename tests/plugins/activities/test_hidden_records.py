"""An activity is about nothing that its writer may not see: its name would be learned by it, and it would stand in a stranger's timeline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core import Actor, acting, records


@pytest.fixture
def stranger(user: Callable[..., Actor]) -> Actor:
    return user("sales_consultant", dealer="South")


def test_what_one_does_not_see_is_answered_as_what_there_is_not(make: Callable[..., Any], user: Callable[..., Actor], stranger: Actor, login: Callable[..., Any]) -> None:
    hidden = make("activity", by=user("sales_consultant", dealer="North"), name="Gao Lei", kind="note")
    told = [login(actor=stranger).post("/api/v1/activities", json={"name": "x", "kind": "task", "about": number}) for number in (hidden.id, 10**9)]

    assert [one.status_code for one in told] == [422, 422]
    assert told[0].json["errors"] == told[1].json["errors"] == [{"field": "about", "rule": "reference", "detail": "About: there is no such record."}]


def test_nor_is_an_activity_moved_to_it(make: Callable[..., Any], user: Callable[..., Actor], stranger: Actor, login: Callable[..., Any]) -> None:
    hidden = make("activity", by=user("sales_consultant", dealer="North"), name="Gao Lei", kind="note")
    own = make("activity", by=stranger, name="Mine", kind="task")

    answer = login(actor=stranger).patch(f"/api/v1/activities/{own.id}", json={"about": hidden.id})

    assert answer.status_code == 422
    with acting(stranger):
        assert records.get("activity", own.id, stranger).about_id is None


def test_one_that_is_there_already_goes_along_when_something_else_is_changed(make: Callable[..., Any], user: Callable[..., Actor], stranger: Actor, login: Callable[..., Any]) -> None:
    """A colleague, or the product, hung it there; who may change the activity changes the rest of it."""
    hidden = make("activity", by=user("sales_consultant", dealer="North"), name="Gao Lei", kind="note")
    own = make("activity", by=stranger, name="Mine", kind="task", about=hidden)

    assert login(actor=stranger).patch(f"/api/v1/activities/{own.id}", json={"about": hidden.id, "name": "Mine too"}).status_code == 200
