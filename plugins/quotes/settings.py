"""What an administrator decides about quotes: the letterhead of each dealer, and what a new quote starts with."""

from __future__ import annotations

from decimal import Decimal

from core import Setting, fields
from core import gettext_lazy as _

TAX_RATE, VALID_DAYS, TERMS = "quotes.tax_rate", "quotes.valid_days", "quotes.terms"
COMPANY, ADDRESS, TELEPHONE, EMAIL, TAX_NUMBER, BANK = (f"quotes.letterhead_{name}" for name in ("company", "address", "telephone", "email", "tax_number", "bank"))
LETTERHEAD = (COMPANY, ADDRESS, TELEPHONE, EMAIL, TAX_NUMBER, BANK)

SETTINGS = (
    Setting(COMPANY, fields.Text(_("Letterhead: company"), length=200, help=_("The dealer's name if empty.")), default="", per_dealer=True),
    Setting(ADDRESS, fields.Text(_("Letterhead: address"), length=300), default="", per_dealer=True),
    Setting(TELEPHONE, fields.Text(_("Letterhead: telephone"), length=60), default="", per_dealer=True),
    Setting(EMAIL, fields.Text(_("Letterhead: e-mail"), length=120), default="", per_dealer=True),
    Setting(TAX_NUMBER, fields.Text(_("Letterhead: tax number"), length=60), default="", per_dealer=True),
    Setting(BANK, fields.Text(_("Letterhead: bank account"), length=200), default="", per_dealer=True),
    Setting(TAX_RATE, fields.Number(_("Tax rate where the product says none"), places=2, minimum=0, maximum=100, unit="%"), default=Decimal(13), per_dealer=True),
    Setting(VALID_DAYS, fields.Integer(_("A quote is valid for"), minimum=1, maximum=730, unit=_("days")), default=30, per_dealer=True),
    Setting(TERMS, fields.LongText(_("Terms of a new quote"), length=4000), default="", per_dealer=True),
)
"""Per dealer, so that each writes on its own paper."""
