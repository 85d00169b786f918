"""A skill's reason is a reference like every other: the database keeps it, and a merge of reasons finds it."""

from alembic import op

revision = "cases_0004"
down_revision = "cases_0003"

NAME = "fk_cases_skill_case_reason_id"


def upgrade() -> None:
    with op.batch_alter_table("cases_skill") as batch:
        batch.create_foreign_key(op.f(NAME), "cases_reason", ["case_reason_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("cases_skill") as batch:
        batch.drop_constraint(op.f(NAME), type_="foreignkey")
