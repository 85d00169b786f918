"""Leads: somebody who may buy, registered once, contacted in time, converted once.

Objects: Lead; Brand and Model wanted; Assignment rule and its targets.
Actions: Convert, Undo the conversion, Log contact, Take, Assign, Assign by the rules, Close as unqualified, Reopen, Add people
named, Pay the reward, Reward declined.  Jobs: Escalate leads without a first contact.  Pages: Convert, first-contact report.
Offers: the hook ``convert_lead``; ``take_in`` for web forms and dealer networks.  Builds on contacts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from core import Action, Actor, Change, HomePanel, Job, MenuItem, ObjectType, Panel, Permission, Plugin, RelatedList, Role, Setting, fields, hookimpl
from core import gettext_lazy as _
from plugins.contacts import MatchQuery

from . import assignment, clockwork, contacting, demo, duplicates, escalation, hookspecs, panels, presets
from .actions import ACTIONS, assign, convert, disqualify, log_contact, reopen, take, undo_convert
from .conversion import Conversion, ConversionStep
from .intake import take_in
from .models import AssignmentRule, AssignmentTarget, CarMake, CarModel, Lead
from .objects import ACCOUNT_LISTS, ALL, assignment_rule, assignment_target, car_make, car_model, lead
from .pages import MENU, blueprint, draw_anew
from .parts import PartsField
from .roles import PERMISSIONS, ROLES
from .settings import SETTINGS

__all__ = [
    "AssignmentRule",
    "AssignmentTarget",
    "CarMake",
    "CarModel",
    "Conversion",
    "ConversionStep",
    "Lead",
    "assign",
    "assignment_rule",
    "assignment_target",
    "car_make",
    "car_model",
    "convert",
    "disqualify",
    "lead",
    "log_contact",
    "plugin",
    "reopen",
    "take",
    "take_in",
    "undo_convert",
]

plugin = Plugin(
    "leads",
    label=_("Leads"),
    summary=_("Registering, assigning and contacting leads in time, and converting them into customers."),
    depends=("contacts",),
    icon="user-search",
)


@hookimpl
def register_hookspecs() -> Sequence[Any]:
    return (hookspecs,)


@hookimpl
def register_objects() -> Sequence[ObjectType]:
    return ALL


@hookimpl
def register_field_types() -> dict[str, type[fields.Field]]:
    return {PartsField.type: PartsField}


@hookimpl
def register_actions() -> Sequence[Action]:
    return ACTIONS


@hookimpl
def register_permissions() -> Sequence[Permission]:
    return PERMISSIONS


@hookimpl
def register_roles() -> Sequence[Role]:
    return ROLES


@hookimpl
def register_settings() -> Sequence[Setting]:
    return SETTINGS


@hookimpl
def register_jobs() -> Sequence[Job]:
    return (escalation.job,)


@hookimpl
def register_blueprints() -> Sequence[Any]:
    return (blueprint,)


@hookimpl
def register_related_lists() -> Sequence[RelatedList]:
    return ACCOUNT_LISTS


@hookimpl
def record_becomes(object_type: ObjectType) -> Sequence[str]:
    return ("account", "contact") if object_type == lead else ()


@hookimpl
def navigation_items() -> Sequence[MenuItem]:
    return MENU


@hookimpl
def record_panels() -> Sequence[Panel]:
    return panels.PANELS


@hookimpl
def home_panels() -> Sequence[HomePanel]:
    return panels.HOME_PANELS


@hookimpl
def before_save(change: Change) -> None:
    if change.object_type.code == "lead":
        duplicates.refuse(change)


@hookimpl
def after_save(change: Change) -> None:
    if change.object_type.code != "lead":
        return
    if change.is_new:
        assignment.assign_new(change)
    else:
        assignment.note_change(change)


@hookimpl
def after_delete(change: Change) -> None:
    if change.object_type.code == "lead" and change.source == "merge":
        clockwork.after_merge(change)


@hookimpl
def on_enable(user: Actor) -> Iterator[str]:
    yield from presets.install(user)
    yield from clockwork.reconcile(user)


@hookimpl
def match_candidates(query: MatchQuery) -> Iterable[tuple[int, str]]:
    return duplicates.candidates_among_leads(query)


@hookimpl(optionalhook=True)
def after_activity_done(activity: Any, record_ids: Sequence[int], user: Actor) -> None:
    if contacting.activity_done(activity, record_ids, user):
        draw_anew()


@hookimpl
def load_demo_data() -> Iterable[Any]:
    return demo.load()
