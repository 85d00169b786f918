"""Who has submitted and who has not, what each has submitted, and the dialog to do so."""

from __future__ import annotations

from typing import Any

from flask import flash, request

from core import ForecourtError, Invalid, NotFound, current_actor, go_to, users
from core import gettext as _

from .. import asking, due_days, locks, roll_call, submissions
from ..asking import Asked
from .frame import Page, blueprint, page


@blueprint.get("/forecast/submissions")
def show_submissions() -> str:
    """The people of a team with what they have submitted; ``missing`` leaves only those who have not."""
    asked = asking.read({**request.args, "view": "cumulative"}, current_actor())
    call = roll_call.read(asked)
    only_missing = bool(request.args.get("missing"))
    return page(
        "submissions", asked, call=call, lines=call.missing if only_missing else call.lines, only_missing=only_missing, columns=[one for one in asked.grid.columns if one.adjustable][:2],
        lock=locks.over(asked.root or asked.grid.home, asked.grid.locks), lock_sentence=locks.sentence, roots=asked.path,
        may_lock=locks.leads(asked.grid.user, asked.grid.hierarchy, asked.root), locked_places={place for place, one in asked.grid.locks.items() if one.locked},
        locks=locks.history(asked.grid.forecast, asked.grid.period, asked.grid.places(asked.root)),
    )  # fmt: skip


@blueprint.get("/forecast/submissions/<int:person_id>")
def show_history(person_id: int) -> str:
    """What a person has submitted for a period, one after the other. Raises NotFound for a person out of sight."""
    asked = asking.read({**request.args, "view": "cumulative"}, current_actor())
    if not any(place.person_id == person_id for place in asked.grid.hierarchy.parents):
        raise NotFound
    made = submissions.history(asked.grid.forecast, asked.grid.period, person_id)
    return page("submitted", asked, made=made, person=users.name_of(person_id))


@blueprint.get("/forecast/submit")
def show_submitting() -> str:
    """The dialog with the numbers that would be submitted."""
    asked = _asked()
    submissions.check(asked.grid.user, asked.grid.period)
    return _submitting(asked, {}, {})


@blueprint.post("/forecast/submit")
def submit() -> Page:
    """Keep the numbers of this moment, if they are still those that were shown. What is refused comes back with everything typed."""
    asked, typed = _asked(), request.form
    try:
        made = submissions.submit(asked.grid.forecast, asked.grid.period, asked.grid.user, note=typed.get("note", ""), seen=typed.get("seen", ""))
    except ForecourtError as problem:
        errors = problem.errors if isinstance(problem, Invalid) else {"": [problem.message]}
        return _submitting(_asked(), typed, errors), problem.status
    period = asked.grid.period
    flash(_("Your forecast of %(period)s was submitted, after the day it was due.", period=period) if made.is_late else _("Your forecast of %(period)s was submitted.", period=period), "success")
    return go_to(asked.url())


def _asked() -> Asked:
    return asking.read(request.args, current_actor())


def _submitting(asked: Asked, typed: Any, errors: dict[str, list[str]]) -> str:
    grid = asked.grid
    numbers = submissions.numbers_of(grid.forecast, grid.period, grid.user)
    return page(
        "submit", asked, numbers=numbers, seal=submissions.seal(numbers), typed=typed, errors=errors, action=asked.url("/forecast/submit"),
        due=due_days.due_on(grid.forecast, grid.period), before=submissions.history(grid.forecast, grid.period, grid.user.id),
    )  # fmt: skip
