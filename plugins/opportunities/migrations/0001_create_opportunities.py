"""Create the tables of opportunities. Written out: a migration never imports the living model."""

import sqlalchemy as sa
from alembic import op
from core import BigId, Json, MoneyAmount, UTCDateTime, fields

revision = "opportunities_0001"
down_revision = None


def upgrade() -> None:
    op.create_table('opportunities_loss_reason',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(80), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('name_zh', fields.string(80), nullable=True),
    sa.Column('code', fields.string(40), nullable=True),
    sa.Column('message', fields.string(80), nullable=True),
    sa.Column('position', sa.Integer(), nullable=True),
    sa.Column('needs_competitor', sa.Boolean(), nullable=True),
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
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_opportunities_loss_reason_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_opportunities_loss_reason_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_opportunities_loss_reason_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_opportunities_loss_reason_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_opportunities_loss_reason_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_opportunities_loss_reason_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opportunities_loss_reason'))
    )
    op.create_index('ix_opportunities_loss_reason_created_at_id', 'opportunities_loss_reason', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_loss_reason_dealer_id_modified_at_id', 'opportunities_loss_reason', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_loss_reason_dealer_id_name_sort_id', 'opportunities_loss_reason', ['dealer_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_loss_reason_dealer_id_position_id', 'opportunities_loss_reason', ['dealer_id', 'position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_loss_reason_modified_at_id', 'opportunities_loss_reason', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_loss_reason_name_sort_id', 'opportunities_loss_reason', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_loss_reason_owner_id_modified_at_id', 'opportunities_loss_reason', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_loss_reason_owner_id_name_sort_id', 'opportunities_loss_reason', ['owner_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_loss_reason_owner_id_position_id', 'opportunities_loss_reason', ['owner_id', 'position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_loss_reason_position_id', 'opportunities_loss_reason', ['position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('opportunities_process',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(80), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('name_zh', fields.string(80), nullable=True),
    sa.Column('code', fields.string(40), nullable=True),
    sa.Column('message', fields.string(80), nullable=True),
    sa.Column('is_default', sa.Boolean(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=True),
    sa.Column('category_from', sa.String(40), nullable=True),
    sa.Column('engaged_stage', fields.string(40), nullable=True),
    sa.Column('remarks', sa.Text(), nullable=True),
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
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_opportunities_process_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_opportunities_process_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_opportunities_process_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_opportunities_process_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_opportunities_process_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_opportunities_process_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opportunities_process'))
    )
    op.create_index('ix_opportunities_process_created_at_id', 'opportunities_process', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_process_dealer_id_modified_at_id', 'opportunities_process', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_process_dealer_id_name_sort_id', 'opportunities_process', ['dealer_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_process_modified_at_id', 'opportunities_process', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_process_name_sort_id', 'opportunities_process', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_process_owner_id_modified_at_id', 'opportunities_process', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_process_owner_id_name_sort_id', 'opportunities_process', ['owner_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('opportunities_stage_history',
    sa.Column('id', BigId, nullable=False),
    sa.Column('opportunity_id', BigId, nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('started_at', UTCDateTime, nullable=False),
    sa.Column('started_seconds', sa.BigInteger(), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('recorded_at', UTCDateTime, nullable=False),
    sa.Column('actor_id', BigId, nullable=True),
    sa.Column('actor_name', sa.String(length=255), nullable=False),
    sa.Column('source', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('process_id', BigId, nullable=True),
    sa.Column('process_label', sa.String(length=80), nullable=True),
    sa.Column('stage_id', BigId, nullable=True),
    sa.Column('stage_label', sa.String(length=80), nullable=True),
    sa.Column('is_closed', sa.Boolean(), nullable=False),
    sa.Column('is_won', sa.Boolean(), nullable=False),
    sa.Column('probability', sa.Integer(), nullable=True),
    sa.Column('amount', MoneyAmount, nullable=True),
    sa.Column('amount_currency', sa.String(length=3), nullable=True),
    sa.Column('close_date', sa.Date(), nullable=True),
    sa.Column('forecast_category', sa.String(length=40), nullable=True),
    sa.Column('owner_id', BigId, nullable=True),
    sa.Column('owner_name', sa.String(length=255), nullable=True),
    sa.Column('unit_id', BigId, nullable=True),
    sa.Column('previous_stage_id', BigId, nullable=True),
    sa.Column('previous_stage_label', sa.String(length=80), nullable=True),
    sa.Column('previous_probability', sa.Integer(), nullable=True),
    sa.Column('previous_amount', MoneyAmount, nullable=True),
    sa.Column('previous_amount_currency', sa.String(length=3), nullable=True),
    sa.Column('previous_close_date', sa.Date(), nullable=True),
    sa.Column('previous_forecast_category', sa.String(length=40), nullable=True),
    sa.Column('previous_owner_id', BigId, nullable=True),
    sa.Column('previous_unit_id', BigId, nullable=True),
    sa.ForeignKeyConstraint(['actor_id'], ['core_principal.id'], name=op.f('fk_opportunities_stage_history_actor_id')),
    sa.ForeignKeyConstraint(['opportunity_id'], ['core_record.id'], name=op.f('fk_opportunities_stage_history_opportunity_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_opportunities_stage_history_owner_id')),
    sa.ForeignKeyConstraint(['previous_owner_id'], ['core_principal.id'], name=op.f('fk_opportunities_stage_history_previous_owner_id')),
    sa.ForeignKeyConstraint(['previous_stage_id'], ['core_record.id'], name=op.f('fk_opportunities_stage_history_previous_stage_id')),
    sa.ForeignKeyConstraint(['previous_unit_id'], ['core_unit.id'], name=op.f('fk_opportunities_stage_history_previous_unit_id')),
    sa.ForeignKeyConstraint(['process_id'], ['core_record.id'], name=op.f('fk_opportunities_stage_history_process_id')),
    sa.ForeignKeyConstraint(['stage_id'], ['core_record.id'], name=op.f('fk_opportunities_stage_history_stage_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_opportunities_stage_history_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opportunities_stage_history'))
    )
    op.create_index('ix_opportunities_stage_history_day', 'opportunities_stage_history', ['started_on', 'stage_id'], unique=False)
    op.create_index('ix_opportunities_stage_history_record', 'opportunities_stage_history', ['opportunity_id', 'started_seconds', 'id'], unique=False)
    op.create_index('ix_opportunities_stage_history_stage', 'opportunities_stage_history', ['stage_id', 'opportunity_id'], unique=False)
    op.create_table('opportunities_type',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(80), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('name_zh', fields.string(80), nullable=True),
    sa.Column('code', fields.string(40), nullable=True),
    sa.Column('message', fields.string(80), nullable=True),
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
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_opportunities_type_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_opportunities_type_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_opportunities_type_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_opportunities_type_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_opportunities_type_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_opportunities_type_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opportunities_type'))
    )
    op.create_index('ix_opportunities_type_created_at_id', 'opportunities_type', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_type_dealer_id_modified_at_id', 'opportunities_type', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_type_dealer_id_name_sort_id', 'opportunities_type', ['dealer_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_type_dealer_id_position_id', 'opportunities_type', ['dealer_id', 'position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_type_modified_at_id', 'opportunities_type', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_type_name_sort_id', 'opportunities_type', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_type_owner_id_modified_at_id', 'opportunities_type', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_type_owner_id_name_sort_id', 'opportunities_type', ['owner_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_type_owner_id_position_id', 'opportunities_type', ['owner_id', 'position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_type_position_id', 'opportunities_type', ['position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('opportunities_competitor',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(120), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('account_id', BigId, nullable=True),
    sa.Column('strengths', sa.Text(), nullable=True),
    sa.Column('weaknesses', sa.Text(), nullable=True),
    sa.Column('website', fields.string(200), nullable=True),
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
    sa.ForeignKeyConstraint(['account_id'], ['contacts_account.id'], name=op.f('fk_opportunities_competitor_account_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_opportunities_competitor_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_opportunities_competitor_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_opportunities_competitor_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_opportunities_competitor_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_opportunities_competitor_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_opportunities_competitor_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opportunities_competitor'))
    )
    op.create_index('ix_opportunities_competitor_account_id_modified_at_id', 'opportunities_competitor', ['account_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_competitor_created_at_id', 'opportunities_competitor', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_competitor_dealer_id_modified_at_id', 'opportunities_competitor', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_competitor_dealer_id_name_sort_id', 'opportunities_competitor', ['dealer_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_competitor_modified_at_id', 'opportunities_competitor', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_competitor_name_sort_id', 'opportunities_competitor', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_competitor_owner_id_modified_at_id', 'opportunities_competitor', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_competitor_owner_id_name_sort_id', 'opportunities_competitor', ['owner_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('opportunities_stage',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('process_id', BigId, nullable=True),
    sa.Column('name', fields.string(80), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('name_zh', fields.string(80), nullable=True),
    sa.Column('code', fields.string(40), nullable=True),
    sa.Column('message', fields.string(80), nullable=True),
    sa.Column('position', sa.Integer(), nullable=True),
    sa.Column('probability', sa.Integer(), nullable=True),
    sa.Column('forecast_category', sa.String(40), nullable=True),
    sa.Column('is_closed', sa.Boolean(), nullable=True),
    sa.Column('is_won', sa.Boolean(), nullable=True),
    sa.Column('required_fields', sa.String(1000), nullable=True),
    sa.Column('rotting_days', sa.Integer(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=True),
    sa.Column('guidance', sa.Text(), nullable=True),
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
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_opportunities_stage_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_opportunities_stage_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_opportunities_stage_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_opportunities_stage_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_opportunities_stage_owner_id')),
    sa.ForeignKeyConstraint(['process_id'], ['opportunities_process.id'], name=op.f('fk_opportunities_stage_process_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_opportunities_stage_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opportunities_stage'))
    )
    op.create_index('ix_opportunities_stage_created_at_id', 'opportunities_stage', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_stage_dealer_id_modified_at_id', 'opportunities_stage', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_stage_dealer_id_name_sort_id', 'opportunities_stage', ['dealer_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_stage_dealer_id_position_id', 'opportunities_stage', ['dealer_id', 'position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_stage_modified_at_id', 'opportunities_stage', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_stage_name_sort_id', 'opportunities_stage', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_stage_owner_id_modified_at_id', 'opportunities_stage', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_stage_owner_id_name_sort_id', 'opportunities_stage', ['owner_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_stage_owner_id_position_id', 'opportunities_stage', ['owner_id', 'position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_stage_position_id', 'opportunities_stage', ['position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_stage_process_id_modified_at_id', 'opportunities_stage', ['process_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('opportunities_opportunity',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(120), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('number', fields.string(40), nullable=True),
    sa.Column('account_id', BigId, nullable=True),
    sa.Column('contact_id', BigId, nullable=True),
    sa.Column('process_id', BigId, nullable=True),
    sa.Column('stage_id', BigId, nullable=True),
    sa.Column('probability', sa.Integer(), nullable=True),
    sa.Column('forecast_category', sa.String(40), nullable=True),
    sa.Column('amount', MoneyAmount, nullable=True),
    sa.Column('amount_currency', sa.String(length=3), nullable=True),
    sa.Column('budget', MoneyAmount, nullable=True),
    sa.Column('budget_currency', sa.String(length=3), nullable=True),
    sa.Column('quantity', sa.Integer(), nullable=True),
    sa.Column('product', fields.string(120), nullable=True),
    sa.Column('close_date', sa.Date(), nullable=True),
    sa.Column('planned_within', sa.String(40), nullable=True),
    sa.Column('type_id', BigId, nullable=True),
    sa.Column('grade_id', BigId, nullable=True),
    sa.Column('next_step', fields.string(200), nullable=True),
    sa.Column('lead_source', fields.string(80), nullable=True),
    sa.Column('quotation_number', fields.string(40), nullable=True),
    sa.Column('competitor_id', BigId, nullable=True),
    sa.Column('loss_reason_id', BigId, nullable=True),
    sa.Column('loss_note', sa.Text(), nullable=True),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('engaged_on', sa.Date(), nullable=True),
    sa.Column('won_on', sa.Date(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('delivered_on', sa.Date(), nullable=True),
    sa.Column('stage_since', UTCDateTime, nullable=True),
    sa.Column('rots_on', sa.Date(), nullable=True),
    sa.Column('reopened', sa.Integer(), nullable=True),
    sa.Column('is_closed', sa.Boolean(), nullable=True),
    sa.Column('is_won', sa.Boolean(), nullable=True),
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
    sa.ForeignKeyConstraint(['account_id'], ['contacts_account.id'], name=op.f('fk_opportunities_opportunity_account_id')),
    sa.ForeignKeyConstraint(['competitor_id'], ['opportunities_competitor.id'], name=op.f('fk_opportunities_opportunity_competitor_id')),
    sa.ForeignKeyConstraint(['contact_id'], ['contacts_contact.id'], name=op.f('fk_opportunities_opportunity_contact_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_opportunities_opportunity_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_opportunities_opportunity_dealer_id')),
    sa.ForeignKeyConstraint(['grade_id'], ['contacts_grade.id'], name=op.f('fk_opportunities_opportunity_grade_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_opportunities_opportunity_id')),
    sa.ForeignKeyConstraint(['loss_reason_id'], ['opportunities_loss_reason.id'], name=op.f('fk_opportunities_opportunity_loss_reason_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_opportunities_opportunity_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_opportunities_opportunity_owner_id')),
    sa.ForeignKeyConstraint(['process_id'], ['opportunities_process.id'], name=op.f('fk_opportunities_opportunity_process_id')),
    sa.ForeignKeyConstraint(['stage_id'], ['opportunities_stage.id'], name=op.f('fk_opportunities_opportunity_stage_id')),
    sa.ForeignKeyConstraint(['type_id'], ['opportunities_type.id'], name=op.f('fk_opportunities_opportunity_type_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_opportunities_opportunity_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opportunities_opportunity'))
    )
    op.create_index('ix_opportunities_opportunity_account_id_modified_at_id', 'opportunities_opportunity', ['account_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_amount_id', 'opportunities_opportunity', ['amount', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_close_date_id', 'opportunities_opportunity', ['close_date', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_closed_on_modified_at_id', 'opportunities_opportunity', ['closed_on', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_competitor_id_modified_at_id', 'opportunities_opportunity', ['competitor_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_contact_id_modified_at_id', 'opportunities_opportunity', ['contact_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_created_at_id', 'opportunities_opportunity', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_dealer_id_amount_id', 'opportunities_opportunity', ['dealer_id', 'amount', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_dealer_id_close_date_id', 'opportunities_opportunity', ['dealer_id', 'close_date', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_dealer_id_modified_at_id', 'opportunities_opportunity', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_dealer_id_name_sort_id', 'opportunities_opportunity', ['dealer_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_dealer_id_stage_since_id', 'opportunities_opportunity', ['dealer_id', 'stage_since', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_delivered_on_modified_at_id', 'opportunities_opportunity', ['delivered_on', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_engaged_on_modified_at_id', 'opportunities_opportunity', ['engaged_on', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_forecast_category_modi_c03b0fc8', 'opportunities_opportunity', ['forecast_category', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_grade_id_modified_at_id', 'opportunities_opportunity', ['grade_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_is_closed_close_date_id', 'opportunities_opportunity', ['is_closed', 'close_date', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_lead_source_modified_at_id', 'opportunities_opportunity', ['lead_source', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_loss_reason_id_modified_at_id', 'opportunities_opportunity', ['loss_reason_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_modified_at_id', 'opportunities_opportunity', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_name_sort_id', 'opportunities_opportunity', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_owner_id_amount_id', 'opportunities_opportunity', ['owner_id', 'amount', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_owner_id_close_date_id', 'opportunities_opportunity', ['owner_id', 'close_date', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_owner_id_is_closed_clo_ec7fbc30', 'opportunities_opportunity', ['owner_id', 'is_closed', 'close_date', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_owner_id_modified_at_id', 'opportunities_opportunity', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_owner_id_name_sort_id', 'opportunities_opportunity', ['owner_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_owner_id_stage_since_id', 'opportunities_opportunity', ['owner_id', 'stage_since', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_owner_id_won_on', 'opportunities_opportunity', ['owner_id', 'won_on'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_planned_within_modified_at_id', 'opportunities_opportunity', ['planned_within', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_probability_modified_at_id', 'opportunities_opportunity', ['probability', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_process_id_modified_at_id', 'opportunities_opportunity', ['process_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_quantity_modified_at_id', 'opportunities_opportunity', ['quantity', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_rots_on_modified_at_id', 'opportunities_opportunity', ['rots_on', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_stage_id_close_date_id', 'opportunities_opportunity', ['stage_id', 'close_date', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_stage_id_modified_at_id', 'opportunities_opportunity', ['stage_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_stage_id_probability_a_cb67bea7', 'opportunities_opportunity', ['stage_id', 'probability', 'amount_currency', 'amount'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_stage_since_id', 'opportunities_opportunity', ['stage_since', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_type_id_modified_at_id', 'opportunities_opportunity', ['type_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_opportunity_won_on_modified_at_id', 'opportunities_opportunity', ['won_on', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('opportunities_stage_move',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(170), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('from_stage_id', BigId, nullable=True),
    sa.Column('to_stage_id', BigId, nullable=True),
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
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_opportunities_stage_move_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_opportunities_stage_move_dealer_id')),
    sa.ForeignKeyConstraint(['from_stage_id'], ['opportunities_stage.id'], name=op.f('fk_opportunities_stage_move_from_stage_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_opportunities_stage_move_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_opportunities_stage_move_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_opportunities_stage_move_owner_id')),
    sa.ForeignKeyConstraint(['to_stage_id'], ['opportunities_stage.id'], name=op.f('fk_opportunities_stage_move_to_stage_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_opportunities_stage_move_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opportunities_stage_move'))
    )
    op.create_index('ix_opportunities_stage_move_created_at_id', 'opportunities_stage_move', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_stage_move_dealer_id_modified_at_id', 'opportunities_stage_move', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_stage_move_from_stage_id_modified_at_id', 'opportunities_stage_move', ['from_stage_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_stage_move_modified_at_id', 'opportunities_stage_move', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_stage_move_owner_id_modified_at_id', 'opportunities_stage_move', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_stage_move_to_stage_id_modified_at_id', 'opportunities_stage_move', ['to_stage_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('uq_opportunities_stage_move_from_stage_id_to_stage_id', 'opportunities_stage_move', ['from_stage_id', 'to_stage_id'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('opportunities_rival',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(120), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('opportunity_id', BigId, nullable=True),
    sa.Column('competitor_id', BigId, nullable=True),
    sa.Column('offer', MoneyAmount, nullable=True),
    sa.Column('offer_currency', sa.String(length=3), nullable=True),
    sa.Column('strengths', sa.Text(), nullable=True),
    sa.Column('result', sa.String(40), nullable=True),
    sa.Column('result_reason', sa.Text(), nullable=True),
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
    sa.ForeignKeyConstraint(['competitor_id'], ['opportunities_competitor.id'], name=op.f('fk_opportunities_rival_competitor_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_opportunities_rival_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_opportunities_rival_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_opportunities_rival_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_opportunities_rival_modified_by_id')),
    sa.ForeignKeyConstraint(['opportunity_id'], ['opportunities_opportunity.id'], name=op.f('fk_opportunities_rival_opportunity_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_opportunities_rival_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_opportunities_rival_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opportunities_rival'))
    )
    op.create_index('ix_opportunities_rival_competitor_id_modified_at_id', 'opportunities_rival', ['competitor_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_rival_created_at_id', 'opportunities_rival', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_rival_modified_at_id', 'opportunities_rival', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_rival_opportunity_id_modified_at_id', 'opportunities_rival', ['opportunity_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_rival_result_modified_at_id', 'opportunities_rival', ['result', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('uq_opportunities_rival_opportunity_id_competitor_id', 'opportunities_rival', ['opportunity_id', 'competitor_id'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('opportunities_team_member',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(120), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('opportunity_id', BigId, nullable=True),
    sa.Column('member_id', BigId, nullable=True),
    sa.Column('role', sa.String(40), nullable=True),
    sa.Column('access', sa.String(40), nullable=True),
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
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_opportunities_team_member_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_opportunities_team_member_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_opportunities_team_member_id')),
    sa.ForeignKeyConstraint(['member_id'], ['core_principal.id'], name=op.f('fk_opportunities_team_member_member_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_opportunities_team_member_modified_by_id')),
    sa.ForeignKeyConstraint(['opportunity_id'], ['opportunities_opportunity.id'], name=op.f('fk_opportunities_team_member_opportunity_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_opportunities_team_member_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_opportunities_team_member_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opportunities_team_member'))
    )
    op.create_index('ix_opportunities_team_member_created_at_id', 'opportunities_team_member', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_team_member_member_id_modified_at_id', 'opportunities_team_member', ['member_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_team_member_modified_at_id', 'opportunities_team_member', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_team_member_opportunity_id_modified_at_id', 'opportunities_team_member', ['opportunity_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_opportunities_team_member_role_modified_at_id', 'opportunities_team_member', ['role', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('uq_opportunities_team_member_opportunity_id_member_id', 'opportunities_team_member', ['opportunity_id', 'member_id'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    after_create()


def downgrade() -> None:
    op.drop_index('uq_opportunities_team_member_opportunity_id_member_id', table_name='opportunities_team_member', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_team_member_role_modified_at_id', table_name='opportunities_team_member', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_team_member_opportunity_id_modified_at_id', table_name='opportunities_team_member', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_team_member_modified_at_id', table_name='opportunities_team_member', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_team_member_member_id_modified_at_id', table_name='opportunities_team_member', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_team_member_created_at_id', table_name='opportunities_team_member', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('opportunities_team_member')
    op.drop_index('uq_opportunities_rival_opportunity_id_competitor_id', table_name='opportunities_rival', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_rival_result_modified_at_id', table_name='opportunities_rival', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_rival_opportunity_id_modified_at_id', table_name='opportunities_rival', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_rival_modified_at_id', table_name='opportunities_rival', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_rival_created_at_id', table_name='opportunities_rival', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_rival_competitor_id_modified_at_id', table_name='opportunities_rival', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('opportunities_rival')
    op.drop_index('uq_opportunities_stage_move_from_stage_id_to_stage_id', table_name='opportunities_stage_move', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_stage_move_to_stage_id_modified_at_id', table_name='opportunities_stage_move', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_stage_move_owner_id_modified_at_id', table_name='opportunities_stage_move', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_stage_move_modified_at_id', table_name='opportunities_stage_move', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_stage_move_from_stage_id_modified_at_id', table_name='opportunities_stage_move', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_stage_move_dealer_id_modified_at_id', table_name='opportunities_stage_move', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_stage_move_created_at_id', table_name='opportunities_stage_move', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('opportunities_stage_move')
    op.drop_index('ix_opportunities_opportunity_won_on_modified_at_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_type_id_modified_at_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_stage_since_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_stage_id_probability_a_cb67bea7', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_stage_id_modified_at_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_stage_id_close_date_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_rots_on_modified_at_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_quantity_modified_at_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_process_id_modified_at_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_probability_modified_at_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_planned_within_modified_at_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_owner_id_won_on', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_owner_id_stage_since_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_owner_id_name_sort_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_owner_id_modified_at_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_owner_id_is_closed_clo_ec7fbc30', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_owner_id_close_date_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_owner_id_amount_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_name_sort_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_modified_at_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_loss_reason_id_modified_at_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_lead_source_modified_at_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_is_closed_close_date_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_grade_id_modified_at_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_forecast_category_modi_c03b0fc8', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_engaged_on_modified_at_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_delivered_on_modified_at_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_dealer_id_stage_since_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_dealer_id_name_sort_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_dealer_id_modified_at_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_dealer_id_close_date_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_dealer_id_amount_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_created_at_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_contact_id_modified_at_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_competitor_id_modified_at_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_closed_on_modified_at_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_close_date_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_amount_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_opportunity_account_id_modified_at_id', table_name='opportunities_opportunity', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('opportunities_opportunity')
    op.drop_index('ix_opportunities_stage_process_id_modified_at_id', table_name='opportunities_stage', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_stage_position_id', table_name='opportunities_stage', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_stage_owner_id_position_id', table_name='opportunities_stage', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_stage_owner_id_name_sort_id', table_name='opportunities_stage', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_stage_owner_id_modified_at_id', table_name='opportunities_stage', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_stage_name_sort_id', table_name='opportunities_stage', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_stage_modified_at_id', table_name='opportunities_stage', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_stage_dealer_id_position_id', table_name='opportunities_stage', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_stage_dealer_id_name_sort_id', table_name='opportunities_stage', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_stage_dealer_id_modified_at_id', table_name='opportunities_stage', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_stage_created_at_id', table_name='opportunities_stage', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('opportunities_stage')
    op.drop_index('ix_opportunities_competitor_owner_id_name_sort_id', table_name='opportunities_competitor', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_competitor_owner_id_modified_at_id', table_name='opportunities_competitor', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_competitor_name_sort_id', table_name='opportunities_competitor', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_competitor_modified_at_id', table_name='opportunities_competitor', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_competitor_dealer_id_name_sort_id', table_name='opportunities_competitor', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_competitor_dealer_id_modified_at_id', table_name='opportunities_competitor', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_competitor_created_at_id', table_name='opportunities_competitor', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_competitor_account_id_modified_at_id', table_name='opportunities_competitor', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('opportunities_competitor')
    op.drop_index('ix_opportunities_type_position_id', table_name='opportunities_type', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_type_owner_id_position_id', table_name='opportunities_type', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_type_owner_id_name_sort_id', table_name='opportunities_type', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_type_owner_id_modified_at_id', table_name='opportunities_type', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_type_name_sort_id', table_name='opportunities_type', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_type_modified_at_id', table_name='opportunities_type', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_type_dealer_id_position_id', table_name='opportunities_type', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_type_dealer_id_name_sort_id', table_name='opportunities_type', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_type_dealer_id_modified_at_id', table_name='opportunities_type', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_type_created_at_id', table_name='opportunities_type', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('opportunities_type')
    op.drop_index('ix_opportunities_stage_history_stage', table_name='opportunities_stage_history')
    op.drop_index('ix_opportunities_stage_history_record', table_name='opportunities_stage_history')
    op.drop_index('ix_opportunities_stage_history_day', table_name='opportunities_stage_history')
    op.drop_table('opportunities_stage_history')
    op.drop_index('ix_opportunities_process_owner_id_name_sort_id', table_name='opportunities_process', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_process_owner_id_modified_at_id', table_name='opportunities_process', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_process_name_sort_id', table_name='opportunities_process', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_process_modified_at_id', table_name='opportunities_process', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_process_dealer_id_name_sort_id', table_name='opportunities_process', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_process_dealer_id_modified_at_id', table_name='opportunities_process', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_process_created_at_id', table_name='opportunities_process', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('opportunities_process')
    op.drop_index('ix_opportunities_loss_reason_position_id', table_name='opportunities_loss_reason', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_loss_reason_owner_id_position_id', table_name='opportunities_loss_reason', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_loss_reason_owner_id_name_sort_id', table_name='opportunities_loss_reason', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_loss_reason_owner_id_modified_at_id', table_name='opportunities_loss_reason', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_loss_reason_name_sort_id', table_name='opportunities_loss_reason', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_loss_reason_modified_at_id', table_name='opportunities_loss_reason', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_loss_reason_dealer_id_position_id', table_name='opportunities_loss_reason', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_loss_reason_dealer_id_name_sort_id', table_name='opportunities_loss_reason', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_loss_reason_dealer_id_modified_at_id', table_name='opportunities_loss_reason', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_opportunities_loss_reason_created_at_id', table_name='opportunities_loss_reason', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('opportunities_loss_reason')


# What cannot be read off the models.

TABLE = "opportunities_stage_history"
MESSAGE = "the stage history cannot be changed"


def after_create() -> None:
    """S1: the stage history cannot be changed, in the database either. Batch mode drops SQLite's triggers: a later migration
    of the table must end with the same statements."""
    for statement in _postgresql() if op.get_bind().dialect.name == "postgresql" else _sqlite():
        op.execute(sa.DDL(statement.replace("%", "%%")))


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER IF NOT EXISTS {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def _postgresql() -> list[str]:
    return [
        f"CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE OR REPLACE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()",
        f"CREATE OR REPLACE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()",
    ]
