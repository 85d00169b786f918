"""S3: the tables of the forms kept about a company: profile card, key people, report, limit and statement.

A signature is a user and a moment, written only by the action Sign. A change of what was signed takes it off again.
"""

from __future__ import annotations

from decimal import Decimal

from core import Record, fields, today
from core import gettext_lazy as _

from ..picklists import BUSINESS_NATURES, CREDIT_STATUSES, ENTERPRISE_TYPES, MONTHS, OPERATING_STATUSES


class CustomerProfile(Record):
    """S3: the customer profile card of a company. Name, phone, fax and address are the account's own."""

    __tablename__ = "contacts_customer_profile"

    name = fields.AutoNumber(_("Card number"), pattern="CP{:06d}")
    account = fields.Lookup(_("Account"), to="account", on_delete="own", required=True)
    enterprise_type = fields.Picklist(_("Enterprise type"), ENTERPRISE_TYPES)
    registered_capital = fields.Currency(_("Registered capital"), minimum=0)
    line_of_business = fields.Text(_("Line of business"), length=200)
    business_nature = fields.Picklist(_("Nature of business"), BUSINESS_NATURES)
    domestic_share = fields.Percent(_("Domestic share"))
    export_share = fields.Percent(_("Export share"))
    credit_status = fields.Picklist(_("Credit status"), CREDIT_STATUSES)
    operating_status = fields.Picklist(_("Operating status"), OPERATING_STATUSES)
    employees = fields.Integer(_("Employees"), minimum=0)
    high_season = fields.MultiPicklist(_("High season"), MONTHS, fixed=True)
    low_season = fields.MultiPicklist(_("Low season"), MONTHS, fixed=True)
    highest_monthly_purchase = fields.Currency(_("Highest monthly purchase"), minimum=0)
    average_monthly_purchase = fields.Currency(_("Average monthly purchase"), minimum=0)
    products_bought = fields.LongText(_("Products bought"))
    first_deal_on = fields.Date(_("First deal"))
    remarks = fields.LongText(_("Remarks"))
    made_by = fields.User(_("Made by"))
    filed_by = fields.User(_("Filed by"))
    filed_on = fields.Date(_("Filed on"))
    supervisor = fields.User(_("Signed by supervisor"), system=True)
    supervisor_at = fields.DateTime(_("Supervisor signed at"), system=True)
    manager = fields.User(_("Signed by manager"), system=True)
    manager_at = fields.DateTime(_("Manager signed at"), system=True)
    general_manager = fields.User(_("Signed by general manager"), system=True)
    general_manager_at = fields.DateTime(_("General manager signed at"), system=True)


class KeyPerson(Record):
    """S3: one of the people who decide at a company (主要负责人)."""

    __tablename__ = "contacts_key_person"

    name = fields.Text(_("Name"), length=120, required=True)
    account = fields.Lookup(_("Account"), to="account", on_delete="own", required=True)
    title = fields.Text(_("Title"), length=80)
    phone = fields.Phone(_("Phone"))
    character = fields.Text(_("Character"), length=200, personal=True)
    hobbies = fields.Text(_("Hobbies"), length=200, personal=True)


class NewCustomerReport(Record):
    """S3: how a customer was won, reported to the manager."""

    __tablename__ = "contacts_new_customer_report"

    name = fields.AutoNumber(_("Report number"), pattern="NR{:06d}")
    account = fields.Lookup(_("Account"), to="account", on_delete="own", required=True)
    reported_on = fields.Date(_("Date"), default=today, required=True)
    representative = fields.User(_("Responsible representative"), required=True)
    products_promoted = fields.LongText(_("Products promoted"))
    first_deal_amount = fields.Currency(_("First deal's amount"), minimum=0)
    first_deal_product = fields.Text(_("First deal's product"), length=200)
    how_won = fields.LongText(_("How the customer was won"), required=True)
    remarks = fields.LongText(_("Remarks"))
    instruction = fields.LongText(_("Manager's instruction"), system=True)
    reporter = fields.User(_("Signed by reporter"), system=True)
    reporter_at = fields.DateTime(_("Reporter signed at"), system=True)
    manager = fields.User(_("Signed by manager"), system=True)
    manager_at = fields.DateTime(_("Manager signed at"), system=True)


class DeliveryLimit(Record):
    """S3: the highest value recommended to be out with a customer. The newest signed one counts."""

    __tablename__ = "contacts_delivery_limit"

    name = fields.AutoNumber(_("Number"), pattern="DL{:06d}")
    account = fields.Lookup(_("Account"), to="account", on_delete="own", required=True)
    dated_on = fields.Date(_("Date"), default=today, required=True)
    founded_on = fields.Date(_("Founding date"))
    expected_sales = fields.Currency(_("Expected sales"), minimum=0)
    products = fields.LongText(_("Products"))
    average_monthly_sales = fields.Currency(_("Average monthly sales volume"), minimum=0)
    recommended_maximum = fields.Currency(_("Recommended maximum"), minimum=0, required=True)
    remarks = fields.LongText(_("Remarks"))
    manager = fields.User(_("Signed by manager"), system=True)
    manager_at = fields.DateTime(_("Manager signed at"), system=True)


class LimitRelease(Record):
    """A manager lets one record pass its customer's delivery limit, up to an amount and with a reason."""

    __tablename__ = "contacts_limit_release"

    name = fields.AutoNumber(_("Number"), pattern="LR{:06d}")
    account = fields.Lookup(_("Account"), to="account", on_delete="own", required=True)
    record = fields.Lookup(_("Released for"), to=None, on_delete="own", required=True)
    amount = fields.Currency(_("Up to"), minimum=0, required=True)
    release_reason = fields.LongText(_("Reason"), required=True)


def net_of(record: ProcessingStatement) -> Decimal | None:
    """S3: amount less rework; None while there is no amount."""
    if record.amount is None:
        return None
    return Decimal(record.amount) - Decimal(record.rework or 0)


class ProcessingStatement(Record):
    """S3: what was processed for a customer, what was rework, and what is owed."""

    __tablename__ = "contacts_processing_statement"

    name = fields.AutoNumber(_("Number"), pattern="PS{:06d}")
    account = fields.Lookup(_("Account"), to="account", on_delete="own", required=True)
    dated_on = fields.Date(_("Date"), default=today, required=True)
    amount = fields.Currency(_("Amount"), minimum=0, required=True)
    rework = fields.Currency(_("Rework"), minimum=0)
    net = fields.Formula(_("Net"), compute=net_of, of=fields.Currency(_("Net")), needs=("amount", "rework"))
    owed = fields.Currency(_("Owed"), minimum=0)
    remarks = fields.LongText(_("Remarks"))
    preparer = fields.User(_("Signed by preparer"), system=True)
    preparer_at = fields.DateTime(_("Preparer signed at"), system=True)
    supervisor = fields.User(_("Signed by supervisor"), system=True)
    supervisor_at = fields.DateTime(_("Supervisor signed at"), system=True)
    manager = fields.User(_("Signed by manager"), system=True)
    manager_at = fields.DateTime(_("Manager signed at"), system=True)
