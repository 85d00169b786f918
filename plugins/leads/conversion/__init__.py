"""S1: Convert. A lead becomes an account, a contact and what other modules add, in one transaction and once."""

from .candidates import Candidate, account_candidates, contact_candidates, with_searched
from .doing import convert_lead
from .filling import Difference, differences
from .plan import CREATE, EXISTING, SKIP, Conversion, ConversionStep, collect_steps, preview
from .undoing import undo_conversion, why_not_undo

__all__ = [
    "CREATE",
    "EXISTING",
    "SKIP",
    "Candidate",
    "Conversion",
    "ConversionStep",
    "Difference",
    "account_candidates",
    "collect_steps",
    "contact_candidates",
    "convert_lead",
    "differences",
    "preview",
    "undo_conversion",
    "why_not_undo",
    "with_searched",
]  # fmt: skip
