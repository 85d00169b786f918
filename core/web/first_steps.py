"""The first steps of a new installation, on its administrator's Today until they are done or put away."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from .. import modules, registry, units, users
from ..actor import Actor, current_actor
from ..i18n import gettext_lazy as _
from ..panels import FirstStep
from ..settings import PERMISSION

blueprint = Blueprint("first_steps", __name__)
COOKIE, HIDDEN = "first_steps", "hidden"
YEAR = 365 * 24 * 3600

OWN = (
    FirstStep("core.dealers", _("Add your dealers and teams"), _("Who belongs where decides who sees what."), "/admin/units",
              lambda user: any(one.kind == units.DEALER for one in units.all_units()), order=10),
    FirstStep("core.people", _("Add your people"), _("Each gets a role and a unit, and an invitation by mail."), "/admin/users",
              lambda user: len(users.all_users(active_only=True)) > 1, order=20),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepView:
    step: FirstStep
    done: bool


def to_do(user: Actor) -> list[StepView]:
    """All first steps with how they stand; none for people who do not administer, once all are done, and once put away."""
    if not user.may(PERMISSION) or request.cookies.get(COOKIE) == HIDDEN:
        return []
    declared = [one for one in registry.current().first_steps if modules.is_on(one.plugin)]
    views = [StepView(one, one.done(user)) for one in sorted((*OWN, *declared), key=lambda one: one.order)]
    return [] if all(one.done for one in views) else views


@blueprint.post("/first-steps/hide")
def hide() -> Response:
    """Put the steps away in this browser: not every house needs them all."""
    current_actor().require(PERMISSION)
    answer = redirect("/", 303)
    answer.set_cookie(COOKIE, HIDDEN, max_age=YEAR, samesite="Lax")
    return answer
