"""Create the tables of quotes, their lines and the limits of discounts. Written out: a migration never imports the living model."""

import sqlalchemy as sa
from alembic import op
from core import BigId, Json, MoneyAmount, UTCDateTime, fields

revision = "quotes_0002"
down_revision = "quotes_0001"


def upgrade() -> None:
    op.create_table('quotes_discount_limit',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(120), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('role', fields.string(60), nullable=True),
    sa.Column('percent', MoneyAmount, nullable=True),
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
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_quotes_discount_limit_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_quotes_discount_limit_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_quotes_discount_limit_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_quotes_discount_limit_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_quotes_discount_limit_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_quotes_discount_limit_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quotes_discount_limit'))
    )
    op.create_index('ix_quotes_discount_limit_created_at_id', 'quotes_discount_limit', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_discount_limit_dealer_id_modified_at_id', 'quotes_discount_limit', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_discount_limit_dealer_id_name_sort_id', 'quotes_discount_limit', ['dealer_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_discount_limit_modified_at_id', 'quotes_discount_limit', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_discount_limit_name_sort_id', 'quotes_discount_limit', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_discount_limit_owner_id_modified_at_id', 'quotes_discount_limit', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_discount_limit_owner_id_name_sort_id', 'quotes_discount_limit', ['owner_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_discount_limit_role_modified_at_id', 'quotes_discount_limit', ['role', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('uq_quotes_discount_limit_role', 'quotes_discount_limit', ['role'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('quotes_quote',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(200), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('number', fields.string(40), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=True),
    sa.Column('opportunity_id', BigId, nullable=True),
    sa.Column('account_id', BigId, nullable=True),
    sa.Column('contact_id', BigId, nullable=True),
    sa.Column('status', sa.String(40), nullable=True),
    sa.Column('is_open', sa.Boolean(), nullable=True),
    sa.Column('synchronised', sa.Boolean(), nullable=True),
    sa.Column('replaces_id', BigId, nullable=True),
    sa.Column('book_id', BigId, nullable=True),
    sa.Column('includes_tax', sa.Boolean(), nullable=True),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('language', sa.String(40), nullable=True),
    sa.Column('terms', sa.Text(), nullable=True),
    sa.Column('subtotal', MoneyAmount, nullable=True),
    sa.Column('subtotal_currency', sa.String(length=3), nullable=True),
    sa.Column('amount', MoneyAmount, nullable=True),
    sa.Column('amount_currency', sa.String(length=3), nullable=True),
    sa.Column('net', MoneyAmount, nullable=True),
    sa.Column('net_currency', sa.String(length=3), nullable=True),
    sa.Column('tax', MoneyAmount, nullable=True),
    sa.Column('tax_currency', sa.String(length=3), nullable=True),
    sa.Column('gross', MoneyAmount, nullable=True),
    sa.Column('gross_currency', sa.String(length=3), nullable=True),
    sa.Column('largest_discount', MoneyAmount, nullable=True),
    sa.Column('approved_by_id', BigId, nullable=True),
    sa.Column('sent_on', sa.Date(), nullable=True),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=True),
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
    sa.ForeignKeyConstraint(['account_id'], ['contacts_account.id'], name=op.f('fk_quotes_quote_account_id')),
    sa.ForeignKeyConstraint(['approved_by_id'], ['core_principal.id'], name=op.f('fk_quotes_quote_approved_by_id')),
    sa.ForeignKeyConstraint(['book_id'], ['products_price_book.id'], name=op.f('fk_quotes_quote_book_id')),
    sa.ForeignKeyConstraint(['contact_id'], ['contacts_contact.id'], name=op.f('fk_quotes_quote_contact_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_quotes_quote_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_quotes_quote_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_quotes_quote_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_quotes_quote_modified_by_id')),
    sa.ForeignKeyConstraint(['opportunity_id'], ['opportunities_opportunity.id'], name=op.f('fk_quotes_quote_opportunity_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_quotes_quote_owner_id')),
    sa.ForeignKeyConstraint(['replaces_id'], ['quotes_quote.id'], name=op.f('fk_quotes_quote_replaces_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_quotes_quote_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quotes_quote'))
    )
    op.create_index('ix_quotes_quote_account_id_modified_at_id', 'quotes_quote', ['account_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_quote_contact_id_modified_at_id', 'quotes_quote', ['contact_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_quote_created_at_id', 'quotes_quote', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_quote_decided_on_modified_at_id', 'quotes_quote', ['decided_on', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_quote_gross_id', 'quotes_quote', ['gross', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_quote_is_open_valid_until_id', 'quotes_quote', ['is_open', 'valid_until', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_quote_modified_at_id', 'quotes_quote', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_quote_name_sort_id', 'quotes_quote', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_quote_number_id', 'quotes_quote', ['number', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_quote_opportunity_id_modified_at_id', 'quotes_quote', ['opportunity_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_quote_sent_on_modified_at_id', 'quotes_quote', ['sent_on', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_quote_status_modified_at_id', 'quotes_quote', ['status', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_quote_status_valid_until_id', 'quotes_quote', ['status', 'valid_until', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_quote_valid_until_id', 'quotes_quote', ['valid_until', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('uq_quotes_quote_number_revision', 'quotes_quote', ['number', 'revision'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('quotes_quote_line',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(255), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('quote_id', BigId, nullable=True),
    sa.Column('opportunity_line_id', BigId, nullable=True),
    sa.Column('product_id', BigId, nullable=True),
    sa.Column('entry_id', BigId, nullable=True),
    sa.Column('position', sa.Integer(), nullable=True),
    sa.Column('quantity', MoneyAmount, nullable=True),
    sa.Column('list_price', MoneyAmount, nullable=True),
    sa.Column('list_price_currency', sa.String(length=3), nullable=True),
    sa.Column('sales_price', MoneyAmount, nullable=True),
    sa.Column('sales_price_currency', sa.String(length=3), nullable=True),
    sa.Column('discount_percent', MoneyAmount, nullable=True),
    sa.Column('discount_amount', MoneyAmount, nullable=True),
    sa.Column('discount_amount_currency', sa.String(length=3), nullable=True),
    sa.Column('subtotal', MoneyAmount, nullable=True),
    sa.Column('subtotal_currency', sa.String(length=3), nullable=True),
    sa.Column('total', MoneyAmount, nullable=True),
    sa.Column('total_currency', sa.String(length=3), nullable=True),
    sa.Column('tax_rate', MoneyAmount, nullable=True),
    sa.Column('net', MoneyAmount, nullable=True),
    sa.Column('net_currency', sa.String(length=3), nullable=True),
    sa.Column('tax', MoneyAmount, nullable=True),
    sa.Column('tax_currency', sa.String(length=3), nullable=True),
    sa.Column('gross', MoneyAmount, nullable=True),
    sa.Column('gross_currency', sa.String(length=3), nullable=True),
    sa.Column('description', fields.string(255), nullable=True),
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
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_quotes_quote_line_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_quotes_quote_line_dealer_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['products_price_book_entry.id'], name=op.f('fk_quotes_quote_line_entry_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_quotes_quote_line_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_quotes_quote_line_modified_by_id')),
    sa.ForeignKeyConstraint(['opportunity_line_id'], ['quotes_opportunity_line.id'], name=op.f('fk_quotes_quote_line_opportunity_line_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_quotes_quote_line_owner_id')),
    sa.ForeignKeyConstraint(['product_id'], ['products_product.id'], name=op.f('fk_quotes_quote_line_product_id')),
    sa.ForeignKeyConstraint(['quote_id'], ['quotes_quote.id'], name=op.f('fk_quotes_quote_line_quote_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_quotes_quote_line_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quotes_quote_line'))
    )
    op.create_index('ix_quotes_quote_line_created_at_id', 'quotes_quote_line', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_quote_line_entry_id_modified_at_id', 'quotes_quote_line', ['entry_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_quote_line_modified_at_id', 'quotes_quote_line', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_quote_line_opportunity_line_id_modified_at_id', 'quotes_quote_line', ['opportunity_line_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_quote_line_position_id', 'quotes_quote_line', ['position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_quote_line_product_id_modified_at_id', 'quotes_quote_line', ['product_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_quote_line_quote_id_modified_at_id', 'quotes_quote_line', ['quote_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_quote_line_quote_id_position_id', 'quotes_quote_line', ['quote_id', 'position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_quote_line_total_id', 'quotes_quote_line', ['total', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))


def downgrade() -> None:
    op.drop_index('ix_quotes_quote_line_total_id', table_name='quotes_quote_line', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_quote_line_quote_id_position_id', table_name='quotes_quote_line', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_quote_line_quote_id_modified_at_id', table_name='quotes_quote_line', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_quote_line_product_id_modified_at_id', table_name='quotes_quote_line', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_quote_line_position_id', table_name='quotes_quote_line', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_quote_line_opportunity_line_id_modified_at_id', table_name='quotes_quote_line', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_quote_line_modified_at_id', table_name='quotes_quote_line', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_quote_line_entry_id_modified_at_id', table_name='quotes_quote_line', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_quote_line_created_at_id', table_name='quotes_quote_line', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('quotes_quote_line')
    op.drop_index('uq_quotes_quote_number_revision', table_name='quotes_quote', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_quote_valid_until_id', table_name='quotes_quote', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_quote_status_valid_until_id', table_name='quotes_quote', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_quote_status_modified_at_id', table_name='quotes_quote', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_quote_sent_on_modified_at_id', table_name='quotes_quote', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_quote_opportunity_id_modified_at_id', table_name='quotes_quote', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_quote_number_id', table_name='quotes_quote', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_quote_name_sort_id', table_name='quotes_quote', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_quote_modified_at_id', table_name='quotes_quote', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_quote_is_open_valid_until_id', table_name='quotes_quote', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_quote_gross_id', table_name='quotes_quote', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_quote_decided_on_modified_at_id', table_name='quotes_quote', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_quote_created_at_id', table_name='quotes_quote', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_quote_contact_id_modified_at_id', table_name='quotes_quote', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_quote_account_id_modified_at_id', table_name='quotes_quote', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('quotes_quote')
    op.drop_index('uq_quotes_discount_limit_role', table_name='quotes_discount_limit', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_discount_limit_role_modified_at_id', table_name='quotes_discount_limit', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_discount_limit_owner_id_name_sort_id', table_name='quotes_discount_limit', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_discount_limit_owner_id_modified_at_id', table_name='quotes_discount_limit', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_discount_limit_name_sort_id', table_name='quotes_discount_limit', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_discount_limit_modified_at_id', table_name='quotes_discount_limit', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_discount_limit_dealer_id_name_sort_id', table_name='quotes_discount_limit', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_discount_limit_dealer_id_modified_at_id', table_name='quotes_discount_limit', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_discount_limit_created_at_id', table_name='quotes_discount_limit', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('quotes_discount_limit')
