"""The lead source was a text in the language of whoever converted the lead: it becomes one value of a list, and what the list lacks stays as a text beside "other"."""

import sqlalchemy as sa
from alembic import op

revision = "opportunities_0005"
down_revision = "opportunities_0004"

TABLE = "opportunities_opportunity"
INDEX = f"ix_{TABLE}_lead_source_modified_at_id"
LIVING = sa.text("deleted_at IS NULL")
LABELS = {
    "call_in": ("Call-in", "来电"),
    "walk_in": ("Walk-in", "来店"),
    "returning_owner": ("Returning owner", "老客户续购"),
    "owner_referral": ("Referred by an owner", "Owner referral", "老客户介绍"),
    "relative_referral": ("Referred by a relative or friend", "亲友介绍"),
    "agent_referral": ("Referred by an agent", "中介介绍"),
    "campaign": ("Campaign", "市场活动"),
    "field_promotion": ("Field promotion", "外场推广"),
    "head_office_lead": ("Head-office lead", "总部下发潜在客户"),
    "database": ("Database", "数据库"),
    "internet": ("Internet", "互联网"),
    "wechat_link": ("WeChat link", "微信链接"),
    "referral": ("Referral", "介绍", "介绍客源"),
    "passing_by": ("Passing by", "路过"),
}
"""What each value of the list was written as."""


def upgrade() -> None:
    op.drop_index(INDEX, table_name=TABLE)
    op.execute(f"ALTER TABLE {TABLE} RENAME COLUMN lead_source TO lead_source_other")
    op.add_column(TABLE, sa.Column("lead_source", sa.String(40), nullable=True))
    table = sa.table(TABLE, sa.column("lead_source", sa.String), sa.column("lead_source_other", sa.String))
    for code, labels in LABELS.items():
        op.execute(table.update().where(table.c.lead_source_other.in_(labels)).values(lead_source=code, lead_source_other=None))
    op.execute(table.update().where(table.c.lead_source.is_(None), table.c.lead_source_other.is_not(None)).values(lead_source="other"))
    op.create_index(INDEX, TABLE, ["lead_source", "modified_at", "id"], postgresql_where=LIVING, sqlite_where=LIVING)


def downgrade() -> None:
    table = sa.table(TABLE, sa.column("lead_source", sa.String), sa.column("lead_source_other", sa.String))
    for code, labels in LABELS.items():
        op.execute(table.update().where(table.c.lead_source == code).values(lead_source_other=labels[0]))
    op.drop_index(INDEX, table_name=TABLE)
    op.drop_column(TABLE, "lead_source")
    op.execute(f"ALTER TABLE {TABLE} RENAME COLUMN lead_source_other TO lead_source")
    op.create_index(INDEX, TABLE, ["lead_source", "modified_at", "id"], postgresql_where=LIVING, sqlite_where=LIVING)
