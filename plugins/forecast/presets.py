"""The forecast types every installation starts with; an administrator changes them and adds more."""

from __future__ import annotations

from core import Actor, records, transaction
from core import gettext as _text
from core import pgettext_lazy as pgettext

from .picklists import AMOUNT, UNITS
from .types import all_types

TYPES = (
    ("amount", pgettext("forecast type", "Amount"), AMOUNT, True),
    ("cars", pgettext("forecast type", "Cars"), UNITS, False),
)
"""Code, name, measure, whether it is the default: what will close in money, and in cars."""


def seed(user: Actor) -> list[str]:
    """Make them where there is no type at all."""
    if all_types():
        return []
    with transaction():
        for order, (code, label, measure, default) in enumerate(TYPES, start=1):
            records.create("forecast_type", user, name=label.message, message=label.message, code=code, measure=measure, is_default=default, position=order * 10)
    return [str(_text("%(count)s forecast types were set up.", count=len(TYPES)))]
