"""Create the tables of what administrators change: fields, picklist values, labels, layouts, mappings."""

import sqlalchemy as sa
from alembic import op

from core import BigId, Json, UTCDateTime

revision = "core_0002"
down_revision = "core_0001"


def upgrade() -> None:
    op.create_table(
        "core_custom_field",
        sa.Column("id", BigId, primary_key=True),
        sa.Column("object", sa.String(60), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("label", Json, nullable=False),
        sa.Column("help", Json, nullable=False),
        sa.Column("required_in", Json, nullable=False),
        sa.Column("required_when", sa.Text),
        sa.Column("default", Json),
        sa.Column("options", Json, nullable=False),
        sa.Column("listed", sa.Boolean, nullable=False),
        sa.Column("searched", sa.Boolean, nullable=False),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.Column("created_by_id", BigId, sa.ForeignKey("core_principal.id", name="fk_core_custom_field_created_by_id")),
        sa.Column("removed_at", UTCDateTime),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_core_custom_field"),
        sa.UniqueConstraint("object", "name", name="uq_core_custom_field_object_name"),
    )
    op.create_table(
        "core_picklist_value",
        sa.Column("object", sa.String(60), nullable=False),
        sa.Column("field", sa.String(60), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("label", Json, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("retired", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("object", "field", "code", name="pk_core_picklist_value"),
    )
    op.create_table(
        "core_own_label",
        sa.Column("object", sa.String(60), nullable=False),
        sa.Column("item", sa.String(60), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("text", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("object", "item", "language", name="pk_core_own_label"),
    )
    op.create_table(
        "core_own_layout",
        sa.Column("object", sa.String(60), nullable=False),
        sa.Column("sections", Json, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("object", name="pk_core_own_layout"),
    )
    op.create_table(
        "core_field_mapping",
        sa.Column("object", sa.String(60), nullable=False),
        sa.Column("field", sa.String(60), nullable=False),
        sa.Column("to_object", sa.String(60), nullable=False),
        sa.Column("to_field", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("object", "field", "to_object", name="pk_core_field_mapping"),
    )


def downgrade() -> None:
    for table in ("core_field_mapping", "core_own_layout", "core_own_label", "core_picklist_value", "core_custom_field"):
        op.drop_table(table)
