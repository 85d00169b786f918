"""Submissions with their numbers, locks, who was reminded, and the day on which a type's forecasts are due."""

import sqlalchemy as sa
from alembic import op
from core import BigId, MoneyAmount, UTCDateTime

revision = "forecast_0005"
down_revision = "forecast_0004"


def upgrade() -> None:
    op.add_column("forecast_type", sa.Column("due_day", sa.Integer()))
    op.add_column("forecast_type", sa.Column("remind_before", sa.Integer()))
    op.create_table(
        "forecast_submission",
        sa.Column("id", BigId, primary_key=True),
        sa.Column("type_id", BigId, sa.ForeignKey("core_record.id"), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("person_id", BigId, sa.ForeignKey("core_principal.id"), nullable=False),
        sa.Column("place", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(255), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_at", UTCDateTime, nullable=False),
        sa.UniqueConstraint("type_id", "starts_on", "person_id", "number", name="uq_forecast_submission_person"),
    )
    op.create_table(
        "forecast_submitted",
        sa.Column("submission_id", BigId, sa.ForeignKey("forecast_submission.id"), primary_key=True, autoincrement=False),
        sa.Column("column", sa.String(40), primary_key=True),
        sa.Column("raw", MoneyAmount, nullable=False),
        sa.Column("owner", MoneyAmount, nullable=False),
    )
    op.create_table(
        "forecast_locking",
        sa.Column("id", BigId, primary_key=True),
        sa.Column("type_id", BigId, sa.ForeignKey("core_record.id"), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(255), nullable=False),
        sa.Column("made_by_id", BigId, sa.ForeignKey("core_principal.id"), nullable=False),
        sa.Column("made_at", UTCDateTime, nullable=False),
        sa.UniqueConstraint("type_id", "starts_on", "place", "number", name="uq_forecast_locking_place"),
    )
    op.create_table(
        "forecast_reminder",
        sa.Column("type_id", BigId, sa.ForeignKey("core_record.id"), primary_key=True, autoincrement=False),
        sa.Column("starts_on", sa.Date(), primary_key=True),
        sa.Column("person_id", BigId, sa.ForeignKey("core_principal.id"), primary_key=True, autoincrement=False),
        sa.Column("told_at", UTCDateTime, nullable=False),
    )
