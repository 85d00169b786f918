"""The tables of accounts, contacts and what is written about them."""

from .account import Account
from .contact import Contact
from .credit import CreditAnalysis
from .disclosure import Consent, Disclosure
from .forms import CustomerProfile, DeliveryLimit, KeyPerson, LimitRelease, NewCustomerReport, ProcessingStatement
from .grade import Grade, GradeScheme
from .partner import Partner
from .phone_number import PhoneNumber

__all__ = [
    "Account",
    "Consent",
    "Contact",
    "CreditAnalysis",
    "CustomerProfile",
    "DeliveryLimit",
    "Disclosure",
    "Grade",
    "GradeScheme",
    "KeyPerson",
    "LimitRelease",
    "NewCustomerReport",
    "Partner",
    "PhoneNumber",
    "ProcessingStatement",
]
