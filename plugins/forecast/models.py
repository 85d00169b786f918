"""The tables of the forecast."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core import BigId, MoneyAmount, Record, UTCDateTime, db, fields
from core import gettext_lazy as _

from .picklists import AMOUNT, CLOSE_DATE, CUMULATIVE, DATES, MEASURES, PERIODS, QUARTER, VIEWS


class ForecastType(Record):
    """One way to forecast, as data: what is summed, by which date, over which sales, in which periods.

    A seeded row keeps its ``code`` and ``message`` (the text as shipped, which is translated); a name that an administrator
    writes wins over it.
    """

    __tablename__ = "forecast_type"

    name = fields.Text(_("Name"), length=80, required=True)
    name_zh = fields.Text(_("Name in Chinese"), length=80)
    code = fields.Text(_("Code"), length=40, system=True)
    message = fields.Text(_("Shipped name"), length=80, system=True)
    position = fields.Integer(_("Order"), minimum=0, maximum=9999, default=100)
    measure = fields.Picklist(_("Measure"), MEASURES, default=AMOUNT, required=True)
    date_from = fields.Picklist(_("Date"), DATES, default=CLOSE_DATE, required=True, help=_("Which date says to which period a sale belongs."))
    period = fields.Picklist(_("Period"), PERIODS, default=QUARTER, required=True)
    fiscal_start = fields.Integer(_("First month of the fiscal year"), minimum=1, maximum=12, default=1, required=True)
    columns = fields.Picklist(_("Columns"), VIEWS, default=CUMULATIVE, required=True, help=_("What the page shows first; it can be switched there."))
    most_likely = fields.Checkbox(_("With the column Most likely"), help=_("Without it, what is most likely counts as best case."))
    process = fields.Lookup(_("Sales process"), to="sales_process", on_delete="restrict", help=_("Empty: all."))
    sale_type = fields.Lookup(_("Type"), to="opportunity_type", on_delete="restrict", help=_("Empty: all."))
    is_default = fields.Checkbox(_("Default"))
    active = fields.Checkbox(_("Active"), default=True)


class ForecastQuota(Record):
    """What its owner is to sell in a period: in money, or in units, as the forecast type measures. A manager's is entered, not summed.

    ``key`` says in one text what there can be only one of; ``starts_on`` is the first day of the period.
    """

    __tablename__ = "forecast_quota"

    name = fields.Text(_("Name"), length=200, system=True)
    key = fields.Text(_("Key"), length=160, system=True)
    forecast_type = fields.Lookup(_("Forecast type"), to="forecast_type", on_delete="own", required=True)
    starts_on = fields.Date(_("Period"), required=True, help=_("Any day of the period."))
    family = fields.Text(_("Product family"), length=80, help=_("Empty: for all products together."))
    amount = fields.Currency(_("Quota in money"), minimum=0)
    units = fields.Integer(_("Quota in units"), minimum=0, maximum=1_000_000)
    remarks = fields.Text(_("Remarks"), length=255)


class Adjustment(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """One adjustment of one number; a later one replaces it, none is changed or deleted: the rows are the history.

    ``by_id`` is whose view it belongs to: the person's own, or the manager's to whom the place reports. A ``value`` of None takes back what
    was set before. ``base`` is what the number was without it, then. ``number`` counts the adjustments of one cell from 1, so that of two
    people at once one comes too late.
    """

    __tablename__ = "forecast_adjustment"
    __table_args__ = (sa.UniqueConstraint("type_id", "starts_on", "place", "by_id", "column", "number", name="uq_forecast_adjustment_cell"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    type_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    starts_on: Mapped[date] = mapped_column(sa.Date)
    place: Mapped[str] = mapped_column(sa.String(40))
    by_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    column: Mapped[str] = mapped_column(sa.String(40))
    number: Mapped[int] = mapped_column(sa.Integer)
    value: Mapped[Decimal | None] = mapped_column(MoneyAmount)
    base: Mapped[Decimal] = mapped_column(MoneyAmount)
    note: Mapped[str] = mapped_column(sa.String(255))
    made_by_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
