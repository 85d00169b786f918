"""Lines of an opportunity: how they are completed before a save, their order, and what happens to them when the book changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core import Action, Actor, Change, Choice, Invalid, Refusal, fields, records, system_actor, today
from core import gettext as translate
from core import gettext_lazy as _
from plugins.opportunities import opportunity
from plugins.products import price_of

from . import lines, sales, syncing
from .following import together

REPRICE = Choice("reprice", _("Take the new book's prices"))
REMOVE = Choice("remove", _("Remove all lines"))
BOOK_CHANGES = (REPRICE, REMOVE)


def prepare(change: Change) -> None:
    """A new line is priced from the opportunity's book and comes last."""
    line = change.record
    if change.is_new and line.opportunity is not None and line.product is not None:
        _price(change)
        line.position = line.position or _last(line.opportunity_id) + 1
    lines.settle(change)


def _price(change: Change) -> None:
    """From the opportunity's book of today; the copy of a quote's line has its prices already."""
    line = change.record
    sale = sales.lock(line.opportunity_id)
    if line.list_price is not None:
        line.name = line.product.name
        return
    book = sales.require_book(sale, change.user)
    sales.check_book(sale, book)
    lines.price(change, book, today(sale.dealer_id))


def rules(change: Change) -> Iterator[tuple[str, str]]:
    """A line stays where it is; the rest is the same for all lines."""
    if not change.is_new and "opportunity" in change.changed and change.source not in ("merge", "undo"):
        yield "opportunity", translate("A line stays with its opportunity. Add it to the other one anew.")
    if change.is_new and _count(change.record.opportunity_id) >= sales.MOST_LINES:
        yield "opportunity", translate("An opportunity may have at most %(most)s lines.", most=sales.MOST_LINES)
    yield from lines.rules(change)


def before_save(change: Change) -> None:
    """The line is sound: only now is the book it was priced from kept as the opportunity's."""
    if change.is_new and sales.find(change.record.opportunity_id) is None:
        entry = records.get("price_book_entry", change.record.entry_id, system_actor())
        sales.keep_book(change.record.opportunity_id, entry.book_id)


def check_return(change: Change) -> None:
    """Before a line comes back by itself. Raises Refusal where the opportunity is sold from another book by now, or has no room."""
    line = change.record
    held = sales.find(line.opportunity_id)
    if held is None or line.entry is None or line.entry.book_id != held.book_id:
        raise Refusal(translate("This line has the prices of another price book. Add it to the opportunity anew."), field="product", code="price-book")
    if _count(line.opportunity_id) > sales.MOST_LINES:
        raise Refusal(translate("An opportunity may have at most %(most)s lines.", most=sales.MOST_LINES), field="opportunity")


def _last(opportunity_id: int) -> int:
    last = records.first(sales.LINE, system_actor(), where={"opportunity": opportunity_id}, sort="-position")
    return last.position or 0 if last is not None else 0


def _count(opportunity_id: int) -> int:
    return sales.sums(opportunity_id).lines


# ---------------------------------------------------------------- another book


def choose_book(record: Any, inputs: Mapping[str, Any], user: Actor) -> Any:
    """Sell from another price book. What happens to the lines there are is asked, never assumed; the synchronised quote, whose tax goes by the book
    it was made from, is let go."""
    book = records.get("price_book", inputs["book"], user)
    held = sales.find(record.id)
    if held is not None and held.book_id == book.id:
        return record
    sales.check_book(record, book)
    present = sales.lines_of(record.id, user)
    if present and inputs.get("lines") is None:
        raise Invalid({"lines": [translate("This opportunity has %(count)s lines. Say what becomes of them.", count=len(present))]})
    if (quote := syncing.synchronised_of(record.id)) is not None:
        syncing.let_go(quote, user)
    sales.keep_book(record.id, book.id)
    with together():
        for line in present:
            if inputs["lines"] == REMOVE:
                records.delete(line, user)
        if inputs["lines"] == REPRICE:
            _reprice(record, present, book, user)
    return records.get("opportunity", record.id, user)


def _reprice(record: Any, present: Sequence[Any], book: Any, user: Actor) -> None:
    """List and sales price of each line from the new book; quantities stay, a discount stays as a percentage only."""
    day, missing = today(record.dealer_id), []
    for line in present:
        try:
            price_of(line.product, book, day)
        except Refusal as refusal:
            missing.append(refusal.message)
    if missing:
        raise Invalid({"lines": [*missing, translate("Remove these lines first, or all of them.")]})
    for line in present:
        found = price_of(line.product, book, day)
        currencies = {f"{name}_currency": found.currency for name in lines.MONEY}
        values = {"entry": found.entry, "list_price": found.amount, "sales_price": found.amount, "discount_amount": None, **currencies}
        records.update(line, user, reason=translate("Price book “%(name)s”", name=book.name), **values)


def asked(record: Any, given: Mapping[str, Any]) -> Iterator[str]:
    """The book; and, where there are lines, what becomes of them."""
    yield "book"
    held = sales.find(record.id)
    if held is not None and held.lines:
        yield "lines"


choose_price_book = Action(
    "choose_price_book", _("Choose price book"), on=opportunity, run=choose_book, icon="book-2", order=60, asks=asked,
    inputs={
        "book": fields.Lookup(_("Price book"), to="price_book", required=True),
        "lines": fields.Picklist(_("The lines there are"), BOOK_CHANGES),
    },
)  # fmt: skip
