"""The choices of the forecast's fields."""

from __future__ import annotations

from core import Choice
from core import gettext_lazy as _
from core import pgettext_lazy as pgettext

AMOUNT = Choice("amount", _("Amount"))
WEIGHTED = Choice("weighted", _("Weighted amount"))
UNITS = Choice("units", pgettext("forecast", "Units"))
MEASURES = (AMOUNT, WEIGHTED, UNITS)

CLOSE_DATE = Choice("close_date", _("Close date"))
DELIVERED_ON = Choice("delivered_on", _("Delivered on"))
DATES = (CLOSE_DATE, DELIVERED_ON)

WEEK = Choice("week", _("Week"))
MONTH = Choice("month", _("Month"))
QUARTER = Choice("quarter", _("Quarter"))
PERIODS = (WEEK, MONTH, QUARTER)

CUMULATIVE = Choice("cumulative", pgettext("forecast", "Cumulative"))
SINGLE = Choice("single", _("By category"))
VIEWS = (CUMULATIVE, SINGLE)
