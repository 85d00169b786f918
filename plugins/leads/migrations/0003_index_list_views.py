"""Indexes for the list views: the equal tests of each with its sort, for everybody, by owner and by dealer."""

import sqlalchemy as sa
from alembic import op

revision = "leads_0003"
down_revision = "leads_0002"

INDEXES = (
    ("ix_leads_lead_dealer_id_is_open_first_contact_at_fi_7e5d30e7", "leads_lead", ["dealer_id", "is_open", "first_contact_at", "first_contact_due_at", "id"]),
    ("ix_leads_lead_dealer_id_is_open_is_pooled_first_con_27015f70", "leads_lead", ["dealer_id", "is_open", "is_pooled", "first_contact_due_at", "id"]),
    ("ix_leads_lead_dealer_id_is_open_next_contact_on_id", "leads_lead", ["dealer_id", "is_open", "next_contact_on", "id"]),
    ("ix_leads_lead_is_open_first_contact_at_first_contac_a31d27c2", "leads_lead", ["is_open", "first_contact_at", "first_contact_due_at", "id"]),
    ("ix_leads_lead_is_open_is_pooled_first_contact_due_at_id", "leads_lead", ["is_open", "is_pooled", "first_contact_due_at", "id"]),
    ("ix_leads_lead_is_open_next_contact_on_id", "leads_lead", ["is_open", "next_contact_on", "id"]),
    ("ix_leads_lead_owner_id_is_open_first_contact_at_fir_7c92fba9", "leads_lead", ["owner_id", "is_open", "first_contact_at", "first_contact_due_at", "id"]),
    ("ix_leads_lead_owner_id_is_open_is_pooled_first_cont_a7df252e", "leads_lead", ["owner_id", "is_open", "is_pooled", "first_contact_due_at", "id"]),
    ("ix_leads_lead_owner_id_is_open_next_contact_on_id", "leads_lead", ["owner_id", "is_open", "next_contact_on", "id"]),
)
LIVING = sa.text("deleted_at IS NULL")


def upgrade() -> None:
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns, postgresql_where=LIVING, sqlite_where=LIVING)


def downgrade() -> None:
    for name, table, _columns in INDEXES:
        op.drop_index(name, table_name=table)
