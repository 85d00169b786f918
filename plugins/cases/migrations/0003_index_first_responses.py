"""The overview counts first responses of a period: an index for their moment."""

import sqlalchemy as sa
from alembic import op

revision = "cases_0003"
down_revision = "cases_0002"

INDEX = "ix_cases_case_first_response_at_modified_at_id"
LIVING = sa.text("deleted_at IS NULL")


def upgrade() -> None:
    op.create_index(INDEX, "cases_case", ["first_response_at", "modified_at", "id"], postgresql_where=LIVING, sqlite_where=LIVING)


def downgrade() -> None:
    op.drop_index(INDEX, table_name="cases_case")
