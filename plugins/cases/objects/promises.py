"""Entitlements and escalation rules with their steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core import Change, Layout, ListView, ObjectType, RelatedList, Section
from core import gettext as translate
from core import gettext_lazy as _

from .. import escalation, presets
from ..catalogue import shown_name
from ..models import Entitlement, EscalationRule, EscalationStep


def promise_rule(change: Change) -> Iterator[tuple[str, str]]:
    record = change.record
    if not (record.first_response or record.next_response or record.resolution):
        yield "resolution", translate("Say within which time something is promised.")
    if change.touches("first_response", "next_response", "resolution"):
        yield from _answers_come_before_the_solution(record)


def _answers_come_before_the_solution(record: Any) -> Iterator[tuple[str, str]]:
    for name in ("first_response", "next_response"):
        if record.resolution and (getattr(record, name) or 0) > record.resolution:
            yield name, translate("An answer cannot be promised later than the resolution. Make this shorter, or the resolution longer.")


entitlement = ObjectType(
    Entitlement,
    label=_("Entitlement"),
    plural=_("Entitlements"),
    slug="entitlements",
    icon="certificate",
    setup=True,
    owners=(),
    shown_name=shown_name,
    sortable=("position", "name"),
    filterable=("active", "account"),
    default_sort="position",
    search=("name", "name_zh"),
    rules=(promise_rule,),
    hint=_("Within which time a case is answered and solved. The first one, by order, whose condition holds counts."),
    list_views=(ListView("all", _("All"), ("position", "name", "where", "account", "first_response", "resolution", "hours", "active"), sort="position"),),
    layout=Layout(
        Section(_("Entitlement"), "position", "name", "name_zh", "active"),
        Section(_("For which cases"), "at_dealer", "account", "where"),
        Section(_("What is promised"), "first_response", "next_response", "resolution", "hours", "warn_share"),
    ),
)

escalation_rule = ObjectType(
    EscalationRule,
    label=_("Escalation rule"),
    plural=_("Escalation rules"),
    slug="escalation-rules",
    icon="urgent",
    setup=True,
    owners=(),
    shown_name=presets.shown_rule_name,
    sortable=("position", "name"),
    filterable=("active",),
    default_sort="position",
    search=("name",),
    hint=_("What happens to cases that grow old. The first rule, by order, whose condition holds decides; put the catch-all last."),
    list_views=(ListView("all", _("All"), ("position", "name", "where", "at_dealer", "age_from", "hours", "active"), sort="position"),),
    layout=Layout(
        Section(_("Escalation rule"), "position", "name", "active", "at_dealer", "age_from", "hours"), Section(_("Condition"), "where", columns=1)
    ),
    related_lists=(RelatedList("steps", _("Steps"), to="escalation_step", via="rule", columns=("done", "minutes"), sort="minutes"),),
)

escalation_step = ObjectType(
    EscalationStep,
    label=_("Step of an escalation"),
    plural=_("Steps of escalations"),
    slug="escalation-steps",
    icon="stairs-up",
    setup=True,
    owners=(),
    compose_name=escalation.name_step,
    sortable=("minutes",),
    filterable=("rule",),
    default_sort="minutes",
    rules=(escalation.step_rules,),
    list_views=(ListView("all", _("All"), ("done", "rule", "minutes"), sort="minutes"),),
    layout=Layout(
        Section(_("When"), "rule", "minutes"),
        Section(_("What is done"), "assign_to", "raise_priority", "mark", "tell_owner", "tell_manager", "tell"),
    ),
)
