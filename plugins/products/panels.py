"""What stands on the pages of products and of what customers own, beside their fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from core import Actor, Column, Panel, fields, permissions, queries, records, redaction
from core import gettext_lazy as _

from . import books, installed, pictures, vins
from .objects import price_book_entry


def picture(product: Any, user: Actor) -> Mapping[str, Any] | None:
    """The picture, and for whoever may edit the product a way to change it."""
    shown, may_edit = pictures.shown(product.id), records.may_edit(product, user)
    return {"picture": shown, "may_edit": may_edit, "product": product, "most": pictures.MOST_BYTES} if shown or may_edit else None


def owners(record: Any, user: Actor) -> Mapping[str, Any]:
    """Who has owned it, and what is doubtful about its VIN."""
    return {"owners": installed.owners(record, user), "right_digit": vins.doubtful(redaction.known(record, user).vin)}


def standard_prices(product_ids: Sequence[int], user: Actor) -> Mapping[int, Decimal]:
    """What the products of a page cost in the standard book of the reader's currency, read together."""
    book = books.standard_book(user.currency)
    where = {"book": book.id, "product": list(product_ids), "active": True} if book is not None else None
    if where is None or not permissions.may(user, price_book_entry, "read") or not queries.knows(price_book_entry, user, where, "list_price"):
        return {}
    found = queries.page(price_book_entry, user, where=where, sort="id", limit=len(product_ids), columns=("product", "list_price")).rows
    return {row.product_id: row.list_price for row in found}


standard_price = Column("products.standard_price", _("Standard price"), "product", standard_prices, fields.Currency(_("Standard price")))

PANELS = (
    Panel("products.picture", _("Picture"), on="product", template="products/picture.html", context=picture, slot="aside", order=20),
    Panel("products.owners", _("Owners"), on="installed_product", template="products/owners.html", context=owners, slot="aside", order=20),
)
