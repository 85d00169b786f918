"""The people of most stories."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core import Actor


@pytest.fixture
def admin(user: Callable[..., Actor]) -> Actor:
    return user("administrator")


@pytest.fixture
def manager(user: Callable[..., Actor]) -> Actor:
    return user("dealer_manager")


@pytest.fixture
def rep(user: Callable[..., Actor]) -> Actor:
    return user("sales_consultant")
