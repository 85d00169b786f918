"""Who may do what with products and prices: rights.txt, object by object."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from core import Actor, Forbidden, Invalid, records, users
from core.testing import RightsContract

from .test_contract import a_price


class TestRights(RightsContract):
    plugin = "products"
    table = Path(__file__).with_name("rights.txt")
    valid = {"installed_product": {"name": "Han EV"}}

    def complete(self, code: str, make: Callable[..., Any]) -> dict[str, Any]:
        """A price of a product that has a standard price."""
        return a_price(make) if code == "price_book_entry" else {}

    # A price book has no owner: it belongs to a dealer, or to all.

    def _relations(self, code: str, cast: Any, role: str) -> dict[str, Actor]:
        found = super()._relations(code, cast, role)
        return {"dealer": cast.people[role], **found} if code == "price_book" else found

    def _owner(self, code: str, other: Actor) -> int:
        return other.id if code == "price_book" else super()._owner(code, other)

    def _values(self, code: str, owner: int, make: Callable[..., Any]) -> dict[str, Any]:
        found = super()._values(code, owner, make)
        return {"for_dealer": users.home_of(owner)[1], **found} if code == "price_book" and owner else found

    def _attempt(self, one: Any, code: str, cast: Any, make: Callable[..., Any]) -> Callable[[], Any]:
        if (code, one.name) != ("price_book", "create"):
            return super()._attempt(one, code, cast, make)
        dealer = self._relations(code, cast, one.role)[one.relation].dealer_id

        def create() -> Any:
            try:
                return records.create(code, cast.people[one.role], name="Fleet", for_dealer=dealer)
            except Invalid as problem:
                if "for_dealer" in problem.errors:
                    raise Forbidden from None
                raise

        return create
