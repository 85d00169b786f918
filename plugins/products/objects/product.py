"""Products."""

from __future__ import annotations

from core import Layout, ListView, Menu, ObjectType, RelatedList, Section
from core import gettext_lazy as _

from ..models import Product

product = ObjectType(
    Product,
    label=_("Product"),
    plural=_("Products"),
    slug="products",
    icon="package",
    owners=(),
    sortable=("name", "code"),
    filterable=("family", "active", "vehicle_model"),
    offered="active = true",
    default_sort="name",
    search=("name", "code", "name_zh"),
    second_line=("code", "name_zh", "family"),
    unique=(("code",),),
    indexes=(("family", "name_sort", "id"),),
    menu=Menu(_("Products"), 55),
    hint=_("What you sell: cars, accessories, insurance, services. What it costs stands in price books."),
    highlights=("code", "family", "measured_in", "vehicle_model", "active"),
    list_views=(
        ListView("active", _("In use"), ("name", "code", "family", "vehicle_model", "products.standard_price", "measured_in"), where="active = true", sort="name"),
        ListView("vehicles", _("Vehicles"), ("name", "code", "name_zh", "vehicle_model", "products.standard_price"), where="family = vehicles", sort="name"),
        ListView("all", _("All"), ("name", "code", "name_zh", "family", "active", "modified_at"), sort="name"),
    ),
    layout=Layout(
        Section(_("Product"), "name", "code", "name_zh", "family", "vehicle_model", "active"),
        Section(_("Selling"), "measured_in", "tax_rate", "warranty_months"),
        Section(_("Description"), "description", columns=1),
    ),
    related_lists=(
        RelatedList("prices", _("Prices"), to="price_book_entry", via="product", columns=("book", "list_price", "use_standard", "active"), sort="-modified_at", order=10, limit=20),
        RelatedList("installed", _("Installed products"), to="installed_product", via="product", columns=("name", "account", "delivered_on", "status"),
                    sort="-delivered_on", order=30),
    ),
)  # fmt: skip
