"""What leads put on record pages and on Today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core import Actor, HomePanel, Panel, object_names, permissions, queries, records, redaction, registry, settings, today, users
from core import gettext_lazy as _

from . import assignment, calls, countdown, entry, escalation, visits
from .picklists import CONVERTED

ALL_WAITING = "is_open = true and first_contact_at is empty and first_contact_due_at is not empty"
WAITING = f"(owner = me or is_pooled = true) and {ALL_WAITING}"
SHOWN = 8
CLOCK = ("received_at", "first_contact_due_at", "first_contact_at", "is_open")
"""What the countdown is made of."""


@dataclass(frozen=True, slots=True)
class WaitingLead:
    """A line of the panel; ``free``: the user may take it out of the pool."""

    lead: Any
    countdown: countdown.Countdown | None
    free: bool


def first_contact(record: Any, user: Actor) -> Mapping[str, Any] | None:
    """The countdown, and who was told of it."""
    found = countdown.of(record) if queries.knows(record.object_type, user, None, *CLOCK) else None
    if found is None:
        return None
    return {
        "countdown": found, "by": users.name_of(redaction.known(record, user).first_contact_by_id), "steps": escalation.steps_of(record),
        "may_edit": records.may_edit(record, user),
    }  # fmt: skip


def names(record: Any, user: Actor) -> Mapping[str, Any] | None:
    """S10: after a visit, the question who else might buy, until it is answered."""
    visit = visits.unasked(record)
    return None if visit is None else {"visited_at": visit.visited_at, "by": users.name_of(visit.by_id)}


def card(record: Any, user: Actor) -> Mapping[str, Any]:
    """S7: the way to the printed card."""
    return {}


def reward(record: Any, user: Actor) -> Mapping[str, Any] | None:
    """S10: who referred the lead, and whether that was rewarded."""
    known = redaction.known(record, user)
    if not entry.has_referrer(known):
        return None
    return {"may_edit": records.may_edit(record, user), "referrer": known.referrer_account or known.referrer_lead}


def assignments(record: Any, user: Actor) -> Mapping[str, Any] | None:
    """Each decision on the lead, with what was tried before."""
    rows = assignment.decisions(record) if queries.knows(record.object_type, user, None, "owner") else ()
    if not rows:
        return None
    return {"decisions": rows, "name": users.name_of, "why_not": assignment.WHY_NOT}


def outcome(record: Any, user: Actor) -> Mapping[str, Any] | None:
    """Of a converted lead: what it became."""
    if record.status != CONVERTED:
        return None
    known = redaction.known(record, user)
    targets = [one for one in (known.converted_account_id, known.converted_contact_id, known.converted_opportunity_id) if one]
    links = queries.links(targets, user)
    return {
        "links": [(registry.object_type(links[one].object).label, links[one]) for one in targets if one in links],
        "by": users.name_of(known.converted_by_id),
    }


def waiting_leads(user: Actor) -> Mapping[str, Any] | None:
    """Today: new leads with their countdown, and the day's calls to new customers against the target (S10).

    Those whose role shows more than their own leads see what waits for all of them, each with its owner.
    """
    scope = permissions.scope(user, registry.object_type("lead"), "read")
    if scope is None:
        return None
    leads = records.find("lead", user, where=WAITING if scope == "own" else ALL_WAITING, sort="first_contact_due_at", limit=SHOWN)
    day = calls.of(user, today(user.dealer_id)) if calls.CALLS in user.permissions else None
    if not leads and (day is None or not day.target):
        return None
    waiting = [WaitingLead(one, countdown.of(one), bool(one.is_pooled)) for one in (redaction.known(lead, user) for lead in leads)]
    return {"leads": waiting, "day": day, "hours": int(settings.get(countdown.HOURS, user.dealer_id)), "with_owner": scope != "own"}


def count_waiting(user: Actor) -> int:
    return queries.count("lead", user, where=WAITING)[0]


def visited(user: Actor) -> Mapping[str, Any] | None:
    """Today, S10: visits after which nobody has asked for further names."""
    links = visits.unasked_by(user)
    return {"links": links} if links else None


def team_calls(user: Actor) -> Mapping[str, Any] | None:
    """Today, S10: what the manager's consultants have called of their daily target."""
    days = [one for one in calls.of_team(user, today(user.dealer_id)) if one.target] if calls.manages(user) else []
    return {"days": days} if days else None


PANELS = (
    Panel("leads.outcome", _("Converted"), on="lead", template="leads/outcome.html", context=outcome, slot="path", order=10),
    Panel("leads.first_contact", _("First contact"), on="lead", template="leads/first_contact.html", context=first_contact, slot="aside", order=10),
    Panel("leads.names", _("Who else might buy?"), on="lead", template="leads/names.html", context=names, slot="aside", order=5),
    Panel("leads.names_of_customer", _("Who else might buy?"), on="account", template="leads/names.html", context=names, slot="aside", order=5),
    Panel("leads.reward", _("Referral"), on="lead", template="leads/reward.html", context=reward, slot="aside", order=20),
    Panel("leads.card", _("Prospect card"), on="lead", template="leads/card.html", context=card, slot="side", order=70),
    Panel("leads.assignment", _("Assignment"), on="lead", template="leads/assignment.html", context=assignments, slot="side", order=60),
)
HOME_PANELS = (
    HomePanel("leads.waiting", _("New %(objects)s waiting", objects=object_names("lead")), template="leads/home_waiting.html", context=waiting_leads, order=20, wide=True, count=count_waiting),
    HomePanel("leads.visited", _("Who else might buy?"), template="leads/home_visited.html", context=visited, order=25),
    HomePanel("leads.calls", _("Calls to new customers"), template="leads/home_calls.html", context=team_calls, order=45),
)
