"""Forecast: what will close, in cars and in money, person by person and period by period.

Object: Forecast type. Page: /forecast, people down and categories across, rolled up along the manager hierarchy.
Builds on opportunities, whose records it reads and never changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core import Actor, Change, MenuItem, ObjectType, Plugin, Role, hookimpl
from core import gettext_lazy as _

from . import api, pages, presets, roles, types
from .objects import OBJECTS, forecast_type

__all__ = ["forecast_type", "plugin"]

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
def after_delete(change: Change) -> None:
    if change.object_type == forecast_type:
        types.forget()


@hookimpl
def on_enable(user: Actor) -> list[str]:
    return presets.seed(user)
