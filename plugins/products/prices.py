"""What a product costs: the entries of price books, those that follow the standard price, and the answer for a line of a sale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core import Actor, Change, Refusal, chunks, queries, records, registry, system_actor
from core import gettext as _

from . import books

ENTRY = "price_book_entry"
KNOWN = "products.entries"
"""What was asked beforehand for entries that are saved together: the entry, or None, by the ids of product and book."""
MOST_FITTING = 200
"""Products that fit a text, of which those are offered that the book has."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a product costs in a book. ``amount`` is the list price, of one ``measured_in``, in ``currency``; the entry is the one it comes from."""

    amount: Decimal
    currency: str
    includes_tax: bool
    entry: Any
    book: Any
    product: Any


def price_of(product: Any, book: Any, day: date, *, currency: str | None = None) -> Price:
    """The price of a product in a book, for a line of that day. A line copies it: what changes later does not touch the line.

    ``currency``: an ISO code that the book must be in. Raises Refusal with a sentence: product or entry out of use, book not
    valid on the day, another currency, no price in this book.
    """
    if not product.active:
        raise Refusal(_("The product “%(name)s” is out of use.", name=product.name), field="product", code="product-inactive")
    books.require_valid(book, day)
    if currency is not None and currency != book.currency:
        sentence = _("The price book “%(name)s” is in %(currency)s, not in %(wanted)s.", name=book.name, currency=book.currency, wanted=currency)
        raise Refusal(sentence, field="book", code="currency")
    entry = entry_of(product.id, book.id)
    if entry is None or not entry.active:
        sentence = _("“%(product)s” has no price in “%(book)s” that is in use.", product=product.name, book=book.name)
        raise Refusal(sentence, field="product", code="no-price")
    return Price(entry.list_price, entry.list_price_currency, bool(book.includes_tax), entry, book, product)


def entry_of(product_id: int, book_id: int, *, lock: bool = False) -> Any:
    """The entry of a product in a book, in use or not; None where there is none."""
    known = chunks.facts(KNOWN)
    if (product_id, book_id) in known:
        return known[product_id, book_id]
    found = records.find(ENTRY, system_actor(), where={"book": book_id, "product": product_id}, sort="id", limit=1, lock=lock)
    return next(iter(found), None)


def find_entries(text: str, book: Any, user: Actor, limit: int = 20) -> list[Any]:
    """The entries in use of a book whose product fits the text, the best first: what a line editor offers while somebody types.

    Products are found as everywhere: by name in either language, code and pinyin, through the index of the search module where that is on.
    """
    offered = {"book": book.id, "active": True}
    if not text.strip():
        return records.find(ENTRY, user, where=offered, sort="name", limit=limit)
    fitting = [row.id for row in queries.suggest("product", user, text, MOST_FITTING, where="active = true")]
    found = records.find(ENTRY, user, where={**offered, "product": fitting}, sort="id", limit=MOST_FITTING) if fitting else []
    return sorted(found, key=lambda entry: fitting.index(entry.product_id))[:limit]


# ---------------------------------------------------------------- entries


def needed(values: Any, channel: str, user: Actor) -> Iterator[str]:
    """An entry has a price of its own unless it follows the standard one."""
    if not values["use_standard"]:
        yield "list_price"


def foresee(rows: Sequence[Mapping[str, Any]]) -> None:
    """Before many are saved together: ask for the entries that their products have in their books and in the standard ones, and hold those that they follow."""
    products, named = records.named_in(rows, "product"), records.named_in(rows, "book")
    own = records.load(registry.object_type("price_book"), sorted(named))
    standard = books.foresee_standard({one.currency for one in own})
    wanted = sorted({one.id for one in (*own, *standard)})
    chunks.facts(KNOWN).update({(product, book): None for product in products for book in wanted})
    follows = any(row.get("use_standard") for row in rows)
    for piece in [wanted] if len(wanted) * len(products) <= queries.MOST else [[one] for one in wanted]:  # so many are found at once
        found = records.find(ENTRY, system_actor(), where={"book": piece, "product": sorted(products)}, sort="id", limit=queries.MOST, lock=follows)
        chunks.facts(KNOWN).update({(one.product_id, one.book_id): one for one in found})


