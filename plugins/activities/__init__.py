"""Activities: what was done, and is to be done, about any record.

Objects: Activity, LadderStep.  Actions: Done, Move date, Reopen, Link to a record.  Builds on core alone.
Pages: calendar.  Panels on every record: composer and timeline.  Hooks offered: after_activity_done, propose_next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core import Action, Actor, Alternative, Change, Column, HomePanel, Job, MenuItem, ObjectType, Panel, Plugin, Role, Setting, hookimpl
from core import gettext_lazy as _

from . import demo, events, handing, homes, hookspecs, ladder, links, panels, reminders, roles, sight
from .actions import ACTIONS, done, move_date, put_on_record, take_back
from .handing import open_on, share_with
from .links import next_of
from .models import Activity
from .objects import activity, ladder_step
from .pages import blueprint

__all__ = [
    "Activity", "activity", "done", "move_date", "next_of", "open_on", "plugin", "put_on_record", "share_with", "take_back",
]  # fmt: skip

plugin = Plugin(
    "activities",
    label=_("Activities"),
    summary=_("Calls, visits, tasks, events, e-mails and notes on any record; what is due today; the next follow-up in every list."),
    icon="checkbox",
)


@hookimpl
def register_hookspecs() -> Sequence[Any]:
    return (hookspecs,)


@hookimpl
def register_objects() -> Sequence[ObjectType]:
    return (activity, ladder_step)


@hookimpl
def register_actions() -> Sequence[Action]:
    return ACTIONS


@hookimpl
def register_roles() -> Sequence[Role]:
    return roles.ROLES


@hookimpl
def register_blueprints() -> Sequence[Any]:
    return (blueprint,)


@hookimpl
def navigation_items() -> Sequence[MenuItem]:
    return (MenuItem("calendar", _("Calendar"), "/calendar", icon="calendar", group=_("Sales"), order=36, permission="object:activity"),)


@hookimpl
def record_panels() -> Sequence[Panel]:
    return (panels.composer_panel, panels.timeline_panel, panels.ladder_panel, panels.twin_panel)


@hookimpl
def record_columns() -> Sequence[Column]:
    return panels.columns()


@hookimpl
def home_panels() -> Sequence[HomePanel]:
    return (panels.follow_ups_panel, panels.team_panel)


@hookimpl
def sight_alternatives(object_type: ObjectType, user: Actor, operation: str) -> Iterable[Alternative]:
    return sight.through_links(object_type, user, operation)


@hookimpl
def foresee_saves(object_type: ObjectType, rows: Sequence[Mapping[str, Any]]) -> None:
    if object_type == activity:
        homes.foresee(rows)


@hookimpl
def before_save(change: Change) -> None:
    if change.object_type == activity:
        events.count_move(change)


@hookimpl
def after_save(change: Change) -> None:
    if change.object_type == activity:
        events.keep_move(change)
        events.keep_links(change)
        events.tell_done(change)
    else:
        homes.keep(change)
        handing.follow_owner(change)


@hookimpl
def after_delete(change: Change) -> None:
    if change.object_type == activity:
        events.keep_links(change)
    else:
        homes.leave(change)


@hookimpl
def after_merge(winner: Any, loser: Any) -> None:
    links.follow_merge(winner, loser)


@hookimpl
def on_enable(user: Actor) -> list[str]:
    """While the module was off, records were merged and deleted without it."""
    return [str(_("%(count)s activities checked.", count=links.rebuild(user))), *ladder.seed(user)]


@hookimpl
def register_jobs() -> Sequence[Job]:
    return (ladder.job, reminders.job)


@hookimpl
def register_settings() -> Sequence[Setting]:
    return (reminders.setting,)


@hookimpl(optionalhook=True)
def convert_lead(conversion: Any) -> Iterable[Any]:
    return (handing.conversion_step(conversion),)


@hookimpl
def load_demo_data() -> Iterable[Any]:
    return demo.demo_activities()
