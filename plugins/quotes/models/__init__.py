"""The tables of quotes."""

from .installment import Installment
from .line import OpportunityLine, Sale
from .quote import DiscountLimit, Quote, QuoteLine

__all__ = ["DiscountLimit", "Installment", "OpportunityLine", "Quote", "QuoteLine", "Sale"]
