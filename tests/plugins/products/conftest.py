"""Products with standard prices, and people to sell them."""

from __future__ import annotations

from typing import Any

import pytest

from core import Actor, records
from plugins.products import standard_book


@pytest.fixture
def standard(app: Any) -> Any:
    """The standard price book in CNY that every installation starts with."""
    return standard_book("CNY")


@pytest.fixture
def car(admin: Actor, standard: Any) -> Any:
    """A product that costs 259,800 yuan."""
    made = records.create("product", admin, code="HAN-L7", name="Han L7", family="vehicles")
    records.create("price_book_entry", admin, book=standard, product=made, list_price="259800")
    return made
