"""Create the tables of leads. Written out: a migration never imports the living model."""

import sqlalchemy as sa
from alembic import op

from core import BigId, Json, MoneyAmount, UTCDateTime, fields

revision = "leads_0001"
down_revision = None


def upgrade() -> None:
    op.create_table('leads_assignment_rule',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(120), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('position', sa.Integer(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=True),
    sa.Column('at_dealer_id', BigId, nullable=True),
    sa.Column('where', sa.Text(), nullable=True),
    sa.Column('mode', sa.String(40), nullable=True),
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
    sa.ForeignKeyConstraint(['at_dealer_id'], ['core_unit.id'], name=op.f('fk_leads_assignment_rule_at_dealer_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_leads_assignment_rule_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_leads_assignment_rule_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_leads_assignment_rule_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_leads_assignment_rule_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_leads_assignment_rule_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_leads_assignment_rule_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_leads_assignment_rule'))
    )
    op.create_index('ix_leads_assignment_rule_created_at_id', 'leads_assignment_rule', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_assignment_rule_dealer_id_modified_at_id', 'leads_assignment_rule', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_assignment_rule_dealer_id_name_sort_id', 'leads_assignment_rule', ['dealer_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_assignment_rule_dealer_id_position_id', 'leads_assignment_rule', ['dealer_id', 'position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_assignment_rule_modified_at_id', 'leads_assignment_rule', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_assignment_rule_name_sort_id', 'leads_assignment_rule', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_assignment_rule_owner_id_modified_at_id', 'leads_assignment_rule', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_assignment_rule_owner_id_name_sort_id', 'leads_assignment_rule', ['owner_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_assignment_rule_owner_id_position_id', 'leads_assignment_rule', ['owner_id', 'position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_assignment_rule_position_id', 'leads_assignment_rule', ['position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('leads_car_make',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(60), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
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
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_leads_car_make_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_leads_car_make_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_leads_car_make_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_leads_car_make_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_leads_car_make_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_leads_car_make_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_leads_car_make'))
    )
    op.create_index('ix_leads_car_make_created_at_id', 'leads_car_make', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_car_make_dealer_id_modified_at_id', 'leads_car_make', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_car_make_dealer_id_name_sort_id', 'leads_car_make', ['dealer_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_car_make_modified_at_id', 'leads_car_make', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_car_make_name_sort_id', 'leads_car_make', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_car_make_owner_id_modified_at_id', 'leads_car_make', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_car_make_owner_id_name_sort_id', 'leads_car_make', ['owner_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('uq_leads_car_make_name', 'leads_car_make', ['name'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('leads_contact_event',
    sa.Column('id', BigId, nullable=False),
    sa.Column('lead_id', BigId, nullable=False),
    sa.Column('at', UTCDateTime, nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('by_id', BigId, nullable=True),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('outcome', sa.String(length=40), nullable=True),
    sa.Column('grade_id', BigId, nullable=True),
    sa.Column('activity_id', BigId, nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['activity_id'], ['core_record.id'], name=op.f('fk_leads_contact_event_activity_id')),
    sa.ForeignKeyConstraint(['by_id'], ['core_principal.id'], name=op.f('fk_leads_contact_event_by_id')),
    sa.ForeignKeyConstraint(['grade_id'], ['core_record.id'], name=op.f('fk_leads_contact_event_grade_id')),
    sa.ForeignKeyConstraint(['lead_id'], ['core_record.id'], name=op.f('fk_leads_contact_event_lead_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_leads_contact_event'))
    )
    op.create_index('ix_leads_contact_event_day', 'leads_contact_event', ['by_id', 'on'], unique=False)
    op.create_index('ix_leads_contact_event_lead', 'leads_contact_event', ['lead_id', 'at'], unique=False)
    op.create_index('uq_leads_contact_event_activity', 'leads_contact_event', ['activity_id', 'lead_id'], unique=True, postgresql_where=sa.text('activity_id IS NOT NULL'), sqlite_where=sa.text('activity_id IS NOT NULL'))
    op.create_table('leads_conversion',
    sa.Column('id', BigId, nullable=False),
    sa.Column('lead_id', BigId, nullable=False),
    sa.Column('account_id', BigId, nullable=False),
    sa.Column('contact_id', BigId, nullable=True),
    sa.Column('opportunity_id', BigId, nullable=True),
    sa.Column('status_before', sa.String(length=40), nullable=False),
    sa.Column('owner_before_id', BigId, nullable=True),
    sa.Column('made', Json, nullable=False),
    sa.Column('filled', Json, nullable=False),
    sa.Column('versions', Json, nullable=False),
    sa.Column('steps', Json, nullable=False),
    sa.Column('at', UTCDateTime, nullable=False),
    sa.Column('by_id', BigId, nullable=True),
    sa.Column('undone_at', UTCDateTime, nullable=True),
    sa.Column('undone_by_id', BigId, nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['core_record.id'], name=op.f('fk_leads_conversion_account_id')),
    sa.ForeignKeyConstraint(['by_id'], ['core_principal.id'], name=op.f('fk_leads_conversion_by_id')),
    sa.ForeignKeyConstraint(['contact_id'], ['core_record.id'], name=op.f('fk_leads_conversion_contact_id')),
    sa.ForeignKeyConstraint(['lead_id'], ['core_record.id'], name=op.f('fk_leads_conversion_lead_id')),
    sa.ForeignKeyConstraint(['opportunity_id'], ['core_record.id'], name=op.f('fk_leads_conversion_opportunity_id')),
    sa.ForeignKeyConstraint(['owner_before_id'], ['core_principal.id'], name=op.f('fk_leads_conversion_owner_before_id')),
    sa.ForeignKeyConstraint(['undone_by_id'], ['core_principal.id'], name=op.f('fk_leads_conversion_undone_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_leads_conversion'))
    )
    op.create_index('ix_leads_conversion_account', 'leads_conversion', ['account_id'], unique=False)
    op.create_index('uq_leads_conversion_lead', 'leads_conversion', ['lead_id'], unique=True, postgresql_where=sa.text('undone_at IS NULL'), sqlite_where=sa.text('undone_at IS NULL'))
    op.create_table('leads_decision',
    sa.Column('id', BigId, nullable=False),
    sa.Column('lead_id', BigId, nullable=False),
    sa.Column('at', UTCDateTime, nullable=False),
    sa.Column('by_id', BigId, nullable=True),
    sa.Column('rule_id', BigId, nullable=True),
    sa.Column('rule_name', sa.String(length=120), nullable=True),
    sa.Column('mode', sa.String(length=20), nullable=False),
    sa.Column('from_id', BigId, nullable=True),
    sa.Column('to_id', BigId, nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('tried', Json, nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['core_principal.id'], name=op.f('fk_leads_decision_by_id')),
    sa.ForeignKeyConstraint(['from_id'], ['core_principal.id'], name=op.f('fk_leads_decision_from_id')),
    sa.ForeignKeyConstraint(['lead_id'], ['core_record.id'], name=op.f('fk_leads_decision_lead_id')),
    sa.ForeignKeyConstraint(['rule_id'], ['core_record.id'], name=op.f('fk_leads_decision_rule_id')),
    sa.ForeignKeyConstraint(['to_id'], ['core_principal.id'], name=op.f('fk_leads_decision_to_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_leads_decision'))
    )
    op.create_index('ix_leads_decision_lead', 'leads_decision', ['lead_id', 'id'], unique=False)
    op.create_table('leads_escalation',
    sa.Column('lead_id', BigId, autoincrement=False, nullable=False),
    sa.Column('step', sa.String(length=20), nullable=False),
    sa.Column('told_id', BigId, nullable=True),
    sa.Column('at', UTCDateTime, nullable=False),
    sa.ForeignKeyConstraint(['lead_id'], ['core_record.id'], name=op.f('fk_leads_escalation_lead_id')),
    sa.ForeignKeyConstraint(['told_id'], ['core_principal.id'], name=op.f('fk_leads_escalation_told_id')),
    sa.PrimaryKeyConstraint('lead_id', 'step', name=op.f('pk_leads_escalation'))
    )
    op.create_table('leads_rotation',
    sa.Column('rule_id', BigId, autoincrement=False, nullable=False),
    sa.Column('last_id', BigId, nullable=True),
    sa.ForeignKeyConstraint(['last_id'], ['core_principal.id'], name=op.f('fk_leads_rotation_last_id')),
    sa.ForeignKeyConstraint(['rule_id'], ['core_record.id'], name=op.f('fk_leads_rotation_rule_id')),
    sa.PrimaryKeyConstraint('rule_id', name=op.f('pk_leads_rotation'))
    )
    op.create_table('leads_assignment_target',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(160), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('rule_id', BigId, nullable=True),
    sa.Column('target_id', BigId, nullable=True),
    sa.Column('province', sa.String(length=6), nullable=True),
    sa.Column('city', sa.String(length=6), nullable=True),
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
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_leads_assignment_target_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_leads_assignment_target_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_leads_assignment_target_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_leads_assignment_target_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_leads_assignment_target_owner_id')),
    sa.ForeignKeyConstraint(['rule_id'], ['leads_assignment_rule.id'], name=op.f('fk_leads_assignment_target_rule_id')),
    sa.ForeignKeyConstraint(['target_id'], ['core_principal.id'], name=op.f('fk_leads_assignment_target_target_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_leads_assignment_target_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_leads_assignment_target'))
    )
    op.create_index('ix_leads_assignment_target_created_at_id', 'leads_assignment_target', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_assignment_target_dealer_id_modified_at_id', 'leads_assignment_target', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_assignment_target_modified_at_id', 'leads_assignment_target', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_assignment_target_owner_id_modified_at_id', 'leads_assignment_target', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_assignment_target_rule_id_modified_at_id', 'leads_assignment_target', ['rule_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_assignment_target_target_id_modified_at_id', 'leads_assignment_target', ['target_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('leads_car_model',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(80), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('make_id', BigId, nullable=True),
    sa.Column('series', fields.string(60), nullable=True),
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
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_leads_car_model_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_leads_car_model_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_leads_car_model_id')),
    sa.ForeignKeyConstraint(['make_id'], ['leads_car_make.id'], name=op.f('fk_leads_car_model_make_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_leads_car_model_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_leads_car_model_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_leads_car_model_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_leads_car_model'))
    )
    op.create_index('ix_leads_car_model_created_at_id', 'leads_car_model', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_car_model_dealer_id_modified_at_id', 'leads_car_model', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_car_model_dealer_id_name_sort_id', 'leads_car_model', ['dealer_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_car_model_make_id_modified_at_id', 'leads_car_model', ['make_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_car_model_modified_at_id', 'leads_car_model', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_car_model_name_sort_id', 'leads_car_model', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_car_model_owner_id_modified_at_id', 'leads_car_model', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_car_model_owner_id_name_sort_id', 'leads_car_model', ['owner_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_car_model_series_modified_at_id', 'leads_car_model', ['series', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('uq_leads_car_model_make_id_name', 'leads_car_model', ['make_id', 'name'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('leads_lead',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('number', fields.string(40), nullable=True),
    sa.Column('name', fields.string(120), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('family_name', fields.string(60), nullable=True),
    sa.Column('given_name', fields.string(60), nullable=True),
    sa.Column('gender', sa.String(40), nullable=True),
    sa.Column('position', fields.string(80), nullable=True),
    sa.Column('birthday', sa.Date(), nullable=True),
    sa.Column('id_number', fields.string(30), nullable=True),
    sa.Column('buyer_kind', sa.String(40), nullable=True),
    sa.Column('company', fields.string(120), nullable=True),
    sa.Column('industry', sa.String(40), nullable=True),
    sa.Column('industry_other', fields.string(60), nullable=True),
    sa.Column('website', fields.string(200), nullable=True),
    sa.Column('employees', sa.Integer(), nullable=True),
    sa.Column('mobile', fields.string(24), nullable=True),
    sa.Column('landline', fields.string(24), nullable=True),
    sa.Column('fax', fields.string(24), nullable=True),
    sa.Column('email', fields.string(120), nullable=True),
    sa.Column('wechat', fields.string(60), nullable=True),
    sa.Column('do_not_call', sa.Boolean(), nullable=True),
    sa.Column('no_email', sa.Boolean(), nullable=True),
    sa.Column('province', sa.String(length=6), nullable=True),
    sa.Column('city', sa.String(length=6), nullable=True),
    sa.Column('district', sa.String(length=6), nullable=True),
    sa.Column('address', fields.string(200), nullable=True),
    sa.Column('postal_code', fields.string(12), nullable=True),
    sa.Column('brand_wanted_id', BigId, nullable=True),
    sa.Column('brand_label', fields.string(60), nullable=True),
    sa.Column('model_wanted_id', BigId, nullable=True),
    sa.Column('model_label', fields.string(120), nullable=True),
    sa.Column('expected_time', sa.String(40), nullable=True),
    sa.Column('budget', MoneyAmount, nullable=True),
    sa.Column('budget_currency', sa.String(length=3), nullable=True),
    sa.Column('equipment', fields.string(255), nullable=True),
    sa.Column('concerns', sa.String(1000), nullable=True),
    sa.Column('concerns_other', fields.string(120), nullable=True),
    sa.Column('use', sa.String(40), nullable=True),
    sa.Column('use_other', fields.string(120), nullable=True),
    sa.Column('payment', sa.String(40), nullable=True),
    sa.Column('current_car', fields.string(120), nullable=True),
    sa.Column('current_car_verdict', sa.String(40), nullable=True),
    sa.Column('car_order', sa.String(40), nullable=True),
    sa.Column('initial_grade_id', BigId, nullable=True),
    sa.Column('grade_id', BigId, nullable=True),
    sa.Column('structural_source', sa.String(40), nullable=True),
    sa.Column('first_source', sa.String(40), nullable=True),
    sa.Column('information_source', sa.String(40), nullable=True),
    sa.Column('method', sa.String(40), nullable=True),
    sa.Column('sales_source', sa.String(40), nullable=True),
    sa.Column('referrer_name', fields.string(120), nullable=True),
    sa.Column('referrer_lead_id', BigId, nullable=True),
    sa.Column('referrer_account_id', BigId, nullable=True),
    sa.Column('reward', MoneyAmount, nullable=True),
    sa.Column('reward_currency', sa.String(length=3), nullable=True),
    sa.Column('reward_paid_on', sa.Date(), nullable=True),
    sa.Column('reward_declined', sa.Boolean(), nullable=True),
    sa.Column('reward_instead', sa.String(40), nullable=True),
    sa.Column('research_source', fields.string(200), nullable=True),
    sa.Column('research_provider', fields.string(120), nullable=True),
    sa.Column('research_date', sa.Date(), nullable=True),
    sa.Column('research_reliability', sa.String(40), nullable=True),
    sa.Column('status', sa.String(40), nullable=True),
    sa.Column('is_open', sa.Boolean(), nullable=True),
    sa.Column('is_pooled', sa.Boolean(), nullable=True),
    sa.Column('close_reason', sa.String(40), nullable=True),
    sa.Column('close_note', fields.string(500), nullable=True),
    sa.Column('received_at', UTCDateTime, nullable=True),
    sa.Column('first_contact_due_at', UTCDateTime, nullable=True),
    sa.Column('first_contact_at', UTCDateTime, nullable=True),
    sa.Column('first_contact_by_id', BigId, nullable=True),
    sa.Column('first_contact_late', sa.Boolean(), nullable=True),
    sa.Column('next_contact_on', sa.Date(), nullable=True),
    sa.Column('converted_at', UTCDateTime, nullable=True),
    sa.Column('converted_by_id', BigId, nullable=True),
    sa.Column('converted_account_id', BigId, nullable=True),
    sa.Column('converted_contact_id', BigId, nullable=True),
    sa.Column('converted_opportunity_id', BigId, nullable=True),
    sa.Column('duplicate_reason', fields.string(300), nullable=True),
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
    sa.ForeignKeyConstraint(['brand_wanted_id'], ['leads_car_make.id'], name=op.f('fk_leads_lead_brand_wanted_id')),
    sa.ForeignKeyConstraint(['converted_account_id'], ['contacts_account.id'], name=op.f('fk_leads_lead_converted_account_id')),
    sa.ForeignKeyConstraint(['converted_by_id'], ['core_principal.id'], name=op.f('fk_leads_lead_converted_by_id')),
    sa.ForeignKeyConstraint(['converted_contact_id'], ['contacts_contact.id'], name=op.f('fk_leads_lead_converted_contact_id')),
    sa.ForeignKeyConstraint(['converted_opportunity_id'], ['core_record.id'], name=op.f('fk_leads_lead_converted_opportunity_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_leads_lead_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_leads_lead_dealer_id')),
    sa.ForeignKeyConstraint(['first_contact_by_id'], ['core_principal.id'], name=op.f('fk_leads_lead_first_contact_by_id')),
    sa.ForeignKeyConstraint(['grade_id'], ['contacts_grade.id'], name=op.f('fk_leads_lead_grade_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_leads_lead_id')),
    sa.ForeignKeyConstraint(['initial_grade_id'], ['contacts_grade.id'], name=op.f('fk_leads_lead_initial_grade_id')),
    sa.ForeignKeyConstraint(['model_wanted_id'], ['leads_car_model.id'], name=op.f('fk_leads_lead_model_wanted_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_leads_lead_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_leads_lead_owner_id')),
    sa.ForeignKeyConstraint(['referrer_account_id'], ['contacts_account.id'], name=op.f('fk_leads_lead_referrer_account_id')),
    sa.ForeignKeyConstraint(['referrer_lead_id'], ['leads_lead.id'], name=op.f('fk_leads_lead_referrer_lead_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_leads_lead_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_leads_lead'))
    )
    op.create_index('ix_leads_lead_brand_wanted_id_modified_at_id', 'leads_lead', ['brand_wanted_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_city_modified_at_id', 'leads_lead', ['city', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_close_reason_modified_at_id', 'leads_lead', ['close_reason', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_converted_account_id_modified_at_id', 'leads_lead', ['converted_account_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_converted_contact_id_modified_at_id', 'leads_lead', ['converted_contact_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_created_at_id', 'leads_lead', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_dealer_id_first_contact_due_at_id', 'leads_lead', ['dealer_id', 'first_contact_due_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_dealer_id_modified_at_id', 'leads_lead', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_dealer_id_name_sort_id', 'leads_lead', ['dealer_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_dealer_id_next_contact_on_id', 'leads_lead', ['dealer_id', 'next_contact_on', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_dealer_id_number_id', 'leads_lead', ['dealer_id', 'number', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_dealer_id_received_at_id', 'leads_lead', ['dealer_id', 'received_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_email_modified_at_id', 'leads_lead', ['email', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_first_contact_at_modified_at_id', 'leads_lead', ['first_contact_at', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_first_contact_due_at_id', 'leads_lead', ['first_contact_due_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_first_source_modified_at_id', 'leads_lead', ['first_source', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_grade_id_modified_at_id', 'leads_lead', ['grade_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_id_number_modified_at_id', 'leads_lead', ['id_number', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_information_source_modified_at_id', 'leads_lead', ['information_source', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_is_open_first_contact_due_at_id', 'leads_lead', ['is_open', 'first_contact_due_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_is_open_owner_id_first_contact_due_at_id', 'leads_lead', ['is_open', 'owner_id', 'first_contact_due_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_method_modified_at_id', 'leads_lead', ['method', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_model_wanted_id_modified_at_id', 'leads_lead', ['model_wanted_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_modified_at_id', 'leads_lead', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_name_sort_id', 'leads_lead', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_next_contact_on_id', 'leads_lead', ['next_contact_on', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_number_id', 'leads_lead', ['number', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_owner_id_first_contact_due_at_id', 'leads_lead', ['owner_id', 'first_contact_due_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_owner_id_modified_at_id', 'leads_lead', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_owner_id_name_sort_id', 'leads_lead', ['owner_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_owner_id_next_contact_on_id', 'leads_lead', ['owner_id', 'next_contact_on', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_owner_id_number_id', 'leads_lead', ['owner_id', 'number', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_owner_id_received_at_id', 'leads_lead', ['owner_id', 'received_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_province_modified_at_id', 'leads_lead', ['province', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_received_at_id', 'leads_lead', ['received_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_referrer_account_id_modified_at_id', 'leads_lead', ['referrer_account_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_referrer_lead_id_modified_at_id', 'leads_lead', ['referrer_lead_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_status_modified_at_id', 'leads_lead', ['status', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_leads_lead_structural_source_modified_at_id', 'leads_lead', ['structural_source', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))


def downgrade() -> None:
    op.drop_index('ix_leads_lead_structural_source_modified_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_status_modified_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_referrer_lead_id_modified_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_referrer_account_id_modified_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_received_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_province_modified_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_owner_id_received_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_owner_id_number_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_owner_id_next_contact_on_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_owner_id_name_sort_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_owner_id_modified_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_owner_id_first_contact_due_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_number_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_next_contact_on_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_name_sort_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_modified_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_model_wanted_id_modified_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_method_modified_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_is_open_owner_id_first_contact_due_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_is_open_first_contact_due_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_information_source_modified_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_id_number_modified_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_grade_id_modified_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_first_source_modified_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_first_contact_due_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_first_contact_at_modified_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_email_modified_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_dealer_id_received_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_dealer_id_number_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_dealer_id_next_contact_on_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_dealer_id_name_sort_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_dealer_id_modified_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_dealer_id_first_contact_due_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_created_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_converted_contact_id_modified_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_converted_account_id_modified_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_close_reason_modified_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_city_modified_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_lead_brand_wanted_id_modified_at_id', table_name='leads_lead', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('leads_lead')
    op.drop_index('uq_leads_car_model_make_id_name', table_name='leads_car_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_car_model_series_modified_at_id', table_name='leads_car_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_car_model_owner_id_name_sort_id', table_name='leads_car_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_car_model_owner_id_modified_at_id', table_name='leads_car_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_car_model_name_sort_id', table_name='leads_car_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_car_model_modified_at_id', table_name='leads_car_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_car_model_make_id_modified_at_id', table_name='leads_car_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_car_model_dealer_id_name_sort_id', table_name='leads_car_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_car_model_dealer_id_modified_at_id', table_name='leads_car_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_car_model_created_at_id', table_name='leads_car_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('leads_car_model')
    op.drop_index('ix_leads_assignment_target_target_id_modified_at_id', table_name='leads_assignment_target', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_assignment_target_rule_id_modified_at_id', table_name='leads_assignment_target', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_assignment_target_owner_id_modified_at_id', table_name='leads_assignment_target', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_assignment_target_modified_at_id', table_name='leads_assignment_target', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_assignment_target_dealer_id_modified_at_id', table_name='leads_assignment_target', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_assignment_target_created_at_id', table_name='leads_assignment_target', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('leads_assignment_target')
    op.drop_table('leads_rotation')
    op.drop_table('leads_escalation')
    op.drop_index('ix_leads_decision_lead', table_name='leads_decision')
    op.drop_table('leads_decision')
    op.drop_index('uq_leads_conversion_lead', table_name='leads_conversion', postgresql_where=sa.text('undone_at IS NULL'), sqlite_where=sa.text('undone_at IS NULL'))
    op.drop_index('ix_leads_conversion_account', table_name='leads_conversion')
    op.drop_table('leads_conversion')
    op.drop_index('uq_leads_contact_event_activity', table_name='leads_contact_event', postgresql_where=sa.text('activity_id IS NOT NULL'), sqlite_where=sa.text('activity_id IS NOT NULL'))
    op.drop_index('ix_leads_contact_event_lead', table_name='leads_contact_event')
    op.drop_index('ix_leads_contact_event_day', table_name='leads_contact_event')
    op.drop_table('leads_contact_event')
    op.drop_index('uq_leads_car_make_name', table_name='leads_car_make', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_car_make_owner_id_name_sort_id', table_name='leads_car_make', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_car_make_owner_id_modified_at_id', table_name='leads_car_make', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_car_make_name_sort_id', table_name='leads_car_make', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_car_make_modified_at_id', table_name='leads_car_make', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_car_make_dealer_id_name_sort_id', table_name='leads_car_make', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_car_make_dealer_id_modified_at_id', table_name='leads_car_make', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_car_make_created_at_id', table_name='leads_car_make', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('leads_car_make')
    op.drop_index('ix_leads_assignment_rule_position_id', table_name='leads_assignment_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_assignment_rule_owner_id_position_id', table_name='leads_assignment_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_assignment_rule_owner_id_name_sort_id', table_name='leads_assignment_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_assignment_rule_owner_id_modified_at_id', table_name='leads_assignment_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_assignment_rule_name_sort_id', table_name='leads_assignment_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_assignment_rule_modified_at_id', table_name='leads_assignment_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_assignment_rule_dealer_id_position_id', table_name='leads_assignment_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_assignment_rule_dealer_id_name_sort_id', table_name='leads_assignment_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_assignment_rule_dealer_id_modified_at_id', table_name='leads_assignment_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_leads_assignment_rule_created_at_id', table_name='leads_assignment_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('leads_assignment_rule')
