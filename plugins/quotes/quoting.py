"""What a quote and its lines obey, and how its amounts follow its lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from decimal import Decimal
from typing import Any

from core import Actor, Change, Refusal, code_of, queries, records, settings, system_actor, today
from core import gettext as _

from . import lines, pricing, sales
from .following import is_leaving, soon
from .picklists import CHINESE, DRAFT, ENGLISH, STATUSES
from .settings import TAX_RATE, TERMS, VALID_DAYS

QUOTE, LINE = "quote", "quote_line"
OPEN = frozenset(one.code for one in STATUSES if not one.closed)
AMOUNTS = {"subtotal": "subtotal", "total": "amount", "net": "net", "tax": "tax", "gross": "gross"}
"""Sums of the lines by the field of the quote that holds them."""

_moving: ContextVar[bool] = ContextVar("quote_moves", default=False)


# ---------------------------------------------------------------- the quote


def prepare(change: Change) -> None:
    """A new quote is from the opportunity's dealer and for its account, in its book, and in the language of who writes it."""
    quote, sale = change.record, change.record.opportunity
    quote.is_open = code_of(quote.status) in OPEN
    if not change.is_new or sale is None:
        return
    book = quote.book or sales.require_book(sale, change.user)
    quote.dealer_id, quote.unit_id = sale.dealer_id, sale.unit_id
    quote.account_id, quote.contact_id = sale.account_id, quote.contact_id or sale.contact_id
    quote.book_id, quote.includes_tax = book.id, bool(book.includes_tax)
    quote.language = quote.language or (CHINESE if change.user.locale == CHINESE.code else ENGLISH)
    quote.valid_until = quote.valid_until or today(sale.dealer_id) + timedelta(days=settings.get(VALID_DAYS, sale.dealer_id))
    quote.terms = quote.terms or settings.get(TERMS, sale.dealer_id) or None
    for name in AMOUNTS.values():
        setattr(quote, f"{name}_currency", book.currency)
        setattr(quote, name, getattr(quote, name) or Decimal(0))


def rules(change: Change) -> Iterator[tuple[str, str]]:
    quote = change.record
    if not change.is_new and "opportunity" in change.changed and change.source not in ("merge", "undo"):
        yield "opportunity", _("A quote stays with its opportunity.")
    if quote.valid_until and (change.is_new or "valid_until" in change.changed) and quote.valid_until < today(quote.dealer_id):
        yield "valid_until", _("A quote cannot be valid until a day that is over.")


def readonly(quote: Any) -> str | None:
    """A quote that has left the house stays as it is."""
    if _moving.get() or quote.status is None or quote.status == DRAFT:
        return None
    return frozen_sentence(quote)


def frozen_sentence(quote: Any) -> str:
    return _("Quote %(number)s is no draft any more (%(status)s). Make a new version to change it.", number=quote.number, status=quote.status)


@contextmanager
def moving() -> Iterator[None]:
    """The product itself writes to a quote that people no longer change."""
    token = _moving.set(True)
    try:
        yield
    finally:
        _moving.reset(token)


def put(quote: Any, user: Actor, *, source: str = "user", reason: str | None = None, **values: Any) -> Any:
    """Write what follows from a step of the quote's life."""
    with moving():
        return records.update(quote, user, source=source, reason=reason, **values)


def lines_of(quote_id: int, user: Actor) -> list[Any]:
    """The lines in their order."""
    return records.find(LINE, user, where={"quote": quote_id}, sort="position", limit=sales.MOST_LINES)


# ---------------------------------------------------------------- its lines


def prepare_line(change: Change) -> None:
    """A line is priced as an opportunity's is, unless it is a copy of one; its tax follows."""
    line = change.record
    quote = line.quote
    if quote is None or line.product is None:
        return
    if change.is_new and line.list_price is None:
        lines.price(change, quote.book, today(quote.dealer_id))
    if change.is_new:
        line.name = line.name or line.product.name
        line.position = line.position or _last(quote.id) + 1
        if line.tax_rate is None:
            line.tax_rate = line.product.tax_rate if line.product.tax_rate is not None else settings.get(TAX_RATE, quote.dealer_id)
    lines.settle(change)
    _tax(line, quote)


def _tax(line: Any, quote: Any) -> None:
    if line.total is None or line.tax_rate is None or line.tax_rate < 0:
        return
    found = pricing.taxed(line.total, line.tax_rate, line.list_price_currency, includes_tax=bool(quote.includes_tax))
    for name in ("net", "tax", "gross"):
        setattr(line, name, getattr(found, name))
        setattr(line, f"{name}_currency", line.list_price_currency)


def _last(quote_id: int) -> int:
    last = records.first(LINE, system_actor(), where={"quote": quote_id}, sort="-position")
    return last.position or 0 if last is not None else 0


def line_rules(change: Change) -> Iterator[tuple[str, str]]:
    line = change.record
    if not change.is_new and "quote" in change.changed:
        yield "quote", _("A line stays with its quote. Add it to the other one anew.")
    if change.is_new and queries.count(LINE, system_actor(), where={"quote": line.quote_id}, cap=sales.MOST_LINES)[0] >= sales.MOST_LINES:
        yield "quote", _("A quote may have at most %(most)s lines.", most=sales.MOST_LINES)
    if line.tax_rate is None:
        yield "tax_rate", _("Please say the tax rate, 0 for none.")
    yield from lines.rules(change)


def before_line(change: Change) -> None:
    """Raises Refusal where the quote is no draft any more."""
    quote = records.get(QUOTE, change.record.quote_id, system_actor(), lock=True)
    if quote.status != DRAFT and not _moving.get() and not is_leaving(quote.id):
        raise Refusal(frozen_sentence(quote), code="quote-frozen")


def line_changed(change: Change) -> None:
    """After a line was made, changed, removed or brought back."""
    soon(follow, change.record.quote_id, change.user)


def follow(quote_id: int, user: Actor) -> None:
    """Make the amounts the sums of the lines', each column for itself, and note the largest discount off a list price."""
    quote = records.get(QUOTE, quote_id, system_actor(), lock=True, deleted=True)
    if quote.deleted_at is not None:
        return
    measures = tuple(f"sum:{name}" for name in AMOUNTS)
    rows = queries.aggregate(LINE, system_actor(), group_by=("quote",), measures=measures, where={"quote": quote_id})
    values: dict[str, Any] = {field: sum((getattr(row, f"sum_{name}") for row in rows), Decimal(0)) for name, field in AMOUNTS.items()}
    put(quote, user, source="automation", **values, largest_discount=largest_discount(quote_id))


def largest_discount(quote_id: int) -> Decimal:
    """In per cent of the list price, rounded up to two decimals: what a lower sales price and a discount take off together."""
    found = Decimal(0)
    for row in queries.page(LINE, system_actor(), where={"quote": quote_id}, sort="position", limit=sales.MOST_LINES, columns=("list_price", "quantity", "total")).rows:
        listed = row.list_price * row.quantity
        if listed > 0 and row.total < listed:
            found = max(found, pricing.percent_off(listed, row.total))
    return found


def parent_of(change: Change) -> int:
    """The opportunity or quote that a line belongs to."""
    line = change.record
    return int(line.opportunity_id if change.object_type.code == sales.LINE else line.quote_id)


def goes_with_parent(change: Change) -> bool:
    """Whether a line is deleted because its opportunity or quote is."""
    return is_leaving(parent_of(change))
