"""Pages of their own: the funnel and the prospect plan."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template, request

from core import Actor, BadQuery, MenuItem, current_actor, fields, permissions, registry, today
from core import gettext_lazy as _

from .board import shown_process
from .catalogue import catalogue
from .funnel import funnel
from .picklists import PLANNED_WITHIN
from .prospect_plan import MOST, plan

blueprint = Blueprint("opportunities", __name__, template_folder="templates")

DAY = fields.DateField(_("Day"))
SCOPES = {"all": None, "mine": "owner = me"}
MENU = (
    MenuItem("opportunities.funnel", _("Funnel"), "/opportunities/funnel", icon="filter", group=_("Reports"), order=36),
    MenuItem("opportunities.plan", _("Prospect plan"), "/opportunities/prospect-plan", icon="table", group=_("Reports"), order=37),
)


@blueprint.get("/opportunities/funnel")
def show_funnel() -> str:
    """S1: how far opportunities came, how long they stayed in each stage, and where they were lost."""
    user = _reader()
    process = shown_process(user, request.args)
    begun_from, begun_to = _day("from"), _day("to")
    where = SCOPES.get(request.args.get("scope", "all"))
    steps = funnel(process, user, begun_from=begun_from, begun_to=begun_to, where=where) if process else []
    return render_template(
        "opportunities/funnel.html", steps=steps, process=process, processes=list(catalogue().processes.values()),
        begun_from=begun_from, begun_to=begun_to, scope=request.args.get("scope", "all"),
    )  # fmt: skip


@blueprint.get("/opportunities/prospect-plan")
def show_plan() -> str:
    """S3: the prospect plan; ``?print=1`` gives the sheet to print."""
    user = _reader()
    state = request.args.get("state", "open")
    parts = [part for part in (SCOPES.get(request.args.get("scope", "all")), "is_closed = false" if state == "open" else None) if part]
    lines = plan(user, where=" and ".join(parts) or None, horizon=request.args.get("within"))
    return render_template(
        "opportunities/prospect_plan.html", lines=lines, horizons=PLANNED_WITHIN, within=request.args.get("within", ""), state=state,
        scope=request.args.get("scope", "all"), day=today(), full=len(lines) >= MOST, printing=bool(request.args.get("print")),
    )  # fmt: skip


def _reader() -> Actor:
    """Who reads; whoever may read no opportunity at all is refused."""
    user = current_actor()
    permissions.require(user, registry.enabled_object("opportunity"), "read")
    return user


def _day(name: str) -> date | None:
    try:
        day: date | None = DAY.parse(request.args.get(name, ""))
        return day
    except ValueError as problem:
        raise BadQuery(str(problem), name) from None

