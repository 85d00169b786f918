"""People of two dealers, and the shortest way to a customer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core import Actor, records
from plugins.contacts import create_person


@pytest.fixture
def seller(user: Callable[..., Actor]) -> Actor:
    return user("sales_consultant", dealer="North")


@pytest.fixture
def company(seller: Actor) -> Any:
    return records.create("account", seller, name="苏州晨光物流有限公司", phone="0512-65581234")


@pytest.fixture
def person(seller: Actor) -> Any:
    return create_person(seller, name="周敏", mobile="13800138000")
