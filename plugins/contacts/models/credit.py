"""The contacts_credit_analysis table."""

from __future__ import annotations

from core import Choice, Record, fields, pgettext_lazy, today
from core import gettext_lazy as _

RATINGS = (
    Choice("aaa", "AAA", colour="green", least=85),
    Choice("aa", "AA", colour="green", least=70),
    Choice("a", pgettext_lazy("credit rating", "A"), colour="blue", least=55),
    Choice("b", pgettext_lazy("credit rating", "B"), colour="yellow", least=40),
    Choice("c", pgettext_lazy("credit rating", "C"), colour="red", least=0),
)
"""Each with the least score, of 100, that earns it."""

SCORE = {"minimum": 0, "maximum": 20, "required": True}


class CreditAnalysis(Record):
    """S10: a customer's credit, scored by the five Cs, 20 points each. Later ones are added; none is changed."""

    __tablename__ = "contacts_credit_analysis"

    name = fields.AutoNumber(_("Number"), pattern="CA{:06d}")
    account = fields.Lookup(_("Account"), to="account", on_delete="own", required=True)
    analysed_on = fields.Date(_("Date"), default=today, required=True)
    assessor = fields.User(_("Assessor"), required=True)
    character = fields.Integer(_("Character"), help=_("0 to 20: honesty, history of payment."), **SCORE)
    capacity = fields.Integer(_("Capacity"), help=_("0 to 20: earnings, management."), **SCORE)
    capital = fields.Integer(_("Capital"), help=_("0 to 20: own funds, net worth."), **SCORE)
    collateral = fields.Integer(_("Collateral"), help=_("0 to 20: what can be pledged."), **SCORE)
    conditions = fields.Integer(_("Conditions"), help=_("0 to 20: industry, economy."), **SCORE)
    score = fields.Integer(_("Score"), system=True)
    rating = fields.Picklist(_("Credit rating"), RATINGS, system=True)
    credit_limit = fields.Currency(_("Credit limit"), minimum=0, required=True)
    remarks = fields.LongText(_("Remarks"))
