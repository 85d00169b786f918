"""Competitors and the opportunity team."""

from __future__ import annotations

from core import Layout, ListView, Menu, ObjectType, RelatedList, Section
from core import gettext_lazy as _

from ..models import Competitor, OpportunityCompetitor, OpportunityTeamMember

competitor = ObjectType(
    Competitor,
    label=_("Competitor"),
    plural=_("Competitors"),
    slug="competitors",
    icon="swords",
    sortable=("name",),
    filterable=("active", "account"),
    offered="active = true",
    default_sort="name",
    search=("name",),
    menu=Menu(_("Tools"), 85),
    hint=_("Who sells against you, with their strengths and how often they win."),
    list_views=(ListView("all", _("All"), ("name", "strengths", "weaknesses", "active"), sort="name"),),
    layout=Layout(Section(_("Competitor"), "name", "account", "website", "active"), Section(_("What we know"), "strengths", "weaknesses")),
    related_lists=(
        RelatedList("sales", _("Sales they were in"), to="opportunity_competitor", via="competitor", columns=("opportunity", "result", "result_reason")),
    ),
)

opportunity_competitor = ObjectType(
    OpportunityCompetitor,
    label=_("Competitor in a sale"),
    plural=_("Competitors in sales"),
    slug="opportunity-competitors",
    icon="swords",
    controlled_by="opportunity",
    filterable=("opportunity", "competitor", "result"),
    unique=(("opportunity_id", "competitor_id"),),
    list_views=(ListView("all", _("All"), ("opportunity", "competitor", "strengths", "result", "result_reason")),),
    layout=Layout(Section(_("Competitor"), "opportunity", "competitor", "offer", "result"), Section(_("Why"), "strengths", "result_reason")),
)

opportunity_team_member = ObjectType(
    OpportunityTeamMember,
    label=_("Opportunity team member"),
    plural=_("Opportunity team"),
    slug="opportunity-team",
    icon="users",
    controlled_by="opportunity",
    filterable=("opportunity", "member", "role"),
    unique=(("opportunity_id", "member_id"),),
    list_views=(ListView("all", _("All"), ("opportunity", "member", "role", "access")),),
    layout=Layout(Section(_("Opportunity team member"), "opportunity", "member", "role", "access")),
)
