"""An opportunity that has lines: the book its prices come from, and the amount, which follows the lines and is nobody else's meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from core import Actor, Change, LazyText, Refusal, db, queries, records, state, system_actor, today
from core import gettext as translate
from core import gettext_lazy as _
from plugins.products import default_book, require_valid

from .following import soon
from .models import Sale

LINE = "opportunity_line"
TABLE: Any = Sale.__table__
LOCKED = _("The amount follows the line items. Change the lines instead.")
MOST_LINES = 500
"""Lines of one opportunity or quote: more than any paper holds, few enough to be read at once."""

_following: ContextVar[bool] = ContextVar("amount_follows", default=False)


def find(opportunity_id: int) -> Sale | None:
    """What is kept of an opportunity; None before it has a book. A page that only shows asks once."""
    return state.shown_once(("quotes of a sale", opportunity_id), lambda: _read(opportunity_id))


def _read(opportunity_id: int) -> Sale | None:
    found: Sale | None = db.session.get(Sale, opportunity_id)
    return found


def lines_of(opportunity_id: int, user: Actor) -> list[Any]:
    """The lines in their order."""
    return records.find(LINE, user, where={"opportunity": opportunity_id}, sort="position", limit=MOST_LINES)


# ---------------------------------------------------------------- the book


def book_for(opportunity: Any, user: Actor) -> Any:
    """The book that lines of this opportunity are priced from: the chosen one, else the one a new sale starts with; or None."""
    held = find(opportunity.id)
    if held is not None:
        return records.get("price_book", held.book_id, system_actor())
    currency = opportunity.amount_currency if opportunity.amount is not None else None
    return default_book(user, currency=currency, day=today(opportunity.dealer_id), dealer_id=opportunity.dealer_id)


def require_book(opportunity: Any, user: Actor) -> Any:
    """As ``book_for``. Raises Refusal where there is none."""
    book = book_for(opportunity, user)
    if book is None:
        raise Refusal(translate("There is no price book to sell from. Choose one for this opportunity first."), field="book", code="no-book")
    return book


def check_book(opportunity: Any, book: Any) -> None:
    """Raises Refusal where the opportunity cannot be sold from this book."""
    require_valid(book, today(opportunity.dealer_id))
    if book.for_dealer_id not in (None, opportunity.dealer_id):
        raise Refusal(translate("The price book “%(name)s” is another dealer's.", name=book.name), field="book", code="price-book-of-another-dealer")


def keep_book(opportunity_id: int, book_id: int) -> None:
    """Note from which book the opportunity is sold."""
    held = find(opportunity_id)
    if held is None:
        db.session.add(Sale(opportunity_id=opportunity_id, book_id=book_id, lines=0))
    else:
        held.book_id = book_id
    db.session.flush()


# ---------------------------------------------------------------- the amount


def locked_fields(record: Any) -> Mapping[str, LazyText] | None:
    """The amount of an opportunity that has lines."""
    if record.__object_code__ != "opportunity" or _following.get() or record.id is None:
        return None
    held = find(record.id)
    return {"amount": LOCKED} if held is not None and held.lines else None


def lock(opportunity_id: int) -> Any:
    """The opportunity, kept from others until the transaction ends: its lines change one after another."""
    return records.get("opportunity", opportunity_id, system_actor(), lock=True)


def line_changed(change: Change) -> None:
    """After a line was made, changed, removed or brought back."""
    for opportunity_id in {change.record.opportunity_id, change.old.get("opportunity")} - {None}:
        soon(follow, opportunity_id, change.user)


@dataclass(frozen=True, slots=True)
class Sums:
    """What the lines of an opportunity come to; without any there is neither total nor currency."""

    lines: int = 0
    total: Decimal | None = None
    currency: str | None = None
    units: Decimal | None = None


def sums(opportunity_id: int) -> Sums:
    """What the lines come to now."""
    where = {"opportunity": opportunity_id}
    rows = queries.aggregate(LINE, system_actor(), group_by=("opportunity",), measures=("count", "sum:total", "sum:quantity"), where=where)
    if not rows:
        return Sums()
    total, units = (sum((getattr(row, name) for row in rows), Decimal(0)) for name in ("sum_total", "sum_quantity"))
    return Sums(sum(row.count for row in rows), total, rows[0].total_currency, units)


def follow(opportunity_id: int, user: Actor, *, source: str = "automation") -> bool:
    """Make the amount what the lines cost; whether it was something else. Without lines it stays, and is free again."""
    opportunity, found = lock(opportunity_id), sums(opportunity_id)
    _keep(opportunity_id, found)
    if not found.lines or (opportunity.amount == found.total and opportunity.amount_currency == found.currency):
        return False
    token = _following.set(True)
    try:
        records.update(opportunity, user, source=source, amount=found.total, amount_currency=found.currency)
    finally:
        _following.reset(token)
    return True


def _keep(opportunity_id: int, found: Sums) -> None:
    held = find(opportunity_id)
    if held is not None and (held.lines, held.total, held.units) != (found.lines, found.total, found.units):
        held.lines, held.total, held.units = found.lines, found.total, found.units
        db.session.flush()


def reconcile(user: Actor) -> Iterator[str]:
    """After the module was off: amounts changed meanwhile follow their lines again, each named."""
    after = 0
    while rows := list(db.session.execute(sa.select(TABLE.c.opportunity_id).where(TABLE.c.opportunity_id > after, TABLE.c.lines > 0).order_by(TABLE.c.opportunity_id).limit(200))):
        after = rows[-1].opportunity_id
        for opportunity in records.find("opportunity", system_actor(), where={"id": [row.opportunity_id for row in rows]}, sort="id"):
            before, currency = opportunity.amount, opportunity.amount_currency
            if follow(opportunity.id, user):
                was = f"{before:,.2f} {currency}" if before is not None else translate("nothing")
                now = f"{sums(opportunity.id).total:,.2f}"
                yield translate("“%(name)s”: the amount was changed to %(before)s meanwhile; it follows its lines again, %(after)s.",
                                name=opportunity.name, before=was, after=now)  # fmt: skip
