"""The page Forecast and what opens from it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from flask import Blueprint, render_template, request

from core import MenuItem, current_actor, queries, users
from core import gettext_lazy as _

from . import asking, deals, sums, types

blueprint = Blueprint("forecast", __name__, template_folder="templates", static_folder="static", static_url_path="/static/forecast")
MENU = (MenuItem("forecast.page", _("Forecast"), "/forecast", icon="chart-line", group=_("Sales"), order=25, permission="object:opportunity"),)
AROUND = 4
"""Periods offered before and after the one that is shown."""
CENT = Decimal("0.01")


def shown(number: Decimal) -> Decimal:
    """A number as people read it: to the cent, rounded half up here and nowhere before."""
    return number.quantize(CENT, ROUND_HALF_UP)


@blueprint.get("/forecast")
def show() -> str:
    """S1: by owner and period, rolled up along the manager hierarchy, by category."""
    asked = asking.read(request.args, current_actor())
    return _page("page", asked, rows=list(asked.grid.rows(asked.root, asked.opened)), types=types.offered(asked.grid.user),
                 periods=[asked.grid.period.after(step) for step in range(-AROUND, AROUND + 1)], roots=asked.path,
                 foreign=asked.grid.foreign(asked.root), printing=bool(request.args.get("print")))  # fmt: skip


@blueprint.get("/forecast/opportunities")
def show_deals() -> str:
    """The opportunities behind one number."""
    asked = asking.read(request.args, current_actor())
    number = asking.number(request.args, asked)
    found = deals.page(asked.grid, number.places, number.column, request.args.get("cursor"))
    named = [one for row in found.rows for one in (getattr(row, "account_id", None), getattr(row, "stage_id", None))]
    return _page(
        "deals", asked, column=number.column, place=number.place, own=number.own, page=found, links=queries.links(named, asked.grid.user),
        value=deals.value, cell=asked.grid.cell(number.place, number.column.code), total=deals.total(asked.grid, number.places, number.column),
        count=deals.count(asked.grid, number.places, number.column), names=users.names(row.owner_id for row in found.rows),
        more=asked.deals_of(number.place, number.column, own=number.own, cursor=found.next),
    )  # fmt: skip


def _page(template: str, asked: asking.Asked, **context: Any) -> str:
    return render_template(f"forecast/{template}.html", asked=asked, grid=asked.grid, shown=shown, currency=sums.currency(), **context)
