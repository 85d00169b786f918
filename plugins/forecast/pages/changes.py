"""What changed since an earlier day, and how well was said what came."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request

from core import charts, current_actor
from core import gettext as _

from .. import accuracy, asking, comparing, rates, snapshots, types
from ..comparing import Comparison
from ..waterfall import PRECEDENCE
from .frame import Page, back, blueprint, page, shown


@blueprint.get("/forecast/changes")
def show_changes() -> str:
    """From an earlier day to the last snapshot: the waterfall, and the sales in each of its buckets."""
    user = current_actor()
    asked = comparing.read(request.args, user)
    bucket = request.args.get("bucket", "")
    steps = [(code, label, asked.found.net(code), asked.found.count(code)) for code, label in PRECEDENCE.items() if asked.found.count(code)]
    return render_template(
        "forecast/changes.html", asked=asked, steps=steps, chart=_chart(asked, steps), bucket=bucket, sales=comparing.sales_of(asked, bucket, user),
        label=PRECEDENCE.get(bucket), taken=snapshots.days(), types=types.offered(user), url=lambda **changes: _url(asked, **changes), shown=shown,
        currency=rates.currency(), grid=asked, may_take=user.may(snapshots.TAKE),
    )  # fmt: skip


def _chart(asked: Comparison, steps: list[tuple[str, Any, Decimal, int]]) -> charts.Chart:
    ends = (charts.Step(_("Opening"), shown(asked.found.opening), total=True), charts.Step(_("Closing"), shown(asked.found.closing), total=True))
    between = [charts.Step(label, shown(net), link=_url(asked, bucket=code)) for code, label, net, _count in steps]
    return charts.waterfall(
        _("From the opening to the closing number, bucket by bucket; the table below says the same."), _("Bucket"), asked.column.label,
        [ends[0], *between, ends[1]], currency=rates.currency() if asked.forecast.is_money else None,
    )  # fmt: skip


def _url(asked: Comparison, **changes: Any) -> str:
    parameters = {
        "type": asked.forecast.id, "period": asked.period.code, "column": asked.column.code, "root": asked.root.code if asked.root else None,
        "since": asked.first.day.isoformat() if asked.first else None, "until": asked.last.day.isoformat() if asked.last else None, **changes,
    }  # fmt: skip
    return f"/forecast/changes?{urlencode({name: value for name, value in parameters.items() if value not in (None, '')})}"


@blueprint.post("/forecast/snapshots")
def take_snapshot() -> Page:
    """Look at all sales now, so that the comparison is up to this moment."""
    user = current_actor()
    user.require(snapshots.TAKE)
    snapshots.take(user)
    flash(_("A snapshot was taken."), "success")
    return redirect(back("/forecast/changes"), 303)


@blueprint.get("/forecast/accuracy")
def show_accuracy() -> str:
    """What was said 30, 14 and 7 days before the end of a period, against what came. It opens on the last period that is over: of a running one little can
    be said."""
    asked = asking.read({**request.args, "view": "cumulative"}, current_actor(), finished=True)
    return page("accuracy", asked, lines=accuracy.lines(asked.grid, root=asked.root), before=accuracy.BEFORE, types=types.offered(asked.grid.user))
