"""The quotes_opportunity_line table, and what is kept of an opportunity that has lines."""

from __future__ import annotations

from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core import BigId, MoneyAmount, Record, db, fields
from core import gettext_lazy as _


class SoldLine(Record):
    """S1: one product at its price, as lines of opportunities and of quotes have it. The list price is that of the day the line was made: no later
    price changes the line."""

    __abstract__ = True

    name = fields.Text(_("Line item"), length=255, system=True)
    product = fields.Lookup(_("Product"), to="product", on_delete="restrict", required=True)
    entry = fields.Lookup(_("Price book entry"), to="price_book_entry", on_delete="restrict", system=True)
    position = fields.Integer(_("Order"), minimum=0, system=True)
    quantity = fields.Number(_("Quantity"), places=2, minimum=Decimal("0.01"), maximum=1_000_000, required=True, default=Decimal(1))
    list_price = fields.Currency(_("List price"), system=True)
    sales_price = fields.Currency(_("Sales price"), minimum=0, help=_("The list price unless another one is given."))
    discount_percent = fields.Number(_("Discount %"), places=2, minimum=0, maximum=100, unit="%")
    discount_amount = fields.Currency(_("Discount amount"), minimum=0, help=_("Off the whole line."))
    subtotal = fields.Currency(_("Subtotal"), system=True)
    total = fields.Currency(_("Total"), minimum=0, help=_("Given, it decides: the sales price follows from it."))
    description = fields.Text(_("Description"), length=255)


class OpportunityLine(SoldLine):
    """One product in an opportunity."""

    __tablename__ = "quotes_opportunity_line"

    opportunity = fields.Lookup(_("Opportunity"), to="opportunity", on_delete="own", required=True)


class Sale(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """The book an opportunity's prices come from, how many lines it has, the amount that followed from them last, and their quantities together."""

    __tablename__ = "quotes_sale"
    __table_args__ = (sa.Index("ix_quotes_sale_book", "book_id"),)

    opportunity_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("opportunities_opportunity.id"), primary_key=True, autoincrement=False)
    book_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("products_price_book.id"))
    lines: Mapped[int] = mapped_column(sa.Integer, default=0)
    total: Mapped[Decimal | None] = mapped_column(MoneyAmount)
    units: Mapped[Decimal | None] = mapped_column(MoneyAmount)
