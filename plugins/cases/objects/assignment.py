"""Assignment rules, whom they name, agents and what they can do."""

from __future__ import annotations

from core import Layout, ListView, ObjectType, RelatedList, Section, pgettext_lazy
from core import assignment as assigning
from core import gettext_lazy as _

from .. import assignment
from ..models import AgentProfile, AgentSkill, CaseAssignmentRule, CaseAssignmentTarget

case_assignment_rule = ObjectType(
    CaseAssignmentRule,
    label=_("Assignment rule of cases"),
    plural=_("Assignment rules of cases"),
    slug="case-assignment-rules",
    icon="route",
    setup=True,
    owners=(),
    sortable=("position", "name"),
    filterable=("active",),
    default_sort="position",
    search=("name",),
    hint=_("The first rule, by order, whose condition holds and that finds somebody decides who gets a new case."),
    list_views=(ListView("all", _("All"), ("position", "name", "where", "mode", "by_skill", "by_language", "active"), sort="position"),),
    layout=Layout(
        Section(_("Rule"), "position", "name", "active", "at_dealer"), Section(_("Condition"), "where", columns=1),
        Section(_("Who gets it"), "mode", "by_skill", "by_language"),
    ),
    related_lists=(RelatedList("targets", _("Who gets cases"), to="case_assignment_target", via="rule", columns=("target", "active"), limit=50),),
)  # fmt: skip

case_assignment_target = ObjectType(
    CaseAssignmentTarget,
    label=_("Assignment target of cases"),
    plural=_("Assignment targets of cases"),
    slug="case-assignment-targets",
    icon="user-check",
    setup=True,
    owners=(),
    filterable=("rule", "active", "target"),
    prepare=assignment.name_target,
    rules=(assigning.target_rule,),
    list_views=(ListView("all", _("All"), ("name", "rule", "target", "active")),),
    layout=Layout(Section(_("Who"), "rule", "target", "active")),
)

agent_profile = ObjectType(
    AgentProfile,
    label=_("Service agent"),
    plural=_("Service agents"),
    slug="service-agents",
    icon="headset",
    setup=True,
    owners=(),
    filterable=("member",),
    prepare=assignment.name_agent,
    rules=(assignment.agent_rule,),
    hint=_("What agents speak and can deal with, how much they take on, and when they are away: the assignment rules look here."),
    list_views=(ListView("all", _("All"), ("name", "languages", "most", "away_from", "away_until")),),
    layout=Layout(Section(pgettext_lazy("cases", "Agent"), "member", "languages", "most"), Section(_("Absence"), "away_from", "away_until")),
    related_lists=(RelatedList("skills", _("Can deal with"), to="agent_skill", via="agent", columns=("case_reason",), limit=50),),
)

agent_skill = ObjectType(
    AgentSkill,
    label=_("Skill of an agent"),
    plural=_("Skills of agents"),
    slug="agent-skills",
    icon="award",
    setup=True,
    owners=(),
    filterable=("agent", "case_reason"),
    unique=(("agent_id", "case_reason_id"),),
    prepare=assignment.name_skill,
    list_views=(ListView("all", _("All"), ("agent", "case_reason")),),
    layout=Layout(Section(_("Skill of an agent"), "agent", "case_reason")),
)
