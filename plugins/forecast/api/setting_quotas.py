"""Copying quotas by the API. One by one and in bulk they are records: ``/api/v1/quotas``."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marshmallow import fields as ma

from core import Answer, api_fields, api_schema, current_actor, fields, operation, permissions, registry, today
from core import gettext_lazy as _

from .. import quotas, types
from .frame import FORECAST, PERIOD, TYPE, blueprint


def _to_copy(_target: Any = None) -> Any:
    percent = fields.Integer(_("Per cent"), minimum=1, maximum=1000, default=100)
    return api_schema("QuotasToCopy", api_fields({"type": TYPE, "period": PERIOD, "percent": percent}))


def _made(_target: Any = None) -> Any:
    return api_schema("QuotasCopied", {"made": ma.Integer(required=True)})


@blueprint.post("/quotas/copy")
@operation(
    _("Copy the quotas of the year before"), tag=FORECAST, body=_to_copy, answer=_made, status=201, statuses=(404,),
    examples=lambda _target: {"period": "2026-01-01", "percent": 110},
)  # fmt: skip
def copy_quotas(body: dict[str, Any]) -> Answer:
    """Those of the fiscal year before the one in which ``period`` lies, times a percentage, wherever this year has none yet."""
    user = current_actor()
    permissions.require(user, registry.object_type("forecast_quota"), "create")
    forecast = types.chosen(str(body.get("type") or ""), user)
    periods = forecast.read_period(str(body.get("period") or ""), today(user.dealer_id)).year()
    percent = Decimal(body.get("percent") or 100)
    return Answer({"made": quotas.copy(forecast, [one.a_year_before() for one in periods], periods, percent, user)}, 201)
