"""Statuses, the moves between them, reasons."""

from __future__ import annotations

from core import Layout, ListView, ObjectType, RelatedList, Section
from core import gettext_lazy as _

from .. import statuses
from ..catalogue import shown_name
from ..models import CaseReason, CaseStatus, CaseStatusMove

case_status = ObjectType(
    CaseStatus,
    label=_("Case status"),
    plural=_("Case statuses"),
    slug="case-statuses",
    icon="stairs-up",
    setup=True,
    owners=(),
    shown_name=shown_name,
    sortable=("position", "name"),
    filterable=("active", "is_closed"),
    offered="active = true",
    default_sort="position",
    search=("name", "name_zh"),
    rules=(statuses.status_rules,),
    list_views=(ListView("all", _("All"), ("position", "name", "name_zh", "is_closed", "pauses", "active"), sort="position"),),
    layout=Layout(Section(_("Case status"), "position", "name", "name_zh", "code"), Section(_("What it means"), "is_closed", "pauses", "active")),
    related_lists=(RelatedList("moves", _("Allowed moves"), to="case_status_move", via="from_status", columns=("to_status",)),),
)

case_status_move = ObjectType(
    CaseStatusMove,
    label=_("Allowed move of a case"),
    plural=_("Allowed moves of cases"),
    slug="case-status-moves",
    icon="arrows-right-left",
    setup=True,
    owners=(),
    filterable=("from_status", "to_status"),
    unique=(("from_status_id", "to_status_id"),),
    rules=(statuses.move_rules,),
    list_views=(ListView("all", _("All"), ("name", "from_status", "to_status")),),
    layout=Layout(Section(_("Allowed move"), "from_status", "to_status")),
)

case_reason = ObjectType(
    CaseReason,
    label=_("Case reason"),
    plural=_("Case reasons"),
    slug="case-reasons",
    icon="binary-tree",
    setup=True,
    owners=(),
    shown_name=shown_name,
    sortable=("position", "name"),
    filterable=("active", "parent"),
    offered="active = true",
    default_sort="position",
    search=("name", "name_zh"),
    second_line=("parent",),
    rules=(statuses.reason_rules,),
    list_views=(ListView("all", _("All"), ("position", "name", "parent", "active"), sort="position"),),
    layout=Layout(Section(_("Case reason"), "name", "name_zh", "parent", "position", "active")),
    related_lists=(RelatedList("below", _("Below it"), to="case_reason", via="parent", columns=("name", "position", "active")),),
)
