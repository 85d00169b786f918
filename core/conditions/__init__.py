"""Conditions as data: one grammar for list views, filters, assignment, sharing and validation.

    status = new and owner = me and due < today+7 and (city in (A, B) or name contains "wang") and email is empty

A condition is a tree of All, Any_, Not and Test; code may add Among, a statement of ids. It is read from text or JSON, written back, turned into SQL by
``core.queries`` and judged in Python by ``holds``.

- ``tree``: what a condition is made of; ``grammar``: as text and back.
- ``values``: what is compared with, in the field's type; ``periods``: days, periods and moments in words ("today+7", "month", "now-2h").
- ``judging``: whether it is true of some values.
"""

from .grammar import WHERE, both, read, write
from .judging import holds
from .periods import Period, from_now, period
from .tree import ALWAYS, All, Among, Any_, Condition, Not, Test, Where, has_statement, names, tests
from .values import check, resolve, settled, spread

__all__ = [
    "ALWAYS", "WHERE", "All", "Among", "Any_", "Condition", "Not", "Period", "Test", "Where", "both", "check", "from_now", "has_statement", "holds", "names",
    "period", "read", "resolve", "settled", "spread", "tests", "write",
]  # fmt: skip
