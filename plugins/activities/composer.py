"""Noting down what was done about a record, or what is to be done: the form at the head of every timeline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from core import Actor, Invalid, id_in, joined, now, permissions, plugins, records, transaction
from core import gettext as _

from . import links
from .events import subject_of
from .models import CALL, EMAIL, NOTE, TASK, VISIT, Activity
from .objects import activity

OFFERED = (CALL, VISIT, TASK, EMAIL, NOTE)
DONE_AT_ONCE = (CALL, VISIT, EMAIL)
NOTED = ("body", "outcome", "next_on", "next_reason", "no_next")
"""Inputs that are fields of the activity."""
INPUTS = ("kind", *NOTED, "ends")


def empty() -> dict[str, str]:
    """What the form holds before anybody types."""
    return {**dict.fromkeys(INPUTS, ""), "kind": CALL.code}


def asked(user: Actor) -> list[str]:
    """The fields that this user may fill in."""
    return [name for name in NOTED if permissions.field_right(user, activity, name) is None]


def write(record: Any, typed: Mapping[str, str], user: Actor) -> Activity:
    """Save what was typed about ``record``. Raises Invalid with a sentence for each input.

    A call, a visit and an e-mail are done: they end with outcome, next date and reason (S12), and end the open follow-up
    named by ``ends`` if there is one. A task is due on the next date. A note is only written down.
    """
    kind = next((one for one in OFFERED if one.code == typed.get("kind")), None)
    if kind is None:
        raise Invalid({"kind": [_("Choose what it was: %(kinds)s.", kinds=joined(one for one in OFFERED))]})
    with transaction():
        if kind in DONE_AT_ONCE:
            return _log_done(record, kind, typed, user)
        return _plan(record, typed, user) if kind == TASK else _note(record, typed, user)


def _log_done(record: Any, kind: Any, typed: Mapping[str, str], user: Actor) -> Activity:
    names = {"kind", *asked(user)}
    values: dict[str, Any] = {**{name: typed.get(name, "") for name in names}, "kind": kind, "done_at": now()}
    ended = _ended(record, typed, user)
    if ended is not None:
        done: Activity = records.update(ended, user, typed=names, **values)
        return done
    made: Activity = records.create(activity, user, typed=names, name=subject_of(str(kind), values.get("body")), about=record, **values)
    return made


def _ended(record: Any, typed: Mapping[str, str], user: Actor) -> Activity | None:
    """The open follow-up on this record that the user says is ended by this."""
    chosen = id_in(typed.get("ends"))
    if chosen is None or chosen not in links.activity_ids_of([record.id], open_only=True):
        return None
    found: Activity = records.get(activity, chosen, user, operation="edit")
    return found


def _plan(record: Any, typed: Mapping[str, str], user: Actor) -> Activity:
    text = typed.get("body", "").strip()
    errors = {}
    if not text:
        errors["body"] = [_("Please say what is to be done.")]
    if not typed.get("next_on", "").strip():
        errors["next_on"] = [_("Please say by when.")]
    if errors:
        raise Invalid(errors)
    try:
        made: Activity = records.create(
            activity, user, typed={"body", "due_on"}, name=subject_of(str(TASK), text), kind=TASK, about=record, body=text, due_on=typed["next_on"]
        )
    except Invalid as problem:
        raise Invalid({"next_on" if name == "due_on" else name: found for name, found in problem.errors.items()}) from None
    return made


def _note(record: Any, typed: Mapping[str, str], user: Actor) -> Activity:
    text = typed.get("body", "").strip()
    if not text:
        raise Invalid({"body": [_("The note is empty.")]})
    made: Activity = records.create(
        activity, user, typed={"body"}, name=subject_of(str(NOTE), text), kind=NOTE, about=record, body=text, done_at=now()
    )
    return made


def proposed_next(record: Any, user: Actor) -> date | None:
    """The earliest day that other modules propose for the next follow-up."""
    proposals = [day for day in plugins.call_each("propose_next", record=record, user=user) if day is not None]
    return min(proposals, default=None)
