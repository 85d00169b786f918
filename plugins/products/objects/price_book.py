"""Price books and their entries."""

from __future__ import annotations

from core import Layout, ListView, Menu, ObjectType, RelatedList, Section
from core import gettext_lazy as _

from .. import books, presets, prices
from ..models import PriceBook, PriceBookEntry

price_book = ObjectType(
    PriceBook,
    label=_("Price book"),
    plural=_("Price books"),
    slug="price-books",
    icon="book-2",
    owners=(),
    shown_name=presets.shown_name,
    sortable=("name", "valid_from"),
    filterable=("currency", "for_dealer", "valid_until", "standard_of", "is_standard", "is_default", "active"),
    offered="active = true",
    default_sort="name",
    search=("name",),
    second_line=("currency", "for_dealer"),
    unique=(("standard_of",),),
    prepare=books.prepare,
    rules=(books.rules,),
    menu=Menu(_("Products"), 56),
    hint=_("Prices in one currency, for all dealers or for one. The standard price book is there from the beginning."),
    highlights=("currency", "for_dealer", "valid_from", "valid_until", "includes_tax", "active"),
    list_views=(
        ListView("active", _("In use"), ("name", "currency", "for_dealer", "valid_from", "valid_until", "includes_tax", "is_default"), where="active = true", sort="name"),
        ListView("all", _("All"), ("name", "currency", "for_dealer", "valid_from", "valid_until", "is_standard", "active"), sort="name"),
    ),
    layout=Layout(
        Section(_("Price book"), "name", "currency", "for_dealer", "is_standard", "is_default", "active"),
        Section(_("Prices"), "valid_from", "valid_until", "includes_tax"),
        Section(_("Description"), "description", columns=1),
    ),
    related_lists=(
        RelatedList("entries", _("Prices"), to="price_book_entry", via="book", columns=("name", "code", "list_price", "use_standard", "active"), sort="name", limit=20),
    ),
)  # fmt: skip

price_book_entry = ObjectType(
    PriceBookEntry,
    label=_("Price book entry"),
    plural=_("Price book entries"),
    slug="price-book-entries",
    icon="tag",
    controlled_by="book",
    sortable=("name", "code", "list_price"),
    filterable=("book", "product", "use_standard", "active"),
    offered="active = true",
    default_sort="name",
    search=("name", "code"),
    second_line=("book", "code"),
    unique=(("book_id", "product_id", "list_price_currency"),),
    indexes=(("book_id", "name_sort", "id"), ("book_id", "code", "id"), ("product_id", "use_standard", "id")),
    required=prices.needed,
    prepare=prices.prepare,
    rules=(prices.rules,),
    menu=Menu(_("Products"), 57),
    highlights=("book", "product", "list_price", "use_standard", "active"),
    list_views=(
        ListView("active", _("In use"), ("name", "code", "book", "list_price", "use_standard"), where="active = true", sort="name"),
        ListView("all", _("All"), ("name", "code", "book", "list_price", "use_standard", "active", "modified_at"), sort="name"),
    ),
    layout=Layout(Section(_("Price book entry"), "book", "product", "list_price", "use_standard", "active")),
)
