"""Create the tables of activities. Written out: a migration never imports the living model."""

import sqlalchemy as sa
from alembic import op
from core import BigId, Json, MoneyAmount, UTCDateTime, fields

revision = "activities_0001"
down_revision = None


def upgrade() -> None:
    op.create_table('activities_activity',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(200), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('kind', sa.String(40), nullable=True),
    sa.Column('about_id', BigId, nullable=True),
    sa.Column('status', sa.String(40), nullable=True),
    sa.Column('priority', sa.String(40), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('due_at', UTCDateTime, nullable=True),
    sa.Column('move_reason', fields.string(300), nullable=True),
    sa.Column('moved_count', sa.Integer(), nullable=True),
    sa.Column('starts_at', UTCDateTime, nullable=True),
    sa.Column('ends_at', UTCDateTime, nullable=True),
    sa.Column('body', sa.Text(), nullable=True),
    sa.Column('outcome', sa.String(40), nullable=True),
    sa.Column('next_on', sa.Date(), nullable=True),
    sa.Column('next_reason', fields.string(300), nullable=True),
    sa.Column('no_next', sa.Boolean(), nullable=True),
    sa.Column('done_at', UTCDateTime, nullable=True),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('follows_id', BigId, nullable=True),
    sa.Column('owner_id', BigId, nullable=True),
    sa.Column('unit_id', BigId, nullable=True),
    sa.Column('dealer_id', BigId, nullable=True),
    sa.Column('created_at', UTCDateTime, nullable=False),
    sa.Column('created_by_id', BigId, nullable=True),
    sa.Column('modified_at', UTCDateTime, nullable=False),
    sa.Column('modified_by_id', BigId, nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deleted_at', UTCDateTime, nullable=True),
    sa.Column('custom', Json, nullable=False),
    sa.ForeignKeyConstraint(['about_id'], ['core_record.id'], name=op.f('fk_activities_activity_about_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_activities_activity_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_activities_activity_dealer_id')),
    sa.ForeignKeyConstraint(['follows_id'], ['activities_activity.id'], name=op.f('fk_activities_activity_follows_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_activities_activity_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_activities_activity_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_activities_activity_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_activities_activity_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activities_activity'))
    )
    op.create_index('ix_activities_activity_about_id_modified_at_id', 'activities_activity', ['about_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_activities_activity_created_at_id', 'activities_activity', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_activities_activity_dealer_id_done_at_id', 'activities_activity', ['dealer_id', 'done_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_activities_activity_dealer_id_due_on_id', 'activities_activity', ['dealer_id', 'due_on', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_activities_activity_dealer_id_modified_at_id', 'activities_activity', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_activities_activity_dealer_id_starts_at_id', 'activities_activity', ['dealer_id', 'starts_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_activities_activity_done_at_id', 'activities_activity', ['done_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_activities_activity_done_on_modified_at_id', 'activities_activity', ['done_on', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_activities_activity_due_on_id', 'activities_activity', ['due_on', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_activities_activity_kind_modified_at_id', 'activities_activity', ['kind', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_activities_activity_modified_at_id', 'activities_activity', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_activities_activity_outcome_modified_at_id', 'activities_activity', ['outcome', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_activities_activity_owner_id_done_at_id', 'activities_activity', ['owner_id', 'done_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_activities_activity_owner_id_done_on_id', 'activities_activity', ['owner_id', 'done_on', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_activities_activity_owner_id_due_on_id', 'activities_activity', ['owner_id', 'due_on', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_activities_activity_owner_id_modified_at_id', 'activities_activity', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_activities_activity_owner_id_starts_at_id', 'activities_activity', ['owner_id', 'starts_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_activities_activity_owner_id_status_due_on_id', 'activities_activity', ['owner_id', 'status', 'due_on', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_activities_activity_priority_modified_at_id', 'activities_activity', ['priority', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_activities_activity_starts_at_id', 'activities_activity', ['starts_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_activities_activity_status_modified_at_id', 'activities_activity', ['status', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('activities_link',
    sa.Column('activity_id', BigId, autoincrement=False, nullable=False),
    sa.Column('record_id', BigId, autoincrement=False, nullable=False),
    sa.Column('object', sa.String(length=60), nullable=False),
    sa.Column('open', sa.Boolean(), nullable=False),
    sa.Column('living', sa.Boolean(), nullable=False),
    sa.Column('at', UTCDateTime, nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('due_at', UTCDateTime, nullable=True),
    sa.Column('moved_count', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['activity_id'], ['activities_activity.id'], name=op.f('fk_activities_link_activity_id')),
    sa.ForeignKeyConstraint(['record_id'], ['core_record.id'], name=op.f('fk_activities_link_record_id')),
    sa.PrimaryKeyConstraint('activity_id', 'record_id', name=op.f('pk_activities_link'))
    )
    op.create_index('ix_activities_link_record', 'activities_link', ['record_id', 'activity_id'], unique=False)
    op.create_index('ix_activities_link_timeline', 'activities_link', ['record_id', 'open', 'at', 'activity_id'], unique=False)
    op.create_table('activities_move',
    sa.Column('id', BigId, nullable=False),
    sa.Column('activity_id', BigId, nullable=False),
    sa.Column('moved_at', UTCDateTime, nullable=False),
    sa.Column('moved_by_id', BigId, nullable=True),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('to_on', sa.Date(), nullable=True),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['activity_id'], ['activities_activity.id'], name=op.f('fk_activities_move_activity_id')),
    sa.ForeignKeyConstraint(['moved_by_id'], ['core_principal.id'], name=op.f('fk_activities_move_moved_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activities_move'))
    )
    op.create_index('ix_activities_move_activity', 'activities_move', ['activity_id', 'id'], unique=False)
    op.create_table('activities_next',
    sa.Column('record_id', BigId, autoincrement=False, nullable=False),
    sa.Column('activity_id', BigId, nullable=False),
    sa.Column('next_on', sa.Date(), nullable=False),
    sa.Column('next_at', UTCDateTime, nullable=True),
    sa.Column('moved_count', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['activity_id'], ['activities_activity.id'], name=op.f('fk_activities_next_activity_id')),
    sa.ForeignKeyConstraint(['record_id'], ['core_record.id'], name=op.f('fk_activities_next_record_id')),
    sa.PrimaryKeyConstraint('record_id', name=op.f('pk_activities_next'))
    )
    op.create_index('ix_activities_next_on', 'activities_next', ['next_on', 'record_id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_activities_next_on', table_name='activities_next')
    op.drop_table('activities_next')
    op.drop_index('ix_activities_move_activity', table_name='activities_move')
    op.drop_table('activities_move')
    op.drop_index('ix_activities_link_timeline', table_name='activities_link')
    op.drop_index('ix_activities_link_record', table_name='activities_link')
    op.drop_table('activities_link')
    op.drop_index('ix_activities_activity_status_modified_at_id', table_name='activities_activity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_activities_activity_starts_at_id', table_name='activities_activity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_activities_activity_priority_modified_at_id', table_name='activities_activity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_activities_activity_owner_id_status_due_on_id', table_name='activities_activity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_activities_activity_owner_id_starts_at_id', table_name='activities_activity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_activities_activity_owner_id_modified_at_id', table_name='activities_activity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_activities_activity_owner_id_due_on_id', table_name='activities_activity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_activities_activity_owner_id_done_on_id', table_name='activities_activity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_activities_activity_owner_id_done_at_id', table_name='activities_activity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_activities_activity_outcome_modified_at_id', table_name='activities_activity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_activities_activity_modified_at_id', table_name='activities_activity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_activities_activity_kind_modified_at_id', table_name='activities_activity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_activities_activity_due_on_id', table_name='activities_activity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_activities_activity_done_on_modified_at_id', table_name='activities_activity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_activities_activity_done_at_id', table_name='activities_activity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_activities_activity_dealer_id_starts_at_id', table_name='activities_activity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_activities_activity_dealer_id_modified_at_id', table_name='activities_activity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_activities_activity_dealer_id_due_on_id', table_name='activities_activity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_activities_activity_dealer_id_done_at_id', table_name='activities_activity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_activities_activity_created_at_id', table_name='activities_activity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_activities_activity_about_id_modified_at_id', table_name='activities_activity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('activities_activity')
