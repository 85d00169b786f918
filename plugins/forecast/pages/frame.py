"""What the pages of the forecast share: the blueprint, and how numbers are shown."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from .. import rates
from ..asking import Asked

blueprint = Blueprint("forecast", "plugins.forecast", template_folder="templates", static_folder="static", static_url_path="/static/forecast")
Page = str | tuple[str, int] | Response
CENT = Decimal("0.01")


def shown(number: Decimal) -> Decimal:
    """A number as people read it: to the cent, rounded half up here and nowhere before."""
    return number.quantize(CENT, ROUND_HALF_UP)


def page(template: str, asked: Asked, **context: Any) -> str:
    """A page of one grid."""
    return render_template(f"forecast/{template}.html", asked=asked, grid=asked.grid, shown=shown, currency=rates.currency(), **context)
