"""What a line editor and a price list ask stays a piece of an index, however many entries there are: judged by the database's own plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core import ListView, registry
from core.testing.plans import unindexed

ASKED = {
    "the entries of a book by name": ("price_book_entry", "book = 1 and active = true", "name"),
    "those that follow a standard price": ("price_book_entry", "product = 1 and use_standard = true and id > 5", "id"),
    "the prices of a product": ("price_book_entry", "product = 1", "-modified_at"),
    "what an account owns": ("installed_product", "account = 1", "-delivered_on"),
    "what is below a node": ("vehicle_model", "parent = 1", "name"),
}


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("role", ["administrator", "sales_consultant"])
def test_it_walks_an_index(app: Any, asked: str, role: str, user: Callable[..., Any]) -> None:
    code, where, sort = ASKED[asked]

    assert not unindexed(registry.object_type(code), ListView("asked", asked, (), where=where, sort=sort), user(role))
