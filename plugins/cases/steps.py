"""A step of an escalation in words."""

from __future__ import annotations

from typing import Any

from core import gettext as _
from core import joined, users


def as_text(step: Any) -> str:
    """ "hand over to Service desk, raise the priority, notify the manager"."""
    told = (
        (step.tell_owner, _("notify the owner")), (step.tell_manager, _("notify the manager")),
        (step.tell_id, _("notify %(name)s", name=users.name_of(step.tell_id))),
    )  # fmt: skip
    verbs = (
        (step.assign_to_id, _("hand over to %(name)s", name=users.name_of(step.assign_to_id))), (step.raise_priority, _("raise the priority")), *told,
        (step.mark, _("mark as escalated")),
    )  # fmt: skip
    return joined(label for given, label in verbs if given)
