"""References to tables that the first migration makes only later: SQLite has taken them in with the table, PostgreSQL has not."""

from alembic import op

revision = "products_0002"
down_revision = "products_0001"

REFERENCES = (
    ("products_product", "vehicle_model_id", "products_vehicle_model"),
    ("products_price_book_entry", "product_id", "products_product"),
    ("products_installed_product", "product_id", "products_product"),
    ("products_installed_product", "vehicle_model_id", "products_vehicle_model"),
)


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, column, target in REFERENCES:
        op.create_foreign_key(op.f(f"fk_{table}_{column}"), table, target, [column], ["id"])


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, column, _target in REFERENCES:
        op.drop_constraint(op.f(f"fk_{table}_{column}"), table, type_="foreignkey")
