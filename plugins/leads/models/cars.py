"""The tables of makes and models that prospects ask for."""

from __future__ import annotations

from core import Record, fields
from core import gettext_lazy as _


class CarMake(Record):
    """S7: a brand wanted."""

    __tablename__ = "leads_car_make"

    name = fields.Text(_("Brand"), length=60, required=True)
    active = fields.Checkbox(_("Active"), default=True)


class CarModel(Record):
    """S2, S7: a model wanted: a make's model within a series. ``label`` is how a lead keeps it."""

    __tablename__ = "leads_car_model"

    name = fields.Text(_("Model"), length=80, required=True)
    make = fields.Lookup(_("Brand"), to="car_make", on_delete="restrict", required=True)
    series = fields.Text(_("Series"), length=60)
    active = fields.Checkbox(_("Active"), default=True)
