"""The opportunity."""

from __future__ import annotations

from core import SCOPE, Layout, ListView, Menu, ObjectType, RelatedList, Section, Summary, object_names, pgettext_lazy
from core import gettext_lazy as _

from .. import limits, sources, stages
from ..board import opportunity_board
from ..models import Opportunity

COLUMNS = ("name", "account", "stage", "amount", "close_date", "probability", "grade", "owner")

opportunity = ObjectType(
    Opportunity,
    label=_("Opportunity"),
    plural=_("Opportunities"),
    slug="opportunities",
    icon="coin-yen",
    open_when="is_closed = false",
    sortable=("name", "close_date", "amount", "stage_since", "won_on"),
    filterable=(
        "account", "contact", "process", "stage", "type", "forecast_category", "grade", "competitor", "loss_reason", "is_closed", "is_won",
        "closed_on", "rots_on", "delivered_on", "probability", "planned_within", "lead_source", "engaged_on", "quantity",
    ),
    indexes=(
        ("stage_id", "close_date", "id"),
        (SCOPE, "is_closed", "close_date", "id"),
        (SCOPE, "is_closed", "stage_since", "id"),
        ("owner_id", "won_on"),
        ("stage_id", "probability", "amount_currency", "amount"),
    ),
    summary=Summary(by=("process", "stage", "probability", "is_closed"), sums=("amount",)),
    search=("name", "number", "product"),
    second_line=("account", "stage"),
    default_sort="close_date",
    highlights=("account", "amount", "close_date", "forecast_category", "owner"),
    menu=Menu(_("Sales"), 20, counts="owner = me and is_closed = false"),
    hint=_("A possible sale to an account. Convert a lead, or begin here with the customer in front of you."),
    required=stages.required,
    rules=(stages.rules, limits.rules, sources.rules),
    prepare=stages.prepare,
    board=opportunity_board,
    list_views=(
        ListView("mine", _("My open"), COLUMNS, where="owner = me and is_closed = false", sort="close_date"),
        ListView("closing", _("Closing this month"), COLUMNS, where="is_closed = false and close_date >= month and close_date < month+1", sort="close_date"),
        ListView("overdue", _("Overdue"), COLUMNS, where="is_closed = false and close_date < today", sort="close_date"),
        ListView("rotting", pgettext_lazy("opportunities", "Rotting"), (*COLUMNS, "stage_since"), where="is_closed = false and rots_on < today", sort="stage_since"),
        ListView("won", _("Won this quarter"), ("name", "account", "amount", "won_on", "type", "owner"), where="is_won = true and won_on >= quarter and won_on < quarter+1", sort="-won_on"),
        ListView("open", _("All open"), COLUMNS, where="is_closed = false", sort="close_date"),
        ListView("all", _("All"), COLUMNS, sort="close_date"),
    ),
    layout=Layout(
        Section(_("Details"), "name", "account", "contact", "type", "amount", "close_date", "probability", "forecast_category", "grade", "next_step"),
        Section(_("What they want"), "product", "quantity", "budget", "planned_within", "quotation_number", "lead_source", "lead_source_other", "competitor", "description"),
        Section(_("Process"), "number", "process", "stage", "expected_revenue", "engaged_on", "stage_since"),
        Section(_("Result"), "closed_on", "won_on", "delivered_on", "loss_reason", "loss_note", "reopened", when="is_closed = true"),
    ),
    related_lists=(
        RelatedList("competitors", _("Competitors"), to="opportunity_competitor", via="opportunity", columns=("competitor", "strengths", "result", "result_reason")),
        RelatedList("team", _("Opportunity team"), to="opportunity_team_member", via="opportunity", columns=("member", "role", "access")),
        RelatedList("partners", _("Partners"), to="partner", via="record", columns=("partner_account", "partner_contact", "role")),
    ),
)  # fmt: skip

ACCOUNT_LISTS = (
    RelatedList("opportunities", object_names("opportunity", heading=True), to="opportunity", via="account", on="account", order=20, sort="-close_date",
                columns=("name", "stage", "amount", "close_date", "owner")),
    RelatedList("opportunities", object_names("opportunity", heading=True), to="opportunity", via="contact", on="contact", order=20, sort="-close_date",
                columns=("name", "stage", "amount", "close_date", "owner")),
)  # fmt: skip
"""S1: an account has many opportunities, shown on its page and on its contacts'."""
