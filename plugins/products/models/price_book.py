"""The products_price_book and products_price_book_entry tables."""

from __future__ import annotations

from core import Record, fields
from core import gettext_lazy as _


class PriceBook(Record):
    """S1: a list of prices in one currency, for all dealers or for one, for some time or for good.

    A standard book, one per currency, holds the standard prices, always and for everybody. ``standard_of`` is its currency, and is unique.
    """

    __tablename__ = "products_price_book"

    name = fields.Text(_("Name"), length=120, required=True)
    currency = fields.Text(_("Currency"), length=3, help=_("Three letters, such as CNY. Empty: the currency of the dealer."))
    is_standard = fields.Checkbox(_("Standard price book"), help=_("Holds the standard prices of its currency, which other books may follow."))
    standard_of = fields.Text(_("Standard in currency"), length=3, system=True)
    is_default = fields.Checkbox(_("Used by default"), help=_("New sales of the dealer start with this book."))
    for_dealer = fields.Unit(_("For dealer"), help=_("Empty: for all dealers, where you may keep such books; else for your own."))
    valid_from = fields.Date(_("Valid from"))
    valid_until = fields.Date(_("Valid until"), help=_("The last day."))
    includes_tax = fields.Checkbox(_("Prices include tax"), default=True)
    active = fields.Checkbox(_("Active"), default=True)
    description = fields.LongText(_("Description"))


class PriceBookEntry(Record):
    """S1: what a product costs in a book. Never deleted: one that is out of use is deactivated.

    ``list_price`` is the standard price as it is now where the entry follows it. Name and code repeat the product's, to sort and find by.
    """

    __tablename__ = "products_price_book_entry"

    book = fields.Lookup(_("Price book"), to="price_book", on_delete="restrict", required=True)
    product = fields.Lookup(_("Product"), to="product", on_delete="restrict", required=True)
    name = fields.Text(_("Price book entry"), length=120, system=True)
    code = fields.Text(_("Product code"), length=40, system=True)
    use_standard = fields.Checkbox(_("Use standard price"), help=_("The price follows the standard price book."))
    list_price = fields.Currency(_("List price"), minimum=0)
    active = fields.Checkbox(_("Active"), default=True)
