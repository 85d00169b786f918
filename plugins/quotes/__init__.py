"""Quotes: what an opportunity is made of, line by line, and what the customer is offered.

Objects: Opportunity line.
Actions on an opportunity: Choose price book.
Page: the line editor. While an opportunity has lines, its amount follows them and is locked for everybody else.
Builds on opportunities and products, neither of which knows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core import Action, Actor, Change, LazyText, ObjectType, Panel, Plugin, Role, hookimpl
from core import gettext_lazy as _

from . import panels, roles, sales, saving
from .models import OpportunityLine
from .objects import OBJECTS, opportunity_line
from .opportunity_lines import choose_price_book
from .pages import blueprint

__all__ = ["OpportunityLine", "choose_price_book", "opportunity_line", "plugin"]

plugin = Plugin(
    "quotes",
    label=_("Quotes"),
    summary=_("Line items of opportunities, by price books; the amount follows them."),
    depends=("opportunities", "products"),
    icon="file-invoice",
)


@hookimpl
def register_objects() -> Sequence[ObjectType]:
    return OBJECTS


@hookimpl
def register_actions() -> Sequence[Action]:
    return (choose_price_book,)


@hookimpl
def register_roles() -> Sequence[Role]:
    return roles.ROLES


@hookimpl
def register_blueprints() -> Sequence[Any]:
    return (blueprint,)


@hookimpl
def record_panels() -> Sequence[Panel]:
    return panels.PANELS


@hookimpl
def locked_fields(record: Any) -> Mapping[str, LazyText] | None:
    return sales.locked_fields(record)


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
def on_enable(user: Actor) -> Iterable[str]:
    """While the module was off, anybody could change an amount."""
    return sales.reconcile(user)
