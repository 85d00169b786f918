"""What stands on the pages of products and of what customers own, beside their fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core import Actor, Panel, records
from core import gettext_lazy as _

from . import installed, pictures, vins


def picture(product: Any, user: Actor) -> Mapping[str, Any] | None:
    """The picture, and for whoever may edit the product a way to change it."""
    shown, may_edit = pictures.shown(product.id), records.may_edit(product, user)
    return {"picture": shown, "may_edit": may_edit, "product": product} if shown or may_edit else None


def owners(record: Any, user: Actor) -> Mapping[str, Any]:
    """Who has owned it, and what is doubtful about its VIN."""
    return {"owners": installed.owners(record, user), "right_digit": vins.doubtful(record.vin), "vin": record.vin}


PANELS = (
    Panel("products.picture", _("Picture"), on="product", template="products/picture.html", context=picture, slot="aside", order=20),
    Panel("products.owners", _("Owners"), on="installed_product", template="products/owners.html", context=owners, slot="aside", order=20),
)
