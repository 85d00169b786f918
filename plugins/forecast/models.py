"""The tables of the forecast."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core import BigId, Json, MoneyAmount, Record, UTCDateTime, db, fields, pgettext_lazy
from core import gettext_lazy as _

from .measures import Family
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
    measure = fields.Picklist(_("Measure"), MEASURES, default=AMOUNT, required=True, fixed=True)
    date_from = fields.Picklist(_("Date"), DATES, default=CLOSE_DATE, required=True, fixed=True, help=_("Which date says to which period a sale belongs."))
    period = fields.Picklist(_("Period"), PERIODS, default=QUARTER, required=True, fixed=True)
    fiscal_start = fields.Integer(_("First month of the fiscal year"), minimum=1, maximum=12, default=1, required=True)
    columns = fields.Picklist(_("Columns"), VIEWS, default=CUMULATIVE, required=True, fixed=True, help=_("What the page shows first; it can be switched there."))
    most_likely = fields.Checkbox(_("With the column Most likely"), help=_("Without it, what is most likely counts as best case."))
    process = fields.Lookup(_("Sales process"), to="sales_process", on_delete="restrict", help=_("Empty: all."))
    sale_type = fields.Lookup(_("Type"), to="opportunity_type", on_delete="restrict", help=_("Empty: all."))
    family = Family(_("Product family"), help=_("Empty: all. Otherwise only the line items of this family count."))
    due_day = fields.Integer(_("Due on day"), minimum=1, maximum=92, help=_("By which day of the period everybody submits: 5 is its fifth day. Empty: nobody is reminded and nobody is late."))
    remind_before = fields.Integer(_("Remind before, days"), minimum=0, maximum=60, default=3, help=_("So many days before it whoever has not submitted is reminded."))
    is_default = fields.Checkbox(pgettext_lazy("one of several", "Default"))
    active = fields.Checkbox(_("Active"), default=True)


class ForecastQuota(Record):
    """What its owner is to sell in a period: in money, or in units, as the forecast type measures. A manager's is entered, not summed.

    ``key`` says in one text what there can be only one of; ``starts_on`` is the first day of the period.
    """

    __tablename__ = "forecast_quota"

    name = fields.Text(_("Name"), length=200, system=True)
    key = fields.Text(_("Key"), length=160, system=True)
    forecast_type = fields.Lookup(_("Forecast type"), to="forecast_type", on_delete="restrict", required=True)
    starts_on = fields.Date(_("Period"), required=True, help=_("Any day of the period."))
    family = Family(_("Product family"), help=_("Empty: for all products together."))
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


class Submission(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """What a person stood by at a moment, for a type and a period; a later one follows it, none is changed or deleted: the rows are the history.

    ``due_on`` is the day it was due then; ``number`` counts the person's from 1. ``place`` is where the person was.
    """

    __tablename__ = "forecast_submission"
    __table_args__ = (sa.UniqueConstraint("type_id", "starts_on", "person_id", "number", name="uq_forecast_submission_person"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    type_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    starts_on: Mapped[date] = mapped_column(sa.Date)
    person_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    place: Mapped[str] = mapped_column(sa.String(40))
    number: Mapped[int] = mapped_column(sa.Integer)
    note: Mapped[str] = mapped_column(sa.String(255))
    due_on: Mapped[date | None] = mapped_column(sa.Date)
    made_on: Mapped[date] = mapped_column(sa.Date)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)


class SubmittedNumber(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """One column of a submission: the sum without any adjustment, and what the person said."""

    __tablename__ = "forecast_submitted"

    submission_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("forecast_submission.id"), primary_key=True, autoincrement=False)
    column: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    raw: Mapped[Decimal] = mapped_column(MoneyAmount)
    owner: Mapped[Decimal] = mapped_column(MoneyAmount)


class Locking(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A period was locked for a place and all below it, or reopened: the last row of a place decides. ``number`` counts them from 1, so that of
    two people at once one comes too late."""

    __tablename__ = "forecast_locking"
    __table_args__ = (sa.UniqueConstraint("type_id", "starts_on", "place", "number", name="uq_forecast_locking_place"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    type_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    starts_on: Mapped[date] = mapped_column(sa.Date)
    place: Mapped[str] = mapped_column(sa.String(40))
    number: Mapped[int] = mapped_column(sa.Integer)
    locked: Mapped[bool] = mapped_column(sa.Boolean)
    note: Mapped[str] = mapped_column(sa.String(255))
    made_by_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Reminder(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """Whoever was reminded to submit: nobody is for the same period twice."""

    __tablename__ = "forecast_reminder"

    type_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"), primary_key=True, autoincrement=False)
    starts_on: Mapped[date] = mapped_column(sa.Date, primary_key=True)
    person_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_principal.id"), primary_key=True, autoincrement=False)
    told_at: Mapped[datetime] = mapped_column(UTCDateTime)


class ExchangeRate(Record):
    """What so many units of a currency are worth in the organisation's currency, from a day on until the next rate begins."""

    __tablename__ = "forecast_rate"

    name = fields.Text(_("Name"), length=80, system=True)
    currency = fields.Text(_("Currency"), length=3, required=True, help=_("Three letters, such as EUR."))
    per = fields.Integer(_("Units"), minimum=1, maximum=1_000_000, default=1, required=True, help=_("Of how many units this is the value: 100 for yen."))
    rate = fields.Number(_("Value"), places=4, required=True)
    valid_from = fields.Date(_("Valid from"), required=True)


class Converted(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """The amount of a sale in another currency in that of the organisation, rounded once, half up to the cent. No row: no rate.

    ``per`` units were worth ``rate``: by these a part of the sale is converted too.
    """

    __tablename__ = "forecast_converted"

    opportunity_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"), primary_key=True, autoincrement=False)
    amount: Mapped[Decimal] = mapped_column(MoneyAmount)
    rate_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    rate: Mapped[Decimal | None] = mapped_column(MoneyAmount)
    per: Mapped[int | None] = mapped_column(sa.Integer)


class Snapshot(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """One look at all sales: when it was taken, and of which day it is. ``source`` is "daily", "user" or "history" (rebuilt from the stage
    history)."""

    __tablename__ = "forecast_snapshot"
    __table_args__ = (sa.Index("ix_forecast_snapshot_day", "day", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    day: Mapped[date] = mapped_column(sa.Date)
    taken_at: Mapped[datetime] = mapped_column(UTCDateTime)
    taken_by_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    source: Mapped[str] = mapped_column(sa.String(10))


class SaleState(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """What a sale was like from one snapshot (``from_id``) until a later one in which it was different (``to_id``; None: still so).

    A snapshot writes only the sales that have changed, so that keeping one a day costs little, and any two days can be compared. ``units`` are
    those of the parts, None where the quantity says it.

    It speaks of the past and outlives what it speaks of, so it has no foreign keys: the statement that writes a row copies every id from a row that has
    them, in one transaction with its snapshot. A database asks them again row by row, which was six sevenths of a first snapshot.
    """

    __tablename__ = "forecast_sale_state"
    __table_args__ = (
        sa.Index("ix_forecast_sale_state_from", "from_id", "opportunity_id"),
        sa.Index("ix_forecast_sale_state_sale", "opportunity_id", "from_id"),
        sa.Index("ix_forecast_sale_state_close", "close_date", "from_id"),
        sa.Index("ix_forecast_sale_state_present", "opportunity_id", postgresql_where=sa.text("to_id IS NULL"), sqlite_where=sa.text("to_id IS NULL")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(BigId)
    from_id: Mapped[int] = mapped_column(BigId)
    to_id: Mapped[int | None] = mapped_column(BigId)
    owner_id: Mapped[int | None] = mapped_column(BigId)
    unit_id: Mapped[int | None] = mapped_column(BigId)
    process_id: Mapped[int | None] = mapped_column(BigId)
    type_id: Mapped[int | None] = mapped_column(BigId)
    forecast_category: Mapped[str | None] = mapped_column(sa.String(40))
    is_closed: Mapped[bool] = mapped_column(sa.Boolean)
    is_won: Mapped[bool] = mapped_column(sa.Boolean)
    is_deleted: Mapped[bool] = mapped_column(sa.Boolean)
    amount: Mapped[Decimal | None] = mapped_column(MoneyAmount)
    amount_currency: Mapped[str | None] = mapped_column(sa.String(3))
    converted: Mapped[Decimal | None] = mapped_column(MoneyAmount)
    probability: Mapped[int | None] = mapped_column(sa.Integer)
    quantity: Mapped[int | None] = mapped_column(sa.Integer)
    units: Mapped[Decimal | None] = mapped_column(MoneyAmount)
    rate: Mapped[Decimal | None] = mapped_column(MoneyAmount)
    per: Mapped[int | None] = mapped_column(sa.Integer)
    close_date: Mapped[date | None] = mapped_column(sa.Date)
    delivered_on: Mapped[date | None] = mapped_column(sa.Date)


class PartState(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """What the parts of a sale in one product family ("": in none) came to, from one snapshot until another, as ``SaleState``. Without ``units`` there
    were none any more."""

    __tablename__ = "forecast_part_state"
    __table_args__ = (
        sa.Index("ix_forecast_part_state_from", "from_id", "family"),
        sa.Index("ix_forecast_part_state_sale", "opportunity_id", "family", "from_id"),
        sa.Index("ix_forecast_part_state_present", "opportunity_id", "family", postgresql_where=sa.text("to_id IS NULL"), sqlite_where=sa.text("to_id IS NULL")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(BigId)
    family: Mapped[str] = mapped_column(sa.String(40))
    from_id: Mapped[int] = mapped_column(BigId)
    to_id: Mapped[int | None] = mapped_column(BigId)
    units: Mapped[Decimal | None] = mapped_column(MoneyAmount)
    amount: Mapped[Decimal | None] = mapped_column(MoneyAmount)


class Said(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """What the forecast of a place said, from one snapshot until another in which it said something else, as ``SaleState``; see ``said.Numbers``."""

    __tablename__ = "forecast_said_state"
    __table_args__ = (
        sa.Index("ix_forecast_said_state_present", "type_id", "starts_on", postgresql_where=sa.text("to_id IS NULL"), sqlite_where=sa.text("to_id IS NULL")),
    )

    type_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    starts_on: Mapped[date] = mapped_column(sa.Date, primary_key=True)
    place: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    from_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    to_id: Mapped[int | None] = mapped_column(BigId)
    raw: Mapped[dict[str, str]] = mapped_column(Json)
    adjusted: Mapped[dict[str, list[str]]] = mapped_column(Json)
