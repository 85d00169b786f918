"""S3: key people, profile card, new-customer report, delivery limit with its releases, processing statement."""

from __future__ import annotations

from collections.abc import Iterator

from core import Change, Layout, ListView, Menu, ObjectType, Section
from core import gettext as _text
from core import gettext_lazy as _

from .. import limits
from ..models import CustomerProfile, DeliveryLimit, KeyPerson, LimitRelease, NewCustomerReport, ProcessingStatement

FORMS = _("Customer forms")

key_person = ObjectType(
    KeyPerson,
    label=_("Key person"),
    plural=_("Key people"),
    slug="key-people",
    icon="user-star",
    controlled_by="account",
    sortable=("name",),
    filterable=("account",),
    search=("name", "phone"),
    list_views=(ListView("all", _("Key people"), ("name", "account", "title", "phone"), sort="name"),),
    layout=Layout(Section(_("Key person"), "account", "name", "title", "phone", "character", "hobbies")),
)


def _profile_rules(change: Change) -> Iterator[tuple[str, str]]:
    """S3: domestic and export share make 100 %; a person has no company profile; an account has one card."""
    record = change.record
    shares = (record.domestic_share, record.export_share)
    if None not in shares and sum(shares) != 100:
        yield "export_share", _text("Domestic and export share must make 100 %% together; these make %(sum)s %%.", sum=sum(shares))
    elif shares.count(None) == 1:
        yield ("export_share" if shares[1] is None else "domestic_share"), _text("Please give both shares; together they make a hundred per cent.")
    if record.account_id and record.account and record.account.is_person:
        yield "account", _text("The profile card is for companies.")


customer_profile = ObjectType(
    CustomerProfile,
    label=_("Customer profile card"),
    plural=_("Customer profile cards"),
    slug="customer-profiles",
    icon="id-badge-2",
    controlled_by="account",
    sortable=("name",),
    filterable=("account", "enterprise_type", "credit_status", "operating_status", "supervisor", "manager", "general_manager"),
    search=("name",),
    unique=(("account_id",),),
    rules=(_profile_rules,),
    menu=Menu(FORMS, 40),
    highlights=("account", "credit_status", "operating_status"),
    list_views=(
        ListView("all", _("Customer profile cards"), ("name", "account", "enterprise_type", "credit_status", "operating_status"), sort="name"),
        ListView("unsigned", _("To be signed"), ("name", "account", "supervisor", "manager", "general_manager"), where="general_manager is empty"),
    ),
    layout=Layout(
        Section(_("Company"), "account", "enterprise_type", "registered_capital", "line_of_business", "business_nature", "employees"),
        Section(_("Business"), "domestic_share", "export_share", "credit_status", "operating_status", "high_season", "low_season"),
        Section(_("Purchases"), "highest_monthly_purchase", "average_monthly_purchase", "products_bought", "first_deal_on", "remarks"),
        Section(_("Card"), "name", "made_by", "filed_by", "filed_on"),
        Section(_("Signatures"), "supervisor", "supervisor_at", "manager", "manager_at", "general_manager", "general_manager_at"),
    ),
)

new_customer_report = ObjectType(
    NewCustomerReport,
    label=_("New-customer report"),
    plural=_("New-customer reports"),
    slug="new-customer-reports",
    icon="report",
    controlled_by="account",
    sortable=("name", "reported_on"),
    filterable=("account", "representative", "reporter", "manager"),
    search=("name",),
    default_sort="-reported_on",
    menu=Menu(FORMS, 41),
    highlights=("account", "reported_on", "representative"),
    list_views=(
        ListView("all", _("New-customer reports"), ("name", "reported_on", "account", "representative", "first_deal_amount"), sort="-reported_on"),
        ListView("unsigned", _("To be signed"), ("name", "reported_on", "account", "reporter", "manager"), where="manager is empty", sort="-modified_at"),
    ),
    layout=Layout(
        Section(_("Report"), "account", "reported_on", "representative", "name"),
        Section(_("First deal"), "products_promoted", "first_deal_amount", "first_deal_product"),
        Section(_("How the customer was won"), "how_won", "remarks", columns=1),
        Section(_("Signatures"), "instruction", "reporter", "reporter_at", "manager", "manager_at"),
    ),
)

delivery_limit = ObjectType(
    DeliveryLimit,
    label=_("Delivery limit"),
    plural=_("Delivery limits"),
    slug="delivery-limits",
    icon="truck-delivery",
    controlled_by="account",
    sortable=("name", "dated_on"),
    filterable=("account", "manager"),
    search=("name",),
    default_sort="-dated_on",
    menu=Menu(FORMS, 42),
    highlights=("account", "recommended_maximum", "dated_on"),
    list_views=(
        ListView("all", _("Delivery limits"), ("name", "dated_on", "account", "recommended_maximum", "manager"), sort="-dated_on"),
        ListView("unsigned", _("To be signed"), ("name", "dated_on", "account", "recommended_maximum"), where="manager is empty", sort="-modified_at"),
    ),
    layout=Layout(
        Section(_("Delivery limit"), "account", "dated_on", "name", "founded_on"),
        Section(_("Sales"), "expected_sales", "average_monthly_sales", "products", "recommended_maximum", "remarks"),
        Section(_("Signatures"), "manager", "manager_at"),
    ),
)

limit_release = ObjectType(
    LimitRelease,
    label=_("Delivery limit release"),
    plural=_("Delivery limit releases"),
    slug="limit-releases",
    icon="lock-open",
    controlled_by="account",
    sortable=("name",),
    filterable=("account", "record"),
    prepare=limits.prepare_release,
    rules=(limits.release_rules,),
    list_views=(ListView("all", _("Delivery limit releases"), ("name", "account", "record", "amount", "created_by", "created_at")),),
    layout=Layout(Section(_("Release"), "account", "record", "amount", "release_reason")),
)


def _statement_rules(change: Change) -> Iterator[tuple[str, str]]:
    """S3: rework is part of the amount."""
    record = change.record
    if record.amount is not None and record.rework is not None and record.rework > record.amount:
        yield "rework", _text("Rework cannot be more than the amount.")


processing_statement = ObjectType(
    ProcessingStatement,
    label=_("Processing statement"),
    plural=_("Processing statements"),
    slug="processing-statements",
    icon="file-invoice",
    controlled_by="account",
    sortable=("name", "dated_on", "amount", "owed"),
    filterable=("account", "preparer", "supervisor", "manager"),
    search=("name",),
    default_sort="-dated_on",
    menu=Menu(FORMS, 43),
    rules=(_statement_rules,),
    highlights=("account", "amount", "rework", "net", "owed"),
    list_views=(
        ListView("all", _("Processing statements"), ("name", "dated_on", "account", "amount", "rework", "net", "owed"), sort="-dated_on"),
        ListView("unsigned", _("To be signed"), ("name", "dated_on", "account", "preparer", "supervisor", "manager"), where="manager is empty", sort="-modified_at"),
    ),
    layout=Layout(
        Section(_("Statement"), "account", "dated_on", "name", "amount", "rework", "net", "owed", "remarks"),
        Section(_("Signatures"), "preparer", "preparer_at", "supervisor", "supervisor_at", "manager", "manager_at"),
    ),
)
