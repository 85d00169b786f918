"""How lines and quotes appear."""

from .installment import installment
from .line import opportunity_line
from .quote import OPPORTUNITY_LISTS, discount_limit, quote, quote_line

OBJECTS = (quote, quote_line, opportunity_line, installment, discount_limit)

__all__ = ["OBJECTS", "OPPORTUNITY_LISTS", "discount_limit", "installment", "opportunity_line", "quote", "quote_line"]
