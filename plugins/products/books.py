"""What price books obey: which is the standard, for whom a book is, and which one a new sale starts with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from babel.numbers import is_currency

from core import Actor, Alternative, Change, ObjectType, Refusal, chunks, db, is_postgresql, permissions, records, short_day, system_actor, units
from core import gettext as _

from .defaults import BEGINNING, END

STANDARD = "products.standard books"
"""What was asked beforehand for records that are saved together: the standard book, or None, by its currency."""
LOCK = 726_310_56
"""PostgreSQL's advisory lock of whoever says which book is used by default. SQLite has one writer at a time."""


def prepare(change: Change) -> None:
    """The currency in capitals, that of the dealer where none is given; the dealer who may see the book."""
    record = change.record
    if change.is_new and record.for_dealer_id is None and not record.is_standard and not _for_all(change):
        record.for_dealer_id = change.user.dealer_id
    record.currency = (record.currency or "").upper() or (units.find(record.for_dealer_id) or change.user).currency
    record.standard_of = record.currency if record.is_standard else None
    record.dealer_id = record.for_dealer_id
    if record.is_default and is_postgresql():  # two who make default books of the same days at once would both be right
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))


def _for_all(change: Change) -> bool:
    """Whether the user may make books that are for all dealers."""
    return permissions.scope(change.user, change.object_type, "create" if change.is_new else "edit") == "all"


def rules(change: Change) -> Iterator[tuple[str, str]]:
    """Everything that would leave a price unclear, each with its sentence."""
    record = change.record
    if not is_currency(record.currency):
        yield "currency", _("There is no currency “%(code)s”.", code=record.currency)
    if record.valid_from and record.valid_until and record.valid_until < record.valid_from:
        yield "valid_until", _("A price book cannot end before it begins.")
    yield from _dealer_rules(change)
    yield from _lasting_rules(change)
    yield from _standard_rules(change)
    yield from _default_rules(change)


def _dealer_rules(change: Change) -> Iterator[tuple[str, str]]:
    dealer = units.find(change.record.for_dealer_id)
    if dealer is not None and dealer.kind != units.DEALER:
        yield "for_dealer", _("“%(name)s” is no dealer.", name=dealer.name)
    elif not _for_all(change) and (dealer is None or dealer.id not in (change.user.dealer_ids or (change.user.dealer_id,))):
        yield "for_dealer", _("You may keep price books of your own dealer only.")


def _lasting_rules(change: Change) -> Iterator[tuple[str, str]]:
    """What the prices of a book mean does not change under them."""
    if change.is_new:
        return
    for name, sentence in (
        ("currency", _("The currency of a price book stays. Copy the book, or make another one.")),
        ("includes_tax", _("Whether prices include tax stays, since existing prices would mean something else. Copy the book instead.")),
        ("is_standard", _("A price book stays a standard one, or another one.")),
    ):
        if name in change.changed and (name == "is_standard" or _has_entries(change.record.id)):
            yield name, sentence


def _has_entries(book_id: int) -> bool:
    return records.first("price_book_entry", system_actor(), where={"book": book_id}, sort="id") is not None


def _standard_rules(change: Change) -> Iterator[tuple[str, str]]:
    """One standard book per currency, always valid and for everybody: the others fall back on it."""
    record = change.record
    if not record.is_standard:
        return
    if record.valid_from or record.valid_until:
        yield "valid_from", _("The standard price book is always valid. Make a price book with these days instead.")
    if record.for_dealer_id is not None:
        yield "for_dealer", _("The standard price book is for all dealers.")
    if not record.active:
        yield "active", _("The standard price book cannot be out of use.")
    other = standard_book(record.currency)
    if other is not None and other.id != record.id:
        yield "is_standard", _("“%(name)s” is the standard price book in %(currency)s already.", name=other.name, currency=record.currency)


def refuse_deletion(change: Change) -> None:
    """The standard book stays: the others fall back on it."""
    if change.record.is_standard and change.source != "undo":
        raise Refusal(_("The standard price book cannot be out of use."))


def _default_rules(change: Change) -> Iterator[tuple[str, str]]:
    """For one dealer, currency and day at most one book is used by default; books that somebody picks may overlap."""
    record = change.record
    if not (record.is_default and record.active):
        return
    if record.is_standard:
        yield "is_default", _("The standard price book is used anyway where no other is.")
        return
    where = {"is_default": True, "active": True, "currency": record.currency, "for_dealer": record.for_dealer_id}
    for other in records.find("price_book", system_actor(), where=where, sort="id"):
        if other.id != record.id and _overlap(record, other):
            yield "is_default", _("On some of these days “%(name)s” is used by default already; a price would be ambiguous.", name=other.name)
            return


def _overlap(one: Any, other: Any) -> bool:
    return (one.valid_from or BEGINNING) <= (other.valid_until or END) and (other.valid_from or BEGINNING) <= (one.valid_until or END)


def standard_book(currency: str) -> Any:
    """The standard price book of a currency, or None. Whoever asks: its prices are nobody's secret."""
    known = chunks.facts(STANDARD)
    if currency in known:
        return known[currency]
    return records.first("price_book", system_actor(), where={"standard_of": currency})


def foresee_standard(currencies: Collection[str]) -> list[Any]:
    """The standard books of these currencies, which the transaction need not ask for again."""
    found = {one.standard_of: one for one in records.find("price_book", system_actor(), where={"standard_of": sorted(currencies)}, sort="id")} if currencies else {}
    chunks.facts(STANDARD).update({one: found.get(one) for one in currencies})
    return list(found.values())


def is_valid(book: Any, day: date) -> bool:
    """Whether the book is in use on this day."""
    return bool(book.active) and (book.valid_from or BEGINNING) <= day <= (book.valid_until or END)


def require_valid(book: Any, day: date) -> None:
    """Raises Refusal where the book cannot be sold from on this day."""
    if not book.active:
        raise Refusal(_("The price book “%(name)s” is out of use.", name=book.name), field="book", code="price-book-inactive")
    if not is_valid(book, day):
        raise Refusal(_("The price book “%(name)s” is not valid on %(day)s.", name=book.name, day=short_day(day)), field="book", code="price-book-not-valid")


def books_for(user: Actor, *, currency: str, day: date, dealer_id: int | None = None) -> list[Any]:
    """The books one may choose for a sale of the dealer (the user's unless told) in this currency on this day, by name."""
    dealer_id = dealer_id or user.dealer_id
    found: Sequence[Any] = records.find("price_book", user, where={"active": True, "currency": currency}, sort="name")
    return [one for one in found if is_valid(one, day) and one.for_dealer_id in (None, dealer_id)]


def for_everybody(object_type: ObjectType, user: Actor, operation: str) -> Iterable[Alternative]:
    """Whoever reads price books reads those that are for all dealers, beside those of the own."""
    if object_type.code != "price_book" or operation != "read" or not permissions.may(user, object_type, "read"):
        return ()
    return (Alternative("condition", condition=_for_all_dealers),)


def _for_all_dealers(table: Any, _mine: Any) -> sa.ColumnElement[bool]:
    return table.c.dealer_id.is_(None)  # type: ignore[no-any-return]  # columns of a table are Any here
