"""The synchronised quote and its opportunity: their lines are the same, whichever side is changed, in one transaction.

At most one quote of an opportunity is synchronised. Becoming it, the quote wins: the opportunity gets its lines and its book. While the quote is a
draft, a change on either side is made on the other. A quote that is no draft any more is changed on neither side.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from core import Actor, Change, Refusal, records, system_actor
from core import gettext as _

from . import quoting, sales
from .following import together
from .picklists import ACCEPTED

COPIED = ("quantity", "position", "discount_percent", "description")
MONEY = ("list_price", "sales_price", "discount_amount")

_mirroring: ContextVar[bool] = ContextVar("lines_mirrored", default=False)


@contextmanager
def _quietly() -> Iterator[None]:
    """What is written in here is the other side already."""
    token = _mirroring.set(True)
    try:
        yield
    finally:
        _mirroring.reset(token)


def synchronised_of(opportunity_id: int) -> Any:
    """The quote that an opportunity is synchronised with, or None."""
    return records.first(quoting.QUOTE, system_actor(), where={"opportunity": opportunity_id, "synchronised": True}, sort="-modified_at")


def values_of(line: Any) -> dict[str, Any]:
    """What a line has in common with its other side."""
    money = {name: getattr(line, name) for name in MONEY} | {f"{name}_currency": getattr(line, f"{name}_currency") for name in MONEY}
    return {**{name: getattr(line, name) for name in COPIED}, **money, "product": line.product_id, "entry": line.entry_id}


def mirror(change: Change) -> None:
    """After a line was saved, brought back or deleted: the same on the other side, where there is one."""
    if _mirroring.get():
        return
    line, gone = change.record, change.operation == "delete"
    with _quietly(), together():
        if change.object_type.code == sales.LINE:
            _on_quote(line, change.user, gone)
        else:
            _on_opportunity(line, change.user, gone)


def _on_quote(line: Any, user: Actor, gone: bool) -> None:
    quote = synchronised_of(line.opportunity_id)
    if quote is None:
        return
    other = records.first(quoting.LINE, system_actor(), where={"quote": quote.id, "opportunity_line": line.id}, sort="position")
    if gone:
        if other is not None:
            records.delete(other, user)
    elif other is not None:
        records.update(other, user, **values_of(line))
    else:
        records.create(quoting.LINE, user, quote=quote.id, opportunity_line=line.id, **values_of(line))


def _on_opportunity(line: Any, user: Actor, gone: bool) -> None:
    quote = records.get(quoting.QUOTE, line.quote_id, system_actor())
    if not quote.synchronised:
        return
    other = _living(line.opportunity_line_id)
    if gone:
        if other is not None:
            records.delete(other, user)
    elif other is not None:
        records.update(other, user, **values_of(line))
    else:
        _create_for(line, quote, user)


def _living(line_id: int | None) -> Any:
    return None if line_id is None else records.first(sales.LINE, system_actor(), where={"id": line_id}, sort="position")


def _create_for(line: Any, quote: Any, user: Actor) -> None:
    made = records.create(sales.LINE, user, opportunity=quote.opportunity_id, **values_of(line))
    with quoting.moving():
        records.update(line, user, opportunity_line=made.id)


def fill(quote: Any, user: Actor) -> None:
    """A new quote begins with the lines of its opportunity, and is synchronised where no other is, also none that is made at the same time."""
    sales.lock(quote.opportunity_id)
    with _quietly(), together():
        for line in sales.lines_of(quote.opportunity_id, user):
            records.create(quoting.LINE, user, quote=quote.id, opportunity_line=line.id, **values_of(line))
    held = sales.find(quote.opportunity_id)
    same_book = held is None or held.book_id == quote.book_id
    if same_book and synchronised_of(quote.opportunity_id) is None:
        sales.keep_book(quote.opportunity_id, quote.book_id)
        quoting.put(quote, user, synchronised=True)


def let_go(quote: Any, user: Actor) -> None:
    """The opportunity goes another way than this quote, which stays as it is. Raises Refusal where it is accepted."""
    if quote.status == ACCEPTED:
        raise Refusal(_("Quote %(number)s is accepted; the opportunity stays with it.", number=quote.number))
    quoting.put(quote, user, synchronised=False)


def synchronise(quote: Any, user: Actor) -> Any:
    """Make it the synchronised one: the opportunity takes its lines, and the book. Raises Refusal where an accepted quote is that already."""
    sales.lock(quote.opportunity_id)
    former = synchronised_of(quote.opportunity_id)
    if former is not None and former.id == quote.id:
        return former
    if former is not None:
        let_go(former, user)
    sales.keep_book(quote.opportunity_id, quote.book_id)
    with _quietly(), together():
        _take_over(quote, user)
    return quoting.put(quote, user, synchronised=True)


def _take_over(quote: Any, user: Actor) -> None:
    present = {line.id: line for line in sales.lines_of(quote.opportunity_id, user)}
    for line in quoting.lines_of(quote.id, user):
        other = present.pop(line.opportunity_line_id, None)
        if other is not None:
            records.update(other, user, **values_of(line))
        else:
            _create_for(line, quote, user)
    for rest in present.values():
        records.delete(rest, user)
