"""How accounts, contacts and their forms appear in lists, on pages, in search and in the API."""

from .account import account, partner
from .contact import contact
from .credit import consent, credit_analysis, disclosure
from .forms import customer_profile, delivery_limit, key_person, limit_release, new_customer_report, processing_statement
from .grade import grade, grade_scheme

ALL = (
    account,
    contact,
    partner,
    grade_scheme,
    grade,
    key_person,
    customer_profile,
    new_customer_report,
    delivery_limit,
    limit_release,
    processing_statement,
    credit_analysis,
    consent,
    disclosure,
)

__all__ = [
    "ALL",
    "account",
    "consent",
    "contact",
    "credit_analysis",
    "customer_profile",
    "delivery_limit",
    "disclosure",
    "grade",
    "grade_scheme",
    "key_person",
    "limit_release",
    "new_customer_report",
    "partner",
    "processing_statement",
]
