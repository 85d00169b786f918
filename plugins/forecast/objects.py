"""How the forecast's records appear in lists, on pages and in the API."""

from __future__ import annotations

from core import Layout, ListView, ObjectType, Section
from core import gettext_lazy as _

from . import types
from .models import ForecastType

forecast_type = ObjectType(
    ForecastType,
    label=_("Forecast type"),
    plural=_("Forecast types"),
    slug="forecast-types",
    icon="chart-line",
    setup=True,
    owners=(),
    sortable=("position", "name"),
    filterable=("active",),
    default_sort="position",
    offered="active = true",
    shown_name=types.shown_name,
    list_views=(ListView("all", _("All"), ("name", "measure", "date_from", "period", "process", "sale_type", "is_default", "active"), sort="position"),),
    layout=Layout(
        Section(_("Forecast type"), "name", "name_zh", "position", "is_default", "active"),
        Section(_("What is counted"), "measure", "date_from", "process", "sale_type"),
        Section(_("Periods and columns"), "period", "fiscal_start", "columns", "most_likely"),
    ),
    hint=_("What the forecast sums, by which date, over which sales and in which periods."),
)

OBJECTS = (forecast_type,)
