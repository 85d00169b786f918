"""The products_installed_product table, and who has owned each of them."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core import BigId, Record, UTCDateTime, db, fields
from core import gettext_lazy as _

from ..picklists import IN_USE, INSTALLED_STATUSES
from ..plates import Plate
from ..vins import Vin


class InstalledProduct(Record):
    """S1: what a customer owns: a car by VIN and plate, or anything else that was sold. Seen by whoever sees the account."""

    __tablename__ = "products_installed_product"

    name = fields.Text(_("Name"), length=255, help=_("Empty: that of the product or vehicle model."))
    account = fields.Lookup(_("Account"), to="account", on_delete="own", required=True)
    contact = fields.Lookup(_("Contact"), to="contact")
    product = fields.Lookup(_("Product"), to="product", on_delete="restrict")
    vehicle_model = fields.Lookup(_("Vehicle model"), to="vehicle_model", on_delete="restrict")
    vin = Vin(_("VIN"))
    plate = Plate(_("Plate"))
    serial_number = fields.Text(_("Serial number"), length=60)
    status = fields.Picklist(_("Status"), INSTALLED_STATUSES, default=IN_USE, required=True)
    delivered_on = fields.Date(_("Delivered on"))
    warranty_until = fields.Date(_("Warranty until"))
    sold_with = fields.Lookup(_("Sold with"), to=None, system=True)
    remarks = fields.LongText(_("Remarks"))


class Ownership(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """One owner of an installed product, from a day on. The next one's first day ends it; a row is never changed but by a merge of accounts."""

    __tablename__ = "products_ownership"
    __table_args__ = (
        sa.Index("ix_products_ownership_installed", "installed_product_id", "id"),
        sa.Index("ix_products_ownership_account", "account_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    installed_product_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("products_installed_product.id"))
    account_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("contacts_account.id"))
    since: Mapped[date | None] = mapped_column(sa.Date)
    note: Mapped[str | None] = mapped_column(sa.Text)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
