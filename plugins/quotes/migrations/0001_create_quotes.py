"""Create the tables of quotes. Written out: a migration never imports the living model."""

import sqlalchemy as sa
from alembic import op
from core import BigId, Json, MoneyAmount, UTCDateTime, fields

revision = "quotes_0001"
down_revision = None


def upgrade() -> None:
    op.create_table('quotes_opportunity_line',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(255), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('opportunity_id', BigId, nullable=True),
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
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_quotes_opportunity_line_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_quotes_opportunity_line_dealer_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['products_price_book_entry.id'], name=op.f('fk_quotes_opportunity_line_entry_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_quotes_opportunity_line_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_quotes_opportunity_line_modified_by_id')),
    sa.ForeignKeyConstraint(['opportunity_id'], ['opportunities_opportunity.id'], name=op.f('fk_quotes_opportunity_line_opportunity_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_quotes_opportunity_line_owner_id')),
    sa.ForeignKeyConstraint(['product_id'], ['products_product.id'], name=op.f('fk_quotes_opportunity_line_product_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_quotes_opportunity_line_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quotes_opportunity_line'))
    )
    op.create_index('ix_quotes_opportunity_line_created_at_id', 'quotes_opportunity_line', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_opportunity_line_entry_id_modified_at_id', 'quotes_opportunity_line', ['entry_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_opportunity_line_modified_at_id', 'quotes_opportunity_line', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_opportunity_line_opportunity_id_modified_at_id', 'quotes_opportunity_line', ['opportunity_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_opportunity_line_opportunity_id_position_id', 'quotes_opportunity_line', ['opportunity_id', 'position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_opportunity_line_position_id', 'quotes_opportunity_line', ['position', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_opportunity_line_product_id_modified_at_id', 'quotes_opportunity_line', ['product_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_quotes_opportunity_line_total_id', 'quotes_opportunity_line', ['total', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('quotes_sale',
    sa.Column('opportunity_id', BigId, autoincrement=False, nullable=False),
    sa.Column('book_id', BigId, nullable=False),
    sa.Column('lines', sa.Integer(), nullable=False),
    sa.Column('total', MoneyAmount, nullable=True),
    sa.ForeignKeyConstraint(['book_id'], ['products_price_book.id'], name=op.f('fk_quotes_sale_book_id')),
    sa.ForeignKeyConstraint(['opportunity_id'], ['opportunities_opportunity.id'], name=op.f('fk_quotes_sale_opportunity_id')),
    sa.PrimaryKeyConstraint('opportunity_id', name=op.f('pk_quotes_sale'))
    )
    op.create_index('ix_quotes_sale_book', 'quotes_sale', ['book_id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_quotes_sale_book', table_name='quotes_sale')
    op.drop_table('quotes_sale')
    op.drop_index('ix_quotes_opportunity_line_total_id', table_name='quotes_opportunity_line', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_opportunity_line_product_id_modified_at_id', table_name='quotes_opportunity_line', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_opportunity_line_position_id', table_name='quotes_opportunity_line', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_opportunity_line_opportunity_id_position_id', table_name='quotes_opportunity_line', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_opportunity_line_opportunity_id_modified_at_id', table_name='quotes_opportunity_line', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_opportunity_line_modified_at_id', table_name='quotes_opportunity_line', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_opportunity_line_entry_id_modified_at_id', table_name='quotes_opportunity_line', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_quotes_opportunity_line_created_at_id', table_name='quotes_opportunity_line', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('quotes_opportunity_line')
