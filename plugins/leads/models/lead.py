"""The leads_lead table."""

from __future__ import annotations

from core import Record, clock, fields, pgettext_lazy
from core import gettext_lazy as _
from plugins.contacts import (
    BUYER_KINDS,
    CAR_CONCERNS,
    CAR_ORDERS,
    FIRST_SOURCES,
    GENDERS,
    INDUSTRIES,
    INFORMATION_SOURCES,
    PAYMENT_METHODS,
    PURCHASE_USES,
    STRUCTURAL_SOURCES,
    Region,
)

from .. import countdown
from ..numbers import CheckedPhone
from ..picklists import CLOSE_REASONS, EXPECTED_TIMES, METHODS, NEW, RELIABILITIES, REWARDS_INSTEAD, SALES_SOURCES, STATUSES, VERDICTS


class Lead(Record):
    """S1, S2, S7: somebody who may buy, before anybody has judged that they will.

    Personal fields have the names of a contact's, so that a conversion fills one from the other. ``model_label`` and
    ``brand_label`` are kept beside their links: they outlive a model that is retired, and an import may have no link at all.
    """

    __tablename__ = "leads_lead"

    number = fields.AutoNumber(_("Customer number"), pattern="L-{:06d}")
    name = fields.Text(pgettext_lazy("person", "Name"), length=120, required=True)
    family_name = fields.Text(_("Family name"), length=60)
    given_name = fields.Text(_("Given name"), length=60)
    gender = fields.Picklist(_("Gender"), GENDERS, same_as="contact.gender")
    position = fields.Text(_("Position"), length=80)
    birthday = fields.Date(_("Birthday"), personal=True)
    id_number = fields.Text(_("ID number"), length=30, personal=True)
    buyer_kind = fields.Picklist(_("Private or company"), BUYER_KINDS)
    company = fields.Text(_("Company"), length=120)
    industry = fields.Picklist(_("Industry"), INDUSTRIES, same_as="account.industry")
    industry_other = fields.Text(_("Industry, other"), length=60)
    website = fields.Url(_("Website"), length=200)
    employees = fields.Integer(_("Employees"), minimum=0)

    mobile = CheckedPhone(_("Mobile"), kind="mobile")
    landline = CheckedPhone(_("Landline"), kind="landline")
    fax = fields.Phone(_("Fax"), kind="fax")
    email = fields.Email(_("E-mail"), length=120)
    wechat = fields.Text(_("WeChat"), length=60, personal=True)
    do_not_call = fields.Checkbox(_("Do not call"))
    no_email = fields.Checkbox(_("No e-mail"))
    province = Region(_("Province"), "province")
    city = Region(_("City"), "city")
    district = Region(_("District"), "district")
    address = fields.Text(pgettext_lazy("customer", "Address"), length=200, personal=True)
    postal_code = fields.Text(_("Postal code"), length=12)

    brand_wanted = fields.Lookup(_("Brand wanted"), to="car_make", on_delete="clear")
    brand_label = fields.Text(_("Brand wanted, as noted"), length=60)
    model_wanted = fields.Lookup(_("Model wanted"), to="car_model", on_delete="clear")
    model_label = fields.Text(_("Model wanted, as noted"), length=120, help=_("For a model that is not in the list."))
    expected_time = fields.Picklist(_("Expected purchase time"), EXPECTED_TIMES)
    budget = fields.Currency(pgettext_lazy("car", "Budget"), minimum=0)
    equipment = fields.Text(_("Equipment wanted"), length=255)
    concerns = fields.MultiPicklist(_("What matters"), CAR_CONCERNS)
    concerns_other = fields.Text(_("What matters, other"), length=120)
    use = fields.Picklist(_("Use"), PURCHASE_USES)
    use_other = fields.Text(_("Use, other"), length=120)
    payment = fields.Picklist(_("Payment"), PAYMENT_METHODS)
    current_car = fields.Text(_("Current car"), length=120)
    current_car_verdict = fields.Picklist(_("Verdict on it"), VERDICTS)
    car_order = fields.Picklist(_("First or additional car"), CAR_ORDERS)
    initial_grade = fields.Lookup(_("Initial grade"), to="grade", on_delete="restrict")
    grade = fields.Lookup(_("Grade"), to="grade", on_delete="restrict")

    structural_source = fields.Picklist(_("Structural source"), STRUCTURAL_SOURCES, same_as="account.structural_source")
    first_source = fields.Picklist(_("First source"), FIRST_SOURCES, same_as="account.first_source")
    information_source = fields.Picklist(_("Information source"), INFORMATION_SOURCES, same_as="account.information_source")
    method = fields.Picklist(_("Prospecting method"), METHODS)
    sales_source = fields.Picklist(_("Sales source"), SALES_SOURCES)

    referrer_name = fields.Text(_("Referrer"), length=120, help=_("The referrer's name on the card proves the claim to a reward."))
    referrer_lead = fields.Lookup(_("Referred by the lead"), to="lead", on_delete="clear")
    referrer_account = fields.Lookup(_("Referred by the customer"), to="account", on_delete="clear")
    reward = fields.Currency(_("Reward set"), minimum=0)
    reward_paid_on = fields.Date(_("Reward paid on"))
    reward_declined = fields.Checkbox(_("Reward declined"))
    reward_instead = fields.Picklist(_("Instead of the reward"), REWARDS_INSTEAD)
    reward_due = fields.Checkbox(_("Reward due"), system=True)

    research_source = fields.Text(_("Researched from"), length=200)
    research_provider = fields.Text(_("Provided by"), length=120)
    research_date = fields.Date(_("As of"))
    research_reliability = fields.Picklist(_("Reliability"), RELIABILITIES)

    status = fields.Picklist(_("Status"), STATUSES, default=NEW, system=True)
    is_open = fields.Checkbox(_("Open"), default=True, system=True)
    is_pooled = fields.Checkbox(_("In a queue"), system=True)
    close_reason = fields.Picklist(_("Reason"), CLOSE_REASONS, system=True, fixed=False)
    close_note = fields.Text(_("What happened"), length=500, system=True)

    received_at = fields.DateTime(_("Received at"), default=clock.now, system=True)
    first_contact_due_at = fields.DateTime(_("First contact due"), system=True)
    first_contact_at = fields.DateTime(_("First contact at"), system=True)
    first_contact_by = fields.User(_("First contact by"), system=True)
    first_contact_late = fields.Checkbox(_("First contact late"), system=True)
    first_contact = fields.Formula(
        _("First contact"), compute=countdown.as_text, needs=("received_at", "first_contact_due_at", "first_contact_at", "is_open")
    )
    next_contact_on = fields.Date(_("Next contact"))

    converted_at = fields.DateTime(_("Converted at"), system=True)
    converted_by = fields.User(_("Converted by"), system=True)
    converted_account = fields.Lookup(_("Account"), to="account", on_delete="clear", system=True)
    converted_contact = fields.Lookup(_("Contact"), to="contact", on_delete="clear", system=True)
    converted_opportunity = fields.Lookup(_("Opportunity"), to=None, on_delete="clear", system=True)
    duplicate_reason = fields.Text(_("Why this number may be saved again"), length=300)
    remarks = fields.LongText(_("Remarks"))
