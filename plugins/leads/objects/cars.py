"""Makes and models wanted."""

from __future__ import annotations

from typing import Any

from core import Layout, ListView, ObjectType, RelatedList, Section
from core import gettext_lazy as _

from ..models import CarMake, CarModel

car_make = ObjectType(
    CarMake,
    label=_("Brand"),
    plural=_("Brands"),
    slug="car-makes",
    icon="car",
    setup=True,
    owners=(),
    sortable=("name",),
    filterable=("active",),
    offered="active = true",
    search=("name",),
    default_sort="name",
    unique=(("name",),),
    list_views=(ListView("all", _("Brands"), ("name", "active"), sort="name"),),
    layout=Layout(Section(_("Brand"), "name", "active")),
    related_lists=(RelatedList("models", _("Models"), to="car_model", via="make", columns=("name", "series", "active"), sort="name", limit=50),),
)


def _label(model: Any) -> str:
    """As leads keep it: "Aurora E5", with the brand unless the model names it."""
    brand = model.make.name if model.make is not None else ""
    return str(model.name) if not brand or brand in model.name else f"{brand} {model.name}"


car_model = ObjectType(
    CarModel,
    label=_("Model"),
    plural=_("Models"),
    slug="car-models",
    icon="car",
    setup=True,
    owners=(),
    compose_name=_label,
    sortable=("name",),
    filterable=("make", "series", "active"),
    offered="active = true",
    search=("name", "series"),
    default_sort="name",
    second_line=("make", "series"),
    unique=(("make_id", "name"),),
    list_views=(ListView("all", _("Models"), ("name", "make", "series", "active"), sort="name"),),
    layout=Layout(Section(_("Model"), "name", "make", "series", "active")),
)
