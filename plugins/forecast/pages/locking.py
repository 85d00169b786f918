"""The dialog that locks a period for a team, or reopens it."""

from __future__ import annotations

from typing import Any

from flask import flash, request

from core import BadQuery, ForecourtError, Invalid, current_actor, go_to
from core import gettext as _

from .. import asking, locks
from ..asking import Asked
from ..hierarchy import Place
from .frame import Page, blueprint, page


@blueprint.get("/forecast/lock")
def show_locking() -> str:
    """The dialog, for the place looked at."""
    asked, place = _asked()
    locks.check(asked.grid.user, asked.grid.hierarchy, place, asked.grid.locks.get(place))
    return _locking(asked, place, {}, {})


@blueprint.post("/forecast/lock")
def lock() -> Page:
    """Lock, or reopen; what is refused comes back with everything typed."""
    asked, place = _asked()
    grid, typed = asked.grid, request.form
    locks.check(grid.user, grid.hierarchy, place, grid.locks.get(place))
    seen = typed.get("seen", "")
    try:
        made = locks.put(
            grid.forecast, grid.period, place, grid.user, locked=typed.get("locked") == "1", note=typed.get("note", ""),
            seen=int(seen) if seen.isdecimal() and len(seen) < 9 else -1,
        )  # fmt: skip
    except ForecourtError as problem:
        errors = problem.errors if isinstance(problem, Invalid) else {"": [problem.message]}
        asked, place = _asked()
        return _locking(asked, place, typed, errors), problem.status
    named = {"period": grid.period, "name": place.name}
    flash(_("%(period)s is locked for the team of %(name)s.", **named) if made.locked else _("%(period)s is open again for the team of %(name)s.", **named), "success")
    return go_to(asked.url("/forecast/submissions", view=None, open=None))


def _asked() -> tuple[Asked, Place]:
    asked = asking.read(request.args, current_actor())
    if asked.root is None:
        raise BadQuery(_("Say whose team is to be locked."), "root")
    return asked, asked.root


def _locking(asked: Asked, place: Place, typed: Any, errors: dict[str, list[str]]) -> str:
    return page("lock", asked, place=place, standing=asked.grid.locks.get(place), typed=typed, errors=errors, action=asked.url("/forecast/lock", root=place.code))
