"""The tree of vehicle models."""

from __future__ import annotations

from core import Layout, ListView, Menu, ObjectType, RelatedList, Section
from core import gettext_lazy as _

from .. import vehicles
from ..models import VehicleModel

vehicle_model = ObjectType(
    VehicleModel,
    label=_("Vehicle model"),
    plural=_("Vehicle models"),
    slug="vehicle-models",
    icon="car",
    owners=(),
    name_parts=vehicles.WAY,
    sortable=("name", "make", "model_year"),
    filterable=("level", "parent", "series", "key", "active"),
    offered="active = true",
    default_sort="name",
    search=("name",),
    second_line=("level", "manufacturer", "body"),
    unique=(("key",),),
    indexes=(("level", "name_sort", "id"), ("level", "make", "id"), ("parent_id", "name_sort", "id")),
    prepare=vehicles.prepare,
    menu=Menu(_("Products"), 58),
    hint=_("Brands, series, model years and trims, entered here or imported from a catalogue: one line for each."),
    highlights=("level", "parent", "manufacturer", "body", "active"),
    list_views=(
        ListView("brands", _("Brands"), ("make", "active"), where="level = make", sort="make"),
        ListView("series", _("Series"), ("make", "series", "manufacturer", "built_from", "built_until", "active"), where="level = series", sort="name"),
        ListView("years", _("Model years"), ("make", "series", "model_year", "body", "active"), where="level = model_year", sort="name"),
        ListView("all", _("All"), ("name", "level", "make", "series", "model_year", "trim", "body", "active"), sort="name"),
    ),
    layout=Layout(
        Section(_("Vehicle model"), "make", "series", "model_year", "trim"),
        Section(_("Details"), "manufacturer", "body", "built_from", "built_until", "active"),
    ),
    related_lists=(
        RelatedList("below", _("Belonging to it"), to="vehicle_model", via="parent", columns=("name", "level", "body", "active"), sort="name", order=10, limit=20),
        RelatedList("products", _("Products"), to="product", via="vehicle_model", columns=("code", "name", "family", "active"), sort="name", order=20),
    ),
)
