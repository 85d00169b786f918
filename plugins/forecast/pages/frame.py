"""What the pages of the forecast share: the blueprint, and how numbers are shown."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from core import own_address

from .. import rates
from ..asking import Asked

blueprint = Blueprint("forecast", "plugins.forecast", template_folder="templates", static_folder="static")
Page = str | tuple[str, int] | Response
CENT = Decimal("0.01")


def shown(number: Decimal) -> Decimal:
    """A number as people read it: to the cent, rounded half up here and nowhere before."""
    return number.quantize(CENT, ROUND_HALF_UP)


def back(otherwise: str = "/forecast") -> str:
    """Where the user came from: only pages of the forecast."""
    asked = own_address(request.values.get("next"))
    return asked if asked.startswith("/forecast") else otherwise


def page(template: str, asked: Asked, **context: Any) -> str:
    """A page of one grid."""
    return render_template(f"forecast/{template}.html", asked=asked, grid=asked.grid, shown=shown, currency=rates.currency(), **context)
