"""The book that a sale starts with. Books change seldom and every page of a sale asks, so which one it is is kept until one changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import Actor, Change, NotFound, records, state, system_actor, units

STATE = "products.books"
FROM_THE_START = "active = true and (is_default = true or is_standard = true)"
BEGINNING, END = date.min, date.max


@dataclass(frozen=True, slots=True)
class Beginning:
    """A book that sales start with by themselves: on these days, in this currency, of one dealer or (None) of all."""

    id: int
    currency: str
    dealer_id: int | None
    first: date
    last: date
    is_standard: bool

    @property
    def after(self) -> tuple[bool, bool, int]:
        """A dealer's own goes before that of all dealers, and both before the standard book."""
        return (self.is_standard, self.dealer_id is None, self.id)


def default_book(user: Actor, *, currency: str | None = None, day: date, dealer_id: int | None = None) -> Any:
    """The book that a sale starts with: the dealer's default of the day, else the one for all dealers, else the standard one; or None.

    ``currency``: an ISO code, that of the dealer unless told. ``dealer_id``: the user's dealer unless told.
    """
    dealer_id = dealer_id or user.dealer_id
    dealer = units.find(dealer_id)
    for one in _in_order(currency or (dealer.currency if dealer else user.currency), dealer_id, day):
        try:
            return records.get("price_book", one.id, user)
        except NotFound:
            continue  # another dealer's, which this user does not see
    return None


def _in_order(currency: str, dealer_id: int | None, day: date) -> Iterator[Beginning]:
    return (one for one in state.cached(STATE, _read) if one.currency == currency and one.dealer_id in (None, dealer_id) and one.first <= day <= one.last)


def _read() -> tuple[Beginning, ...]:
    found = (book for batch in records.batches("price_book", system_actor(), where=FROM_THE_START) for book in batch)
    made = (Beginning(book.id, book.currency, book.for_dealer_id, book.valid_from or BEGINNING, book.valid_until or END, book.is_standard) for book in found)
    return tuple(sorted(made, key=lambda one: one.after))


def note(change: Change) -> None:
    """A book was saved or deleted: what sales start with is read anew if they start, or started, with this one."""
    book = change.record
    if book.is_default or book.is_standard or change.old.get("is_default"):
        state.bump(STATE)
