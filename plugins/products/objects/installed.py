"""Installed products, and their place on the pages of accounts and contacts."""

from __future__ import annotations

from core import Layout, ListView, Menu, ObjectType, RelatedList, Section
from core import gettext_lazy as _

from .. import installed
from ..models import InstalledProduct

installed_product = ObjectType(
    InstalledProduct,
    label=_("Installed product"),
    plural=_("Installed products"),
    slug="installed-products",
    icon="steering-wheel",
    controlled_by="account",
    sortable=("name", "delivered_on", "warranty_until"),
    filterable=("account", "contact", "product", "vehicle_model", "vin", "plate", "serial_number", "status", "sold_with"),
    default_sort="-delivered_on",
    search=("name", "vin", "plate", "serial_number"),
    second_line=("plate", "vin", "account"),
    unique=(("vin",),),
    indexes=(("status", "delivered_on", "id"), ("account_id", "delivered_on", "id"), ("contact_id", "delivered_on", "id"), ("product_id", "delivered_on", "id")),
    prepare=installed.prepare,
    rules=(installed.rules,),
    menu=Menu(_("Products"), 59),
    hint=_("The cars and other things your customers own, found by VIN, plate or serial number."),
    highlights=("account", "plate", "vin", "delivered_on", "warranty_until", "status"),
    list_views=(
        ListView("all", _("All"), ("name", "account", "plate", "vin", "delivered_on", "warranty_until", "status"), sort="-delivered_on"),
        ListView("in_use", _("In use"), ("name", "account", "plate", "vin", "delivered_on", "warranty_until"), where="status = in_use", sort="-delivered_on"),
        ListView("warranty", _("Warranty ends within 60 days"), ("name", "account", "plate", "warranty_until", "delivered_on"),
                 where="warranty_until >= today and warranty_until <= today+60", sort="warranty_until"),
    ),
    layout=Layout(
        Section(_("Installed product"), "name", "product", "vehicle_model", "account", "contact", "status"),
        Section(_("How it is told apart"), "vin", "plate", "serial_number"),
        Section(_("Delivery and warranty"), "delivered_on", "warranty_until", "sold_with"),
        Section(_("Remarks"), "remarks", columns=1),
    ),
)  # fmt: skip

ACCOUNT_LISTS = (
    RelatedList("installed_products", _("Installed products"), to="installed_product", via="account", on="account", order=35, sort="-delivered_on",
                columns=("name", "plate", "vin", "delivered_on", "warranty_until", "status")),
    RelatedList("installed_products", _("Installed products"), to="installed_product", via="contact", on="contact", order=35, sort="-delivered_on",
                columns=("name", "plate", "vin", "delivered_on", "status")),
)  # fmt: skip
