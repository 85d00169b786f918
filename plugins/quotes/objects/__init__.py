"""How lines and quotes appear."""

from .line import opportunity_line
from .quote import OPPORTUNITY_LISTS, discount_limit, quote, quote_line

OBJECTS = (quote, quote_line, opportunity_line, discount_limit)

__all__ = ["OBJECTS", "OPPORTUNITY_LISTS", "discount_limit", "opportunity_line", "quote", "quote_line"]
