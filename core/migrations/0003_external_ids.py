"""The keys by which other systems call records."""

import sqlalchemy as sa
from alembic import op
from core import BigId, UTCDateTime

revision = "core_0003"
down_revision = "core_0002"


def upgrade() -> None:
    op.create_table('core_external_id',
    sa.Column('id', BigId, nullable=False),
    sa.Column('object', sa.String(length=60), nullable=False),
    sa.Column('system', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('record_id', BigId, nullable=False),
    sa.Column('created_at', UTCDateTime, nullable=False),
    sa.Column('created_by_id', BigId, nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_core_external_id_created_by_id')),
    sa.ForeignKeyConstraint(['record_id'], ['core_record.id'], name=op.f('fk_core_external_id_record_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_core_external_id')),
    sa.UniqueConstraint('object', 'system', 'key', name=op.f('uq_core_external_id_object_system_key'))
    )
    op.create_index('ix_core_external_id_record', 'core_external_id', ['record_id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_core_external_id_record', table_name='core_external_id')
    op.drop_table('core_external_id')
