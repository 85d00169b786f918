"""Create the tables of products. Written out: a migration never imports the living model."""

import sqlalchemy as sa
from alembic import op
from core import BigId, Json, MoneyAmount, UTCDateTime, fields

revision = "products_0001"
down_revision = None


def upgrade() -> None:
    op.create_table('products_price_book',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(120), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('currency', fields.string(3), nullable=True),
    sa.Column('is_standard', sa.Boolean(), nullable=True),
    sa.Column('standard_of', fields.string(3), nullable=True),
    sa.Column('is_default', sa.Boolean(), nullable=True),
    sa.Column('for_dealer_id', BigId, nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('includes_tax', sa.Boolean(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=True),
    sa.Column('description', sa.Text(), nullable=True),
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
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_products_price_book_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_products_price_book_dealer_id')),
    sa.ForeignKeyConstraint(['for_dealer_id'], ['core_unit.id'], name=op.f('fk_products_price_book_for_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_products_price_book_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_products_price_book_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_products_price_book_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_products_price_book_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_products_price_book'))
    )
    op.create_index('ix_products_price_book_created_at_id', 'products_price_book', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_price_book_currency_modified_at_id', 'products_price_book', ['currency', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_price_book_dealer_id_modified_at_id', 'products_price_book', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_price_book_dealer_id_name_sort_id', 'products_price_book', ['dealer_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_price_book_dealer_id_valid_from_id', 'products_price_book', ['dealer_id', 'valid_from', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_price_book_for_dealer_id_modified_at_id', 'products_price_book', ['for_dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_price_book_modified_at_id', 'products_price_book', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_price_book_name_sort_id', 'products_price_book', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_price_book_owner_id_modified_at_id', 'products_price_book', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_price_book_owner_id_name_sort_id', 'products_price_book', ['owner_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_price_book_owner_id_valid_from_id', 'products_price_book', ['owner_id', 'valid_from', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_price_book_standard_of_modified_at_id', 'products_price_book', ['standard_of', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_price_book_valid_from_id', 'products_price_book', ['valid_from', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_price_book_valid_until_modified_at_id', 'products_price_book', ['valid_until', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('uq_products_price_book_standard_of', 'products_price_book', ['standard_of'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('products_product',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('code', fields.string(40), nullable=True),
    sa.Column('name', fields.string(120), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('name_zh', fields.string(120), nullable=True),
    sa.Column('family', sa.String(40), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=True),
    sa.Column('measured_in', sa.String(40), nullable=True),
    sa.Column('vehicle_model_id', BigId, nullable=True),
    sa.Column('tax_rate', MoneyAmount, nullable=True),
    sa.Column('warranty_months', sa.Integer(), nullable=True),
    sa.Column('description', sa.Text(), nullable=True),
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
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_products_product_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_products_product_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_products_product_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_products_product_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_products_product_owner_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_products_product_unit_id')),
    sa.ForeignKeyConstraint(['vehicle_model_id'], ['products_vehicle_model.id'], name=op.f('fk_products_product_vehicle_model_id'), use_alter=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_products_product'))
    )
    op.create_index('ix_products_product_code_id', 'products_product', ['code', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_product_created_at_id', 'products_product', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_product_dealer_id_code_id', 'products_product', ['dealer_id', 'code', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_product_dealer_id_modified_at_id', 'products_product', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_product_dealer_id_name_sort_id', 'products_product', ['dealer_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_product_family_modified_at_id', 'products_product', ['family', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_product_family_name_sort_id', 'products_product', ['family', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_product_modified_at_id', 'products_product', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_product_name_sort_id', 'products_product', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_product_owner_id_code_id', 'products_product', ['owner_id', 'code', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_product_owner_id_modified_at_id', 'products_product', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_product_owner_id_name_sort_id', 'products_product', ['owner_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_product_vehicle_model_id_modified_at_id', 'products_product', ['vehicle_model_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('uq_products_product_code', 'products_product', ['code'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('products_vehicle_model',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('make', fields.string(60), nullable=True),
    sa.Column('series', fields.string(80), nullable=True),
    sa.Column('model_year', sa.Integer(), nullable=True),
    sa.Column('trim', fields.string(100), nullable=True),
    sa.Column('name', fields.string(255), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('level', sa.String(40), nullable=True),
    sa.Column('parent_id', BigId, nullable=True),
    sa.Column('key', fields.string(255), nullable=True),
    sa.Column('manufacturer', fields.string(80), nullable=True),
    sa.Column('body', fields.string(80), nullable=True),
    sa.Column('built_from', sa.Integer(), nullable=True),
    sa.Column('built_until', sa.Integer(), nullable=True),
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
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_products_vehicle_model_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_products_vehicle_model_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_products_vehicle_model_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_products_vehicle_model_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_products_vehicle_model_owner_id')),
    sa.ForeignKeyConstraint(['parent_id'], ['products_vehicle_model.id'], name=op.f('fk_products_vehicle_model_parent_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_products_vehicle_model_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_products_vehicle_model'))
    )
    op.create_index('ix_products_vehicle_model_created_at_id', 'products_vehicle_model', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_vehicle_model_dealer_id_make_id', 'products_vehicle_model', ['dealer_id', 'make', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_vehicle_model_dealer_id_model_year_id', 'products_vehicle_model', ['dealer_id', 'model_year', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_vehicle_model_dealer_id_modified_at_id', 'products_vehicle_model', ['dealer_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_vehicle_model_dealer_id_name_sort_id', 'products_vehicle_model', ['dealer_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_vehicle_model_key_modified_at_id', 'products_vehicle_model', ['key', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_vehicle_model_level_make_id', 'products_vehicle_model', ['level', 'make', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_vehicle_model_level_modified_at_id', 'products_vehicle_model', ['level', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_vehicle_model_level_name_sort_id', 'products_vehicle_model', ['level', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_vehicle_model_make_id', 'products_vehicle_model', ['make', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_vehicle_model_model_year_id', 'products_vehicle_model', ['model_year', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_vehicle_model_modified_at_id', 'products_vehicle_model', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_vehicle_model_name_sort_id', 'products_vehicle_model', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_vehicle_model_owner_id_make_id', 'products_vehicle_model', ['owner_id', 'make', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_vehicle_model_owner_id_model_year_id', 'products_vehicle_model', ['owner_id', 'model_year', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_vehicle_model_owner_id_modified_at_id', 'products_vehicle_model', ['owner_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_vehicle_model_owner_id_name_sort_id', 'products_vehicle_model', ['owner_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_vehicle_model_parent_id_modified_at_id', 'products_vehicle_model', ['parent_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_vehicle_model_parent_id_name_sort_id', 'products_vehicle_model', ['parent_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_vehicle_model_series_modified_at_id', 'products_vehicle_model', ['series', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('uq_products_vehicle_model_key', 'products_vehicle_model', ['key'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('products_picture',
    sa.Column('product_id', BigId, autoincrement=False, nullable=False),
    sa.Column('type', sa.String(length=40), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('at', UTCDateTime, nullable=False),
    sa.Column('by_id', BigId, nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['core_principal.id'], name=op.f('fk_products_picture_by_id')),
    sa.ForeignKeyConstraint(['product_id'], ['products_product.id'], name=op.f('fk_products_picture_product_id')),
    sa.PrimaryKeyConstraint('product_id', name=op.f('pk_products_picture'))
    )
    op.create_table('products_price_book_entry',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('book_id', BigId, nullable=True),
    sa.Column('product_id', BigId, nullable=True),
    sa.Column('name', fields.string(120), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('code', fields.string(40), nullable=True),
    sa.Column('use_standard', sa.Boolean(), nullable=True),
    sa.Column('list_price', MoneyAmount, nullable=True),
    sa.Column('list_price_currency', sa.String(length=3), nullable=True),
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
    sa.ForeignKeyConstraint(['book_id'], ['products_price_book.id'], name=op.f('fk_products_price_book_entry_book_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_products_price_book_entry_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_products_price_book_entry_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_products_price_book_entry_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_products_price_book_entry_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_products_price_book_entry_owner_id')),
    sa.ForeignKeyConstraint(['product_id'], ['products_product.id'], name=op.f('fk_products_price_book_entry_product_id'), use_alter=True),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_products_price_book_entry_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_products_price_book_entry'))
    )
    op.create_index('ix_products_price_book_entry_book_id_code_id', 'products_price_book_entry', ['book_id', 'code', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_price_book_entry_book_id_modified_at_id', 'products_price_book_entry', ['book_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_price_book_entry_book_id_name_sort_id', 'products_price_book_entry', ['book_id', 'name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_price_book_entry_code_id', 'products_price_book_entry', ['code', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_price_book_entry_created_at_id', 'products_price_book_entry', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_price_book_entry_list_price_id', 'products_price_book_entry', ['list_price', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_price_book_entry_modified_at_id', 'products_price_book_entry', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_price_book_entry_name_sort_id', 'products_price_book_entry', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_price_book_entry_product_id_modified_at_id', 'products_price_book_entry', ['product_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_price_book_entry_product_id_use_standard_id', 'products_price_book_entry', ['product_id', 'use_standard', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('uq_products_price_book_entry_book_id_product_id_lis_ad1a9525', 'products_price_book_entry', ['book_id', 'product_id', 'list_price_currency'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('products_installed_product',
    sa.Column('id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', fields.string(255), nullable=True),
    sa.Column('name_sort', fields.string(80), nullable=True),
    sa.Column('account_id', BigId, nullable=True),
    sa.Column('contact_id', BigId, nullable=True),
    sa.Column('product_id', BigId, nullable=True),
    sa.Column('vehicle_model_id', BigId, nullable=True),
    sa.Column('vin', fields.string(17), nullable=True),
    sa.Column('plate', fields.string(20), nullable=True),
    sa.Column('serial_number', fields.string(60), nullable=True),
    sa.Column('status', sa.String(40), nullable=True),
    sa.Column('delivered_on', sa.Date(), nullable=True),
    sa.Column('warranty_until', sa.Date(), nullable=True),
    sa.Column('sold_with_id', BigId, nullable=True),
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
    sa.ForeignKeyConstraint(['account_id'], ['contacts_account.id'], name=op.f('fk_products_installed_product_account_id')),
    sa.ForeignKeyConstraint(['contact_id'], ['contacts_contact.id'], name=op.f('fk_products_installed_product_contact_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['core_principal.id'], name=op.f('fk_products_installed_product_created_by_id')),
    sa.ForeignKeyConstraint(['dealer_id'], ['core_unit.id'], name=op.f('fk_products_installed_product_dealer_id')),
    sa.ForeignKeyConstraint(['id'], ['core_record.id'], name=op.f('fk_products_installed_product_id')),
    sa.ForeignKeyConstraint(['modified_by_id'], ['core_principal.id'], name=op.f('fk_products_installed_product_modified_by_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['core_principal.id'], name=op.f('fk_products_installed_product_owner_id')),
    sa.ForeignKeyConstraint(['product_id'], ['products_product.id'], name=op.f('fk_products_installed_product_product_id'), use_alter=True),
    sa.ForeignKeyConstraint(['sold_with_id'], ['core_record.id'], name=op.f('fk_products_installed_product_sold_with_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['core_unit.id'], name=op.f('fk_products_installed_product_unit_id')),
    sa.ForeignKeyConstraint(['vehicle_model_id'], ['products_vehicle_model.id'], name=op.f('fk_products_installed_product_vehicle_model_id'), use_alter=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_products_installed_product'))
    )
    op.create_index('ix_products_installed_product_account_id_delivered_on_id', 'products_installed_product', ['account_id', 'delivered_on', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_installed_product_account_id_modified_at_id', 'products_installed_product', ['account_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_installed_product_contact_id_delivered_on_id', 'products_installed_product', ['contact_id', 'delivered_on', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_installed_product_contact_id_modified_at_id', 'products_installed_product', ['contact_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_installed_product_created_at_id', 'products_installed_product', ['created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_installed_product_delivered_on_id', 'products_installed_product', ['delivered_on', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_installed_product_modified_at_id', 'products_installed_product', ['modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_installed_product_name_sort_id', 'products_installed_product', ['name_sort', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_installed_product_plate_modified_at_id', 'products_installed_product', ['plate', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_installed_product_product_id_delivered_on_id', 'products_installed_product', ['product_id', 'delivered_on', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_installed_product_product_id_modified_at_id', 'products_installed_product', ['product_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_installed_product_serial_number_modified_at_id', 'products_installed_product', ['serial_number', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_installed_product_sold_with_id_modified_at_id', 'products_installed_product', ['sold_with_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_installed_product_status_delivered_on_id', 'products_installed_product', ['status', 'delivered_on', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_installed_product_status_modified_at_id', 'products_installed_product', ['status', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_installed_product_vehicle_model_id_modi_a3a69840', 'products_installed_product', ['vehicle_model_id', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_installed_product_vin_modified_at_id', 'products_installed_product', ['vin', 'modified_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('ix_products_installed_product_warranty_until_id', 'products_installed_product', ['warranty_until', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_index('uq_products_installed_product_vin', 'products_installed_product', ['vin'], unique=True, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.create_table('products_ownership',
    sa.Column('id', BigId, nullable=False),
    sa.Column('installed_product_id', BigId, nullable=False),
    sa.Column('account_id', BigId, nullable=False),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('at', UTCDateTime, nullable=False),
    sa.Column('by_id', BigId, nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['contacts_account.id'], name=op.f('fk_products_ownership_account_id')),
    sa.ForeignKeyConstraint(['by_id'], ['core_principal.id'], name=op.f('fk_products_ownership_by_id')),
    sa.ForeignKeyConstraint(['installed_product_id'], ['products_installed_product.id'], name=op.f('fk_products_ownership_installed_product_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_products_ownership'))
    )
    op.create_index('ix_products_ownership_account', 'products_ownership', ['account_id', 'id'], unique=False)
    op.create_index('ix_products_ownership_installed', 'products_ownership', ['installed_product_id', 'id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_products_ownership_installed', table_name='products_ownership')
    op.drop_index('ix_products_ownership_account', table_name='products_ownership')
    op.drop_table('products_ownership')
    op.drop_index('uq_products_installed_product_vin', table_name='products_installed_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_installed_product_warranty_until_id', table_name='products_installed_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_installed_product_vin_modified_at_id', table_name='products_installed_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_installed_product_vehicle_model_id_modi_a3a69840', table_name='products_installed_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_installed_product_status_modified_at_id', table_name='products_installed_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_installed_product_status_delivered_on_id', table_name='products_installed_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_installed_product_sold_with_id_modified_at_id', table_name='products_installed_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_installed_product_serial_number_modified_at_id', table_name='products_installed_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_installed_product_product_id_modified_at_id', table_name='products_installed_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_installed_product_product_id_delivered_on_id', table_name='products_installed_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_installed_product_plate_modified_at_id', table_name='products_installed_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_installed_product_name_sort_id', table_name='products_installed_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_installed_product_modified_at_id', table_name='products_installed_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_installed_product_delivered_on_id', table_name='products_installed_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_installed_product_created_at_id', table_name='products_installed_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_installed_product_contact_id_modified_at_id', table_name='products_installed_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_installed_product_contact_id_delivered_on_id', table_name='products_installed_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_installed_product_account_id_modified_at_id', table_name='products_installed_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_installed_product_account_id_delivered_on_id', table_name='products_installed_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('products_installed_product')
    op.drop_index('uq_products_price_book_entry_book_id_product_id_lis_ad1a9525', table_name='products_price_book_entry', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_price_book_entry_product_id_use_standard_id', table_name='products_price_book_entry', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_price_book_entry_product_id_modified_at_id', table_name='products_price_book_entry', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_price_book_entry_name_sort_id', table_name='products_price_book_entry', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_price_book_entry_modified_at_id', table_name='products_price_book_entry', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_price_book_entry_list_price_id', table_name='products_price_book_entry', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_price_book_entry_created_at_id', table_name='products_price_book_entry', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_price_book_entry_code_id', table_name='products_price_book_entry', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_price_book_entry_book_id_name_sort_id', table_name='products_price_book_entry', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_price_book_entry_book_id_modified_at_id', table_name='products_price_book_entry', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_price_book_entry_book_id_code_id', table_name='products_price_book_entry', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('products_price_book_entry')
    op.drop_table('products_picture')
    op.drop_index('uq_products_vehicle_model_key', table_name='products_vehicle_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_vehicle_model_series_modified_at_id', table_name='products_vehicle_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_vehicle_model_parent_id_name_sort_id', table_name='products_vehicle_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_vehicle_model_parent_id_modified_at_id', table_name='products_vehicle_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_vehicle_model_owner_id_name_sort_id', table_name='products_vehicle_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_vehicle_model_owner_id_modified_at_id', table_name='products_vehicle_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_vehicle_model_owner_id_model_year_id', table_name='products_vehicle_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_vehicle_model_owner_id_make_id', table_name='products_vehicle_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_vehicle_model_name_sort_id', table_name='products_vehicle_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_vehicle_model_modified_at_id', table_name='products_vehicle_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_vehicle_model_model_year_id', table_name='products_vehicle_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_vehicle_model_make_id', table_name='products_vehicle_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_vehicle_model_level_name_sort_id', table_name='products_vehicle_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_vehicle_model_level_modified_at_id', table_name='products_vehicle_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_vehicle_model_level_make_id', table_name='products_vehicle_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_vehicle_model_key_modified_at_id', table_name='products_vehicle_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_vehicle_model_dealer_id_name_sort_id', table_name='products_vehicle_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_vehicle_model_dealer_id_modified_at_id', table_name='products_vehicle_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_vehicle_model_dealer_id_model_year_id', table_name='products_vehicle_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_vehicle_model_dealer_id_make_id', table_name='products_vehicle_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_vehicle_model_created_at_id', table_name='products_vehicle_model', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('products_vehicle_model')
    op.drop_index('uq_products_product_code', table_name='products_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_product_vehicle_model_id_modified_at_id', table_name='products_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_product_owner_id_name_sort_id', table_name='products_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_product_owner_id_modified_at_id', table_name='products_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_product_owner_id_code_id', table_name='products_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_product_name_sort_id', table_name='products_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_product_modified_at_id', table_name='products_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_product_family_name_sort_id', table_name='products_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_product_family_modified_at_id', table_name='products_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_product_dealer_id_name_sort_id', table_name='products_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_product_dealer_id_modified_at_id', table_name='products_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_product_dealer_id_code_id', table_name='products_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_product_created_at_id', table_name='products_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_product_code_id', table_name='products_product', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('products_product')
    op.drop_index('uq_products_price_book_standard_of', table_name='products_price_book', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_price_book_valid_until_modified_at_id', table_name='products_price_book', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_price_book_valid_from_id', table_name='products_price_book', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_price_book_standard_of_modified_at_id', table_name='products_price_book', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_price_book_owner_id_valid_from_id', table_name='products_price_book', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_price_book_owner_id_name_sort_id', table_name='products_price_book', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_price_book_owner_id_modified_at_id', table_name='products_price_book', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_price_book_name_sort_id', table_name='products_price_book', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_price_book_modified_at_id', table_name='products_price_book', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_price_book_for_dealer_id_modified_at_id', table_name='products_price_book', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_price_book_dealer_id_valid_from_id', table_name='products_price_book', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_price_book_dealer_id_name_sort_id', table_name='products_price_book', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_price_book_dealer_id_modified_at_id', table_name='products_price_book', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_price_book_currency_modified_at_id', table_name='products_price_book', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_products_price_book_created_at_id', table_name='products_price_book', postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_table('products_price_book')
