"""Create the tables of cases. Written out: a migration never imports the living model."""

import sqlalchemy as sa
from alembic import op
from core import BigId, Json, MoneyAmount, UTCDateTime, append_only, fields

revision = "cases_0001"
down_revision = None


def upgrade() -> None:
    op.create_table('cases_escalation_rule',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(80), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('position', sa.Integer(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=True),
    sa.Column('at_dealer_id', BigId, nullable=True),
    sa.Column('where', sa.Text(), nullable=True),
    sa.Column('age_from', sa.String(40), nullable=True),
    sa.Column('hours', sa.String(40), nullable=True),
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
    sa.ForeignKeyConstraint(['at_dealer_id'], ['core_unit.id'], name=op.f('fk_cases_escalation_rule_at_dealer_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_cases_escalation_rule_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_cases_escalation_rule_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_cases_escalation_rule_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_cases_escalation_rule_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_cases_escalation_rule_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_cases_escalation_rule_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_escalation_rule'))
    )
    op.create_index('ix_cases_escalation_rule_created_at_id', 'cases_escalation_rule', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_escalation_rule_dealer_id_modified_at_id', 'cases_escalation_rule', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_escalation_rule_dealer_id_name_sort_id', 'cases_escalation_rule', ['dealer_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_escalation_rule_dealer_id_position_id', 'cases_escalation_rule', ['dealer_id', 'position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_escalation_rule_modified_at_id', 'cases_escalation_rule', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_escalation_rule_name_sort_id', 'cases_escalation_rule', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_escalation_rule_owner_id_modified_at_id', 'cases_escalation_rule', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_escalation_rule_owner_id_name_sort_id', 'cases_escalation_rule', ['owner_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_escalation_rule_owner_id_position_id', 'cases_escalation_rule', ['owner_id', 'position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_escalation_rule_position_id', 'cases_escalation_rule', ['position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('cases_history',
    sa.Column('id', BigId, nullable=False),
    sa.Column('case_id', BigId, nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('started_at', UTCDateTime, nullable=False),
    sa.Column('started_seconds', sa.BigInteger(), nullable=False),
    sa.Column('recorded_at', UTCDateTime, nullable=False),
    sa.Column('actor_id', BigId, nullable=True),
    sa.Column('actor_name', sa.String(length=255), nullable=False),
    sa.Column('source', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('status_id', BigId, nullable=True),
    sa.Column('status_label', sa.String(length=80), nullable=True),
    sa.Column('is_closed', sa.Boolean(), nullable=False),
    sa.Column('pauses', sa.Boolean(), nullable=False),
    sa.Column('is_reopening', sa.Boolean(), nullable=False),
    sa.Column('owner_id', BigId, nullable=True),
    sa.Column('owner_name', sa.String(length=255), nullable=True),
    sa.Column('priority', sa.String(length=40), nullable=True),
    sa.Column('previous_status_id', BigId, nullable=True),
    sa.Column('previous_status_label', sa.String(length=80), nullable=True),
    sa.Column('previous_owner_id', BigId, nullable=True),
    sa.Column('previous_priority', sa.String(length=40), nullable=True),
    sa.ForeignKeyConstraint(['actor_id'], ['core_principal.id'], name=op.f('fk_cases_history_actor_id')),
    sa.ForeignKeyConstraint(['case_id'], ['core_record.id'], name=op.f('fk_cases_history_case_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_cases_history_owner_id')),
    sa.ForeignKeyConstraint(['previous_owner_id'], ['core_principal.id'], name=op.f('fk_cases_history_previous_owner_id')),
    sa.ForeignKeyConstraint(['previous_status_id'], ['core_record.id'], name=op.f('fk_cases_history_previous_status_id')),
    sa.ForeignKeyConstraint(['status_id'], ['core_record.id'], name=op.f('fk_cases_history_status_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_history'))
    )
    op.create_index('ix_cases_history_record', 'cases_history', ['case_id', 'started_seconds', 'id'], unique=False)
    op.create_index('ix_cases_history_reopened', 'cases_history', ['is_reopening', 'started_seconds', 'case_id'], unique=False)
    op.create_table('cases_reason',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(80), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('name_zh', fields.string(80), nullable=True),
    sa.Column('code', fields.string(40), nullable=True),
    sa.Column('message', fields.string(80), nullable=True),
    sa.Column('parent_id', BigId, nullable=True),
    sa.Column('position', sa.Integer(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=True),
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
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_cases_reason_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_cases_reason_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_cases_reason_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_cases_reason_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_cases_reason_owner_id')),
    sa.ForeignKeyConstraint(['parent_id'], ['cases_reason.id'], name=op.f('fk_cases_reason_parent_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_cases_reason_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_reason'))
    )
    op.create_index('ix_cases_reason_created_at_id', 'cases_reason', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_reason_dealer_id_modified_at_id', 'cases_reason', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_reason_dealer_id_name_sort_id', 'cases_reason', ['dealer_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_reason_dealer_id_position_id', 'cases_reason', ['dealer_id', 'position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_reason_modified_at_id', 'cases_reason', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_reason_name_sort_id', 'cases_reason', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_reason_owner_id_modified_at_id', 'cases_reason', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_reason_owner_id_name_sort_id', 'cases_reason', ['owner_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_reason_owner_id_position_id', 'cases_reason', ['owner_id', 'position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_reason_parent_id_modified_at_id', 'cases_reason', ['parent_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_reason_position_id', 'cases_reason', ['position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('cases_status',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(80), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('name_zh', fields.string(80), nullable=True),
    sa.Column('code', fields.string(40), nullable=True),
    sa.Column('message', fields.string(80), nullable=True),
    sa.Column('position', sa.Integer(), nullable=True),
    sa.Column('is_closed', sa.Boolean(), nullable=True),
    sa.Column('pauses', sa.Boolean(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=True),
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
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_cases_status_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_cases_status_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_cases_status_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_cases_status_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_cases_status_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_cases_status_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_status'))
    )
    op.create_index('ix_cases_status_created_at_id', 'cases_status', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_status_dealer_id_modified_at_id', 'cases_status', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_status_dealer_id_name_sort_id', 'cases_status', ['dealer_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_status_dealer_id_position_id', 'cases_status', ['dealer_id', 'position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_status_modified_at_id', 'cases_status', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_status_name_sort_id', 'cases_status', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_status_owner_id_modified_at_id', 'cases_status', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_status_owner_id_name_sort_id', 'cases_status', ['owner_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_status_owner_id_position_id', 'cases_status', ['owner_id', 'position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_status_position_id', 'cases_status', ['position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('cases_told',
    sa.Column('case_id', BigId, autoincrement=False, nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('at', UTCDateTime, nullable=False),
    sa.Column('done_at', UTCDateTime, nullable=False),
    sa.Column('told_id', BigId, nullable=True),
    sa.Column('label', sa.String(length=120), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['core_record.id'], name=op.f('fk_cases_told_case_id')),
    sa.ForeignKeyConstraint(['told_id'], ['core_principal.id'], name=op.f('fk_cases_told_told_id')),
    sa.PrimaryKeyConstraint('case_id', 'key', name=op.f('pk_cases_told'))
    )
    op.create_table('cases_entitlement',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(80), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('name_zh', fields.string(80), nullable=True),
    sa.Column('code', fields.string(40), nullable=True),
    sa.Column('message', fields.string(80), nullable=True),
    sa.Column('position', sa.Integer(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=True),
    sa.Column('at_dealer_id', BigId, nullable=True),
    sa.Column('account_id', BigId, nullable=True),
    sa.Column('where', sa.Text(), nullable=True),
    sa.Column('hours', sa.String(40), nullable=True),
    sa.Column('first_response', sa.Integer(), nullable=True),
    sa.Column('next_response', sa.Integer(), nullable=True),
    sa.Column('resolution', sa.Integer(), nullable=True),
    sa.Column('warn_share', sa.Integer(), nullable=True),
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
    sa.ForeignKeyConstraint(['account_id'], ['contacts_account.id'], name=op.f('fk_cases_entitlement_account_id')),
    sa.ForeignKeyConstraint(['at_dealer_id'], ['core_unit.id'], name=op.f('fk_cases_entitlement_at_dealer_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_cases_entitlement_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_cases_entitlement_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_cases_entitlement_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_cases_entitlement_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_cases_entitlement_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_cases_entitlement_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_entitlement'))
    )
    op.create_index('ix_cases_entitlement_account_id_modified_at_id', 'cases_entitlement', ['account_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_entitlement_created_at_id', 'cases_entitlement', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_entitlement_dealer_id_modified_at_id', 'cases_entitlement', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_entitlement_dealer_id_name_sort_id', 'cases_entitlement', ['dealer_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_entitlement_dealer_id_position_id', 'cases_entitlement', ['dealer_id', 'position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_entitlement_modified_at_id', 'cases_entitlement', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_entitlement_name_sort_id', 'cases_entitlement', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_entitlement_owner_id_modified_at_id', 'cases_entitlement', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_entitlement_owner_id_name_sort_id', 'cases_entitlement', ['owner_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_entitlement_owner_id_position_id', 'cases_entitlement', ['owner_id', 'position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_entitlement_position_id', 'cases_entitlement', ['position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('cases_escalation_step',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(120), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('rule_id', BigId, nullable=True),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('tell_owner', sa.Boolean(), nullable=True),
    sa.Column('tell_manager', sa.Boolean(), nullable=True),
    sa.Column('tell_id', BigId, nullable=True),
    sa.Column('assign_to_id', BigId, nullable=True),
    sa.Column('raise_priority', sa.Boolean(), nullable=True),
    sa.Column('mark', sa.Boolean(), nullable=True),
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
    sa.ForeignKeyConstraint(['assign_to_id'], ['core_principal.id'], name=op.f('fk_cases_escalation_step_assign_to_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_cases_escalation_step_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_cases_escalation_step_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_cases_escalation_step_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_cases_escalation_step_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_cases_escalation_step_owner_id')),
    sa.ForeignKeyConstraint(['rule_id'], ['cases_escalation_rule.id'], name=op.f('fk_cases_escalation_step_rule_id')),
    sa.ForeignKeyConstraint(['tell_id'], ['core_principal.id'], name=op.f('fk_cases_escalation_step_tell_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_cases_escalation_step_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_escalation_step'))
    )
    op.create_index('ix_cases_escalation_step_created_at_id', 'cases_escalation_step', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_escalation_step_dealer_id_minutes_id', 'cases_escalation_step', ['dealer_id', 'minutes', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_escalation_step_dealer_id_modified_at_id', 'cases_escalation_step', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_escalation_step_minutes_id', 'cases_escalation_step', ['minutes', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_escalation_step_modified_at_id', 'cases_escalation_step', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_escalation_step_owner_id_minutes_id', 'cases_escalation_step', ['owner_id', 'minutes', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_escalation_step_owner_id_modified_at_id', 'cases_escalation_step', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_escalation_step_rule_id_modified_at_id', 'cases_escalation_step', ['rule_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('cases_status_move',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(170), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('from_status_id', BigId, nullable=True),
    sa.Column('to_status_id', BigId, nullable=True),
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
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_cases_status_move_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_cases_status_move_dealer_id')),
    sa.ForeignKeyConstraint(['from_status_id'], ['cases_status.id'], name=op.f('fk_cases_status_move_from_status_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_cases_status_move_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_cases_status_move_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_cases_status_move_owner_id')),
    sa.ForeignKeyConstraint(['to_status_id'], ['cases_status.id'], name=op.f('fk_cases_status_move_to_status_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_cases_status_move_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_status_move'))
    )
    op.create_index('ix_cases_status_move_created_at_id', 'cases_status_move', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_status_move_dealer_id_modified_at_id', 'cases_status_move', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_status_move_from_status_id_modified_at_id', 'cases_status_move', ['from_status_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_status_move_modified_at_id', 'cases_status_move', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_status_move_owner_id_modified_at_id', 'cases_status_move', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_status_move_to_status_id_modified_at_id', 'cases_status_move', ['to_status_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('uq_cases_status_move_from_status_id_to_status_id', 'cases_status_move', ['from_status_id', 'to_status_id'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('cases_case',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(200), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('number', fields.string(40), nullable=True),
    sa.Column('account_id', BigId, nullable=True),
    sa.Column('contact_id', BigId, nullable=True),
    sa.Column('customer_type', sa.String(40), nullable=True),
    sa.Column('supplied_name', fields.string(120), nullable=True),
    sa.Column('supplied_phone', fields.string(24), nullable=True),
    sa.Column('supplied_email', fields.string(120), nullable=True),
    sa.Column('type', sa.String(40), nullable=True),
    sa.Column('case_reason_id', BigId, nullable=True),
    sa.Column('priority', sa.String(40), nullable=True),
    sa.Column('origin', sa.String(40), nullable=True),
    sa.Column('status_id', BigId, nullable=True),
    sa.Column('product', fields.string(120), nullable=True),
    sa.Column('component', fields.string(120), nullable=True),
    sa.Column('language', sa.String(40), nullable=True),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('solution', sa.Text(), nullable=True),
    sa.Column('parent_id', BigId, nullable=True),
    sa.Column('entitlement_id', BigId, nullable=True),
    sa.Column('opened_at', UTCDateTime, nullable=True),
    sa.Column('status_since', UTCDateTime, nullable=True),
    sa.Column('closed_at', UTCDateTime, nullable=True),
    sa.Column('is_closed', sa.Boolean(), nullable=True),
    sa.Column('is_waiting', sa.Boolean(), nullable=True),
    sa.Column('is_pooled', sa.Boolean(), nullable=True),
    sa.Column('is_escalated', sa.Boolean(), nullable=True),
    sa.Column('reopened', sa.Integer(), nullable=True),
    sa.Column('handed_over', sa.Integer(), nullable=True),
    sa.Column('first_response_at', UTCDateTime, nullable=True),
    sa.Column('response_minutes', sa.Integer(), nullable=True),
    sa.Column('resolution_minutes', sa.Integer(), nullable=True),
    sa.Column('first_response_due_at', UTCDateTime, nullable=True),
    sa.Column('next_response_due_at', UTCDateTime, nullable=True),
    sa.Column('resolution_due_at', UTCDateTime, nullable=True),
    sa.Column('due_at', UTCDateTime, nullable=True),
    sa.Column('check_at', UTCDateTime, nullable=True),
    sa.Column('is_breached', sa.Boolean(), nullable=True),
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
    sa.ForeignKeyConstraint(['account_id'], ['contacts_account.id'], name=op.f('fk_cases_case_account_id')),
    sa.ForeignKeyConstraint(['case_reason_id'], ['cases_reason.id'], name=op.f('fk_cases_case_case_reason_id')),
    sa.ForeignKeyConstraint(['contact_id'], ['contacts_contact.id'], name=op.f('fk_cases_case_contact_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_cases_case_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_cases_case_dealer_id')),
    sa.ForeignKeyConstraint(['entitlement_id'], ['cases_entitlement.id'], name=op.f('fk_cases_case_entitlement_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_cases_case_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_cases_case_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_cases_case_owner_id')),
    sa.ForeignKeyConstraint(['parent_id'], ['cases_case.id'], name=op.f('fk_cases_case_parent_id')),
    sa.ForeignKeyConstraint(['status_id'], ['cases_status.id'], name=op.f('fk_cases_case_status_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_cases_case_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_case'))
    )
    op.create_index('ix_cases_case_account_id_is_closed_opened_at_id', 'cases_case', ['account_id', 'is_closed', 'opened_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_account_id_modified_at_id', 'cases_case', ['account_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_case_reason_id_modified_at_id', 'cases_case', ['case_reason_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_check_at_id', 'cases_case', ['check_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_closed_at_id', 'cases_case', ['closed_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_component_modified_at_id', 'cases_case', ['component', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_contact_id_is_closed_opened_at_id', 'cases_case', ['contact_id', 'is_closed', 'opened_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_contact_id_modified_at_id', 'cases_case', ['contact_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_created_at_id', 'cases_case', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_customer_type_modified_at_id', 'cases_case', ['customer_type', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_dealer_id_check_at_id', 'cases_case', ['dealer_id', 'check_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_dealer_id_closed_at_id', 'cases_case', ['dealer_id', 'closed_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_dealer_id_due_at_id', 'cases_case', ['dealer_id', 'due_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_dealer_id_is_closed_due_at_id', 'cases_case', ['dealer_id', 'is_closed', 'due_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_dealer_id_is_closed_is_breached_due_at_id', 'cases_case', ['dealer_id', 'is_closed', 'is_breached', 'due_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_dealer_id_is_closed_is_pooled_due_at_id', 'cases_case', ['dealer_id', 'is_closed', 'is_pooled', 'due_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_dealer_id_is_closed_is_waiting_status_since_id', 'cases_case', ['dealer_id', 'is_closed', 'is_waiting', 'status_since', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_dealer_id_is_closed_opened_at_id', 'cases_case', ['dealer_id', 'is_closed', 'opened_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_dealer_id_is_closed_type_opened_at_id', 'cases_case', ['dealer_id', 'is_closed', 'type', 'opened_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_dealer_id_modified_at_id', 'cases_case', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_dealer_id_name_sort_id', 'cases_case', ['dealer_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_dealer_id_number_id', 'cases_case', ['dealer_id', 'number', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_dealer_id_opened_at_id', 'cases_case', ['dealer_id', 'opened_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_dealer_id_status_since_id', 'cases_case', ['dealer_id', 'status_since', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_due_at_id', 'cases_case', ['due_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_entitlement_id_modified_at_id', 'cases_case', ['entitlement_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_is_closed_due_at_id', 'cases_case', ['is_closed', 'due_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_is_closed_is_breached_due_at_id', 'cases_case', ['is_closed', 'is_breached', 'due_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_is_closed_is_pooled_due_at_id', 'cases_case', ['is_closed', 'is_pooled', 'due_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_is_closed_is_waiting_status_since_id', 'cases_case', ['is_closed', 'is_waiting', 'status_since', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_is_closed_opened_at_id', 'cases_case', ['is_closed', 'opened_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_is_closed_type_opened_at_id', 'cases_case', ['is_closed', 'type', 'opened_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_language_modified_at_id', 'cases_case', ['language', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_modified_at_id', 'cases_case', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_name_sort_id', 'cases_case', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_number_id', 'cases_case', ['number', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_opened_at_id', 'cases_case', ['opened_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_origin_modified_at_id', 'cases_case', ['origin', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_owner_id_check_at_id', 'cases_case', ['owner_id', 'check_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_owner_id_closed_at_id', 'cases_case', ['owner_id', 'closed_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_owner_id_due_at_id', 'cases_case', ['owner_id', 'due_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_owner_id_is_closed_due_at_id', 'cases_case', ['owner_id', 'is_closed', 'due_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_owner_id_is_closed_is_breached_due_at_id', 'cases_case', ['owner_id', 'is_closed', 'is_breached', 'due_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_owner_id_is_closed_is_pooled_due_at_id', 'cases_case', ['owner_id', 'is_closed', 'is_pooled', 'due_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_owner_id_is_closed_is_waiting_status_since_id', 'cases_case', ['owner_id', 'is_closed', 'is_waiting', 'status_since', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_owner_id_is_closed_opened_at_id', 'cases_case', ['owner_id', 'is_closed', 'opened_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_owner_id_is_closed_type_opened_at_id', 'cases_case', ['owner_id', 'is_closed', 'type', 'opened_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_owner_id_modified_at_id', 'cases_case', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_owner_id_name_sort_id', 'cases_case', ['owner_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_owner_id_number_id', 'cases_case', ['owner_id', 'number', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_owner_id_opened_at_id', 'cases_case', ['owner_id', 'opened_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_owner_id_status_since_id', 'cases_case', ['owner_id', 'status_since', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_parent_id_modified_at_id', 'cases_case', ['parent_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_priority_modified_at_id', 'cases_case', ['priority', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_product_modified_at_id', 'cases_case', ['product', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_reopened_modified_at_id', 'cases_case', ['reopened', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_status_id_modified_at_id', 'cases_case', ['status_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_status_since_id', 'cases_case', ['status_since', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_supplied_email_modified_at_id', 'cases_case', ['supplied_email', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_supplied_phone_modified_at_id', 'cases_case', ['supplied_phone', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_case_type_modified_at_id', 'cases_case', ['type', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('cases_comment',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(120), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('case_id', BigId, nullable=True),
    sa.Column('direction', sa.String(40), nullable=True),
    sa.Column('body', sa.Text(), nullable=True),
    sa.Column('origin', sa.String(40), nullable=True),
    sa.Column('author_id', BigId, nullable=True),
    sa.Column('said_at', UTCDateTime, nullable=True),
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
    sa.ForeignKeyConstraint(['author_id'], ['core_principal.id'], name=op.f('fk_cases_comment_author_id')),
    sa.ForeignKeyConstraint(['case_id'], ['cases_case.id'], name=op.f('fk_cases_comment_case_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_cases_comment_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_cases_comment_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_cases_comment_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_cases_comment_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_cases_comment_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_cases_comment_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_comment'))
    )
    op.create_index('ix_cases_comment_author_id_modified_at_id', 'cases_comment', ['author_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_comment_case_id_modified_at_id', 'cases_comment', ['case_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_comment_case_id_said_at_id', 'cases_comment', ['case_id', 'said_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_comment_created_at_id', 'cases_comment', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_comment_direction_modified_at_id', 'cases_comment', ['direction', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_comment_modified_at_id', 'cases_comment', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_comment_said_at_id', 'cases_comment', ['said_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('cases_link',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(200), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('case_id', BigId, nullable=True),
    sa.Column('kind', sa.String(40), nullable=True),
    sa.Column('other_id', BigId, nullable=True),
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
    sa.ForeignKeyConstraint(['case_id'], ['cases_case.id'], name=op.f('fk_cases_link_case_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_cases_link_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_cases_link_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_cases_link_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_cases_link_modified_by_id')),
    sa.ForeignKeyConstraint(['other_id'], ['cases_case.id'], name=op.f('fk_cases_link_other_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_cases_link_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_cases_link_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_link'))
    )
    op.create_index('ix_cases_link_case_id_modified_at_id', 'cases_link', ['case_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_link_created_at_id', 'cases_link', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_link_kind_modified_at_id', 'cases_link', ['kind', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_link_modified_at_id', 'cases_link', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_link_other_id_modified_at_id', 'cases_link', ['other_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('uq_cases_link_case_id_other_id_kind', 'cases_link', ['case_id', 'other_id', 'kind'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    after_create()


def downgrade() -> None:
    op.drop_index('uq_cases_link_case_id_other_id_kind', table_name='cases_link', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_link_other_id_modified_at_id', table_name='cases_link', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_link_modified_at_id', table_name='cases_link', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_link_kind_modified_at_id', table_name='cases_link', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_link_created_at_id', table_name='cases_link', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_link_case_id_modified_at_id', table_name='cases_link', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('cases_link')
    op.drop_index('ix_cases_comment_said_at_id', table_name='cases_comment', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_comment_modified_at_id', table_name='cases_comment', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_comment_direction_modified_at_id', table_name='cases_comment', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_comment_created_at_id', table_name='cases_comment', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_comment_case_id_said_at_id', table_name='cases_comment', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_comment_case_id_modified_at_id', table_name='cases_comment', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_comment_author_id_modified_at_id', table_name='cases_comment', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('cases_comment')
    op.drop_index('ix_cases_case_type_modified_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_supplied_phone_modified_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_supplied_email_modified_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_status_since_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_status_id_modified_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_reopened_modified_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_product_modified_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_priority_modified_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_parent_id_modified_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_owner_id_status_since_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_owner_id_opened_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_owner_id_number_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_owner_id_name_sort_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_owner_id_modified_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_owner_id_is_closed_type_opened_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_owner_id_is_closed_opened_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_owner_id_is_closed_is_waiting_status_since_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_owner_id_is_closed_is_pooled_due_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_owner_id_is_closed_is_breached_due_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_owner_id_is_closed_due_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_owner_id_due_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_owner_id_closed_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_owner_id_check_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_origin_modified_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_opened_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_number_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_name_sort_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_modified_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_language_modified_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_is_closed_type_opened_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_is_closed_opened_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_is_closed_is_waiting_status_since_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_is_closed_is_pooled_due_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_is_closed_is_breached_due_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_is_closed_due_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_entitlement_id_modified_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_due_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_dealer_id_status_since_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_dealer_id_opened_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_dealer_id_number_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_dealer_id_name_sort_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_dealer_id_modified_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_dealer_id_is_closed_type_opened_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_dealer_id_is_closed_opened_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_dealer_id_is_closed_is_waiting_status_since_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_dealer_id_is_closed_is_pooled_due_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_dealer_id_is_closed_is_breached_due_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_dealer_id_is_closed_due_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_dealer_id_due_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_dealer_id_closed_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_dealer_id_check_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_customer_type_modified_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_created_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_contact_id_modified_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_contact_id_is_closed_opened_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_component_modified_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_closed_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_check_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_case_reason_id_modified_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_account_id_modified_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_case_account_id_is_closed_opened_at_id', table_name='cases_case', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('cases_case')
    op.drop_index('uq_cases_status_move_from_status_id_to_status_id', table_name='cases_status_move', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_status_move_to_status_id_modified_at_id', table_name='cases_status_move', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_status_move_owner_id_modified_at_id', table_name='cases_status_move', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_status_move_modified_at_id', table_name='cases_status_move', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_status_move_from_status_id_modified_at_id', table_name='cases_status_move', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_status_move_dealer_id_modified_at_id', table_name='cases_status_move', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_status_move_created_at_id', table_name='cases_status_move', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('cases_status_move')
    op.drop_index('ix_cases_escalation_step_rule_id_modified_at_id', table_name='cases_escalation_step', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_escalation_step_owner_id_modified_at_id', table_name='cases_escalation_step', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_escalation_step_owner_id_minutes_id', table_name='cases_escalation_step', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_escalation_step_modified_at_id', table_name='cases_escalation_step', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_escalation_step_minutes_id', table_name='cases_escalation_step', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_escalation_step_dealer_id_modified_at_id', table_name='cases_escalation_step', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_escalation_step_dealer_id_minutes_id', table_name='cases_escalation_step', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_escalation_step_created_at_id', table_name='cases_escalation_step', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('cases_escalation_step')
    op.drop_index('ix_cases_entitlement_position_id', table_name='cases_entitlement', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_entitlement_owner_id_position_id', table_name='cases_entitlement', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_entitlement_owner_id_name_sort_id', table_name='cases_entitlement', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_entitlement_owner_id_modified_at_id', table_name='cases_entitlement', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_entitlement_name_sort_id', table_name='cases_entitlement', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_entitlement_modified_at_id', table_name='cases_entitlement', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_entitlement_dealer_id_position_id', table_name='cases_entitlement', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_entitlement_dealer_id_name_sort_id', table_name='cases_entitlement', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_entitlement_dealer_id_modified_at_id', table_name='cases_entitlement', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_entitlement_created_at_id', table_name='cases_entitlement', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_entitlement_account_id_modified_at_id', table_name='cases_entitlement', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('cases_entitlement')
    op.drop_table('cases_told')
    op.drop_index('ix_cases_status_position_id', table_name='cases_status', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_status_owner_id_position_id', table_name='cases_status', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_status_owner_id_name_sort_id', table_name='cases_status', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_status_owner_id_modified_at_id', table_name='cases_status', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_status_name_sort_id', table_name='cases_status', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_status_modified_at_id', table_name='cases_status', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_status_dealer_id_position_id', table_name='cases_status', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_status_dealer_id_name_sort_id', table_name='cases_status', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_status_dealer_id_modified_at_id', table_name='cases_status', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_status_created_at_id', table_name='cases_status', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('cases_status')
    op.drop_index('ix_cases_reason_position_id', table_name='cases_reason', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_reason_parent_id_modified_at_id', table_name='cases_reason', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_reason_owner_id_position_id', table_name='cases_reason', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_reason_owner_id_name_sort_id', table_name='cases_reason', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_reason_owner_id_modified_at_id', table_name='cases_reason', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_reason_name_sort_id', table_name='cases_reason', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_reason_modified_at_id', table_name='cases_reason', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_reason_dealer_id_position_id', table_name='cases_reason', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_reason_dealer_id_name_sort_id', table_name='cases_reason', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_reason_dealer_id_modified_at_id', table_name='cases_reason', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_reason_created_at_id', table_name='cases_reason', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('cases_reason')
    op.drop_index('ix_cases_history_reopened', table_name='cases_history')
    op.drop_index('ix_cases_history_record', table_name='cases_history')
    op.drop_table('cases_history')
    op.drop_index('ix_cases_escalation_rule_position_id', table_name='cases_escalation_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_escalation_rule_owner_id_position_id', table_name='cases_escalation_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_escalation_rule_owner_id_name_sort_id', table_name='cases_escalation_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_escalation_rule_owner_id_modified_at_id', table_name='cases_escalation_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_escalation_rule_name_sort_id', table_name='cases_escalation_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_escalation_rule_modified_at_id', table_name='cases_escalation_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_escalation_rule_dealer_id_position_id', table_name='cases_escalation_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_escalation_rule_dealer_id_name_sort_id', table_name='cases_escalation_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_escalation_rule_dealer_id_modified_at_id', table_name='cases_escalation_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_escalation_rule_created_at_id', table_name='cases_escalation_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('cases_escalation_rule')


# What cannot be read off the models.

TABLE = "cases_history"
MESSAGE = "the history of cases cannot be changed"


def after_create() -> None:
    """S1: the history cannot be changed, in the database either. Batch mode drops SQLite's triggers: a later migration of the
    table must end with the same call."""
    append_only.protect(op.get_bind(), TABLE, MESSAGE)
