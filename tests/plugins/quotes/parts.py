"""What lines are made of, for tests that make one of each object."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core import system_actor
from plugins.products import standard_book

Make = Callable[..., Any]


def a_sale(make: Make) -> Any:
    """An opportunity with an account."""
    return make("opportunity", account=make("account"))


def priced(make: Make) -> Any:
    """A product with a standard price."""
    return make("price_book_entry", book=standard_book(system_actor().currency), list_price="259800").product


def a_quote(make: Make) -> Any:
    """A quote of such an opportunity."""
    return make("quote", opportunity=a_sale(make))


def a_line(make: Make) -> Any:
    """A line of such an opportunity."""
    return make("opportunity_line", product=priced(make), opportunity=a_sale(make))


VALID = {
    "opportunity": {"account": lambda make: make("account")},
    "opportunity_line": {"product": priced, "opportunity": a_sale},
    "installment": {"line": a_line, "revenue": "100"},
    "quote": {"opportunity": a_sale},
    "quote_line": {"product": priced, "quote": a_quote},
    "discount_limit": {"role": "service_agent", "percent": 2},
}
