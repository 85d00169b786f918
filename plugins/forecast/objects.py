"""How the forecast's records appear in lists, on pages and in the API."""

from __future__ import annotations

from core import Layout, ListView, ObjectType, Section
from core import gettext_lazy as _

from . import changing_types, due_days, quotas, rates, types
from .models import ExchangeRate, ForecastQuota, ForecastType

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
    rules=(changing_types.rules, changing_types.default_rules, due_days.rules),
    list_views=(ListView("all", _("All"), ("name", "measure", "date_from", "period", "process", "sale_type", "family", "is_default", "active"), sort="position"),),
    layout=Layout(
        Section(_("Forecast type"), "name", "name_zh", "position", "is_default", "active"),
        Section(_("What is counted"), "measure", "date_from", "process", "sale_type", "family"),
        Section(_("Periods and columns"), "period", "fiscal_start", "columns", "most_likely"),
        Section(_("Submission"), "due_day", "remind_before"),
    ),
    hint=_("What the forecast sums, by which date, over which sales and in which periods."),
)

forecast_quota = ObjectType(
    ForecastQuota,
    label=_("Quota"),
    plural=_("Quotas"),
    slug="quotas",
    icon="target-arrow",
    sortable=("starts_on", "name"),
    filterable=("forecast_type", "family"),
    default_sort="-starts_on",
    open_when="",
    handed_over=False,
    unique=(("key",),),
    indexes=(("forecast_type_id", "starts_on", "id"),),
    prepare=quotas.prepare,
    rules=(quotas.rules,),
    list_views=(
        ListView("current", _("This quarter"), ("name", "owner", "starts_on", "family", "amount", "units"), where="starts_on >= quarter and starts_on < quarter+1", sort="starts_on"),
        ListView("all", _("All"), ("name", "owner", "starts_on", "family", "amount", "units"), sort="-starts_on"),
    ),
    layout=Layout(Section(_("Quota"), "owner", "forecast_type", "starts_on", "family", "amount", "units", "remarks")),
    hint=_("What a person is to sell in a period. A manager's is for the manager and the team."),
)

exchange_rate = ObjectType(
    ExchangeRate,
    label=_("Exchange rate"),
    plural=_("Exchange rates"),
    slug="exchange-rates",
    icon="currency-dollar",
    setup=True,
    owners=(),
    sortable=("valid_from", "name"),
    filterable=("currency",),
    default_sort="-valid_from",
    unique=(("currency", "valid_from"),),
    prepare=rates.prepare,
    rules=(rates.rules,),
    list_views=(ListView("all", _("All"), ("name", "currency", "per", "rate", "valid_from"), sort="-valid_from"),),
    layout=Layout(Section(_("Exchange rate"), "currency", "per", "rate", "valid_from")),
    hint=_("What another currency is worth in the organisation's, from a day on."),
)

OBJECTS = (forecast_type, forecast_quota, exchange_rate)
