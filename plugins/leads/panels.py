"""What leads put on record pages and on Today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core import Actor, HomePanel, Panel, queries, records, settings, today, users
from core import gettext_lazy as _

from . import assignment, contacting, conversion, countdown, escalation, referrals
from .actions import CONVERT, UNDO, convert
from .picklists import CONVERTED

CALLS = "leads.daily_new_calls"
WAITING = "owner = me and is_open = true and first_contact_at is empty and first_contact_due_at is not empty"
SHOWN = 8


def first_contact(record: Any, user: Actor) -> Mapping[str, Any] | None:
    """The countdown, who was told of it, and whether to ask for names after a visit."""
    found = countdown.of(record)
    events = contacting.events(record)
    ask = record.is_open and referrals.should_ask(record, events)
    if found is None and not ask:
        return None
    return {
        "countdown": found, "by": users.name_of(record.first_contact_by_id), "steps": escalation.steps_of(record), "ask": ask,
        "may_edit": records.may_edit(record, user),
    }  # fmt: skip


def assignments(record: Any, user: Actor) -> Mapping[str, Any] | None:
    """Each decision on the lead, with what was tried before."""
    rows = assignment.decisions(record)
    if not rows:
        return None
    return {"decisions": rows, "name": users.name_of, "why_not": assignment.WHY_NOT}


def outcome(record: Any, user: Actor) -> Mapping[str, Any] | None:
    """Of a converted lead: what it became, and whether that can be taken back."""
    if record.status != CONVERTED:
        return None
    row = conversion.row_of(record)
    targets = [one for one in (record.converted_account_id, record.converted_contact_id, record.converted_opportunity_id) if one]
    links = queries.links(targets, user)
    return {
        "links": [links[one] for one in targets if one in links],
        "by": users.name_of(record.converted_by_id),
        "may_undo": user.may(UNDO) and records.reachable(record, user, "edit"),
        "why_not": conversion.why_not_undo(record, row) if row is not None else None,
    }


def waiting_leads(user: Actor) -> Mapping[str, Any] | None:
    """Today: new leads with their countdown, and the day's calls to new customers against the target (S10)."""
    leads = records.find("lead", user, where=WAITING, sort="first_contact_due_at", limit=SHOWN)
    target = int(settings.get(CALLS, user.dealer_id))
    calls = contacting.first_calls_on(user.id, today(user.dealer_id))
    if not leads and not calls:
        return None
    return {"leads": [(one, countdown.of(one)) for one in leads], "calls": calls, "target": target, "may_convert": user.may(CONVERT), "convert": convert}


PANELS = (
    Panel("leads.outcome", _("Converted"), on="lead", template="leads/outcome.html", context=outcome, slot="path", order=10),
    Panel("leads.first_contact", _("First contact"), on="lead", template="leads/first_contact.html", context=first_contact, slot="aside", order=10),
    Panel("leads.assignment", _("Assignment"), on="lead", template="leads/assignment.html", context=assignments, slot="side", order=60),
)
HOME_PANELS = (HomePanel("leads.waiting", _("New leads"), template="leads/home_waiting.html", context=waiting_leads, order=20),)
