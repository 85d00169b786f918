"""Forecast: what will close, in cars and in money, person by person and period by period.

Objects: Forecast type, Quota, Exchange rate. Pages: /forecast, people down and categories across, rolled up along the manager hierarchy, with
adjustments that a person or the manager sets; /forecast/submissions, who has submitted and what is locked; /forecast/quotas, a grid to enter them; /forecast/changes, why a number changed from one snapshot to
another; /forecast/accuracy, what was said against what came.
Builds on opportunities, whose records it reads and never changes. Offers a hook to whoever knows what a sale is made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core import Actor, Change, Job, MenuItem, ObjectType, Permission, Plugin, Role, fields, hookimpl
from core import gettext_lazy as _

from . import api, changing_types, demo, hookspecs, pages, presets, quotas, rates, reminders, roles, snapshots, types
from .measures import FamilyField
from .objects import OBJECTS, exchange_rate, forecast_quota, forecast_type

__all__ = ["exchange_rate", "forecast_quota", "forecast_type", "plugin"]

plugin = Plugin(
    "forecast",
    label=_("Forecast"),
    summary=_("What will close, in cars and in money, by person and period, rolled up along the managers."),
    depends=("opportunities",),
    icon="chart-line",
)


@hookimpl
def register_hookspecs() -> Sequence[Any]:
    return (hookspecs,)


@hookimpl
def register_objects() -> Sequence[ObjectType]:
    return OBJECTS


@hookimpl
def register_field_types() -> Mapping[str, type[fields.Field]]:
    return {FamilyField.type: FamilyField}


@hookimpl
def register_permissions() -> Sequence[Permission]:
    return roles.PERMISSIONS


@hookimpl
def register_roles() -> Sequence[Role]:
    return roles.ROLES


@hookimpl
def register_blueprints() -> Sequence[Any]:
    return (pages.blueprint, api.blueprint)


@hookimpl
def navigation_items() -> Sequence[MenuItem]:
    return pages.MENU


@hookimpl
def register_jobs() -> Sequence[Job]:
    return (rates.refresh_job, snapshots.daily_job, reminders.remind_job)


@hookimpl
def after_save(change: Change) -> None:
    if change.object_type.code == "opportunity":
        rates.follow(change)
    else:
        _forget(change)
    if change.object_type == forecast_type:
        changing_types.keep_one_default(change)


def _forget(change: Change) -> None:
    if change.object_type == forecast_type:
        types.forget()
    elif change.object_type == exchange_rate:
        rates.rate_changed()


@hookimpl
def before_delete(change: Change) -> None:
    if change.object_type == forecast_quota:
        quotas.refuse_removal(change)
    elif change.object_type == forecast_type:
        changing_types.refuse_removal(change)


@hookimpl
def after_delete(change: Change) -> None:
    _forget(change)


@hookimpl
def on_enable(user: Actor) -> list[str]:
    """Seed the types; convert what was entered meanwhile; where no snapshot has ever been taken, begin with what the stage history tells."""
    rates.refresh(user)
    made = presets.seed(user)
    if snapshots.latest() is None:
        snapshots.rebuild(user)
    return made


@hookimpl
def load_demo_data() -> Iterable[Any]:
    return demo.load()