def prepare(change: Change) -> None:
    """Currency of the book, name of the product, and the standard price where the entry follows it."""
    record = change.record
    book, product = record.book, record.product
    if book is not None and (record.list_price_currency is None or record.use_standard):
        record.list_price_currency = book.currency
    if product is not None:
        record.name, record.code = product.name, product.code
    if book is not None and product is not None and record.use_standard and not book.is_standard:
        standard = standard_entry(product.id, book.currency, lock=True)
        record.list_price = standard.list_price if standard is not None else record.list_price


def standard_entry(product_id: int, currency: str, *, lock: bool = False) -> Any:
    """The active entry in the standard book of a currency, or None."""
    book = books.standard_book(currency)
    entry = entry_of(product_id, book.id, lock=lock) if book is not None else None
    return entry if entry is not None and entry.active else None


def rules(change: Change) -> Iterator[tuple[str, str]]:
    """Semantics of a price book entry: one per book and product, of an active product, in the currency of its book."""
    record, book, product = change.record, change.record.book, change.record.product
    if not change.is_new and {"book", "product"} & change.changed:
        yield "product", _("Book and product of an entry stay. Deactivate it, and make another one.")
    if record.list_price_currency != book.currency:
        yield "list_price", _("The price book “%(name)s” is in %(currency)s, not in %(wanted)s.", name=book.name, currency=book.currency,
                              wanted=record.list_price_currency)  # fmt: skip
    if record.active and (change.is_new or "active" in change.changed) and not product.active:
        yield "product", _("The product “%(name)s” is out of use.", name=product.name)
    if change.is_new and (other := entry_of(product.id, book.id)) is not None:
        if other.active:
            yield "product", _("“%(product)s” is in this price book already.", product=product.name)
        else:
            yield "product", _("“%(product)s” is in this price book already, out of use. Activate that entry again.", product=product.name)
    yield from _standard_rules(change)


def _standard_rules(change: Change) -> Iterator[tuple[str, str]]:
    record, book = change.record, change.record.book
    if book.is_standard:
        if record.use_standard:
            yield "use_standard", _("This is the standard price; it cannot follow itself.")
    elif record.active and (change.is_new or {"active", "use_standard"} & change.changed) and standard_entry(record.product_id, book.currency) is None:
        name = "use_standard" if record.use_standard else "product"
        yield name, _("“%(product)s” has no standard price in %(currency)s that is in use. Give it one first.", product=record.product.name, currency=book.currency)


def carry_over(change: Change) -> None:
    """After a save of a standard entry: the entries that follow it have its price, and are out of use when it is."""
    record = change.record
    if (known := chunks.facts(KNOWN)):
        known[record.product_id, record.book_id] = record
    if change.is_new or not record.book.is_standard or not {"list_price", "active"} & change.changed:
        return
    values: dict[str, Any] = {} if record.active else {"active": False}
    for batch in records.batches(ENTRY, system_actor(), where={"product": record.product_id, "use_standard": True}):
        for other in batch:
            if other.book.currency == record.book.currency:
                records.update(other, system_actor(), source="automation", reason=change.reason, list_price=record.list_price, **values)


def rename(change: Change) -> None:
    """After a save of a product: its entries are found by its new name and code."""
    if change.is_new or not {"name", "code"} & change.changed:
        return
    for batch in records.batches(ENTRY, system_actor(), where={"product": change.record.id}):
        for entry in batch:
            records.update(entry, system_actor(), source="automation", name=change.record.name)


def refuse_deletion(change: Change) -> None:
    """Entries are deactivated, so that what was sold at a price still says where the price came from. An import may be taken back."""
    if change.source not in ("undo", "merge"):
        raise Refusal(_("Price book entries are not deleted. Deactivate the entry instead."), code="deactivate")
