"""A price book copied with a percentage.

The rule of rounding: price × (100 + percentage) ÷ 100 is computed exactly and rounded once, half up, to a whole multiple of the step:
the smallest unit of the currency unless a wider one is chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from babel.numbers import get_currency_precision

from core import Action, Actor, Choice, Invalid, conditions, fields, gettext_lazy, records
from core import gettext as _

from .models import PriceBook

COPY = "products.copy_price_book"
SMALLEST = Choice("smallest", gettext_lazy("smallest unit of the currency"))
STEPS = (SMALLEST, *(Choice(step, step) for step in ("1", "10", "100", "1000")))


def changed_price(price: Decimal, percentage: Decimal, currency: str, step: Decimal | None = None) -> Decimal:
    """The price changed by a percentage (5 for 5 % more, -5 for 5 % less), rounded once, half up, to a multiple of ``step``."""
    step = step or Decimal(1).scaleb(-min(get_currency_precision(currency), 4))
    exact = price * (100 + percentage) / (100 * step)
    return exact.quantize(Decimal(1), ROUND_HALF_UP) * step


def copy_book(book: PriceBook, inputs: Mapping[str, Any], user: Actor) -> PriceBook:
    """Make a book of the active entries of another one. Without a percentage, entries that follow the standard price go on following it."""
    percentage, step = inputs["percentage"] or Decimal(0), inputs["round_to"]
    if percentage < -100:
        raise Invalid({"percentage": [_("A price cannot fall by more than 100 per cent.")]})
    made: PriceBook = records.create(
        "price_book", user, source="automation", name=inputs["name"], currency=book.currency, for_dealer=inputs["for_dealer"], includes_tax=book.includes_tax,
        valid_from=inputs["valid_from"], valid_until=inputs["valid_until"], description=book.description,
    )  # fmt: skip
    width = None if step in (None, SMALLEST) else Decimal(step.code)
    for entry in _copied(book, user):
        follows = bool(entry.use_standard or book.is_standard) and percentage == 0 and width is None
        price = None if follows else changed_price(entry.list_price, percentage, book.currency, width)
        records.create("price_book_entry", user, source="automation", book=made, product=entry.product_id, use_standard=follows, list_price=price)
    return made


def _copied(book: PriceBook, user: Actor) -> Iterator[Any]:
    """The active entries of active products."""
    where = conditions.both({"book": book.id, "active": True})
    for batch in records.batches("price_book_entry", user, where=where):
        yield from (entry for entry in batch if entry.product.active)


def _defaults(book: PriceBook, user: Actor) -> dict[str, Any]:
    return {"name": _("Copy of %(name)s", name=book.name), "round_to": SMALLEST.code}


copy = Action(
    "copy", gettext_lazy("Copy with a percentage"), on="price_book", run=copy_book, operation="read", permission=COPY, icon="copy", submit=gettext_lazy("Copy"),
    defaults=_defaults,
    inputs={
        "name": fields.Text(gettext_lazy("Name"), length=120, required=True),
        "percentage": fields.Number(gettext_lazy("Change of price"), places=2, maximum=1000, unit="%", help=gettext_lazy("5 is five per cent more, -5 five per cent less.")),
        "round_to": fields.Picklist(gettext_lazy("Rounded to"), STEPS, help=gettext_lazy("Rounded once, half up.")),
        "for_dealer": fields.Unit(gettext_lazy("For dealer"), help=gettext_lazy("Empty: for all dealers.")),
        "valid_from": fields.Date(gettext_lazy("Valid from")),
        "valid_until": fields.Date(gettext_lazy("Valid until")),
    },
)  # fmt: skip
