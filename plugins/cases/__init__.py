"""Cases: what customers report, from the first word to the solution, with deadlines that count in business hours.

Objects: Case, Comment, Related case; the set-up of the desk: Status, Reason, Entitlement, Escalation rule, Assignment rule, Service
agent with skills, Answer template, Macro.
Actions: Reply, The customer said, Note, Take, Hand over, Assign by the rules, Change the status, Close, Reopen, Run a macro, Relate, Mark
as duplicate, Split off a comment; New case on an account.  Pages: console, intake on the phone, overview, the public form.  Jobs: Warn of deadlines and escalate cases.
Builds on contacts; knows what customers own where some module keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from core import Action, Actor, Alternative, Change, Job, MenuItem, ObjectType, Panel, Permission, Plugin, RelatedList, Role, Setting, hookimpl
from core import gettext_lazy as _

from . import demo, history, panels, presets, roles, saving, watch, web_form
from .actions import ACTIONS, close, customer_said, move, note, reopen, reply, take
from .catalogue import StatusInfo, catalogue, status_info
from .history import Entry, back_and_forth, time_in_each
from .history import history as history_of
from .models import Case, CaseComment, CaseLink
from .objects import ACCOUNT_LISTS, OBJECTS, case, case_comment, case_link
from .pages import MENU, blueprint
from .watch import look_after

__all__ = [
    "Case",
    "CaseComment",
    "CaseLink",
    "Entry",
    "StatusInfo",
    "back_and_forth",
    "case",
    "case_comment",
    "case_link",
    "catalogue",
    "close",
    "customer_said",
    "history_of",
    "look_after",
    "move",
    "note",
    "plugin",
    "reopen",
    "reply",
    "status_info",
    "take",
    "time_in_each",
]

plugin = Plugin(
    "cases",
    label=_("Cases"),
    summary=_("What customers report: queues, comments, deadlines in business hours, escalation, history."),
    depends=("contacts",),
    icon="lifebuoy",
)


@hookimpl
def register_objects() -> Sequence[ObjectType]:
    return OBJECTS


@hookimpl
def register_actions() -> Sequence[Action]:
    return ACTIONS


@hookimpl
def register_permissions() -> Sequence[Permission]:
    return roles.PERMISSIONS


@hookimpl
def register_roles() -> Sequence[Role]:
    return roles.ROLES


@hookimpl
def register_jobs() -> Sequence[Job]:
    return (watch.job,)


@hookimpl
def register_related_lists() -> Sequence[RelatedList]:
    return ACCOUNT_LISTS


@hookimpl
def sight_alternatives(object_type: ObjectType, user: Actor, operation: str) -> Iterable[Alternative]:
    return roles.through_customers(object_type, user, operation)


@hookimpl
def register_blueprints() -> Sequence[Any]:
    return (blueprint, web_form.blueprint)


@hookimpl
def register_settings() -> Sequence[Setting]:
    return web_form.SETTINGS


@hookimpl
def find_problems() -> Iterable[tuple[str, str]]:
    return web_form.find_problems()


@hookimpl
def navigation_items() -> Sequence[MenuItem]:
    return MENU


@hookimpl
def record_panels() -> Sequence[Panel]:
    return panels.PANELS


@hookimpl
def before_save(change: Change) -> None:
    saving.before(change)


@hookimpl
def after_save(change: Change) -> None:
    saving.after(change)


@hookimpl
def before_delete(change: Change) -> None:
    saving.before_deletion(change)


@hookimpl
def after_delete(change: Change) -> None:
    saving.after_deletion(change)


@hookimpl
def on_enable(user: Actor) -> Iterator[str]:
    """Seed what a new installation needs, put back triggers that a migration dropped, and set the clocks right."""
    yield from history.restore_protection()
    yield from presets.seed(user)
    yield from watch.reconcile(user)


@hookimpl
def load_demo_data() -> Iterable[Any]:
    return demo.load()
