"""The products_vehicle_model table: brands, series, model years and trims as one tree."""

from __future__ import annotations

from core import Record, fields
from core import gettext_lazy as _

from ..picklists import LEVELS
from ..years import ModelYear

KEY_LENGTH = 255


class VehicleModel(Record):
    """One node of the tree. It carries the whole way from its brand down, so that a line of a table is a node and a list filters by any level.

    ``parent``, ``level``, ``name`` and ``key`` follow from that way; a parent that is missing is made.
    """

    __tablename__ = "products_vehicle_model"

    make = fields.Text(_("Brand"), length=60, required=True)
    series = fields.Text(_("Series"), length=80)
    model_year = ModelYear(_("Model year"))
    trim = fields.Text(_("Trim"), length=100)
    name = fields.Text(_("Vehicle model"), length=KEY_LENGTH, system=True)
    level = fields.Picklist(_("Level"), LEVELS, system=True)
    parent = fields.Lookup(_("Belongs to"), to="vehicle_model", on_delete="own", system=True)
    key = fields.Text(_("Key"), length=KEY_LENGTH, system=True)
    manufacturer = fields.Text(_("Manufacturer"), length=80, help=_("Who builds it, where that is not the brand."))
    body = fields.Text(_("Body"), length=80, placeholder=_("Sedan, SUV"))
    built_from = ModelYear(_("First model year"))
    built_until = ModelYear(_("Last model year"))
    active = fields.Checkbox(_("Active"), default=True)
