"""Create the tables of imports. Written out: a migration never imports the living model."""

import sqlalchemy as sa
from alembic import op
from core import BigId, Json, MoneyAmount, UTCDateTime, fields

revision = "imports_0001"
down_revision = None


def upgrade() -> None:
    op.create_table('imports_import',
    sa.Column('id', BigId, nullable=False),
    sa.Column('object', sa.String(length=60), nullable=False),
    sa.Column('filename', sa.String(length=255), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('encoding', sa.String(length=20), nullable=False),
    sa.Column('delimiter', sa.String(length=1), nullable=False),
    sa.Column('plan', Json, nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('user_id', BigId, nullable=False),
    sa.Column('created_at', UTCDateTime, nullable=False),
    sa.Column('started_at', UTCDateTime, nullable=True),
    sa.Column('finished_at', UTCDateTime, nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['core_principal.id'], name=op.f('fk_imports_import_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_imports_import'))
    )
    op.create_index('ix_imports_import_user', 'imports_import', ['user_id', 'id'], unique=False)
    op.create_table('imports_mapping',
    sa.Column('id', BigId, nullable=False),
    sa.Column('object', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('plan', Json, nullable=False),
    sa.Column('user_id', BigId, nullable=True),
    sa.Column('saved_at', UTCDateTime, nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['core_principal.id'], name=op.f('fk_imports_mapping_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_imports_mapping')),
    sa.UniqueConstraint('object', 'name', name=op.f('uq_imports_mapping_object_name'))
    )
    op.create_table('imports_external_key',
    sa.Column('id', BigId, nullable=False),
    sa.Column('object', sa.String(length=60), nullable=False),
    sa.Column('system', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('record_id', BigId, nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['core_record.id'], name=op.f('fk_imports_external_key_record_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_imports_external_key')),
    sa.UniqueConstraint('object', 'system', 'key', name=op.f('uq_imports_external_key_object_system_key'))
    )
    op.create_index('ix_imports_external_key_record', 'imports_external_key', ['record_id'], unique=False)
    op.create_table('imports_row',
    sa.Column('import_id', BigId, autoincrement=False, nullable=False),
    sa.Column('trial', sa.Boolean(), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('result', sa.String(length=10), nullable=False),
    sa.Column('record_id', BigId, nullable=True),
    sa.Column('version', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['import_id'], ['imports_import.id'], name=op.f('fk_imports_row_import_id')),
    sa.ForeignKeyConstraint(['record_id'], ['core_record.id'], name=op.f('fk_imports_row_record_id')),
    sa.PrimaryKeyConstraint('import_id', 'trial', 'number', name=op.f('pk_imports_row'))
    )
    op.create_index('ix_imports_row_record', 'imports_row', ['record_id'], unique=False)
    op.create_index('ix_imports_row_result', 'imports_row', ['import_id', 'trial', 'result', 'number'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_imports_row_result', table_name='imports_row')
    op.drop_index('ix_imports_row_record', table_name='imports_row')
    op.drop_table('imports_row')
    op.drop_index('ix_imports_external_key_record', table_name='imports_external_key')
    op.drop_table('imports_external_key')
    op.drop_table('imports_mapping')
    op.drop_index('ix_imports_import_user', table_name='imports_import')
    op.drop_table('imports_import')
