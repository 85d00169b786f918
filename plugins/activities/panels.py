"""What activities add to other pages: composer and timeline, the next follow-up in lists, the follow-ups of today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core import Actor, Column, HomePanel, Panel, db, fields, joined, permissions, queries, registry, state
from core import gettext_lazy as _

from . import composer, ladder, links, timeline, today
from .models import Next
from .objects import activity, shown_step

OWN = ("activity", "ladder_step")


def takes_activities(record: Any, user: Actor) -> bool:
    """Records that somebody works on, in their own right or with another record. What a whole house shares, such as a catalogue or
    its set-up, has no timeline; nor have activities themselves."""
    object_type = record.object_type
    worked_on = bool(object_type.owners or object_type.controlled_by)
    return worked_on and object_type.code not in OWN and permissions.may(user, activity, "read")


def composer_context(record: Any, user: Actor, typed: Mapping[str, str] | None = None, errors: Mapping[str, Any] | None = None) -> Any:
    """Variables of the composer; None where nothing may be written."""
    if not takes_activities(record, user) or not permissions.may(user, activity, "create"):
        return None
    return {
        "record": record,
        "typed": {**composer.empty(), **(typed or {})},
        "errors": errors or {},
        "asked": composer.asked(user),
        "kinds": composer.OFFERED,
        "outcomes": registry.object_type(activity).fields["outcome"].options(),  # type: ignore[attr-defined]  # a picklist
        "proposed": composer.proposed_next(record, user),
        "open_follow_ups": _read(record, user).open,
    }


def timeline_context(record: Any, user: Actor) -> Mapping[str, Any] | None:
    """Variables of the first page of a record's timeline."""
    if not takes_activities(record, user):
        return None
    return {"record": record, "timeline": _read(record, user), "only_open": False}


def _read(record: Any, user: Actor) -> timeline.Timeline:
    """The first page of the timeline: read once for the two panels of a record's page."""
    return state.shown_once(("timeline", record.id), lambda: timeline.read(record.id, user))


def next_follow_ups(record_ids: Sequence[int], user: Actor) -> Mapping[int, Any]:
    """The next follow-up's day for a page of records; none for whoever may not know of days."""
    return {record_id: row.next_on for record_id, row in links.next_of(record_ids).items()} if knows_of_days(user) else {}


def knows_of_days(user: Actor) -> bool:
    """Whether the user may read when activities are due: the order of a list would tell it too."""
    return permissions.may(user, activity, "read") and queries.knows(activity, user, None, "due_on")


def about(activity_ids: Sequence[int], user: Actor) -> Mapping[int, str]:
    """The names of the records that activities are linked to, as far as the user may know them."""
    linked = links.records_of(activity_ids)
    named = queries.links([one for ids in linked.values() for one in ids], user)
    return {one: joined(named[record_id].name for record_id in ids if record_id in named) for one, ids in linked.items()}


def twin_context(step: Any, user: Actor) -> Mapping[str, Any] | None:
    """The other step of the ladder that does the same on the same day."""
    twin = ladder.twin_of(step, user)
    return None if twin is None else {"called": shown_step(twin.id, twin.name)}


composer_panel = Panel("activities.composer", _("Log an activity"), None, "activities/composer.html", composer_context, slot="aside", order=10)
timeline_panel = Panel("activities.timeline", _("Activity"), None, "activities/timeline.html", timeline_context, slot="aside", order=20)
follow_ups_panel = HomePanel("activities.follow_ups", _("Follow-ups"), "activities/today.html", today.context, order=10, wide=True, count=today.waiting)
team_panel = HomePanel("activities.team", _("Overdue follow-ups of the team"), "activities/home_team.html", today.team, order=25)
ladder_panel = Panel("activities.ladder", _("Overdue ladder"), "activity", "activities/ladder.html", ladder.taken_steps, slot="side", order=60)
twin_panel = Panel("activities.twin_step", _("The same step twice"), "ladder_step", "activities/twin_step.html", twin_context, slot="aside", order=10)

about_column = Column("activities.about", _("About"), "activity", about)


def next_column(object_code: str) -> Column:
    """The column "Next follow-up" of an object's lists, which can be sorted and filtered by."""
    return Column(
        "activities.next", _("Next follow-up"), object_code, next_follow_ups,
        shown_as=fields.DateField(_("Next follow-up")), side=(Next, "record_id", "next_on"), known=knows_of_days,
    )  # fmt: skip


def columns() -> list[Column]:
    """"About" on activities, "Next follow-up" on every other object: of those, no registry knows yet when this is asked."""
    models = [mapper.class_ for mapper in db.Model.registry.mappers  # type: ignore[attr-defined]  # SQLAlchemy's, untyped in Flask-SQLAlchemy
              if hasattr(mapper.class_, "__object_code__")]
    return [about_column, *(next_column(model.__object_code__) for model in models if model.__object_code__ not in OWN)]
