"""Opportunities: possible sales, moved stage by stage to the win, with a history that nobody can change.

Objects: Opportunity, Competitor, and the set-up of selling: Sales process, Stage, Opportunity type, Loss reason.
Actions: Move to stage, Mark stage complete, Close as won, Close as lost, Reopen; New opportunity on an account; Retire a stage.
Builds on contacts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from core import Action, Actor, Alternative, Change, HomePanel, MenuItem, ObjectType, Panel, Permission, Plugin, RelatedList, Role, hookimpl
from core import gettext_lazy as _

from . import conversion as converting
from . import demo, immutability, panels, presets, roles, saving, today
from .actions import ACTIONS, close_lost, close_won, complete_stage, move, reopen, retire
from .catalogue import StageInfo, catalogue, process_info, stage_info
from .funnel import Step, funnel
from .models import Competitor, Opportunity, SalesProcess, Stage
from .objects import OBJECTS, opportunity, sales_process, stage
from .objects.opportunity import ACCOUNT_LISTS
from .pages import MENU, blueprint
from .snapshots import Entry, first_day, history, states_at

__all__ = [
    "Competitor",
    "Entry",
    "Opportunity",
    "SalesProcess",
    "Stage",
    "StageInfo",
    "Step",
    "catalogue",
    "close_lost",
    "close_won",
    "complete_stage",
    "first_day",
    "funnel",
    "history",
    "move",
    "opportunity",
    "plugin",
    "process_info",
    "reopen",
    "retire",
    "sales_process",
    "stage",
    "stage_info",
    "states_at",
]

plugin = Plugin(
    "opportunities",
    label=_("Opportunities"),
    summary=_("Sales processes and stages, the board, the stage history, the funnel and the prospect plan."),
    depends=("contacts",),
    icon="coin-yen",
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
def sight_alternatives(object_type: ObjectType, user: Actor, operation: str) -> Iterable[Alternative]:
    return roles.closed_here(object_type, user, operation)


@hookimpl
def register_related_lists() -> Sequence[RelatedList]:
    return ACCOUNT_LISTS


@hookimpl
def register_blueprints() -> Sequence[Any]:
    return (blueprint,)


@hookimpl
def record_becomes(object_type: ObjectType) -> Sequence[str]:
    """A lead, where there are any."""
    return ("opportunity",) if object_type.code == "lead" else ()


@hookimpl
def navigation_items() -> Sequence[MenuItem]:
    return MENU


@hookimpl
def record_panels() -> Sequence[Panel]:
    return panels.PANELS


@hookimpl
def home_panels() -> Sequence[HomePanel]:
    return today.HOME_PANELS


@hookimpl
def before_save(change: Change) -> None:
    saving.before(change)


@hookimpl
def after_save(change: Change) -> None:
    saving.after(change)


@hookimpl
def after_delete(change: Change) -> None:
    saving.after_deletion(change)


@hookimpl
def on_enable(user: Actor) -> list[str]:
    """Seed what a new installation needs, and put back triggers that a migration dropped."""
    return [*immutability.restore(), *presets.seed(user)]


@hookimpl(optionalhook=True)
def convert_lead(conversion: Any) -> Iterable[Any]:
    return converting.steps(conversion)


@hookimpl
def load_demo_data() -> Iterable[Any]:
    return demo.load()
