"""Account and partner."""

from __future__ import annotations

from collections.abc import Iterator

from core import SCOPE, Change, Layout, ListView, Menu, ObjectType, RelatedList, Section, object_names
from core import gettext as _text
from core import gettext_lazy as _

from .. import accounts, countries, hierarchy, persons
from ..models import Account, Partner

COMPANY = "is_person = false"

account = ObjectType(
    Account,
    label=_("Account"),
    plural=_("Accounts"),
    slug="accounts",
    icon="building",
    open_when="",
    sortable=("name", "number", "type"),
    filterable=("type", "industry", "parent", "province", "city", "is_person", "structural_source", "first_source", "email"),
    indexes=((SCOPE, "type", "name_sort", "id"), (SCOPE, "is_person", "name_sort", "id")),
    search=("name", "number", "phone", "email"),
    default_sort="name",
    highlights=("type", "number", "phone", "industry", "owner"),
    second_line=("number", "city"),
    hint=_("Companies and people you sell to. Convert a lead, or make the first account here."),
    menu=Menu(_("Sales"), 22),
    prepare=accounts.prepare,
    rules=(
        hierarchy.rule,
        accounts.source_rule,
        accounts.region_rule,
        accounts.industry_rule,
        countries.postal_rule,
        persons.account_rules,
    ),
    list_views=(
        ListView("all", _("All %(objects)s", objects=object_names("account")), ("name", "number", "type", "phone", "city", "owner", "modified_at"), sort="name"),
        ListView("mine", _("My %(objects)s", objects=object_names("account")), ("name", "number", "type", "phone", "city", "modified_at"), where="owner = me", sort="name"),
        ListView("customers", _("Customers"), ("name", "number", "phone", "industry", "owner"), where="type = customer", sort="name"),
        ListView("prospects", _("Prospects"), ("name", "number", "phone", "first_source", "owner"), where="type = prospect", sort="name"),
        ListView("people", _("Person accounts"), ("name", "number", "type", "owner"), where="is_person = true", sort="name"),
        ListView("partners", _("Partners"), ("name", "number", "phone", "owner"), where="type = partner", sort="name"),
        ListView("competitors", _("Competitors"), ("name", "website", "remarks"), where="type = competitor", sort="name"),
    ),
    layout=Layout(
        Section(_("Account"), "name", "type", "number", "parent", "industry", "industry_other", "owner"),
        Section(_("Company"), "phone", "fax", "email", "website", "employees", when=COMPANY),
        Section(_("Address"), "province", "city", "district", "address", "postal_code", when=COMPANY),
        Section(_("Source"), "structural_source", "first_source", "information_source"),
        Section(_("Remarks"), "remarks", columns=1),
    ),
    related_lists=(
        RelatedList("contacts", object_names("contact", heading=True), to="contact", via="account", columns=("name", "position", "mobile", "is_primary"), order=10),
        RelatedList("children", _("%(objects)s below", objects=object_names("account", heading=True)), to="account", via="parent", columns=("name", "type", "city", "owner"), order=40),
        RelatedList("partners", _("Partners"), to="partner", via="record", columns=("name", "role", "partner_account", "partner_contact"), order=45),
        RelatedList("partner_in", _("Partner in"), to="partner", via="partner_account", columns=("record", "role"), order=46),
        RelatedList("key_people", _("Key people"), to="key_person", via="account", columns=("name", "title", "phone", "character", "hobbies"), order=50),
        RelatedList("profiles", _("Customer profile cards"), to="customer_profile", via="account",
                    columns=("name", "enterprise_type", "credit_status", "manager"), order=60),
        RelatedList("credit", _("Credit analyses"), to="credit_analysis", via="account",
                    columns=("name", "analysed_on", "score", "rating", "credit_limit", "assessor"), sort="-analysed_on", order=61),
        RelatedList("limits", _("Delivery limits"), to="delivery_limit", via="account",
                    columns=("name", "dated_on", "recommended_maximum", "manager"), sort="-dated_on", order=62),
        RelatedList("releases", _("Delivery limit releases"), to="limit_release", via="account",
                    columns=("name", "record", "amount", "created_by"), order=63),
        RelatedList("reports", _("New-customer reports"), to="new_customer_report", via="account",
                    columns=("name", "reported_on", "representative", "manager"), order=64),
        RelatedList("statements", _("Processing statements"), to="processing_statement", via="account",
                    columns=("name", "dated_on", "amount", "rework", "net", "owed"), sort="-dated_on", order=65),
        RelatedList("consents", _("Consents"), to="consent", via="account",
                    columns=("name", "recipients", "given_on", "expires_on", "withdrawn_on"), order=70),
        RelatedList("disclosures", _("Given to partners"), to="disclosure", via="account",
                    columns=("name", "recipient", "recipient_name", "disclosed_at", "created_by"), order=71),
    ),
)  # fmt: skip


def _name_partner(change: Change) -> None:
    """A partner is called by the person or company that helps."""
    record = change.record
    helper = record.partner_contact or record.partner_account
    record.name = str(helper.name) if helper is not None else None


def _partner_rules(change: Change) -> Iterator[tuple[str, str]]:
    record = change.record
    if record.partner_account_id is None and record.partner_contact_id is None:
        yield "partner_account", _text("Please choose the person or company that helps.")
    if record.record_id is not None and record.record_id in (record.partner_account_id, record.partner_contact_id):
        yield "partner_account", _text("Nobody is a partner of themselves.")


partner = ObjectType(
    Partner,
    label=_("Partner"),
    plural=_("Partners"),
    slug="partners",
    icon="users-group",
    sortable=("name",),
    filterable=("record", "partner_account", "partner_contact", "role"),
    prepare=_name_partner,
    rules=(_partner_rules,),
    list_views=(ListView("all", _("All %(objects)s", objects=object_names("partner")), ("name", "role", "record", "owner"), sort="name"),),
    layout=Layout(Section(_("Partner"), "record", "role", "partner_account", "partner_contact", "remarks")),
)
