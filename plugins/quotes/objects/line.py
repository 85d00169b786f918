"""Lines of opportunities."""

from __future__ import annotations

from core import Layout, ListView, ObjectType, Section
from core import gettext_lazy as _

from .. import opportunity_lines
from ..models import OpportunityLine

COLUMNS = ("name", "opportunity", "quantity", "list_price", "sales_price", "discount_percent", "discount_amount", "total")

opportunity_line = ObjectType(
    OpportunityLine,
    label=_("Opportunity line"),
    plural=_("Opportunity lines"),
    slug="opportunity-lines",
    icon="list-details",
    controlled_by="opportunity",
    sortable=("position", "total"),
    filterable=("opportunity", "product", "entry"),
    indexes=(("opportunity_id", "position", "id"),),
    default_sort="-modified_at",
    search=("name",),
    second_line=("opportunity", "total"),
    prepare=opportunity_lines.prepare,
    rules=(opportunity_lines.rules,),
    highlights=("opportunity", "quantity", "sales_price", "total"),
    list_views=(ListView("all", _("All"), COLUMNS, sort="-modified_at"),),
    layout=Layout(
        Section(_("Line item"), "opportunity", "product", "quantity", "description"),
        Section(_("Price"), "list_price", "sales_price", "discount_percent", "discount_amount", "subtotal", "total"),
        Section(_("Details"), "entry", "position"),
    ),
)
