"""What a user can do with an activity besides editing it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from core import Action, Actor, Refusal, fields, gettext, local, now, object_name, records, units
from core import gettext_lazy as _
from core import pgettext_lazy as pgettext

from . import links
from .composer import proposed_next
from .events import planned_after
from .models import DONE, OUTCOMES, Activity
from .objects import activity

Inputs = Mapping[str, Any]


def may_be_done(record: Activity, user: Actor) -> Refusal | None:
    """A second call finds it done: then the first one's result stands and nothing happens."""
    return None


def is_open(record: Activity, user: Actor) -> Refusal | None:
    return Refusal(gettext("This %(object)s is done.", object=object_name("activity"))) if record.status == DONE else None


def is_done(record: Activity, user: Actor) -> Refusal | None:
    return None if record.status == DONE else Refusal(gettext("This %(object)s is not done yet.", object=object_name("activity")))


def has_ended(record: Activity, user: Actor) -> bool:
    return bool(record.status == DONE)


def back_to_open(record: Activity, inputs: Inputs, user: Actor) -> tuple[str, Inputs] | None:
    return None if record.status == DONE else ("reopen", {})


def end(record: Activity, inputs: Inputs, user: Actor) -> Activity:
    """End a follow-up (S12): outcome, next date and reason. Pressed twice it is ended once."""
    if record.status == DONE:
        return record
    given = {name: value for name, value in inputs.items() if value not in (None, "")}
    done: Activity = records.update(record, user, **{"no_next": False, **given, "done_at": now()})
    return done


def as_typed(record: Activity, user: Actor, given: Inputs) -> Mapping[str, Any]:
    """What the dialog holds at first: the notes so far, and the next date that other modules propose."""
    about = record.about
    return {"body": record.body, "next_on": proposed_next(about, user) if about is not None else None}


def move(record: Activity, inputs: Inputs, user: Actor) -> Activity:
    """Give it another day, keeping the time of day unless one is given; the move is counted and its reason kept.

    An event that has no due date is moved as a whole: it starts on the new day and lasts as long as before.
    """
    values: dict[str, Any] = {"due_on": inputs["due_on"], "move_reason": inputs["reason"]}
    if record.due_on is None and record.starts_at is not None:
        values = {**_shifted(record, inputs["due_on"]), "move_reason": inputs["reason"]}
    if inputs.get("time"):
        values["due_at"] = _moment(record, inputs)
    moved: Activity = records.update(record, user, reason=inputs["reason"], **values)
    return moved


def _shifted(record: Activity, day: date) -> dict[str, Any]:
    zone = units.zone_of(record.dealer_id)
    begun = local(record.starts_at, zone)
    start = datetime.combine(day, begun.time(), ZoneInfo(zone))
    return {"starts_at": start, "ends_at": record.ends_at and start + (record.ends_at - record.starts_at)}


def _moment(record: Activity, inputs: Inputs) -> datetime:
    try:
        time = datetime.strptime(inputs["time"].strip(), "%H:%M").time()  # noqa: DTZ007 - a time of day, its zone is added below
    except ValueError:
        raise Refusal(gettext("Write the time as 15:30."), field="time") from None
    return datetime.combine(inputs["due_on"], time, ZoneInfo(units.zone_of(record.dealer_id)))


def reopen(record: Activity, inputs: Inputs, user: Actor) -> Activity:
    """Take "done" back, together with the follow-up it has planned, if nobody has touched that yet."""
    planned = planned_after(record)
    if planned is not None:
        records.delete(planned, user, source="undo")
    reopened: Activity = records.update(
        record, user, source="undo", done_at=None, outcome=None, next_on=None, next_reason=None, no_next=False
    )
    return reopened


def put_on(record: Activity, inputs: Inputs, user: Actor) -> Activity:
    """Put the activity on one more record that the user sees."""
    from .timeline import visible_record

    links.link(record, [visible_record(int(inputs["to"]), user).id])
    return record


done = Action(
    "done", pgettext("activity", "Done"), on=activity, run=end, allowed=may_be_done, idle=has_ended, icon="check", primary=True,
    defaults=as_typed, undo=back_to_open, fills={name: name for name in ("body", "outcome", "next_on", "next_reason", "no_next")},
    inputs={
        "body": fields.LongText(_("Notes")),
        "outcome": fields.Picklist(_("Outcome"), OUTCOMES),
        "next_on": fields.Date(_("Next follow-up")),
        "next_reason": fields.Text(pgettext("follow-up", "Reason"), length=300, help=_("What the next follow-up is for, or why there is none.")),
        "no_next": fields.Checkbox(_("No further follow-up")),
    },
)  # fmt: skip
move_date = Action(
    "move", _("Move date"), on=activity, run=move, allowed=is_open, icon="calendar-event",
    fills={"due_on": "due_on", "time": "due_at", "reason": "move_reason"},
    inputs={
        "due_on": fields.Date(_("New date"), required=True),
        "time": fields.Text(_("Time"), length=5, placeholder="15:30"),
        "reason": fields.Text(_("Reason for moving the date"), length=300, required=True),
    },
)  # fmt: skip
take_back = Action("reopen", _("Reopen"), on=activity, run=reopen, allowed=is_done, icon="arrow-back-up")
put_on_record = Action(
    "link", _("Link to a record"), on=activity, run=put_on, icon="link",
    inputs={"to": fields.Lookup(_("Record"), to=None, required=True)},
)  # fmt: skip

ACTIONS = (done, move_date, take_back, put_on_record)
