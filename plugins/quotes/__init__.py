"""Quotes: what an opportunity is made of, line by line, and what the customer is offered.

Objects: Quote, Quote line, Opportunity line, Installment; in set-up: Discount limit.
Actions: Choose price book, New quote, Record what they own on an opportunity; Establish schedule on a line; Submit for approval, Send, Handed over, Accepted, Rejected, New version, Synchronise on a quote.
Pages: the line editor, the schedule of a line, a quote as PDF, the numbers of quotes with their gaps. While an opportunity has lines, its amount follows them and is locked for everybody else.
Builds on opportunities and products, neither of which knows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core import Action, Actor, Change, Event, Job, LazyText, ObjectType, Panel, Plugin, RelatedList, Role, Setting, hookimpl
from core import gettext_lazy as _

from . import delivering, demo, life, limits, measuring, merges, panels, roles, sales, saving, schedules, settings
from .models import Installment, OpportunityLine, Quote, QuoteLine
from .objects import OBJECTS, OPPORTUNITY_LISTS, installment, opportunity_line, quote, quote_line
from .opportunity_lines import choose_price_book
from .pages import blueprint

__all__ = ["Installment", "OpportunityLine", "Quote", "QuoteLine", "choose_price_book", "installment", "opportunity_line", "plugin", "quote", "quote_line"]

plugin = Plugin(
    "quotes",
    label=_("Quotes"),
    summary=_("Line items of opportunities by price books, and quotes with tax, approval and PDF."),
    depends=("opportunities", "products"),
    icon="file-invoice",
)


@hookimpl
def register_objects() -> Sequence[ObjectType]:
    return OBJECTS


@hookimpl
def register_actions() -> Sequence[Action]:
    return (choose_price_book, schedules.establish_schedule, *life.ACTIONS, delivering.record_installed)


@hookimpl
def register_related_lists() -> Sequence[RelatedList]:
    return OPPORTUNITY_LISTS


@hookimpl
def register_settings() -> Sequence[Setting]:
    return settings.SETTINGS


@hookimpl
def register_jobs() -> Sequence[Job]:
    return (life.expire,)


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
def on_event(event: Event) -> None:
    merges.came_apart(event)


@hookimpl
def on_enable(user: Actor) -> Iterable[str]:
    """The limits an installation starts with; and while the module was off, anybody could change an amount."""
    return [*limits.seed(user), *sales.reconcile(user)]


@hookimpl(optionalhook=True)
def measure_sales(measures: Any) -> None:
    """The forecast's hook: where it is not loaded, nobody asks."""
    measuring.tell(measures)


@hookimpl
def load_demo_data() -> Iterable[Any]:
    return demo.load()
