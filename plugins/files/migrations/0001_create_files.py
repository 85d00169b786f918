"""Create the tables of files. Written out: a migration never imports the living model."""

import sqlalchemy as sa
from alembic import op
from core import BigId, Json, MoneyAmount, UTCDateTime, fields

revision = "files_0001"
down_revision = None


def upgrade() -> None:
    op.create_table('files_content',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('type', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_files_content'))
    )
    op.create_table('files_file',
    sa.Column('id', BigId, nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('latest', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_files_file'))
    )
    op.create_table('files_version',
    sa.Column('file_id', BigId, autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('at', UTCDateTime, nullable=False),
    sa.Column('by_id', BigId, nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['core_principal.id'], name=op.f('fk_files_version_by_id')),
    sa.ForeignKeyConstraint(['file_id'], ['files_file.id'], name=op.f('fk_files_version_file_id')),
    sa.ForeignKeyConstraint(['sha256'], ['files_content.sha256'], name=op.f('fk_files_version_sha256')),
    sa.PrimaryKeyConstraint('file_id', 'number', name=op.f('pk_files_version'))
    )
    op.create_index('ix_files_version_content', 'files_version', ['sha256'], unique=False)
    op.create_table('files_attachment',
    sa.Column('id', BigId, nullable=False),
    sa.Column('record_id', BigId, nullable=False),
    sa.Column('file_id', BigId, nullable=False),
    sa.Column('removed_at', UTCDateTime, nullable=True),
    sa.ForeignKeyConstraint(['file_id'], ['files_file.id'], name=op.f('fk_files_attachment_file_id')),
    sa.ForeignKeyConstraint(['record_id'], ['core_record.id'], name=op.f('fk_files_attachment_record_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_files_attachment')),
    sa.UniqueConstraint('record_id', 'file_id', name=op.f('uq_files_attachment_record_id_file_id'))
    )
    op.create_index('ix_files_attachment_file', 'files_attachment', ['file_id'], unique=False)
    op.create_index('ix_files_attachment_removed', 'files_attachment', ['removed_at'], unique=False, postgresql_where=sa.text('removed_at IS NOT NULL'), sqlite_where=sa.text('removed_at IS NOT NULL'))


def downgrade() -> None:
    op.drop_index('ix_files_attachment_removed', table_name='files_attachment', postgresql_where=sa.text('removed_at IS NOT NULL'), sqlite_where=sa.text('removed_at IS NOT NULL'))
    op.drop_index('ix_files_attachment_file', table_name='files_attachment')
    op.drop_table('files_attachment')
    op.drop_index('ix_files_version_content', table_name='files_version')
    op.drop_table('files_version')
    op.drop_table('files_file')
    op.drop_table('files_content')
