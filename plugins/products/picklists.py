"""What can be chosen about products and cars. An administrator adds to these lists."""

from __future__ import annotations

from core import Choice
from core import gettext_lazy as _

VEHICLES = Choice("vehicles", _("Vehicles"), colour="blue")
FAMILIES = (
    VEHICLES,
    Choice("accessories", _("Accessories")),
    Choice("insurance", _("Insurance")),
    Choice("finance", _("Finance")),
    Choice("warranty", _("Warranty extension")),
    Choice("service", _("Maintenance and repair")),
    Choice("parts", _("Spare parts")),
    Choice("hardware", _("Hardware")),
    Choice("software", _("Software")),
    Choice("other", _("Other")),
)
"""Product families, by which forecasts and quotas are told apart."""

PIECE = Choice("piece", _("piece"))
UNITS = (
    PIECE,
    Choice("set", _("set")),
    Choice("hour", _("hour")),
    Choice("day", _("day")),
    Choice("month", _("month")),
    Choice("year", _("year")),
    Choice("litre", _("litre")),
    Choice("kilogram", _("kilogram")),
    Choice("metre", _("metre")),
    Choice("service", _("service")),
)
"""Units of measure in which a product is sold."""

MAKE = Choice("make", _("Brand"))
SERIES = Choice("series", _("Series"))
MODEL_YEAR = Choice("model_year", _("Model year"))
TRIM = Choice("trim", _("Trim"))
LEVELS = (MAKE, SERIES, MODEL_YEAR, TRIM)
"""Levels of the vehicle tree, from the top."""

IN_USE = Choice("in_use", _("In use"), colour="green")
INSTALLED_STATUSES = (
    Choice("ordered", _("Ordered"), colour="blue"),
    IN_USE,
    Choice("laid_up", _("Laid up"), colour="yellow"),
    Choice("sold_on", _("Sold on"), closed=True),
    Choice("scrapped", _("Scrapped"), closed=True),
)
