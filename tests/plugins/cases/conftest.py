"""A service desk with the shipped statuses and promises, at dealers that are open from nine to six, Monday to Friday."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from core import Actor, records, system_actor, users
from plugins.cases import catalogue


@pytest.fixture
def agent(user: Callable[..., Actor]) -> Actor:
    return user("service_agent", dealer="North")


@pytest.fixture
def colleague(agent: Actor) -> Actor:
    """A second agent at the same desk."""
    made = users.add(system_actor(), name="Sun Hao", email="sun.hao@north.example", role_codes=("service_agent",), unit_id=agent.unit_id)
    return users.actor(made.id)


@pytest.fixture
def statuses(app: Any) -> dict[str, int]:
    """Status codes -> ids."""
    return {str(one.code): one.id for one in catalogue().statuses.values()}


@pytest.fixture
def report(agent: Actor) -> Callable[..., Any]:
    """``report(by=, **values)``: a case taken down by the agent."""

    def make_case(by: Actor | None = None, source: str = "user", **values: Any) -> Any:
        channel = "import" if source == "import" else "form"
        return records.create("case", by or agent, source=source, channel=channel, **{"name": "Charging stops at 80 %", **values})

    return make_case


@pytest.fixture
def rule(app: Any) -> Callable[..., Any]:
    """``rule([ids], **values)``: an active assignment rule with its targets."""

    def make_rule(targets: Sequence[int], **values: Any) -> Any:
        made = records.create("case_assignment_rule", system_actor(), **{"name": "Desk", "active": True, **values})
        for one in targets:
            records.create("case_assignment_target", system_actor(), rule=made, target=one)
        return made

    return make_rule


@pytest.fixture
def again() -> Callable[[Any], Any]:
    """The record as it is now."""
    return lambda record: records.get(record.__object_code__, record.id, system_actor())
