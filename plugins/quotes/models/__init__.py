"""The tables of quotes."""

from .line import OpportunityLine, Sale
from .quote import DiscountLimit, Quote, QuoteLine

__all__ = ["DiscountLimit", "OpportunityLine", "Quote", "QuoteLine", "Sale"]
