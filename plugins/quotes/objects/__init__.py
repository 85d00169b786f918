"""How lines and quotes appear."""

from .line import opportunity_line

OBJECTS = (opportunity_line,)

__all__ = ["OBJECTS", "opportunity_line"]
