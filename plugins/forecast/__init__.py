"""Forecast: what will close, in cars and in money, person by person and period by period.

Objects: Forecast type, Quota. Pages: /forecast, people down and categories across, rolled up along the manager hierarchy, with
adjustments that a person or the manager sets; /forecast/quotas, a grid to enter them.
Builds on opportunities, whose records it reads and never changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core import Actor, Change, MenuItem, ObjectType, Permission, Plugin, Role, hookimpl
from core import gettext_lazy as _

from . import api, pages, presets, quotas, roles, types
from .objects import OBJECTS, forecast_quota, forecast_type

__all__ = ["forecast_quota", "forecast_type", "plugin"]

plugin = Plugin(
    "forecast",
    label=_("Forecast"),
    summary=_("What will close, in cars and in money, by person and period, rolled up along the managers."),
    depends=("opportunities",),
    icon="chart-line",
)


@hookimpl
def register_objects() -> Sequence[ObjectType]:
    return OBJECTS


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
def after_save(change: Change) -> None:
    if change.object_type == forecast_type:
        types.forget()


@hookimpl
def before_delete(change: Change) -> None:
    if change.object_type == forecast_quota:
        quotas.refuse_removal(change)


@hookimpl
def after_delete(change: Change) -> None:
    if change.object_type == forecast_type:
        types.forget()


@hookimpl
def on_enable(user: Actor) -> list[str]:
    return presets.seed(user)
