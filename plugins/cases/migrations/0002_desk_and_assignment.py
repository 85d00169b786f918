"""Assignment of cases, answers kept ready, macros, who has a case open; what a customer owns that a case is about."""

import sqlalchemy as sa
from alembic import op
from core import BigId, Json, UTCDateTime, fields

revision = "cases_0002"
down_revision = "cases_0001"
LIVING = sa.text("deleted_at IS NULL")
INDEX = "ix_cases_case_installed_id_modified_at_id"


def upgrade() -> None:
    op.create_table('cases_agent',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(160), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('member_id', BigId, nullable=True),
    sa.Column('languages', sa.String(1000), nullable=True),
    sa.Column('most', sa.Integer(), nullable=True),
    sa.Column('away_from', UTCDateTime, nullable=True),
    sa.Column('away_until', UTCDateTime, nullable=True),
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
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_cases_agent_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_cases_agent_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_cases_agent_id')),
    sa.ForeignKeyConstraint(['member_id'], ['core_principal.id'], name=op.f('fk_cases_agent_member_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_cases_agent_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_cases_agent_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_cases_agent_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_agent'))
    )
    op.create_index('ix_cases_agent_created_at_id', 'cases_agent', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_agent_dealer_id_modified_at_id', 'cases_agent', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_agent_member_id_modified_at_id', 'cases_agent', ['member_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_agent_modified_at_id', 'cases_agent', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_agent_owner_id_modified_at_id', 'cases_agent', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('cases_answer_template',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(120), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('language', sa.String(40), nullable=True),
    sa.Column('body', sa.Text(), nullable=True),
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
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_cases_answer_template_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_cases_answer_template_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_cases_answer_template_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_cases_answer_template_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_cases_answer_template_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_cases_answer_template_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_answer_template'))
    )
    op.create_index('ix_cases_answer_template_created_at_id', 'cases_answer_template', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_answer_template_dealer_id_modified_at_id', 'cases_answer_template', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_answer_template_dealer_id_name_sort_id', 'cases_answer_template', ['dealer_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_answer_template_language_modified_at_id', 'cases_answer_template', ['language', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_answer_template_modified_at_id', 'cases_answer_template', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_answer_template_name_sort_id', 'cases_answer_template', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_answer_template_owner_id_modified_at_id', 'cases_answer_template', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_answer_template_owner_id_name_sort_id', 'cases_answer_template', ['owner_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('cases_assignment_rule',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(120), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('position', sa.Integer(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=True),
    sa.Column('at_dealer_id', BigId, nullable=True),
    sa.Column('where', sa.Text(), nullable=True),
    sa.Column('mode', sa.String(40), nullable=True),
    sa.Column('by_skill', sa.Boolean(), nullable=True),
    sa.Column('by_language', sa.Boolean(), nullable=True),
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
    sa.ForeignKeyConstraint(['at_dealer_id'], ['core_unit.id'], name=op.f('fk_cases_assignment_rule_at_dealer_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_cases_assignment_rule_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_cases_assignment_rule_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_cases_assignment_rule_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_cases_assignment_rule_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_cases_assignment_rule_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_cases_assignment_rule_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_assignment_rule'))
    )
    op.create_index('ix_cases_assignment_rule_created_at_id', 'cases_assignment_rule', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_assignment_rule_dealer_id_modified_at_id', 'cases_assignment_rule', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_assignment_rule_dealer_id_name_sort_id', 'cases_assignment_rule', ['dealer_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_assignment_rule_dealer_id_position_id', 'cases_assignment_rule', ['dealer_id', 'position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_assignment_rule_modified_at_id', 'cases_assignment_rule', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_assignment_rule_name_sort_id', 'cases_assignment_rule', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_assignment_rule_owner_id_modified_at_id', 'cases_assignment_rule', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_assignment_rule_owner_id_name_sort_id', 'cases_assignment_rule', ['owner_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_assignment_rule_owner_id_position_id', 'cases_assignment_rule', ['owner_id', 'position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_assignment_rule_position_id', 'cases_assignment_rule', ['position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('cases_decision',
    sa.Column('id', BigId, nullable=False),
    sa.Column('case_id', BigId, nullable=False),
    sa.Column('at', UTCDateTime, nullable=False),
    sa.Column('rule_id', BigId, nullable=True),
    sa.Column('rule_name', sa.String(length=120), nullable=True),
    sa.Column('mode', sa.String(length=20), nullable=False),
    sa.Column('to_id', BigId, nullable=True),
    sa.Column('tried', Json, nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['core_record.id'], name=op.f('fk_cases_decision_case_id')),
    sa.ForeignKeyConstraint(['rule_id'], ['core_record.id'], name=op.f('fk_cases_decision_rule_id')),
    sa.ForeignKeyConstraint(['to_id'], ['core_principal.id'], name=op.f('fk_cases_decision_to_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_decision'))
    )
    op.create_index('ix_cases_decision_case', 'cases_decision', ['case_id', 'id'], unique=False)
    op.create_table('cases_presence',
    sa.Column('user_id', BigId, autoincrement=False, nullable=False),
    sa.Column('case_id', BigId, nullable=False),
    sa.Column('seen_at', UTCDateTime, nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['core_record.id'], name=op.f('fk_cases_presence_case_id')),
    sa.ForeignKeyConstraint(['user_id'], ['core_principal.id'], name=op.f('fk_cases_presence_user_id')),
    sa.PrimaryKeyConstraint('user_id', name=op.f('pk_cases_presence'))
    )
    op.create_index('ix_cases_presence_case', 'cases_presence', ['case_id', 'seen_at'], unique=False)
    op.create_table('cases_rotation',
    sa.Column('rule_id', BigId, autoincrement=False, nullable=False),
    sa.Column('last_id', BigId, nullable=True),
    sa.ForeignKeyConstraint(['last_id'], ['core_principal.id'], name=op.f('fk_cases_rotation_last_id')),
    sa.ForeignKeyConstraint(['rule_id'], ['core_record.id'], name=op.f('fk_cases_rotation_rule_id')),
    sa.PrimaryKeyConstraint('rule_id', name=op.f('pk_cases_rotation'))
    )
    op.create_table('cases_assignment_target',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(160), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('rule_id', BigId, nullable=True),
    sa.Column('target_id', BigId, nullable=True),
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
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_cases_assignment_target_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_cases_assignment_target_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_cases_assignment_target_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_cases_assignment_target_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_cases_assignment_target_owner_id')),
    sa.ForeignKeyConstraint(['rule_id'], ['cases_assignment_rule.id'], name=op.f('fk_cases_assignment_target_rule_id')),
    sa.ForeignKeyConstraint(['target_id'], ['core_principal.id'], name=op.f('fk_cases_assignment_target_target_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_cases_assignment_target_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_assignment_target'))
    )
    op.create_index('ix_cases_assignment_target_created_at_id', 'cases_assignment_target', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_assignment_target_dealer_id_modified_at_id', 'cases_assignment_target', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_assignment_target_modified_at_id', 'cases_assignment_target', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_assignment_target_owner_id_modified_at_id', 'cases_assignment_target', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_assignment_target_rule_id_modified_at_id', 'cases_assignment_target', ['rule_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_assignment_target_target_id_modified_at_id', 'cases_assignment_target', ['target_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('cases_macro',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(120), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=True),
    sa.Column('answer_id', BigId, nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('set_status_id', BigId, nullable=True),
    sa.Column('set_priority', sa.String(40), nullable=True),
    sa.Column('set_reason_id', BigId, nullable=True),
    sa.Column('set_owner_id', BigId, nullable=True),
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
    sa.ForeignKeyConstraint(['answer_id'], ['cases_answer_template.id'], name=op.f('fk_cases_macro_answer_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_cases_macro_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_cases_macro_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_cases_macro_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_cases_macro_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_cases_macro_owner_id')),
    sa.ForeignKeyConstraint(['set_owner_id'], ['core_principal.id'], name=op.f('fk_cases_macro_set_owner_id')),
    sa.ForeignKeyConstraint(['set_reason_id'], ['cases_reason.id'], name=op.f('fk_cases_macro_set_reason_id')),
    sa.ForeignKeyConstraint(['set_status_id'], ['cases_status.id'], name=op.f('fk_cases_macro_set_status_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_cases_macro_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_macro'))
    )
    op.create_index('ix_cases_macro_created_at_id', 'cases_macro', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_macro_dealer_id_modified_at_id', 'cases_macro', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_macro_dealer_id_name_sort_id', 'cases_macro', ['dealer_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_macro_modified_at_id', 'cases_macro', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_macro_name_sort_id', 'cases_macro', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_macro_owner_id_modified_at_id', 'cases_macro', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_macro_owner_id_name_sort_id', 'cases_macro', ['owner_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('cases_skill',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(240), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('agent_id', BigId, nullable=True),
    sa.Column('case_reason_id', BigId, nullable=True),
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
    sa.ForeignKeyConstraint(['agent_id'], ['cases_agent.id'], name=op.f('fk_cases_skill_agent_id')),
    sa.ForeignKeyConstraint(['case_reason_id'], ['cases_reason.id'], name=op.f('fk_cases_skill_case_reason_id'), use_alter=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_cases_skill_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_cases_skill_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_cases_skill_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_cases_skill_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_cases_skill_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_cases_skill_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases_skill'))
    )
    op.create_index('ix_cases_skill_agent_id_modified_at_id', 'cases_skill', ['agent_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_skill_case_reason_id_modified_at_id', 'cases_skill', ['case_reason_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_skill_created_at_id', 'cases_skill', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_skill_dealer_id_modified_at_id', 'cases_skill', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_skill_modified_at_id', 'cases_skill', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_cases_skill_owner_id_modified_at_id', 'cases_skill', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('uq_cases_skill_agent_id_case_reason_id', 'cases_skill', ['agent_id', 'case_reason_id'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    with op.batch_alter_table("cases_case") as batch:
        batch.add_column(sa.Column("installed_id", BigId, sa.ForeignKey("core_record.id", name=op.f("fk_cases_case_installed_id")), nullable=True))
    op.create_index(INDEX, "cases_case", ["installed_id", "modified_at", "id"], postgresql_where=LIVING, sqlite_where=LIVING)


def downgrade() -> None:
    op.drop_index(INDEX, table_name="cases_case")
    with op.batch_alter_table("cases_case") as batch:
        batch.drop_column("installed_id")
    op.drop_index('uq_cases_skill_agent_id_case_reason_id', table_name='cases_skill', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_skill_owner_id_modified_at_id', table_name='cases_skill', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_skill_modified_at_id', table_name='cases_skill', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_skill_dealer_id_modified_at_id', table_name='cases_skill', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_skill_created_at_id', table_name='cases_skill', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_skill_case_reason_id_modified_at_id', table_name='cases_skill', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_skill_agent_id_modified_at_id', table_name='cases_skill', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('cases_skill')
    op.drop_index('ix_cases_macro_owner_id_name_sort_id', table_name='cases_macro', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_macro_owner_id_modified_at_id', table_name='cases_macro', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_macro_name_sort_id', table_name='cases_macro', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_macro_modified_at_id', table_name='cases_macro', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_macro_dealer_id_name_sort_id', table_name='cases_macro', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_macro_dealer_id_modified_at_id', table_name='cases_macro', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_macro_created_at_id', table_name='cases_macro', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('cases_macro')
    op.drop_index('ix_cases_assignment_target_target_id_modified_at_id', table_name='cases_assignment_target', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_assignment_target_rule_id_modified_at_id', table_name='cases_assignment_target', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_assignment_target_owner_id_modified_at_id', table_name='cases_assignment_target', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_assignment_target_modified_at_id', table_name='cases_assignment_target', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_assignment_target_dealer_id_modified_at_id', table_name='cases_assignment_target', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_assignment_target_created_at_id', table_name='cases_assignment_target', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('cases_assignment_target')
    op.drop_table('cases_rotation')
    op.drop_index('ix_cases_presence_case', table_name='cases_presence')
    op.drop_table('cases_presence')
    op.drop_table('cases_escalation_rule')
    op.drop_index('ix_cases_decision_case', table_name='cases_decision')
    op.drop_table('cases_decision')
    op.drop_index('ix_cases_assignment_rule_position_id', table_name='cases_assignment_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_assignment_rule_owner_id_position_id', table_name='cases_assignment_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_assignment_rule_owner_id_name_sort_id', table_name='cases_assignment_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_assignment_rule_owner_id_modified_at_id', table_name='cases_assignment_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_assignment_rule_name_sort_id', table_name='cases_assignment_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_assignment_rule_modified_at_id', table_name='cases_assignment_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_assignment_rule_dealer_id_position_id', table_name='cases_assignment_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_assignment_rule_dealer_id_name_sort_id', table_name='cases_assignment_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_assignment_rule_dealer_id_modified_at_id', table_name='cases_assignment_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_assignment_rule_created_at_id', table_name='cases_assignment_rule', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('cases_assignment_rule')
    op.drop_index('ix_cases_answer_template_owner_id_name_sort_id', table_name='cases_answer_template', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_answer_template_owner_id_modified_at_id', table_name='cases_answer_template', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_answer_template_name_sort_id', table_name='cases_answer_template', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_answer_template_modified_at_id', table_name='cases_answer_template', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_answer_template_language_modified_at_id', table_name='cases_answer_template', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_answer_template_dealer_id_name_sort_id', table_name='cases_answer_template', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_answer_template_dealer_id_modified_at_id', table_name='cases_answer_template', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_answer_template_created_at_id', table_name='cases_answer_template', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('cases_answer_template')
    op.drop_index('ix_cases_agent_owner_id_modified_at_id', table_name='cases_agent', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_agent_modified_at_id', table_name='cases_agent', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_agent_member_id_modified_at_id', table_name='cases_agent', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_agent_dealer_id_modified_at_id', table_name='cases_agent', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_cases_agent_created_at_id', table_name='cases_agent', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('cases_agent')
# What cannot be read off the models.
TABLE = "cases_history"
MESSAGE = "the history of cases cannot be changed"
def after_create() -> None:
    """S1: the history cannot be changed, in the database either. Batch mode drops SQLite's triggers: a later migration of the
    table must end with the same call."""
    append_only.protect(op.get_bind(), TABLE, MESSAGE)
