"""The products_product table, and the pictures beside it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core import BigId, Record, UTCDateTime, db, fields
from core import gettext_lazy as _

from ..picklists import FAMILIES, PIECE, UNITS


class Product(Record):
    """S1: something that is sold: a car, an accessory, a service. Shared by all dealers; what it costs stands in price books."""

    __tablename__ = "products_product"

    code = fields.Text(_("Product code"), length=40, required=True)
    name = fields.Text(_("Name"), length=120, required=True)
    name_zh = fields.Text(_("Name in Chinese"), length=120)
    family = fields.Picklist(_("Product family"), FAMILIES)
    active = fields.Checkbox(_("Active"), default=True)
    measured_in = fields.Picklist(_("Unit of measure"), UNITS, default=PIECE)
    vehicle_model = fields.Lookup(_("Vehicle model"), to="vehicle_model", on_delete="restrict")
    tax_rate = fields.Number(_("Tax rate"), places=2, minimum=0, maximum=100, unit="%", help=_("Proposed for quotes."))
    warranty_months = fields.Integer(_("Warranty"), minimum=0, maximum=600, unit=_("months"), help=_("Proposed from the day of delivery on."))
    description = fields.LongText(_("Description"))


class Picture(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A product's picture: few hundred kilobytes, in the database, so that a backup has it and no other module is needed."""

    __tablename__ = "products_picture"

    product_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("products_product.id"), primary_key=True, autoincrement=False)
    type: Mapped[str] = mapped_column(sa.String(40))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    content: Mapped[bytes] = mapped_column(sa.LargeBinary)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
