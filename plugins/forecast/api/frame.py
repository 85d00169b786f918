"""What the addresses of the forecast share: the blueprint, where in the forecast one asks, and the version one has seen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from flask import Blueprint, request

from core import Conflict, current_actor, fields
from core import gettext_lazy as _

from .. import asking
from ..asking import Asked

blueprint = Blueprint("forecast_api", __name__, url_prefix="/api/v1/forecast")
FORECAST = _("Forecast")
TYPE, PERIOD = fields.Integer(_("Forecast type"), minimum=1), fields.Date(_("Period"), help=_("Any day of the period."))
PLACE = fields.Text(_("Person and unit, as 12-3"), length=38)
WHICH = {"type": TYPE, "period": PERIOD}
"""Which forecast: the default type and the present period unless named."""
WHERE = {**WHICH, "view": fields.Text(_("Columns"), length=20), "root": PLACE}


class Moved(Conflict):
    """If-Match names another version than the present one."""

    status, code = 412, "stale"


def texts(query: dict[str, Any]) -> dict[str, str]:
    """What was asked, as an address of the pages would say it."""
    return {name: str(value) for name, value in query.items() if value is not None}


def asked(query: dict[str, Any], **more: str) -> Asked:
    return asking.read({**texts(query), **more}, current_actor())


def exact(value: Decimal | None) -> str | None:
    """A number as the API writes it: a text, unrounded, without empty decimals."""
    return None if value is None else f"{value.normalize():f}"


def tag(number: int) -> dict[str, str]:
    return {"ETag": f'"{number}"'}


@contextmanager
def seen(number: int) -> Iterator[int]:
    """The version on which the caller acts: that of If-Match, else the present one. Raises Moved where somebody was faster than If-Match says."""
    if not request.if_match:
        yield number
        return
    if not request.if_match.contains(str(number)):
        raise Moved(message=str(_("It has changed since you looked at it. Please look at it again.")))
    try:
        yield number
    except Conflict as problem:
        raise Moved(message=problem.message) from None
