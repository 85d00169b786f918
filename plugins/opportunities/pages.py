"""Pages of their own: the funnel and the prospect plan."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from core import Actor, Invalid, MenuItem, NotFound, current_actor, dates, permissions, queries, records, registry, today
from core import gettext as _text
from core import gettext_lazy as _

from . import setup
from .board import shown_process
from .catalogue import catalogue
from .funnel import chart, funnel
from .picklists import PLANNED_WITHIN
from .prospect_plan import MOST, plan

blueprint = Blueprint("opportunities", __name__, template_folder="templates")

MOVE = re.compile(r"(\d{1,18})-(\d{1,18})")
SCOPES = {"all": None, "mine": "owner = me"}
KNOWN_BY = ("process", "stage")
"""Fields without which nobody may know of the funnel: it counts by them."""
MENU = (
    MenuItem("opportunities.funnel", _("Funnel"), "/opportunities/funnel", icon="filter", group=_("Reports"), order=36),
    MenuItem("opportunities.plan", _("Prospect plan"), "/opportunities/prospect-plan", icon="table", group=_("Reports"), order=37),
)


@blueprint.get("/opportunities/funnel")
def show_funnel() -> tuple[str, int]:
    """S1: how far opportunities came, how long they stayed in each stage, and where they were lost."""
    user = _reader()
    if not queries.knows(registry.object_type("opportunity"), user, None, *KNOWN_BY):
        raise NotFound
    process = shown_process(user, request.args)
    span = dates.read_span(request.args, today(user.dealer_id))
    where = SCOPES.get(request.args.get("scope", "all"))
    steps = funnel(process, user, begun_from=span.first, begun_to=span.last, where=where) if process and not span.wrong else []
    page = render_template(
        "opportunities/funnel.html", steps=steps, drawn=chart(steps), process=process, processes=list(catalogue().processes.values()),
        span=span, scope=request.args.get("scope", "all"),
    )  # fmt: skip
    return page, 400 if span.wrong else 200


@blueprint.get("/opportunities/prospect-plan")
def show_plan() -> str:
    """S3: the prospect plan; ``?print=1`` gives the sheet to print."""
    user = _reader()
    state = request.args.get("state", "open")
    asked = (SCOPES.get(request.args.get("scope", "all")), "is_closed = false" if state == "open" else None)
    parts = [part for part in asked if part and queries.knows(registry.object_type("opportunity"), user, part)]
    lines = plan(user, where=" and ".join(parts) or None, horizon=request.args.get("within"))
    return render_template(
        "opportunities/prospect_plan.html", lines=lines, horizons=PLANNED_WITHIN, within=request.args.get("within", ""), state=state,
        scope=request.args.get("scope", "all"), day=today(), full=len(lines) >= MOST, printing=bool(request.args.get("print")),
    )  # fmt: skip


@blueprint.post("/sales-processes/<int:record_id>/order")
def order_stages(record_id: int) -> Response:
    """``stage``: the ids of the stages in use, in the order they are to have."""
    ids = [int(one) for one in request.form.getlist("stage") if one.isdecimal() and len(one) < 19]
    return _set_up(record_id, ids, setup.order_stages)


@blueprint.post("/sales-processes/<int:record_id>/moves")
def allow_moves(record_id: int) -> Response:
    """``move``: "from-to" for each move that is allowed."""
    found = (MOVE.fullmatch(one) for one in request.form.getlist("move"))
    pairs = {(int(one[1]), int(one[2])) for one in found if one is not None}
    return _set_up(record_id, pairs, setup.allow_moves)


def _set_up(record_id: int, wanted: Any, work: Callable[[Any, Any, Actor], None]) -> Response:
    user = current_actor()
    process = records.get("sales_process", record_id, user, operation="edit")
    try:
        work(process, wanted, user)
    except Invalid as problem:
        flash(problem.message, "error")
    else:
        flash(_text("Saved."), "success")
    return redirect(process.url, 303)


def _reader() -> Actor:
    """Who reads; whoever may read no opportunity at all is refused."""
    user = current_actor()
    permissions.require(user, registry.enabled_object("opportunity"), "read")
    return user
