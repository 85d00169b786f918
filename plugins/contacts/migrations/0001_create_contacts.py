"""Create the tables of contacts. Written out: a migration never imports the living model."""

import sqlalchemy as sa
from alembic import op
from core import BigId, Json, MoneyAmount, UTCDateTime, fields

revision = "contacts_0001"
down_revision = None


def upgrade() -> None:
    op.create_table('contacts_account',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(120), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('number', fields.string(40), nullable=True),
    sa.Column('is_person', sa.Boolean(), nullable=True),
    sa.Column('type', sa.String(40), nullable=True),
    sa.Column('parent_id', BigId, nullable=True),
    sa.Column('industry', sa.String(40), nullable=True),
    sa.Column('industry_other', fields.string(60), nullable=True),
    sa.Column('phone', fields.string(24), nullable=True),
    sa.Column('fax', fields.string(24), nullable=True),
    sa.Column('email', fields.string(120), nullable=True),
    sa.Column('website', fields.string(200), nullable=True),
    sa.Column('province', sa.String(length=6), nullable=True),
    sa.Column('city', sa.String(length=6), nullable=True),
    sa.Column('district', sa.String(length=6), nullable=True),
    sa.Column('address', fields.string(200), nullable=True),
    sa.Column('postal_code', fields.string(12), nullable=True),
    sa.Column('employees', sa.Integer(), nullable=True),
    sa.Column('structural_source', sa.String(40), nullable=True),
    sa.Column('first_source', sa.String(40), nullable=True),
    sa.Column('information_source', sa.String(40), nullable=True),
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
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_contacts_account_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_contacts_account_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_contacts_account_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_contacts_account_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_contacts_account_owner_id')),
    sa.ForeignKeyConstraint(['parent_id'], ['contacts_account.id'], name=op.f('fk_contacts_account_parent_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_contacts_account_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contacts_account'))
    )
    op.create_index('ix_contacts_account_city_modified_at_id', 'contacts_account', ['city', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_account_created_at_id', 'contacts_account', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_account_dealer_id_modified_at_id', 'contacts_account', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_account_dealer_id_name_sort_id', 'contacts_account', ['dealer_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_account_dealer_id_number_id', 'contacts_account', ['dealer_id', 'number', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_account_dealer_id_type_id', 'contacts_account', ['dealer_id', 'type', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_account_email_modified_at_id', 'contacts_account', ['email', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_account_first_source_modified_at_id', 'contacts_account', ['first_source', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_account_industry_modified_at_id', 'contacts_account', ['industry', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_account_modified_at_id', 'contacts_account', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_account_name_sort_id', 'contacts_account', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_account_number_id', 'contacts_account', ['number', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_account_owner_id_modified_at_id', 'contacts_account', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_account_owner_id_name_sort_id', 'contacts_account', ['owner_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_account_owner_id_number_id', 'contacts_account', ['owner_id', 'number', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_account_owner_id_type_id', 'contacts_account', ['owner_id', 'type', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_account_parent_id_modified_at_id', 'contacts_account', ['parent_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_account_province_modified_at_id', 'contacts_account', ['province', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_account_structural_source_modified_at_id', 'contacts_account', ['structural_source', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_account_type_id', 'contacts_account', ['type', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('contacts_grade_scheme',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('code', fields.string(20), nullable=True),
    sa.Column('name', fields.string(120), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('is_default', sa.Boolean(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=True),
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
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_contacts_grade_scheme_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_contacts_grade_scheme_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_contacts_grade_scheme_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_contacts_grade_scheme_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_contacts_grade_scheme_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_contacts_grade_scheme_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contacts_grade_scheme'))
    )
    op.create_index('ix_contacts_grade_scheme_code_id', 'contacts_grade_scheme', ['code', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_grade_scheme_created_at_id', 'contacts_grade_scheme', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_grade_scheme_dealer_id_code_id', 'contacts_grade_scheme', ['dealer_id', 'code', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_grade_scheme_dealer_id_modified_at_id', 'contacts_grade_scheme', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_grade_scheme_modified_at_id', 'contacts_grade_scheme', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_grade_scheme_owner_id_code_id', 'contacts_grade_scheme', ['owner_id', 'code', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_grade_scheme_owner_id_modified_at_id', 'contacts_grade_scheme', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('uq_contacts_grade_scheme_code', 'contacts_grade_scheme', ['code'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('contacts_phone_index',
    sa.Column('record_id', BigId, nullable=False),
    sa.Column('field', sa.String(length=60), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('reversed', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['core_record.id'], name=op.f('fk_contacts_phone_index_record_id')),
    sa.PrimaryKeyConstraint('record_id', 'field', name=op.f('pk_contacts_phone_index'))
    )
    op.create_index('ix_contacts_phone_index_number', 'contacts_phone_index', ['number', 'record_id'], unique=False)
    op.create_index('ix_contacts_phone_index_reversed', 'contacts_phone_index', ['reversed', 'record_id'], unique=False)
    op.create_table('contacts_consent',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(40), nullable=True),
    sa.Column('account_id', BigId, nullable=True),
    sa.Column('recipients', sa.String(1000), nullable=True),
    sa.Column('recipient_name', fields.string(120), nullable=True),
    sa.Column('purpose', fields.string(200), nullable=True),
    sa.Column('form', sa.String(40), nullable=True),
    sa.Column('given_on', sa.Date(), nullable=True),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
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
    sa.ForeignKeyConstraint(['account_id'], ['contacts_account.id'], name=op.f('fk_contacts_consent_account_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_contacts_consent_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_contacts_consent_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_contacts_consent_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_contacts_consent_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_contacts_consent_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_contacts_consent_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contacts_consent'))
    )
    op.create_index('ix_contacts_consent_account_id_modified_at_id', 'contacts_consent', ['account_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_consent_created_at_id', 'contacts_consent', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_consent_expires_on_modified_at_id', 'contacts_consent', ['expires_on', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_consent_form_modified_at_id', 'contacts_consent', ['form', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_consent_given_on_id', 'contacts_consent', ['given_on', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_consent_modified_at_id', 'contacts_consent', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_consent_name_id', 'contacts_consent', ['name', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_consent_withdrawn_on_modified_at_id', 'contacts_consent', ['withdrawn_on', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('contacts_contact',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(120), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('family_name', fields.string(60), nullable=True),
    sa.Column('given_name', fields.string(60), nullable=True),
    sa.Column('account_id', BigId, nullable=True),
    sa.Column('is_primary', sa.Boolean(), nullable=True),
    sa.Column('is_person', sa.Boolean(), nullable=True),
    sa.Column('gender', sa.String(40), nullable=True),
    sa.Column('position', fields.string(80), nullable=True),
    sa.Column('department', fields.string(80), nullable=True),
    sa.Column('birthday', sa.Date(), nullable=True),
    sa.Column('id_number', fields.string(30), nullable=True),
    sa.Column('mobile', fields.string(24), nullable=True),
    sa.Column('landline', fields.string(24), nullable=True),
    sa.Column('fax', fields.string(24), nullable=True),
    sa.Column('email', fields.string(120), nullable=True),
    sa.Column('wechat', fields.string(60), nullable=True),
    sa.Column('province', sa.String(length=6), nullable=True),
    sa.Column('city', sa.String(length=6), nullable=True),
    sa.Column('district', sa.String(length=6), nullable=True),
    sa.Column('address', fields.string(200), nullable=True),
    sa.Column('postal_code', fields.string(12), nullable=True),
    sa.Column('do_not_call', sa.Boolean(), nullable=True),
    sa.Column('no_email', sa.Boolean(), nullable=True),
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
    sa.ForeignKeyConstraint(['account_id'], ['contacts_account.id'], name=op.f('fk_contacts_contact_account_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_contacts_contact_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_contacts_contact_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_contacts_contact_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_contacts_contact_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_contacts_contact_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_contacts_contact_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contacts_contact'))
    )
    op.create_index('ix_contacts_contact_account_id_modified_at_id', 'contacts_contact', ['account_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_contact_city_modified_at_id', 'contacts_contact', ['city', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_contact_created_at_id', 'contacts_contact', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_contact_dealer_id_modified_at_id', 'contacts_contact', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_contact_dealer_id_name_sort_id', 'contacts_contact', ['dealer_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_contact_email_modified_at_id', 'contacts_contact', ['email', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_contact_id_number_modified_at_id', 'contacts_contact', ['id_number', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_contact_modified_at_id', 'contacts_contact', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_contact_name_sort_id', 'contacts_contact', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_contact_owner_id_modified_at_id', 'contacts_contact', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_contact_owner_id_name_sort_id', 'contacts_contact', ['owner_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_contact_province_modified_at_id', 'contacts_contact', ['province', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('contacts_credit_analysis',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(40), nullable=True),
    sa.Column('account_id', BigId, nullable=True),
    sa.Column('analysed_on', sa.Date(), nullable=True),
    sa.Column('assessor_id', BigId, nullable=True),
    sa.Column('character', sa.Integer(), nullable=True),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('capital', sa.Integer(), nullable=True),
    sa.Column('collateral', sa.Integer(), nullable=True),
    sa.Column('conditions', sa.Integer(), nullable=True),
    sa.Column('score', sa.Integer(), nullable=True),
    sa.Column('rating', sa.String(40), nullable=True),
    sa.Column('credit_limit', MoneyAmount, nullable=True),
    sa.Column('credit_limit_currency', sa.String(length=3), nullable=True),
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
    sa.ForeignKeyConstraint(['account_id'], ['contacts_account.id'], name=op.f('fk_contacts_credit_analysis_account_id')),
    sa.ForeignKeyConstraint(['assessor_id'], ['core_principal.id'], name=op.f('fk_contacts_credit_analysis_assessor_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_contacts_credit_analysis_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_contacts_credit_analysis_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_contacts_credit_analysis_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_contacts_credit_analysis_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_contacts_credit_analysis_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_contacts_credit_analysis_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contacts_credit_analysis'))
    )
    op.create_index('ix_contacts_credit_analysis_account_id_modified_at_id', 'contacts_credit_analysis', ['account_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_credit_analysis_analysed_on_id', 'contacts_credit_analysis', ['analysed_on', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_credit_analysis_assessor_id_modified_at_id', 'contacts_credit_analysis', ['assessor_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_credit_analysis_created_at_id', 'contacts_credit_analysis', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_credit_analysis_modified_at_id', 'contacts_credit_analysis', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_credit_analysis_name_id', 'contacts_credit_analysis', ['name', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_credit_analysis_rating_modified_at_id', 'contacts_credit_analysis', ['rating', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_credit_analysis_score_id', 'contacts_credit_analysis', ['score', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('contacts_customer_profile',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(40), nullable=True),
    sa.Column('account_id', BigId, nullable=True),
    sa.Column('enterprise_type', sa.String(40), nullable=True),
    sa.Column('registered_capital', MoneyAmount, nullable=True),
    sa.Column('registered_capital_currency', sa.String(length=3), nullable=True),
    sa.Column('line_of_business', fields.string(200), nullable=True),
    sa.Column('business_nature', sa.String(40), nullable=True),
    sa.Column('domestic_share', sa.Integer(), nullable=True),
    sa.Column('export_share', sa.Integer(), nullable=True),
    sa.Column('credit_status', sa.String(40), nullable=True),
    sa.Column('operating_status', sa.String(40), nullable=True),
    sa.Column('employees', sa.Integer(), nullable=True),
    sa.Column('high_season', sa.String(1000), nullable=True),
    sa.Column('low_season', sa.String(1000), nullable=True),
    sa.Column('highest_monthly_purchase', MoneyAmount, nullable=True),
    sa.Column('highest_monthly_purchase_currency', sa.String(length=3), nullable=True),
    sa.Column('average_monthly_purchase', MoneyAmount, nullable=True),
    sa.Column('average_monthly_purchase_currency', sa.String(length=3), nullable=True),
    sa.Column('products_bought', sa.Text(), nullable=True),
    sa.Column('first_deal_on', sa.Date(), nullable=True),
    sa.Column('remarks', sa.Text(), nullable=True),
    sa.Column('made_by_id', BigId, nullable=True),
    sa.Column('filed_by_id', BigId, nullable=True),
    sa.Column('filed_on', sa.Date(), nullable=True),
    sa.Column('supervisor_id', BigId, nullable=True),
    sa.Column('supervisor_at', UTCDateTime, nullable=True),
    sa.Column('manager_id', BigId, nullable=True),
    sa.Column('manager_at', UTCDateTime, nullable=True),
    sa.Column('general_manager_id', BigId, nullable=True),
    sa.Column('general_manager_at', UTCDateTime, nullable=True),
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
    sa.ForeignKeyConstraint(['account_id'], ['contacts_account.id'], name=op.f('fk_contacts_customer_profile_account_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_contacts_customer_profile_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_contacts_customer_profile_dealer_id')),
    sa.ForeignKeyConstraint(['filed_by_id'], ['core_principal.id'], name=op.f('fk_contacts_customer_profile_filed_by_id')),
    sa.ForeignKeyConstraint(['general_manager_id'], ['core_principal.id'], name=op.f('fk_contacts_customer_profile_general_manager_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_contacts_customer_profile_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['core_principal.id'], name=op.f('fk_contacts_customer_profile_made_by_id')),
    sa.ForeignKeyConstraint(['manager_id'], ['core_principal.id'], name=op.f('fk_contacts_customer_profile_manager_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_contacts_customer_profile_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_contacts_customer_profile_owner_id')),
    sa.ForeignKeyConstraint(['supervisor_id'], ['core_principal.id'], name=op.f('fk_contacts_customer_profile_supervisor_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_contacts_customer_profile_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contacts_customer_profile'))
    )
    op.create_index('ix_contacts_customer_profile_account_id_modified_at_id', 'contacts_customer_profile', ['account_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_customer_profile_created_at_id', 'contacts_customer_profile', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_customer_profile_credit_status_modified_at_id', 'contacts_customer_profile', ['credit_status', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_customer_profile_enterprise_type_modified_at_id', 'contacts_customer_profile', ['enterprise_type', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_customer_profile_general_manager_id_mod_832408a8', 'contacts_customer_profile', ['general_manager_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_customer_profile_manager_id_modified_at_id', 'contacts_customer_profile', ['manager_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_customer_profile_modified_at_id', 'contacts_customer_profile', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_customer_profile_name_id', 'contacts_customer_profile', ['name', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_customer_profile_operating_status_modified_at_id', 'contacts_customer_profile', ['operating_status', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_customer_profile_supervisor_id_modified_at_id', 'contacts_customer_profile', ['supervisor_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('uq_contacts_customer_profile_account_id', 'contacts_customer_profile', ['account_id'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('contacts_delivery_limit',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(40), nullable=True),
    sa.Column('account_id', BigId, nullable=True),
    sa.Column('dated_on', sa.Date(), nullable=True),
    sa.Column('founded_on', sa.Date(), nullable=True),
    sa.Column('expected_sales', MoneyAmount, nullable=True),
    sa.Column('expected_sales_currency', sa.String(length=3), nullable=True),
    sa.Column('products', sa.Text(), nullable=True),
    sa.Column('average_monthly_sales', MoneyAmount, nullable=True),
    sa.Column('average_monthly_sales_currency', sa.String(length=3), nullable=True),
    sa.Column('recommended_maximum', MoneyAmount, nullable=True),
    sa.Column('recommended_maximum_currency', sa.String(length=3), nullable=True),
    sa.Column('remarks', sa.Text(), nullable=True),
    sa.Column('manager_id', BigId, nullable=True),
    sa.Column('manager_at', UTCDateTime, nullable=True),
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
    sa.ForeignKeyConstraint(['account_id'], ['contacts_account.id'], name=op.f('fk_contacts_delivery_limit_account_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_contacts_delivery_limit_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_contacts_delivery_limit_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_contacts_delivery_limit_id')),
    sa.ForeignKeyConstraint(['manager_id'], ['core_principal.id'], name=op.f('fk_contacts_delivery_limit_manager_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_contacts_delivery_limit_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_contacts_delivery_limit_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_contacts_delivery_limit_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contacts_delivery_limit'))
    )
    op.create_index('ix_contacts_delivery_limit_account_id_modified_at_id', 'contacts_delivery_limit', ['account_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_delivery_limit_created_at_id', 'contacts_delivery_limit', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_delivery_limit_dated_on_id', 'contacts_delivery_limit', ['dated_on', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_delivery_limit_manager_id_modified_at_id', 'contacts_delivery_limit', ['manager_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_delivery_limit_modified_at_id', 'contacts_delivery_limit', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_delivery_limit_name_id', 'contacts_delivery_limit', ['name', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('contacts_grade',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('scheme_id', BigId, nullable=True),
    sa.Column('code', fields.string(4), nullable=True),
    sa.Column('name', fields.string(80), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('position', sa.Integer(), nullable=True),
    sa.Column('horizon_days', sa.Integer(), nullable=True),
    sa.Column('follow_up_days', sa.Integer(), nullable=True),
    sa.Column('is_open', sa.Boolean(), nullable=True),
    sa.Column('must_dispatch', sa.Boolean(), nullable=True),
    sa.Column('forecast_category', sa.String(40), nullable=True),
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
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_contacts_grade_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_contacts_grade_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_contacts_grade_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_contacts_grade_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_contacts_grade_owner_id')),
    sa.ForeignKeyConstraint(['scheme_id'], ['contacts_grade_scheme.id'], name=op.f('fk_contacts_grade_scheme_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_contacts_grade_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contacts_grade'))
    )
    op.create_index('ix_contacts_grade_code_id', 'contacts_grade', ['code', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_grade_created_at_id', 'contacts_grade', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_grade_dealer_id_code_id', 'contacts_grade', ['dealer_id', 'code', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_grade_dealer_id_modified_at_id', 'contacts_grade', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_grade_dealer_id_position_id', 'contacts_grade', ['dealer_id', 'position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_grade_modified_at_id', 'contacts_grade', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_grade_owner_id_code_id', 'contacts_grade', ['owner_id', 'code', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_grade_owner_id_modified_at_id', 'contacts_grade', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_grade_owner_id_position_id', 'contacts_grade', ['owner_id', 'position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_grade_position_id', 'contacts_grade', ['position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_grade_scheme_id_modified_at_id', 'contacts_grade', ['scheme_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('uq_contacts_grade_scheme_id_code', 'contacts_grade', ['scheme_id', 'code'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('contacts_key_person',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(120), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('account_id', BigId, nullable=True),
    sa.Column('title', fields.string(80), nullable=True),
    sa.Column('phone', fields.string(24), nullable=True),
    sa.Column('character', fields.string(200), nullable=True),
    sa.Column('hobbies', fields.string(200), nullable=True),
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
    sa.ForeignKeyConstraint(['account_id'], ['contacts_account.id'], name=op.f('fk_contacts_key_person_account_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_contacts_key_person_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_contacts_key_person_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_contacts_key_person_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_contacts_key_person_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_contacts_key_person_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_contacts_key_person_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contacts_key_person'))
    )
    op.create_index('ix_contacts_key_person_account_id_modified_at_id', 'contacts_key_person', ['account_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_key_person_created_at_id', 'contacts_key_person', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_key_person_modified_at_id', 'contacts_key_person', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_key_person_name_sort_id', 'contacts_key_person', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('contacts_limit_release',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(40), nullable=True),
    sa.Column('account_id', BigId, nullable=True),
    sa.Column('record_id', BigId, nullable=True),
    sa.Column('amount', MoneyAmount, nullable=True),
    sa.Column('amount_currency', sa.String(length=3), nullable=True),
    sa.Column('release_reason', sa.Text(), nullable=True),
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
    sa.ForeignKeyConstraint(['account_id'], ['contacts_account.id'], name=op.f('fk_contacts_limit_release_account_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_contacts_limit_release_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_contacts_limit_release_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_contacts_limit_release_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_contacts_limit_release_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_contacts_limit_release_owner_id')),
    sa.ForeignKeyConstraint(['record_id'], ['core_record.id'], name=op.f('fk_contacts_limit_release_record_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_contacts_limit_release_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contacts_limit_release'))
    )
    op.create_index('ix_contacts_limit_release_account_id_modified_at_id', 'contacts_limit_release', ['account_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_limit_release_created_at_id', 'contacts_limit_release', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_limit_release_modified_at_id', 'contacts_limit_release', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_limit_release_name_id', 'contacts_limit_release', ['name', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_limit_release_record_id_modified_at_id', 'contacts_limit_release', ['record_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('contacts_new_customer_report',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(40), nullable=True),
    sa.Column('account_id', BigId, nullable=True),
    sa.Column('reported_on', sa.Date(), nullable=True),
    sa.Column('representative_id', BigId, nullable=True),
    sa.Column('products_promoted', sa.Text(), nullable=True),
    sa.Column('first_deal_amount', MoneyAmount, nullable=True),
    sa.Column('first_deal_amount_currency', sa.String(length=3), nullable=True),
    sa.Column('first_deal_product', fields.string(200), nullable=True),
    sa.Column('how_won', sa.Text(), nullable=True),
    sa.Column('remarks', sa.Text(), nullable=True),
    sa.Column('instruction', sa.Text(), nullable=True),
    sa.Column('reporter_id', BigId, nullable=True),
    sa.Column('reporter_at', UTCDateTime, nullable=True),
    sa.Column('manager_id', BigId, nullable=True),
    sa.Column('manager_at', UTCDateTime, nullable=True),
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
    sa.ForeignKeyConstraint(['account_id'], ['contacts_account.id'], name=op.f('fk_contacts_new_customer_report_account_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_contacts_new_customer_report_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_contacts_new_customer_report_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_contacts_new_customer_report_id')),
    sa.ForeignKeyConstraint(['manager_id'], ['core_principal.id'], name=op.f('fk_contacts_new_customer_report_manager_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_contacts_new_customer_report_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_contacts_new_customer_report_owner_id')),
    sa.ForeignKeyConstraint(['reporter_id'], ['core_principal.id'], name=op.f('fk_contacts_new_customer_report_reporter_id')),
    sa.ForeignKeyConstraint(['representative_id'], ['core_principal.id'], name=op.f('fk_contacts_new_customer_report_representative_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_contacts_new_customer_report_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contacts_new_customer_report'))
    )
    op.create_index('ix_contacts_new_customer_report_account_id_modified_at_id', 'contacts_new_customer_report', ['account_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_new_customer_report_created_at_id', 'contacts_new_customer_report', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_new_customer_report_manager_id_modified_at_id', 'contacts_new_customer_report', ['manager_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_new_customer_report_modified_at_id', 'contacts_new_customer_report', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_new_customer_report_name_id', 'contacts_new_customer_report', ['name', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_new_customer_report_reported_on_id', 'contacts_new_customer_report', ['reported_on', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_new_customer_report_reporter_id_modified_at_id', 'contacts_new_customer_report', ['reporter_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_new_customer_report_representative_id_m_c453f6ff', 'contacts_new_customer_report', ['representative_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('contacts_processing_statement',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(40), nullable=True),
    sa.Column('account_id', BigId, nullable=True),
    sa.Column('dated_on', sa.Date(), nullable=True),
    sa.Column('amount', MoneyAmount, nullable=True),
    sa.Column('amount_currency', sa.String(length=3), nullable=True),
    sa.Column('rework', MoneyAmount, nullable=True),
    sa.Column('rework_currency', sa.String(length=3), nullable=True),
    sa.Column('owed', MoneyAmount, nullable=True),
    sa.Column('owed_currency', sa.String(length=3), nullable=True),
    sa.Column('remarks', sa.Text(), nullable=True),
    sa.Column('preparer_id', BigId, nullable=True),
    sa.Column('preparer_at', UTCDateTime, nullable=True),
    sa.Column('supervisor_id', BigId, nullable=True),
    sa.Column('supervisor_at', UTCDateTime, nullable=True),
    sa.Column('manager_id', BigId, nullable=True),
    sa.Column('manager_at', UTCDateTime, nullable=True),
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
    sa.ForeignKeyConstraint(['account_id'], ['contacts_account.id'], name=op.f('fk_contacts_processing_statement_account_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_contacts_processing_statement_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_contacts_processing_statement_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_contacts_processing_statement_id')),
    sa.ForeignKeyConstraint(['manager_id'], ['core_principal.id'], name=op.f('fk_contacts_processing_statement_manager_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_contacts_processing_statement_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_contacts_processing_statement_owner_id')),
    sa.ForeignKeyConstraint(['preparer_id'], ['core_principal.id'], name=op.f('fk_contacts_processing_statement_preparer_id')),
    sa.ForeignKeyConstraint(['supervisor_id'], ['core_principal.id'], name=op.f('fk_contacts_processing_statement_supervisor_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_contacts_processing_statement_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contacts_processing_statement'))
    )
    op.create_index('ix_contacts_processing_statement_account_id_modified_at_id', 'contacts_processing_statement', ['account_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_processing_statement_amount_id', 'contacts_processing_statement', ['amount', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_processing_statement_created_at_id', 'contacts_processing_statement', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_processing_statement_dated_on_id', 'contacts_processing_statement', ['dated_on', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_processing_statement_manager_id_modified_at_id', 'contacts_processing_statement', ['manager_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_processing_statement_modified_at_id', 'contacts_processing_statement', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_processing_statement_name_id', 'contacts_processing_statement', ['name', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_processing_statement_owed_id', 'contacts_processing_statement', ['owed', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_processing_statement_preparer_id_modified_at_id', 'contacts_processing_statement', ['preparer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_processing_statement_supervisor_id_modi_5b890f50', 'contacts_processing_statement', ['supervisor_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('contacts_disclosure',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(40), nullable=True),
    sa.Column('account_id', BigId, nullable=True),
    sa.Column('consent_id', BigId, nullable=True),
    sa.Column('recipient', sa.String(40), nullable=True),
    sa.Column('recipient_name', fields.string(120), nullable=True),
    sa.Column('purpose', fields.string(200), nullable=True),
    sa.Column('disclosed_at', UTCDateTime, nullable=True),
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
    sa.ForeignKeyConstraint(['account_id'], ['contacts_account.id'], name=op.f('fk_contacts_disclosure_account_id')),
    sa.ForeignKeyConstraint(['consent_id'], ['contacts_consent.id'], name=op.f('fk_contacts_disclosure_consent_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_contacts_disclosure_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_contacts_disclosure_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_contacts_disclosure_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_contacts_disclosure_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_contacts_disclosure_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_contacts_disclosure_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contacts_disclosure'))
    )
    op.create_index('ix_contacts_disclosure_account_id_modified_at_id', 'contacts_disclosure', ['account_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_disclosure_consent_id_modified_at_id', 'contacts_disclosure', ['consent_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_disclosure_created_at_id', 'contacts_disclosure', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_disclosure_disclosed_at_id', 'contacts_disclosure', ['disclosed_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_disclosure_modified_at_id', 'contacts_disclosure', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_disclosure_name_id', 'contacts_disclosure', ['name', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_disclosure_recipient_modified_at_id', 'contacts_disclosure', ['recipient', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('contacts_partner',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(255), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('record_id', BigId, nullable=True),
    sa.Column('partner_account_id', BigId, nullable=True),
    sa.Column('partner_contact_id', BigId, nullable=True),
    sa.Column('role', sa.String(40), nullable=True),
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
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_contacts_partner_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_contacts_partner_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_contacts_partner_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_contacts_partner_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_contacts_partner_owner_id')),
    sa.ForeignKeyConstraint(['partner_account_id'], ['contacts_account.id'], name=op.f('fk_contacts_partner_partner_account_id')),
    sa.ForeignKeyConstraint(['partner_contact_id'], ['contacts_contact.id'], name=op.f('fk_contacts_partner_partner_contact_id')),
    sa.ForeignKeyConstraint(['record_id'], ['core_record.id'], name=op.f('fk_contacts_partner_record_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_contacts_partner_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contacts_partner'))
    )
    op.create_index('ix_contacts_partner_created_at_id', 'contacts_partner', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_partner_dealer_id_modified_at_id', 'contacts_partner', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_partner_dealer_id_name_sort_id', 'contacts_partner', ['dealer_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_partner_modified_at_id', 'contacts_partner', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_partner_name_sort_id', 'contacts_partner', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_partner_owner_id_modified_at_id', 'contacts_partner', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_partner_owner_id_name_sort_id', 'contacts_partner', ['owner_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_partner_partner_account_id_modified_at_id', 'contacts_partner', ['partner_account_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_partner_partner_contact_id_modified_at_id', 'contacts_partner', ['partner_contact_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_partner_record_id_modified_at_id', 'contacts_partner', ['record_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_contacts_partner_role_modified_at_id', 'contacts_partner', ['role', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))


def downgrade() -> None:
    op.drop_index('ix_contacts_partner_role_modified_at_id', table_name='contacts_partner', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_partner_record_id_modified_at_id', table_name='contacts_partner', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_partner_partner_contact_id_modified_at_id', table_name='contacts_partner', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_partner_partner_account_id_modified_at_id', table_name='contacts_partner', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_partner_owner_id_name_sort_id', table_name='contacts_partner', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_partner_owner_id_modified_at_id', table_name='contacts_partner', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_partner_name_sort_id', table_name='contacts_partner', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_partner_modified_at_id', table_name='contacts_partner', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_partner_dealer_id_name_sort_id', table_name='contacts_partner', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_partner_dealer_id_modified_at_id', table_name='contacts_partner', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_partner_created_at_id', table_name='contacts_partner', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('contacts_partner')
    op.drop_index('ix_contacts_disclosure_recipient_modified_at_id', table_name='contacts_disclosure', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_disclosure_name_id', table_name='contacts_disclosure', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_disclosure_modified_at_id', table_name='contacts_disclosure', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_disclosure_disclosed_at_id', table_name='contacts_disclosure', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_disclosure_created_at_id', table_name='contacts_disclosure', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_disclosure_consent_id_modified_at_id', table_name='contacts_disclosure', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_disclosure_account_id_modified_at_id', table_name='contacts_disclosure', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('contacts_disclosure')
    op.drop_index('ix_contacts_processing_statement_supervisor_id_modi_5b890f50', table_name='contacts_processing_statement', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_processing_statement_preparer_id_modified_at_id', table_name='contacts_processing_statement', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_processing_statement_owed_id', table_name='contacts_processing_statement', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_processing_statement_name_id', table_name='contacts_processing_statement', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_processing_statement_modified_at_id', table_name='contacts_processing_statement', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_processing_statement_manager_id_modified_at_id', table_name='contacts_processing_statement', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_processing_statement_dated_on_id', table_name='contacts_processing_statement', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_processing_statement_created_at_id', table_name='contacts_processing_statement', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_processing_statement_amount_id', table_name='contacts_processing_statement', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_processing_statement_account_id_modified_at_id', table_name='contacts_processing_statement', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('contacts_processing_statement')
    op.drop_index('ix_contacts_new_customer_report_representative_id_m_c453f6ff', table_name='contacts_new_customer_report', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_new_customer_report_reporter_id_modified_at_id', table_name='contacts_new_customer_report', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_new_customer_report_reported_on_id', table_name='contacts_new_customer_report', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_new_customer_report_name_id', table_name='contacts_new_customer_report', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_new_customer_report_modified_at_id', table_name='contacts_new_customer_report', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_new_customer_report_manager_id_modified_at_id', table_name='contacts_new_customer_report', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_new_customer_report_created_at_id', table_name='contacts_new_customer_report', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_new_customer_report_account_id_modified_at_id', table_name='contacts_new_customer_report', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('contacts_new_customer_report')
    op.drop_index('ix_contacts_limit_release_record_id_modified_at_id', table_name='contacts_limit_release', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_limit_release_name_id', table_name='contacts_limit_release', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_limit_release_modified_at_id', table_name='contacts_limit_release', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_limit_release_created_at_id', table_name='contacts_limit_release', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_limit_release_account_id_modified_at_id', table_name='contacts_limit_release', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('contacts_limit_release')
    op.drop_index('ix_contacts_key_person_name_sort_id', table_name='contacts_key_person', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_key_person_modified_at_id', table_name='contacts_key_person', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_key_person_created_at_id', table_name='contacts_key_person', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_key_person_account_id_modified_at_id', table_name='contacts_key_person', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('contacts_key_person')
    op.drop_index('uq_contacts_grade_scheme_id_code', table_name='contacts_grade', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_grade_scheme_id_modified_at_id', table_name='contacts_grade', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_grade_position_id', table_name='contacts_grade', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_grade_owner_id_position_id', table_name='contacts_grade', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_grade_owner_id_modified_at_id', table_name='contacts_grade', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_grade_owner_id_code_id', table_name='contacts_grade', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_grade_modified_at_id', table_name='contacts_grade', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_grade_dealer_id_position_id', table_name='contacts_grade', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_grade_dealer_id_modified_at_id', table_name='contacts_grade', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_grade_dealer_id_code_id', table_name='contacts_grade', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_grade_created_at_id', table_name='contacts_grade', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_grade_code_id', table_name='contacts_grade', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('contacts_grade')
    op.drop_index('ix_contacts_delivery_limit_name_id', table_name='contacts_delivery_limit', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_delivery_limit_modified_at_id', table_name='contacts_delivery_limit', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_delivery_limit_manager_id_modified_at_id', table_name='contacts_delivery_limit', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_delivery_limit_dated_on_id', table_name='contacts_delivery_limit', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_delivery_limit_created_at_id', table_name='contacts_delivery_limit', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_delivery_limit_account_id_modified_at_id', table_name='contacts_delivery_limit', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('contacts_delivery_limit')
    op.drop_index('uq_contacts_customer_profile_account_id', table_name='contacts_customer_profile', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_customer_profile_supervisor_id_modified_at_id', table_name='contacts_customer_profile', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_customer_profile_operating_status_modified_at_id', table_name='contacts_customer_profile', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_customer_profile_name_id', table_name='contacts_customer_profile', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_customer_profile_modified_at_id', table_name='contacts_customer_profile', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_customer_profile_manager_id_modified_at_id', table_name='contacts_customer_profile', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_customer_profile_general_manager_id_mod_832408a8', table_name='contacts_customer_profile', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_customer_profile_enterprise_type_modified_at_id', table_name='contacts_customer_profile', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_customer_profile_credit_status_modified_at_id', table_name='contacts_customer_profile', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_customer_profile_created_at_id', table_name='contacts_customer_profile', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_customer_profile_account_id_modified_at_id', table_name='contacts_customer_profile', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('contacts_customer_profile')
    op.drop_index('ix_contacts_credit_analysis_score_id', table_name='contacts_credit_analysis', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_credit_analysis_rating_modified_at_id', table_name='contacts_credit_analysis', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_credit_analysis_name_id', table_name='contacts_credit_analysis', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_credit_analysis_modified_at_id', table_name='contacts_credit_analysis', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_credit_analysis_created_at_id', table_name='contacts_credit_analysis', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_credit_analysis_assessor_id_modified_at_id', table_name='contacts_credit_analysis', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_credit_analysis_analysed_on_id', table_name='contacts_credit_analysis', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_credit_analysis_account_id_modified_at_id', table_name='contacts_credit_analysis', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('contacts_credit_analysis')
    op.drop_index('ix_contacts_contact_province_modified_at_id', table_name='contacts_contact', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_contact_owner_id_name_sort_id', table_name='contacts_contact', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_contact_owner_id_modified_at_id', table_name='contacts_contact', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_contact_name_sort_id', table_name='contacts_contact', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_contact_modified_at_id', table_name='contacts_contact', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_contact_id_number_modified_at_id', table_name='contacts_contact', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_contact_email_modified_at_id', table_name='contacts_contact', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_contact_dealer_id_name_sort_id', table_name='contacts_contact', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_contact_dealer_id_modified_at_id', table_name='contacts_contact', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_contact_created_at_id', table_name='contacts_contact', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_contact_city_modified_at_id', table_name='contacts_contact', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_contact_account_id_modified_at_id', table_name='contacts_contact', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('contacts_contact')
    op.drop_index('ix_contacts_consent_withdrawn_on_modified_at_id', table_name='contacts_consent', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_consent_name_id', table_name='contacts_consent', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_consent_modified_at_id', table_name='contacts_consent', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_consent_given_on_id', table_name='contacts_consent', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_consent_form_modified_at_id', table_name='contacts_consent', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_consent_expires_on_modified_at_id', table_name='contacts_consent', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_consent_created_at_id', table_name='contacts_consent', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_consent_account_id_modified_at_id', table_name='contacts_consent', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('contacts_consent')
    op.drop_index('ix_contacts_phone_index_reversed', table_name='contacts_phone_index')
    op.drop_index('ix_contacts_phone_index_number', table_name='contacts_phone_index')
    op.drop_table('contacts_phone_index')
    op.drop_index('uq_contacts_grade_scheme_code', table_name='contacts_grade_scheme', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_grade_scheme_owner_id_modified_at_id', table_name='contacts_grade_scheme', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_grade_scheme_owner_id_code_id', table_name='contacts_grade_scheme', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_grade_scheme_modified_at_id', table_name='contacts_grade_scheme', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_grade_scheme_dealer_id_modified_at_id', table_name='contacts_grade_scheme', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_grade_scheme_dealer_id_code_id', table_name='contacts_grade_scheme', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_grade_scheme_created_at_id', table_name='contacts_grade_scheme', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_grade_scheme_code_id', table_name='contacts_grade_scheme', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('contacts_grade_scheme')
    op.drop_index('ix_contacts_account_type_id', table_name='contacts_account', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_account_structural_source_modified_at_id', table_name='contacts_account', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_account_province_modified_at_id', table_name='contacts_account', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_account_parent_id_modified_at_id', table_name='contacts_account', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_account_owner_id_type_id', table_name='contacts_account', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_account_owner_id_number_id', table_name='contacts_account', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_account_owner_id_name_sort_id', table_name='contacts_account', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_account_owner_id_modified_at_id', table_name='contacts_account', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_account_number_id', table_name='contacts_account', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_account_name_sort_id', table_name='contacts_account', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_account_modified_at_id', table_name='contacts_account', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_account_industry_modified_at_id', table_name='contacts_account', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_account_first_source_modified_at_id', table_name='contacts_account', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_account_email_modified_at_id', table_name='contacts_account', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_account_dealer_id_type_id', table_name='contacts_account', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_account_dealer_id_number_id', table_name='contacts_account', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_account_dealer_id_name_sort_id', table_name='contacts_account', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_account_dealer_id_modified_at_id', table_name='contacts_account', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_account_created_at_id', table_name='contacts_account', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_contacts_account_city_modified_at_id', table_name='contacts_account', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('contacts_account')
