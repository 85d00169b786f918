"""People of two dealers, and leads with everything the China profile asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core import Actor, records, system_actor, users

Register = Callable[..., Any]
_numbers = iter(range(1, 10**6))


@pytest.fixture
def seller(user: Callable[..., Actor]) -> Actor:
    return user("sales_consultant", dealer="North")


@pytest.fixture
def colleague(user: Callable[..., Actor]) -> Actor:
    return user("sales_consultant", dealer="North", number=2)


@pytest.fixture
def agent(user: Callable[..., Actor]) -> Actor:
    return user("call_centre_agent", dealer="North")


def card(**values: Any) -> dict[str, Any]:
    """A complete prospect card; each has a mobile of its own. A value None leaves a field out."""
    whole: dict[str, Any] = {
        "name": "周敏", "gender": "female", "province": "44", "city": "4403", "mobile": f"137{next(_numbers):08d}",
        "expected_time": "month", "model_label": "Song L",
    }  # fmt: skip
    return {name: value for name, value in {**whole, **values}.items() if value is not None}


@pytest.fixture
def register(seller: Actor) -> Register:
    """``register(by=agent, mobile=...)``: a lead registered by hand."""

    def make(by: Actor | None = None, channel: str = "form", reason: str | None = None, **values: Any) -> Any:
        return records.create("lead", by or seller, channel=channel, reason=reason, **card(**values))

    return make


@pytest.fixture
def grade_a() -> Any:
    return records.first("grade", system_actor(), where={"code": "A"}, sort="id")


@pytest.fixture
def queue(seller: Actor, colleague: Actor) -> int:
    """A queue of both consultants."""
    made = users.add_queue(system_actor(), name="New leads", unit_id=seller.dealer_id, members=(seller.id, colleague.id))
    return int(getattr(made, "id", made))


@pytest.fixture
def rule(seller: Actor) -> Callable[..., Any]:
    """``rule("round_robin", [ids], where=...)``: an assignment rule with its targets."""

    def make(mode: str, targets: list[Any], **values: Any) -> Any:
        system = system_actor()
        made = records.create("assignment_rule", system, **{"name": f"Rule {next(_numbers)}", "mode": mode, **values})
        for one in targets:
            more = one if isinstance(one, dict) else {"target": one}
            records.create("assignment_target", system, rule=made, **more)
        return made

    return make
