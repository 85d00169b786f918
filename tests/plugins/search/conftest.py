"""What somebody finds by typing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core import Actor, queries, registry


@pytest.fixture
def me(user: Callable[..., Actor]) -> Actor:
    return user("sales_consultant")


@pytest.fixture
def find(app: Any, me: Actor) -> Callable[..., list[int]]:
    """``find("zm", by=…, among="account")``: the ids that the index gives and that are in sight, the best first."""

    def by_index(text: str, by: Actor | None = None, among: str = "account") -> list[int]:
        found = queries.indexed([registry.object_type(among)], by or me, text, 50)
        assert among in found, "the index did not answer"
        return [row.id for row in queries.reached(registry.object_type(among), by or me, found[among])]

    return by_index
