"""The tables of quotes, their lines, and how much discount a role gives by itself."""

from __future__ import annotations

from core import Record, fields, pgettext_lazy
from core import gettext_lazy as _

from ..picklists import DRAFT, LANGUAGES, STATUSES
from .line import SoldLine


class Quote(Record):
    """S3: what a customer is offered, under a quotation number. ``amount`` is in the terms of the book: with tax where its prices include it.

    Several quotes may stand side by side; at most one is synchronised with the opportunity. A later version has the number of the first.
    """

    __tablename__ = "quotes_quote"

    name = fields.Text(_("Subject"), length=200, required=True)
    number = fields.AutoNumber(_("Quotation number"), pattern="Q{:06d}")
    revision = fields.Integer(_("Version"), minimum=1, default=1, system=True)
    opportunity = fields.Lookup(_("Opportunity"), to="opportunity", on_delete="own", required=True)
    account = fields.Lookup(_("Account"), to="account", on_delete="restrict", system=True)
    contact = fields.Lookup(_("Contact"), to="contact", on_delete="clear")
    status = fields.Picklist(_("Status"), STATUSES, default=DRAFT, system=True)
    is_open = fields.Checkbox(_("Open"), system=True)
    synchronised = fields.Checkbox(_("Synchronised"), system=True)
    replaces = fields.Lookup(_("Replaces"), to="quote", on_delete="clear", system=True)
    book = fields.Lookup(_("Price book"), to="price_book", on_delete="restrict", system=True)
    includes_tax = fields.Checkbox(_("Prices include tax"), system=True)
    valid_until = fields.Date(_("Valid until"))
    language = fields.Picklist(_("Language"), LANGUAGES, fixed=True)
    terms = fields.LongText(_("Terms"), length=4000)
    subtotal = fields.Currency(_("Subtotal"), system=True)
    amount = fields.Currency(_("Amount"), system=True)
    net = fields.Currency(pgettext_lazy("tax", "Net"), system=True)
    tax = fields.Currency(_("Tax"), system=True)
    gross = fields.Currency(_("Gross"), system=True)
    largest_discount = fields.Number(_("Largest discount"), places=2, unit="%", system=True)
    approved_by = fields.User(_("Approved by"), system=True)
    sent_on = fields.Date(_("Sent on"), system=True)
    decided_on = fields.Date(_("Answered on"), system=True)
    answer = fields.LongText(_("The customer's answer"), length=2000, system=True)


class QuoteLine(SoldLine):
    """One product in a quote: as a line of an opportunity, and with its tax."""

    __tablename__ = "quotes_quote_line"

    quote = fields.Lookup(_("Quote"), to="quote", on_delete="own", required=True)
    opportunity_line = fields.Lookup(_("Opportunity line"), to="opportunity_line", on_delete="clear", system=True)
    tax_rate = fields.Number(_("Tax rate"), places=2, minimum=0, maximum=100, unit="%")
    net = fields.Currency(pgettext_lazy("tax", "Net"), system=True)
    tax = fields.Currency(_("Tax"), system=True)
    gross = fields.Currency(_("Gross"), system=True)


class DiscountLimit(Record):
    """How much discount, off the list price and in per cent, somebody in a role gives without asking. A role without one gives none."""

    __tablename__ = "quotes_discount_limit"

    name = fields.Text(_("Role"), length=120, system=True)
    role = fields.Text(_("Code of the role"), length=60, required=True, help=_("As on the page of roles, such as sales_consultant."))
    percent = fields.Number(_("Discount up to"), places=2, minimum=0, maximum=100, unit="%", required=True)
