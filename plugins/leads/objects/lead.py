"""Lead."""

from __future__ import annotations

from core import SCOPE, Layout, ListView, Menu, ObjectType, RelatedList, Section, object_name, object_names
from core import gettext_lazy as _
from plugins.contacts import industry_rule, postal_rule, region_rule, source_rule

from .. import entry
from ..models import Lead

LIST = ("name", "grade", "model_label", "mobile", "city", "first_source", "next_contact_on", "first_contact", "owner")

lead = ObjectType(
    Lead,
    label=_("Lead"),
    plural=_("Leads"),
    slug="leads",
    icon="user-search",
    owners=("user", "queue"),
    open_when="is_open = true",
    sortable=("name", "number", "next_contact_on", "received_at", "first_contact_due_at"),
    filterable=(
        "status", "is_open", "grade", "province", "city", "structural_source", "first_source", "information_source", "method", "model_wanted",
        "brand_wanted", "email", "id_number", "first_contact_at", "referrer_lead", "referrer_account", "close_reason", "converted_account",
        "converted_contact", "first_contact_late", "reward_due",
    ),
    search=("name", "number", "company", "mobile", "landline", "email", "model_label"),
    default_sort="-received_at",
    highlights=("grade", "status", "mobile", "model_label", "next_contact_on", "owner"),
    second_line=("mobile", "model_label"),
    hint=_("People who may buy. Register the first caller or visitor, or import a list."),
    menu=Menu(_("Sales"), 10, counts="owner = me and is_open = true"),
    prepare=entry.prepare,
    required=entry.required,
    readonly=entry.readonly,
    rules=(source_rule, region_rule, industry_rule, postal_rule, *entry.RULES),
    indexes=(
        ("is_open", "owner_id", "first_contact_due_at", "id"), ("is_open", "first_contact_due_at", "id"),
        (SCOPE, "is_open", "next_contact_on", "id"), (SCOPE, "is_open", "first_contact_at", "first_contact_due_at", "id"),
        (SCOPE, "is_open", "is_pooled", "first_contact_due_at", "id"), (SCOPE, "reward_due", "received_at", "id"),
    ),
    list_views=(
        ListView("mine", _("My open %(objects)s", objects=object_names("lead")), LIST, where="owner = me and is_open = true", sort="next_contact_on"),
        ListView(
            "waiting", _("Waiting for first contact"), ("name", "grade", "mobile", "city", "first_source", "received_at", "first_contact", "owner"),
            where="is_open = true and first_contact_at is empty", sort="first_contact_due_at",
        ),
        ListView("hot", _("Hot this week"), LIST, where="is_open = true and next_contact_on < week+1", sort="next_contact_on"),
        ListView(
            "pool", _("Unassigned pool"), ("name", "model_label", "province", "city", "first_source", "received_at", "first_contact", "owner"),
            where="is_open = true and is_pooled = true", sort="first_contact_due_at",
        ),
        ListView(
            "rewards", _("Rewards due"), ("name", "referrer_name", "referrer_account", "reward", "received_at", "owner"), where="reward_due = true",
            sort="received_at",
        ),
        ListView("all", _("All %(objects)s", objects=object_names("lead")), (*LIST, "status"), sort="-received_at"),
    ),
    layout=Layout(
        Section(
            _("Customer"), "name", "gender", "mobile", "landline", "email", "wechat", "province", "city", "district", "postal_code", "address",
        ),
        Section(
            _("Purchase intent"), "model_wanted", "expected_time", "model_label", "brand_wanted", "initial_grade", "grade", "budget", "payment",
            "use", "use_other", "concerns", "concerns_other", "equipment", "next_contact_on",
        ),
        Section(
            _("Source"), "structural_source", "first_source", "information_source", "method", "sales_source",
        ),
        Section(
            _("Person and company"), "family_name", "given_name", "birthday", "id_number", "buyer_kind", "company", "position", "industry",
            "industry_other", "fax", "website", "employees", "do_not_call", "no_email", folded=True,
        ),
        Section(_("Current car"), "current_car", "current_car_verdict", "car_order", folded=True),
        Section(
            _("Referral"), "referrer_name", "referrer_lead", "referrer_account", "reward", "reward_paid_on", "reward_declined", "reward_instead",
            folded=True,
        ),
        Section(_("Research"), "research_source", "research_provider", "research_date", "research_reliability", folded=True),
        Section(_("Remarks"), "remarks", "duplicate_reason", columns=1),
        Section(_("Card"), "number", "owner", "received_at", "status", "close_reason", "close_note"),
    ),
    related_lists=(
        RelatedList("referred", _("Named by this %(object)s", object=object_name("lead")), to="lead", via="referrer_lead", columns=("name", "mobile", "status", "owner"), order=60),
    ),
)  # fmt: skip

ACCOUNT_LISTS = (
    RelatedList("leads.referred", _("Named by this customer"), to="lead", via="referrer_account", columns=("name", "mobile", "status", "owner"),
                on="account", order=80),
    RelatedList("leads.converted", _("Converted %(objects)s", objects=object_names("lead")), to="lead", via="converted_account", columns=("number", "name", "converted_at", "owner"),
                on="account", order=81),
)  # fmt: skip
