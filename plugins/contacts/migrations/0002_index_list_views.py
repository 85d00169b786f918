"""Indexes for the list views: the equal tests of each with its sort, for everybody, by owner and by dealer."""

import sqlalchemy as sa
from alembic import op

revision = "contacts_0002"
down_revision = "contacts_0001"

INDEXES = (
    ("ix_contacts_account_dealer_id_is_person_name_sort_id", "contacts_account", ["dealer_id", "is_person", "name_sort", "id"]),
    ("ix_contacts_account_dealer_id_type_name_sort_id", "contacts_account", ["dealer_id", "type", "name_sort", "id"]),
    ("ix_contacts_account_is_person_name_sort_id", "contacts_account", ["is_person", "name_sort", "id"]),
    ("ix_contacts_account_owner_id_is_person_name_sort_id", "contacts_account", ["owner_id", "is_person", "name_sort", "id"]),
    ("ix_contacts_account_owner_id_type_name_sort_id", "contacts_account", ["owner_id", "type", "name_sort", "id"]),
    ("ix_contacts_account_type_name_sort_id", "contacts_account", ["type", "name_sort", "id"]),
    ("ix_contacts_contact_dealer_id_is_person_name_sort_id", "contacts_contact", ["dealer_id", "is_person", "name_sort", "id"]),
    ("ix_contacts_contact_is_person_name_sort_id", "contacts_contact", ["is_person", "name_sort", "id"]),
    ("ix_contacts_contact_owner_id_is_person_name_sort_id", "contacts_contact", ["owner_id", "is_person", "name_sort", "id"]),
)
LIVING = sa.text("deleted_at IS NULL")


def upgrade() -> None:
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns, postgresql_where=LIVING, sqlite_where=LIVING)


def downgrade() -> None:
    for name, table, _columns in INDEXES:
        op.drop_index(name, table_name=table)
