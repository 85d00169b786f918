"""The first steps of a new installation, on its administrator's Today until they are done or put away."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from .. import modules, registry, units, users
from ..actor import Actor
from ..i18n import gettext_lazy as _
from ..panels import FirstStep
from ..settings import PERMISSION

COOKIE, HIDDEN = "first_steps", "hidden"

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
