"""What quotes put on the pages of opportunities and quotes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import has_request_context, request

from core import Actor, Panel, records
from core import gettext_lazy as _
from plugins.opportunities import close_won

from . import editor, life, schedule_editor
from .picklists import ACCEPTED


def lines_context(record: Any, user: Actor) -> Mapping[str, Any] | None:
    """The line editor; None where the user may not know of lines."""
    wants_next = has_request_context() and request.args.get("lines") == "next"
    sheet = editor.sheet(record, user, focus_new=wants_next)
    return None if sheet is None else {"sheet": sheet}


def schedule_context(record: Any, user: Actor) -> Mapping[str, Any] | None:
    """The schedule of a line; None where the user may not know of installments."""
    sheet = schedule_editor.sheet(record, user)
    return None if sheet is None else {"sheet": sheet}


def paper_context(record: Any, user: Actor) -> Mapping[str, Any]:
    """The PDF to look at, to download and to send."""
    return {"may_send": life.send.may(user) and life.send.refusal(record, user) is None}


def won_context(record: Any, user: Actor) -> Mapping[str, Any] | None:
    """After the customer has accepted: the Won dialog, filled in. It is offered; whoever sells presses it."""
    if record.status != ACCEPTED or not close_won.may(user):
        return None
    sale = record.opportunity
    if sale is None or sale.deleted_at is not None or sale.is_closed or not records.may_edit(sale, user):
        return None
    return {"sale": sale, "action": close_won.code}


PANELS = (
    Panel("quotes.lines", _("Line items"), on="opportunity", template="quotes/lines.html", context=lines_context, order=5),
    Panel("quotes.quote_lines", _("Line items"), on="quote", template="quotes/lines.html", context=lines_context, slot="body"),
    Panel("quotes.schedule", _("Schedule"), on="opportunity_line", template="quotes/schedule.html", context=schedule_context, slot="body"),
    Panel("quotes.paper", _("On paper"), on="quote", template="quotes/paper.html", context=paper_context, slot="side", order=10),
    Panel("quotes.won", _("Accepted"), on="quote", template="quotes/won.html", context=won_context, slot="path"),
)
