"""A price book copied with a percentage.

The rule of rounding: price × (100 + percentage) ÷ 100 is computed exactly and rounded once, half up, to a whole multiple of the step:
the smallest unit of the currency unless a wider one is chosen. A large book is filled by a job, and is out of use until it is whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from babel.numbers import get_currency_precision

from core import Action, Actor, Choice, Invalid, Job, conditions, fields, gettext_lazy, jobs, queries, records, transaction
from core import gettext as _

from .models import PriceBook

COPY = "products.copy_price_book"
JOB = "products.copy_prices"
ENTRY = "price_book_entry"
AT_ONCE = 300
"""Entries up to which a book is copied while one waits."""
SMALLEST = Choice("smallest", gettext_lazy("smallest unit of the currency"))
STEPS = (SMALLEST, *(Choice(step, step) for step in ("1", "10", "100", "1000")))


def changed_price(price: Decimal, percentage: Decimal, currency: str, step: Decimal | None = None) -> Decimal:
    """The price changed by a percentage (5 for 5 % more, -5 for 5 % less), rounded once, half up, to a multiple of ``step``."""
    step = step or Decimal(1).scaleb(-min(get_currency_precision(currency), 4))
    exact = price * (100 + percentage) / (100 * step)
    return exact.quantize(Decimal(1), ROUND_HALF_UP) * step


@dataclass(frozen=True, slots=True)
class Change:
    """By how much prices change. Without a percentage and a step, entries that follow the standard price go on following it."""

    percentage: Decimal = Decimal(0)
    step: Decimal | None = None

    def of(self, entry: Any) -> dict[str, Any]:
        """What the copy of an entry says of its price."""
        if self.percentage == 0 and self.step is None and (entry.use_standard or entry.book.is_standard):
            return {"use_standard": True}
        return {"list_price": changed_price(entry.list_price, self.percentage, entry.list_price_currency, self.step)}


def copy_book(book: PriceBook, inputs: Mapping[str, Any], user: Actor) -> PriceBook:
    """Make a book of the active entries of another one."""
    percentage = inputs["percentage"] or Decimal(0)
    if percentage < -100:
        raise Invalid({"percentage": [_("A price cannot fall by more than 100 per cent.")]})
    step = None if inputs["round_to"] in (None, SMALLEST) else inputs["round_to"].code
    large = queries.count(ENTRY, user, where=_copied(book.id), cap=AT_ONCE)[1]
    made: PriceBook = records.create(
        "price_book", user, source="automation", name=inputs["name"], currency=book.currency, for_dealer=inputs["for_dealer"], includes_tax=book.includes_tax,
        valid_from=inputs["valid_from"], valid_until=inputs["valid_until"], description=book.description, active=not large,
    )  # fmt: skip
    if large:
        jobs.start(JOB, user, {"book": book.id, "made": made.id, "percentage": str(percentage), "step": step})
    else:
        for entry in records.find(ENTRY, user, where=_copied(book.id), sort="id", limit=AT_ONCE):
            _copy_entry(entry, made, Change(percentage, Decimal(step) if step else None), user)
    return made


def fill(user: Actor, run: Any) -> dict[str, int]:
    """The job: entry by entry, in batches, from where a run before it ended; whole, the book is in use."""
    given = run.inputs
    made = records.get("price_book", given["made"], user)
    change = Change(Decimal(given["percentage"]), Decimal(given["step"]) if given["step"] else None)
    where = conditions.both(_copied(given["book"]), conditions.Test("id", ">", run.checkpoint or 0))
    done = run.done
    for batch in records.batches(ENTRY, user, where=where):
        with transaction():
            for entry in batch:
                _copy_entry(entry, made, change, user)
            done += len(batch)
            run.progress(done, checkpoint=batch[-1].id)
    records.update(made, user, source="automation", active=True)
    return {"prices": done}


def _copied(book_id: int) -> dict[str, Any]:
    return {"book": book_id, "active": True}


def _copy_entry(entry: Any, made: PriceBook, change: Change, user: Actor) -> None:
    if entry.product.active:
        records.create(ENTRY, user, source="automation", book=made, product=entry.product_id, **change.of(entry))


def _defaults(book: PriceBook, user: Actor, given: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": _("Copy of %(name)s", name=str(book)), "round_to": SMALLEST.code, "for_dealer": None if user.is_admin else user.dealer_id}


copy = Action(
    "copy", gettext_lazy("Copy with a percentage"), on="price_book", run=copy_book, operation="read", permission=COPY, icon="copy", submit=gettext_lazy("Copy"),
    defaults=_defaults, fills={name: name for name in ("name", "for_dealer", "valid_from", "valid_until")},
    inputs={
        "name": fields.Text(gettext_lazy("Name"), length=120, required=True),
        "percentage": fields.Number(gettext_lazy("Change of price"), places=2, maximum=1000, unit="%", help=gettext_lazy("5 is five per cent more, -5 five per cent less.")),
        "round_to": fields.Picklist(gettext_lazy("Rounded to"), STEPS, help=gettext_lazy("Rounded once, half up.")),
        "for_dealer": fields.Unit(gettext_lazy("For dealer"), help=gettext_lazy("Empty: for all dealers, where you may keep such books; else for your own.")),
        "valid_from": fields.Date(gettext_lazy("Valid from")),
        "valid_until": fields.Date(gettext_lazy("Valid until")),
    },
)  # fmt: skip

copy_prices = Job(JOB, gettext_lazy("Copy the prices of a price book"), run=fill)
