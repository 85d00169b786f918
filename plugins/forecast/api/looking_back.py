"""Looking back in the API: snapshots, how well it was said, and the running total against the period before."""

from __future__ import annotations

from typing import Any

from marshmallow import fields as ma

from core import Answer, api_schema, fields, operation
from core import gettext_lazy as _

from .. import accuracy, curve, snapshots
from .frame import FORECAST, WHERE, WHICH, asked, blueprint, exact

ROOTED = {**WHICH, "root": WHERE["root"]}


def _snapshots(_target: Any = None) -> Any:
    one = api_schema("ForecastSnapshot", {
        "id": ma.Integer(required=True), "day": ma.Date(required=True), "taken_at": ma.AwareDateTime(required=True), "source": ma.String(required=True),
    })  # fmt: skip
    return api_schema("ForecastSnapshots", {"data": ma.List(ma.Nested(one), required=True)})


def _accuracy(_target: Any = None) -> Any:
    said = api_schema("ForecastSaid", {
        "days_before": ma.Integer(required=True), "said": ma.String(required=True, allow_none=True), "share": ma.Integer(required=True, allow_none=True),
    })  # fmt: skip
    line = api_schema("ForecastAccuracyLine", {"place": ma.String(required=True), "name": ma.String(required=True), "came": ma.String(required=True), "said": ma.List(ma.Nested(said), required=True)})
    return api_schema("ForecastAccuracy", {"data": ma.List(ma.Nested(line), required=True)})


def _curve(_target: Any = None) -> Any:
    sums = {name: ma.List(ma.String(), required=True) for name in ("now", "before")}
    return api_schema("ForecastCurve", {
        **sums, "period": ma.Date(required=True), "earlier": ma.Date(required=True), "reached": ma.String(required=True), "then": ma.String(required=True),
        "share": ma.Integer(required=True, allow_none=True), "quota": ma.String(required=True, allow_none=True),
    })  # fmt: skip


@blueprint.get("/snapshots")
@operation(_("The snapshots of the forecast"), tag=FORECAST, query={"limit": fields.Integer(_("Rows"), minimum=1, maximum=400, default=120)}, answer=_snapshots)
def list_snapshots(query: dict[str, Any]) -> Answer:
    """The last of each day, the latest first."""
    asked({})  # whoever may see no forecast is told so
    return Answer({"data": [{"id": one.id, "day": one.day.isoformat(), "taken_at": one.taken_at.isoformat(), "source": one.source} for one in snapshots.days(query["limit"])]})


@blueprint.get("/accuracy")
@operation(_("What was said of a period against what came"), tag=FORECAST, query=ROOTED, answer=_accuracy, statuses=(404,))
def show_accuracy(query: dict[str, Any]) -> Answer:
    """For each place what it said of Commit so many days before the end (null where no snapshot knows), what has closed, and its share in per cent."""
    found = asked(query, view="cumulative")
    return Answer({"data": [{
        "place": line.place.code, "name": line.place.name, "came": exact(line.came),
        "said": [{"days_before": days, "said": exact(line.said[number]), "share": line.share(number)} for number, days in enumerate(accuracy.BEFORE)],
    } for line in accuracy.lines(found.grid, root=found.root)]})  # fmt: skip


@blueprint.get("/curve")
@operation(_("What has closed week by week against the period before and the quota"), tag=FORECAST, query=ROOTED, answer=_curve, statuses=(404,))
def show_curve(query: dict[str, Any]) -> Answer:
    """Running sums at the end of each week; ``then`` is the period before at the same point."""
    found = asked(query, view="cumulative")
    read = curve.read(found.grid, found.root)
    return Answer({
        "period": read.period.code, "earlier": read.earlier.code, "now": [exact(one) for one in read.now], "before": [exact(one) for one in read.before],
        "reached": exact(read.reached), "then": exact(read.then), "share": read.share, "quota": exact(read.quota),
    })  # fmt: skip
