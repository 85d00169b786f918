"""Quotes, their lines, and the limits of discounts."""

from __future__ import annotations

from core import Layout, ListView, Menu, ObjectType, RelatedList, Section
from core import gettext_lazy as _

from .. import limits, quoting
from ..models import DiscountLimit, Quote, QuoteLine

COLUMNS = ("name", "number", "revision", "account", "status", "gross", "valid_until", "synchronised")

quote = ObjectType(
    Quote,
    label=_("Quote"),
    plural=_("Quotes"),
    slug="quotes",
    icon="file-invoice",
    controlled_by="opportunity",
    sortable=("name", "number", "valid_until", "gross"),
    filterable=("opportunity", "account", "contact", "status", "is_open", "synchronised", "sent_on", "decided_on"),
    indexes=(("is_open", "valid_until", "id"), ("status", "valid_until", "id")),
    unique=(("number", "revision"),),
    default_sort="-modified_at",
    search=("name", "number"),
    second_line=("number", "account"),
    prepare=quoting.prepare,
    rules=(quoting.rules,),
    readonly=quoting.readonly,
    menu=Menu(_("Sales"), 26),
    hint=_("What a customer is offered. A quote is begun from an opportunity, with its lines."),
    highlights=("account", "opportunity", "gross", "largest_discount", "valid_until", "status"),
    list_views=(
        ListView("open", _("Open"), COLUMNS, where="is_open = true", sort="valid_until"),
        ListView("mine", _("Made by me"), COLUMNS, where="created_by = me", sort="-modified_at"),
        ListView("sent", _("Sent, no answer yet"), ("name", "number", "account", "gross", "sent_on", "valid_until"), where="status = sent", sort="valid_until"),
        ListView("accepted", _("Accepted"), ("name", "number", "account", "gross", "decided_on"), where="status = accepted", sort="-modified_at"),
        ListView("all", _("All"), COLUMNS, sort="-modified_at"),
    ),
    layout=Layout(
        Section(_("Quote"), "name", "number", "revision", "opportunity", "account", "contact", "valid_until", "language"),
        Section(_("Amounts"), "subtotal", "amount", "net", "tax", "gross", "largest_discount", "book", "includes_tax"),
        Section(_("Terms"), "terms", columns=1),
        Section(_("What became of it"), "status", "synchronised", "approved_by", "sent_on", "decided_on", "answer", "replaces"),
    ),
)  # fmt: skip

quote_line = ObjectType(
    QuoteLine,
    label=_("Quote line"),
    plural=_("Quote lines"),
    slug="quote-lines",
    icon="list-details",
    controlled_by="quote",
    sortable=("position", "total"),
    filterable=("quote", "product", "entry", "opportunity_line"),
    indexes=(("quote_id", "position", "id"),),
    default_sort="-modified_at",
    search=("name",),
    second_line=("quote", "total"),
    prepare=quoting.prepare_line,
    rules=(quoting.line_rules,),
    highlights=("quote", "quantity", "sales_price", "total", "gross"),
    list_views=(ListView("all", _("All"), ("name", "quote", "quantity", "sales_price", "discount_percent", "total", "tax_rate", "gross"), sort="-modified_at"),),
    layout=Layout(
        Section(_("Line item"), "quote", "product", "quantity", "description"),
        Section(_("Price"), "list_price", "sales_price", "discount_percent", "discount_amount", "subtotal", "total"),
        Section(_("Tax"), "tax_rate", "net", "tax", "gross"),
        Section(_("Details"), "entry", "opportunity_line", "position"),
    ),
)

discount_limit = ObjectType(
    DiscountLimit,
    label=_("Discount limit"),
    plural=_("Discount limits"),
    slug="discount-limits",
    icon="discount",
    owners=(),
    setup=True,
    sortable=("name",),
    filterable=("role",),
    unique=(("role",),),
    name_parts=("role",),
    default_sort="name",
    prepare=limits.prepare,
    rules=(limits.rules,),
    list_views=(ListView("all", _("All"), ("name", "role", "percent"), sort="name"),),
    layout=Layout(Section(_("Discount limit"), "role", "percent")),
)

OPPORTUNITY_LISTS = (
    RelatedList("quotes", _("Quotes"), to="quote", via="opportunity", on="opportunity", order=5, sort="-modified_at",
                columns=("name", "number", "revision", "status", "gross", "valid_until", "synchronised")),
    RelatedList("quotes", _("Quotes"), to="quote", via="account", on="account", order=25, sort="-modified_at",
                columns=("name", "number", "revision", "status", "gross", "valid_until")),
)  # fmt: skip
