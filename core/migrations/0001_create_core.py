"""Create the tables of core. Written out: a migration never imports the living model."""

import sqlalchemy as sa
from alembic import op
from core import BigId, Json, MoneyAmount, UTCDateTime, fields

revision = "core_0001"
down_revision = None


def upgrade() -> None:
    op.create_table('core_calendar',
    sa.Column('id', BigId, nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('zone', sa.String(length=60), nullable=True),
    sa.Column('hours', Json, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_core_calendar')),
    sa.UniqueConstraint('name', name=op.f('uq_core_calendar_name'))
    )
    op.create_table('core_once',
    sa.Column('user_id', BigId, autoincrement=False, nullable=False),
    sa.Column('token', sa.String(length=100), nullable=False),
    sa.Column('purpose', sa.String(length=64), nullable=False),
    sa.Column('answer', Json, nullable=True),
    sa.Column('used_at', UTCDateTime, nullable=False),
    sa.PrimaryKeyConstraint('user_id', 'token', name=op.f('pk_core_once'))
    )
    op.create_index('ix_core_once_used_at', 'core_once', ['used_at'], unique=False)
    op.create_table('core_principal',
    sa.Column('id', BigId, nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_core_principal'))
    )
    op.create_table('core_role',
    sa.Column('id', BigId, nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('label', sa.String(length=80), nullable=True),
    sa.Column('description', sa.String(length=200), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_core_role')),
    sa.UniqueConstraint('code', name=op.f('uq_core_role_code'))
    )
    op.create_table('core_series',
    sa.Column('code', sa.String(length=80), nullable=False),
    sa.Column('scope', sa.String(length=40), nullable=False),
    sa.Column('last', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('code', 'scope', name=op.f('pk_core_series'))
    )
    op.create_table('core_state',
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_core_state'))
    )
    op.create_table('core_throttle',
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('since', UTCDateTime, nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_core_throttle'))
    )
    op.create_table('core_unit',
    sa.Column('id', BigId, nullable=False),
    sa.Column('parent_id', BigId, nullable=True),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('manager_id', BigId, nullable=True),
    sa.Column('zone', sa.String(length=60), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=True),
    sa.Column('calendar_id', BigId, nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['calendar_id'], ['core_calendar.id'], name='fk_core_unit_calendar_id', use_alter=True),
    sa.ForeignKeyConstraint(['manager_id'], ['core_principal.id'], name='fk_core_unit_manager_id', use_alter=True),
    sa.ForeignKeyConstraint(['parent_id'], ['core_unit.id'], name=op.f('fk_core_unit_parent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_core_unit'))
    )
    op.create_index('ix_core_unit_parent', 'core_unit', ['parent_id'], unique=False)
    op.create_table('core_audit',
    sa.Column('id', BigId, nullable=False),
    sa.Column('at', UTCDateTime, nullable=False),
    sa.Column('event', sa.String(length=40), nullable=False),
    sa.Column('actor_id', BigId, nullable=True),
    sa.Column('subject_id', BigId, nullable=True),
    sa.Column('object', sa.String(length=60), nullable=True),
    sa.Column('address', sa.String(length=45), nullable=True),
    sa.Column('agent', sa.String(length=255), nullable=True),
    sa.Column('details', Json, nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['core_principal.id'], name=op.f('fk_core_audit_actor_id')),
    sa.ForeignKeyConstraint(['subject_id'], ['core_principal.id'], name=op.f('fk_core_audit_subject_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_core_audit'))
    )
    op.create_index('ix_core_audit_actor', 'core_audit', ['actor_id', 'id'], unique=False)
    op.create_index('ix_core_audit_event', 'core_audit', ['event', 'id'], unique=False)
    op.create_index('ix_core_audit_subject', 'core_audit', ['subject_id', 'id'], unique=False)
    op.create_table('core_calendar_day',
    sa.Column('id', BigId, nullable=False),
    sa.Column('calendar_id', BigId, nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('hours', Json, nullable=True),
    sa.ForeignKeyConstraint(['calendar_id'], ['core_calendar.id'], name=op.f('fk_core_calendar_day_calendar_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_core_calendar_day')),
    sa.UniqueConstraint('calendar_id', 'day', name=op.f('uq_core_calendar_day_calendar_id_day'))
    )
    op.create_table('core_job_run',
    sa.Column('id', BigId, nullable=False),
    sa.Column('job', sa.String(length=100), nullable=False),
    sa.Column('due', UTCDateTime, nullable=True),
    sa.Column('user_id', BigId, nullable=True),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('created_at', UTCDateTime, nullable=False),
    sa.Column('started_at', UTCDateTime, nullable=True),
    sa.Column('finished_at', UTCDateTime, nullable=True),
    sa.Column('inputs', Json, nullable=True),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=True),
    sa.Column('checkpoint', Json, nullable=True),
    sa.Column('result', Json, nullable=True),
    sa.Column('error', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['core_principal.id'], name=op.f('fk_core_job_run_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_core_job_run')),
    sa.UniqueConstraint('job', 'due', name=op.f('uq_core_job_run_job_due'))
    )
    op.create_index('ix_core_job_run_created', 'core_job_run', ['created_at'], unique=False)
    op.create_index('ix_core_job_run_latest', 'core_job_run', ['job', 'id'], unique=False)
    op.create_table('core_module',
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('changed_at', UTCDateTime, nullable=False),
    sa.Column('changed_by_id', BigId, nullable=True),
    sa.ForeignKeyConstraint(['changed_by_id'], ['core_principal.id'], name=op.f('fk_core_module_changed_by_id')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_core_module'))
    )
    op.create_table('core_module_off',
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('dealer_id', BigId, nullable=False),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_core_module_off_dealer_id')),
    sa.PrimaryKeyConstraint('code', 'dealer_id', name=op.f('pk_core_module_off'))
    )
    op.create_table('core_notice_preference',
    sa.Column('user_id', BigId, autoincrement=False, nullable=False),
    sa.Column('by_mail', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['core_principal.id'], name=op.f('fk_core_notice_preference_user_id')),
    sa.PrimaryKeyConstraint('user_id', name=op.f('pk_core_notice_preference'))
    )
    op.create_table('core_queue',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('unit_id', BigId, nullable=True),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['id'], ['core_principal.id'], name=op.f('fk_core_queue_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_core_queue_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_core_queue'))
    )
    op.create_table('core_record',
    sa.Column('id', BigId, nullable=False),
    sa.Column('object', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('deleted_at', UTCDateTime, nullable=True),
    sa.Column('deleted_batch', sa.String(length=32), nullable=True),
    sa.Column('deleted_by_id', BigId, nullable=True),
    sa.Column('merged_into_id', BigId, nullable=True),
    sa.ForeignKeyConstraint(['deleted_by_id'], ['core_principal.id'], name=op.f('fk_core_record_deleted_by_id')),
    sa.ForeignKeyConstraint(['merged_into_id'], ['core_record.id'], name=op.f('fk_core_record_merged_into_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_core_record'))
    )
    op.create_index('ix_core_record_batch', 'core_record', ['deleted_batch'], unique=False)
    op.create_index('ix_core_record_deleted', 'core_record', ['deleted_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NOT NULL'), sqlite_where=sa.text('deleted_at IS NOT NULL'))
    op.create_table('core_role_field',
    sa.Column('role_id', BigId, nullable=False),
    sa.Column('object', sa.String(length=60), nullable=False),
    sa.Column('field', sa.String(length=60), nullable=False),
    sa.Column('level', sa.String(length=10), nullable=False),
    sa.ForeignKeyConstraint(['role_id'], ['core_role.id'], name=op.f('fk_core_role_field_role_id')),
    sa.PrimaryKeyConstraint('role_id', 'object', 'field', name=op.f('pk_core_role_field'))
    )
    op.create_table('core_role_grant',
    sa.Column('role_id', BigId, nullable=False),
    sa.Column('object', sa.String(length=60), nullable=False),
    sa.Column('operation', sa.String(length=10), nullable=False),
    sa.Column('scope', sa.String(length=12), nullable=True),
    sa.ForeignKeyConstraint(['role_id'], ['core_role.id'], name=op.f('fk_core_role_grant_role_id')),
    sa.PrimaryKeyConstraint('role_id', 'object', 'operation', name=op.f('pk_core_role_grant'))
    )
    op.create_table('core_role_permission',
    sa.Column('role_id', BigId, nullable=False),
    sa.Column('permission', sa.String(length=120), nullable=False),
    sa.Column('granted', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['role_id'], ['core_role.id'], name=op.f('fk_core_role_permission_role_id')),
    sa.PrimaryKeyConstraint('role_id', 'permission', name=op.f('pk_core_role_permission'))
    )
    op.create_table('core_saved_view',
    sa.Column('id', BigId, nullable=False),
    sa.Column('user_id', BigId, nullable=False),
    sa.Column('object', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('filters', Json, nullable=False),
    sa.Column('columns', Json, nullable=False),
    sa.Column('sort', sa.String(length=80), nullable=True),
    sa.Column('created_at', UTCDateTime, nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['core_principal.id'], name=op.f('fk_core_saved_view_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_core_saved_view')),
    sa.UniqueConstraint('user_id', 'object', 'name', name=op.f('uq_core_saved_view_user_id_object_name'))
    )
    op.create_table('core_setting',
    sa.Column('id', BigId, nullable=False),
    sa.Column('code', sa.String(length=120), nullable=False),
    sa.Column('dealer_id', BigId, nullable=True),
    sa.Column('value', Json, nullable=True),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_core_setting_dealer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_core_setting'))
    )
    op.create_index('uq_core_setting_dealer', 'core_setting', ['code', 'dealer_id'], unique=True, postgresql_where=sa.text('dealer_id IS NOT NULL'), sqlite_where=sa.text('dealer_id IS NOT NULL'))
    op.create_index('uq_core_setting_installation', 'core_setting', ['code'], unique=True, postgresql_where=sa.text('dealer_id IS NULL'), sqlite_where=sa.text('dealer_id IS NULL'))
    op.create_table('core_user',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('family_name', sa.String(length=60), nullable=False),
    sa.Column('given_name', sa.String(length=60), nullable=False),
    sa.Column('unit_id', BigId, nullable=True),
    sa.Column('locale', sa.String(length=10), nullable=True),
    sa.Column('zone', sa.String(length=60), nullable=True),
    sa.Column('created_at', UTCDateTime, nullable=False),
    sa.Column('disabled_at', UTCDateTime, nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['id'], ['core_principal.id'], name=op.f('fk_core_user_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_core_user_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_core_user')),
    sa.UniqueConstraint('email', name=op.f('uq_core_user_email'))
    )
    op.create_index('ix_core_user_unit', 'core_user', ['unit_id'], unique=False)
    op.create_table('core_approval',
    sa.Column('id', BigId, nullable=False),
    sa.Column('object', sa.String(length=60), nullable=False),
    sa.Column('action', sa.String(length=60), nullable=False),
    sa.Column('record_id', BigId, nullable=False),
    sa.Column('inputs', Json, nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('requested_by_id', BigId, nullable=False),
    sa.Column('requested_at', UTCDateTime, nullable=False),
    sa.Column('approver_id', BigId, nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('decided_by_id', BigId, nullable=True),
    sa.Column('decided_at', UTCDateTime, nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['approver_id'], ['core_principal.id'], name=op.f('fk_core_approval_approver_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['core_principal.id'], name=op.f('fk_core_approval_decided_by_id')),
    sa.ForeignKeyConstraint(['record_id'], ['core_record.id'], name=op.f('fk_core_approval_record_id')),
    sa.ForeignKeyConstraint(['requested_by_id'], ['core_principal.id'], name=op.f('fk_core_approval_requested_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_core_approval'))
    )
    op.create_index('ix_core_approval_approver', 'core_approval', ['approver_id', 'status', 'id'], unique=False)
    op.create_index('ix_core_approval_record', 'core_approval', ['record_id', 'id'], unique=False)
    op.create_index('ix_core_approval_requested_by', 'core_approval', ['requested_by_id', 'id'], unique=False)
    op.create_index('uq_core_approval_waiting', 'core_approval', ['record_id', 'action'], unique=True, postgresql_where=sa.text("status = 'waiting'"), sqlite_where=sa.text("status = 'waiting'"))
    op.create_table('core_change',
    sa.Column('id', BigId, nullable=False),
    sa.Column('record_id', BigId, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('operation', sa.String(length=20), nullable=False),
    sa.Column('at', UTCDateTime, nullable=False),
    sa.Column('actor_id', BigId, nullable=True),
    sa.Column('source', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('diff', Json, nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['core_principal.id'], name=op.f('fk_core_change_actor_id')),
    sa.ForeignKeyConstraint(['record_id'], ['core_record.id'], name=op.f('fk_core_change_record_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_core_change'))
    )
    op.create_index('ix_core_change_record', 'core_change', ['record_id', 'id'], unique=False)
    op.create_table('core_login',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('password', sa.String(length=255), nullable=True),
    sa.Column('fs_uniquifier', sa.String(length=64), nullable=False),
    sa.Column('changed_at', UTCDateTime, nullable=False),
    sa.ForeignKeyConstraint(['id'], ['core_user.id'], name=op.f('fk_core_login_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_core_login')),
    sa.UniqueConstraint('fs_uniquifier', name=op.f('uq_core_login_fs_uniquifier'))
    )
    op.create_table('core_merge',
    sa.Column('id', BigId, nullable=False),
    sa.Column('object', sa.String(length=60), nullable=False),
    sa.Column('winner_id', BigId, nullable=False),
    sa.Column('loser_id', BigId, nullable=False),
    sa.Column('parent_id', BigId, nullable=True),
    sa.Column('winner_version', sa.Integer(), nullable=True),
    sa.Column('before', Json, nullable=False),
    sa.Column('moved', Json, nullable=False),
    sa.Column('kept', sa.Integer(), nullable=False),
    sa.Column('at', UTCDateTime, nullable=False),
    sa.Column('by_id', BigId, nullable=True),
    sa.Column('undone_at', UTCDateTime, nullable=True),
    sa.Column('undone_by_id', BigId, nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['core_principal.id'], name=op.f('fk_core_merge_by_id')),
    sa.ForeignKeyConstraint(['loser_id'], ['core_record.id'], name=op.f('fk_core_merge_loser_id')),
    sa.ForeignKeyConstraint(['parent_id'], ['core_merge.id'], name=op.f('fk_core_merge_parent_id')),
    sa.ForeignKeyConstraint(['undone_by_id'], ['core_principal.id'], name=op.f('fk_core_merge_undone_by_id')),
    sa.ForeignKeyConstraint(['winner_id'], ['core_record.id'], name=op.f('fk_core_merge_winner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_core_merge'))
    )
    op.create_index('ix_core_merge_loser', 'core_merge', ['loser_id'], unique=False)
    op.create_index('ix_core_merge_winner', 'core_merge', ['winner_id'], unique=False)
    op.create_table('core_notice',
    sa.Column('id', BigId, nullable=False),
    sa.Column('user_id', BigId, nullable=False),
    sa.Column('record_id', BigId, nullable=True),
    sa.Column('module', sa.String(length=60), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('context', sa.String(length=60), nullable=True),
    sa.Column('parameters', Json, nullable=True),
    sa.Column('url', sa.String(length=255), nullable=True),
    sa.Column('created_at', UTCDateTime, nullable=False),
    sa.Column('read_at', UTCDateTime, nullable=True),
    sa.ForeignKeyConstraint(['record_id'], ['core_record.id'], name=op.f('fk_core_notice_record_id')),
    sa.ForeignKeyConstraint(['user_id'], ['core_principal.id'], name=op.f('fk_core_notice_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_core_notice'))
    )
    op.create_index('ix_core_notice_created', 'core_notice', ['created_at'], unique=False)
    op.create_index('ix_core_notice_record', 'core_notice', ['record_id'], unique=False)
    op.create_index('ix_core_notice_unread', 'core_notice', ['user_id', 'id'], unique=False, postgresql_where=sa.text('read_at IS NULL'), sqlite_where=sa.text('read_at IS NULL'))
    op.create_index('ix_core_notice_user', 'core_notice', ['user_id', 'id'], unique=False)
    op.create_table('core_outbox',
    sa.Column('id', BigId, nullable=False),
    sa.Column('event_id', sa.String(length=32), nullable=False),
    sa.Column('topic', sa.String(length=100), nullable=False),
    sa.Column('module', sa.String(length=60), nullable=False),
    sa.Column('payload', Json, nullable=True),
    sa.Column('record_id', BigId, nullable=True),
    sa.Column('created_at', UTCDateTime, nullable=False),
    sa.Column('due_at', UTCDateTime, nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('lease', sa.String(length=32), nullable=True),
    sa.Column('leased_until', UTCDateTime, nullable=True),
    sa.Column('finished', Json, nullable=True),
    sa.Column('failed_at', UTCDateTime, nullable=True),
    sa.Column('error', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['record_id'], ['core_record.id'], name=op.f('fk_core_outbox_record_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_core_outbox')),
    sa.UniqueConstraint('event_id', name=op.f('uq_core_outbox_event_id'))
    )
    op.create_index('ix_core_outbox_due', 'core_outbox', ['due_at', 'id'], unique=False, postgresql_where=sa.text('failed_at IS NULL'), sqlite_where=sa.text('failed_at IS NULL'))
    op.create_index('ix_core_outbox_failed', 'core_outbox', ['failed_at', 'id'], unique=False, postgresql_where=sa.text('failed_at IS NOT NULL'), sqlite_where=sa.text('failed_at IS NOT NULL'))
    op.create_index('ix_core_outbox_record', 'core_outbox', ['record_id'], unique=False)
    op.create_table('core_queue_member',
    sa.Column('queue_id', BigId, nullable=False),
    sa.Column('user_id', BigId, nullable=False),
    sa.ForeignKeyConstraint(['queue_id'], ['core_queue.id'], name=op.f('fk_core_queue_member_queue_id')),
    sa.ForeignKeyConstraint(['user_id'], ['core_user.id'], name=op.f('fk_core_queue_member_user_id')),
    sa.PrimaryKeyConstraint('queue_id', 'user_id', name=op.f('pk_core_queue_member'))
    )
    op.create_table('core_session',
    sa.Column('id', BigId, nullable=False),
    sa.Column('user_id', BigId, nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('persistent', sa.Boolean(), nullable=False),
    sa.Column('started_at', UTCDateTime, nullable=False),
    sa.Column('seen_at', UTCDateTime, nullable=False),
    sa.Column('expires_at', UTCDateTime, nullable=False),
    sa.Column('ended_at', UTCDateTime, nullable=True),
    sa.Column('end_reason', sa.String(length=20), nullable=True),
    sa.Column('address', sa.String(length=45), nullable=True),
    sa.Column('agent', sa.String(length=255), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['core_user.id'], name=op.f('fk_core_session_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_core_session')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_core_session_token_hash'))
    )
    op.create_index('ix_core_session_user', 'core_session', ['user_id', 'ended_at'], unique=False)
    op.create_table('core_share',
    sa.Column('id', BigId, nullable=False),
    sa.Column('principal_id', BigId, nullable=False),
    sa.Column('record_id', BigId, nullable=False),
    sa.Column('access', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.String(length=60), nullable=False),
    sa.Column('created_by_id', BigId, nullable=True),
    sa.Column('created_at', UTCDateTime, nullable=False),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_core_share_created_by_id')),
    sa.ForeignKeyConstraint(['principal_id'], ['core_principal.id'], name=op.f('fk_core_share_principal_id')),
    sa.ForeignKeyConstraint(['record_id'], ['core_record.id'], name=op.f('fk_core_share_record_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_core_share')),
    sa.UniqueConstraint('principal_id', 'record_id', 'reason', name=op.f('uq_core_share_principal_id_record_id_reason'))
    )
    op.create_index('ix_core_share_record', 'core_share', ['record_id'], unique=False)
    op.create_table('core_token',
    sa.Column('id', BigId, nullable=False),
    sa.Column('user_id', BigId, nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('hint', sa.String(length=8), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('scopes', Json, nullable=False),
    sa.Column('created_at', UTCDateTime, nullable=False),
    sa.Column('expires_at', UTCDateTime, nullable=False),
    sa.Column('used_at', UTCDateTime, nullable=True),
    sa.Column('revoked_at', UTCDateTime, nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['core_user.id'], name=op.f('fk_core_token_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_core_token')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_core_token_token_hash'))
    )
    op.create_index('ix_core_token_user', 'core_token', ['user_id'], unique=False)
    op.create_table('core_user_role',
    sa.Column('user_id', BigId, nullable=False),
    sa.Column('role_id', BigId, nullable=False),
    sa.ForeignKeyConstraint(['role_id'], ['core_role.id'], name=op.f('fk_core_user_role_role_id')),
    sa.ForeignKeyConstraint(['user_id'], ['core_user.id'], name=op.f('fk_core_user_role_user_id')),
    sa.PrimaryKeyConstraint('user_id', 'role_id', name=op.f('pk_core_user_role'))
    )


def downgrade() -> None:
    op.drop_table('core_user_role')
    op.drop_index('ix_core_token_user', table_name='core_token')
    op.drop_table('core_token')
    op.drop_index('ix_core_share_record', table_name='core_share')
    op.drop_table('core_share')
    op.drop_index('ix_core_session_user', table_name='core_session')
    op.drop_table('core_session')
    op.drop_table('core_queue_member')
    op.drop_index('ix_core_outbox_record', table_name='core_outbox')
    op.drop_index('ix_core_outbox_failed', table_name='core_outbox', postgresql_where=sa.text('failed_at IS NOT NULL'), sqlite_where=sa.text('failed_at IS NOT NULL'))
    op.drop_index('ix_core_outbox_due', table_name='core_outbox', postgresql_where=sa.text('failed_at IS NULL'), sqlite_where=sa.text('failed_at IS NULL'))
    op.drop_table('core_outbox')
    op.drop_index('ix_core_notice_user', table_name='core_notice')
    op.drop_index('ix_core_notice_unread', table_name='core_notice', postgresql_where=sa.text('read_at IS NULL'), sqlite_where=sa.text('read_at IS NULL'))
    op.drop_index('ix_core_notice_record', table_name='core_notice')
    op.drop_index('ix_core_notice_created', table_name='core_notice')
    op.drop_table('core_notice')
    op.drop_index('ix_core_merge_winner', table_name='core_merge')
    op.drop_index('ix_core_merge_loser', table_name='core_merge')
    op.drop_table('core_merge')
    op.drop_table('core_login')
    op.drop_index('ix_core_change_record', table_name='core_change')
    op.drop_table('core_change')
    op.drop_index('uq_core_approval_waiting', table_name='core_approval', postgresql_where=sa.text("status = 'waiting'"), sqlite_where=sa.text("status = 'waiting'"))
    op.drop_index('ix_core_approval_requested_by', table_name='core_approval')
    op.drop_index('ix_core_approval_record', table_name='core_approval')
    op.drop_index('ix_core_approval_approver', table_name='core_approval')
    op.drop_table('core_approval')
    op.drop_index('ix_core_user_unit', table_name='core_user')
    op.drop_table('core_user')
    op.drop_index('uq_core_setting_installation', table_name='core_setting', postgresql_where=sa.text('dealer_id IS NULL'), sqlite_where=sa.text('dealer_id IS NULL'))
    op.drop_index('uq_core_setting_dealer', table_name='core_setting', postgresql_where=sa.text('dealer_id IS NOT NULL'), sqlite_where=sa.text('dealer_id IS NOT NULL'))
    op.drop_table('core_setting')
    op.drop_table('core_saved_view')
    op.drop_table('core_role_permission')
    op.drop_table('core_role_grant')
    op.drop_table('core_role_field')
    op.drop_index('ix_core_record_deleted', table_name='core_record', postgresql_where=sa.text('deleted_at IS NOT NULL'), sqlite_where=sa.text('deleted_at IS NOT NULL'))
    op.drop_index('ix_core_record_batch', table_name='core_record')
    op.drop_table('core_record')
    op.drop_table('core_queue')
    op.drop_table('core_notice_preference')
    op.drop_table('core_module_off')
    op.drop_table('core_module')
    op.drop_index('ix_core_job_run_latest', table_name='core_job_run')
    op.drop_index('ix_core_job_run_created', table_name='core_job_run')
    op.drop_table('core_job_run')
    op.drop_table('core_calendar_day')
    op.drop_index('ix_core_audit_subject', table_name='core_audit')
    op.drop_index('ix_core_audit_event', table_name='core_audit')
    op.drop_index('ix_core_audit_actor', table_name='core_audit')
    op.drop_table('core_audit')
    op.drop_index('ix_core_unit_parent', table_name='core_unit')
    op.drop_table('core_unit')
    op.drop_table('core_throttle')
    op.drop_table('core_state')
    op.drop_table('core_series')
    op.drop_table('core_role')
    op.drop_table('core_principal')
    op.drop_index('ix_core_once_used_at', table_name='core_once')
    op.drop_table('core_once')
    op.drop_table('core_calendar')
