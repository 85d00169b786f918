"""Reading the forecast: the grid with its five numbers per cell, the opportunities behind a number, and what has changed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from core import Answer, current_actor, fields, operation, users
from core import gettext_lazy as _

from .. import asking, comparing, deals, rates, snapshots
from ..hierarchy import Place
from ..rollup import Cell
from ..waterfall import PRECEDENCE
from .frame import FORECAST, WHERE, blueprint, texts


@blueprint.get("")
@operation(_("The forecast of a period"), tag=FORECAST, query=WHERE, statuses=(404,))
def show(query: dict[str, Any]) -> Answer:
    """Every place below ``root``, with own, raw, base, owner and forecast of each column; amounts as strings, exactly."""
    asked = asking.read(texts(query), current_actor())
    found, root = asked.grid, asked.root
    inside = [place for place in found.hierarchy.bottom_up()[::-1] if place in found.places(root)]
    return Answer({
        "type": {"id": found.forecast.id, "name": str(found.forecast), "measure": found.forecast.measure},
        "period": {"kind": found.period.kind, "start": found.period.code, "end": found.period.last.isoformat(), "name": str(found.period)},
        "currency": rates.currency() if found.forecast.is_money else None,
        "columns": [{"code": one.code, "name": str(one.label), "categories": sorted(one.categories)} for one in found.columns],
        "root": root.code if root else None,
        "total": {one.code: _cell(found.cell(root, one.code)) for one in found.columns},
        "data": [_row(place, asked) for place in inside],
        "quotas": {str(person): f"{value:f}" for (person, _start), value in sorted(found.quotas.items())},
        "without_rate": {code: f"{amount:f}" for code, amount in sorted(found.foreign(root).items())},
    })  # fmt: skip


@blueprint.get("/opportunities")
@operation(_("The opportunities behind a number of the forecast"), tag=FORECAST, query={
    **WHERE, "column": fields.Text(_("Column"), length=40, required=True), "place": fields.Text(_("Person and unit, as 12-3"), length=38),
    "own": fields.Checkbox(_("Own sales only")), "cursor": fields.Text(_("Cursor"), length=400),
    "limit": fields.Integer(_("Rows"), minimum=1, maximum=500, default=50),
}, statuses=(404,))  # fmt: skip
def show_deals(query: dict[str, Any]) -> Answer:
    """Page by page in order of their close date; ``total`` is their sum, all pages together."""
    asked = asking.read(texts(query), current_actor())
    number = asking.number({**texts(query), "own": "1" if query.get("own") else ""}, asked)
    found = deals.page(asked.grid, number.places, number.column, query.get("cursor") or None, query.get("limit") or deals.PAGE)
    values = deals.values(found.rows, asked.grid)
    return Answer({
        "total": f"{deals.total(asked.grid, number.places, number.column):f}",
        "count": deals.count(asked.grid, number.places, number.column),
        "data": [{"id": row.id, "name": row.name, "owner": row.owner_id, "value": _text(values[row.id])} for row in found.rows],
        "next": found.next,
    })  # fmt: skip


@blueprint.get("/changes")
@operation(_("What has changed in a number of the forecast between two snapshots"), tag=FORECAST, query={
    "type": WHERE["type"], "period": WHERE["period"], "root": WHERE["root"], "column": fields.Text(_("Column"), length=40),
    "since": fields.Date(_("From")), "until": fields.Date(_("To")),
}, statuses=(404,))  # fmt: skip
def show_changes(query: dict[str, Any]) -> Answer:
    """Opening, each bucket with its net change and its sales, and closing; null where no snapshot has been taken yet."""
    asked = comparing.read(texts(query), current_actor())
    found = asked.found
    return Answer({
        "since": asked.first.taken_at.isoformat() if asked.first else None,
        "until": asked.last.taken_at.isoformat() if asked.last else None,
        "column": asked.column.code,
        "opening": f"{found.opening:f}",
        "buckets": {code: {"net": f"{found.net(code):f}", "sales": [one.sale_id for one in found.moved if one.bucket == code]}
                    for code in PRECEDENCE if found.count(code)},
        "closing": f"{found.closing:f}",
    })  # fmt: skip


@blueprint.post("/snapshots")
@operation(_("Take a snapshot of the forecast"), tag=FORECAST, status=201)
def take_snapshot() -> Answer:
    """Look at all sales now."""
    user = current_actor()
    user.require(snapshots.TAKE)
    taken = snapshots.take(user)
    return Answer({"id": taken.id, "day": taken.day.isoformat(), "taken_at": taken.taken_at.isoformat()}, 201)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _row(place: Place, asked: asking.Asked) -> dict[str, Any]:
    above = asked.grid.hierarchy.parents[place]
    return {
        "place": place.code, "person": place.person_id, "name": users.name_of(place.person_id), "unit": place.unit_id,
        "reports_to": above.code if above else None, "cells": {one.code: _cell(asked.grid.cell(place, one.code)) for one in asked.grid.columns},
    }  # fmt: skip


def _cell(cell: Cell) -> dict[str, str]:
    return {name: f"{getattr(cell, name):f}" for name in ("own", "raw", "base", "owner", "forecast")}
