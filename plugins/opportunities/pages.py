"""Pages of their own: the funnel and the prospect plan."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from core import Actor, Invalid, MenuItem, NotFound, current_actor, dates, id_in, permissions, queries, records, registry, today, users
from core import gettext as _text
from core import gettext_lazy as _

from . import setup
from .board import shown_process
from .catalogue import ProcessInfo, StageInfo, catalogue
from .funnel import FIGURES, chart, counted, funnel, path
from .picklists import PLANNED_WITHIN
from .prospect_plan import MOST, plan

blueprint = Blueprint("opportunities", __name__, template_folder="templates")

MOVE = re.compile(r"(\d{1,18})-(\d{1,18})")
SCOPES = {"all": None, "mine": "owner = me"}
KNOWN_BY = ("process", "stage")
"""Fields without which nobody may know of the funnel: it counts by them."""
LISTED = ("name", "account", "stage", "amount", "close_date", "owner")
"""What is told of each opportunity behind a figure of the funnel."""
MENU = (
    MenuItem("opportunities.funnel", _("Funnel"), "/opportunities/funnel", icon="filter", group=_("Reports"), order=36),
    MenuItem("opportunities.plan", _("Prospect plan"), "/opportunities/prospect-plan", icon="table", group=_("Reports"), order=37),
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the funnel's address asks for. ``scope``: a code of SCOPES."""

    process: ProcessInfo | None
    span: dates.Span
    scope: str

    @property
    def bounds(self) -> dict[str, Any]:
        return {"begun_from": self.span.first, "begun_to": self.span.last, "where": SCOPES.get(self.scope)}

    def url(self, stage: StageInfo, figure: str, **more: str) -> str:
        """The list of the opportunities that a figure counts."""
        typed = {name: text for name, text in self.span.texts.items() if text}
        return "/opportunities/funnel/list?" + urlencode({**self._kept, **typed, "stage": str(stage.id), "figure": figure, **more})

    @property
    def _kept(self) -> dict[str, str]:
        return {"process": str(self.process.id) if self.process else "", "scope": self.scope}

    @property
    def back(self) -> str:
        return "/opportunities/funnel?" + urlencode({**self._kept, **self.span.texts})


def _asked(user: Actor) -> _Asked:
    """Raises NotFound for whoever may not know what the funnel counts by."""
    if not queries.knows(registry.object_type("opportunity"), user, None, *KNOWN_BY):
        raise NotFound
    return _Asked(shown_process(user, request.args), dates.read_span(request.args, today(user.dealer_id)), request.args.get("scope", "all"))


@blueprint.get("/opportunities/funnel")
def show_funnel() -> tuple[str, int]:
    """S1: how far opportunities came, how long they stayed in each stage, and where they were lost."""
    user = _reader()
    asked = _asked(user)
    steps = funnel(asked.process, user, **asked.bounds) if asked.process and not asked.span.wrong else []
    page = render_template("opportunities/funnel.html", steps=steps, drawn=chart(steps), asked=asked, processes=list(catalogue().processes.values()))
    return page, 400 if asked.span.wrong else 200


@blueprint.get("/opportunities/funnel/list")
def list_funnel() -> str | Response:
    """The opportunities that one figure of the funnel counts, page by page. An address without a figure leads to the funnel, which tells what is wrong."""
    user = _reader()
    asked, figure = _asked(user), request.args.get("figure", "")
    stage = next((one for one in path(asked.process) if str(one.id) == request.args.get("stage")), None) if asked.process else None
    if stage is None or asked.process is None or figure not in FIGURES or asked.span.wrong:
        return redirect(asked.back)
    among = counted(asked.process, user, stage, figure, **asked.bounds)
    visible = permissions.visible_fields(user, registry.object_type("opportunity"))
    columns = [name for name in LISTED if name in visible]
    found = queries.page("opportunity", user, where=among, cursor=request.args.get("cursor"), columns=columns)
    named = [one for row in found.rows for one in (getattr(row, "account_id", None), getattr(row, "stage_id", None))]
    return render_template(
        "opportunities/funnel_list.html", asked=asked, stage=stage, figure=figure, columns=columns, page=found, count=sum(row.count for row in queries.aggregate("opportunity", user, group_by=("stage",), where=among)),
        links=queries.links(named, user), names=users.names(getattr(row, "owner_id", None) for row in found.rows), more=asked.url(stage, figure, cursor=found.next or ""),
    )  # fmt: skip


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
    ids = list(filter(None, map(id_in, request.form.getlist("stage"))))
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
