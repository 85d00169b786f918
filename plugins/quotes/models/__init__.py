"""The tables of quotes."""

from .line import OpportunityLine, Sale

__all__ = ["OpportunityLine", "Sale"]
