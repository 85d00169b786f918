"""Links repeat whose their records are, so that what is seen through them is found by an index.

Which record decides over another's sight is declared by the objects of the loaded modules, and by nothing in the database.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op
from core import BigId, ObjectType, registry

revision = "activities_0004"
down_revision = "activities_0003"

COLUMNS = ("under_id", "owner_id", "dealer_id")
INDEXES = {
    "ix_activities_link_owner": ["owner_id", "object", "activity_id"],
    "ix_activities_link_object": ["object", "dealer_id", "activity_id"],
    "ix_activities_link_under": ["under_id", "activity_id"],
}


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("activities_link", sa.Column(name, BigId))
    linked = set(op.get_bind().execute(sa.text("SELECT DISTINCT object FROM activities_link")).scalars())
    for code, chain in _chains():
        if code in linked:
            op.get_bind().execute(sa.text(_filling(chain)), {"code": code})
    for name, columns in INDEXES.items():
        op.create_index(name, "activities_link", columns)


def _chains() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each object with the tables from its own to that of the object that decides, each with the column that leads to the next. Those that the database
    does not have yet hold nothing."""
    there = set(sa.inspect(op.get_bind()).get_table_names())
    for one in registry.current().objects.values():
        chain = list(_chain(one))
        if one.code != "activity" and not one.setup and all(table in there for table, _column in chain):
            yield one.code, chain


def _chain(object_type: ObjectType) -> Iterator[tuple[str, str]]:
    while object_type.controlled_by:
        field = object_type.fields[object_type.controlled_by]
        yield object_type.table.name, field.attribute
        object_type = registry.current().objects[field.to]
    yield object_type.table.name, ""


def _filling(chain: list[tuple[str, str]]) -> str:
    joins = [f"JOIN {table} t{place} ON t{place}.id = t{place - 1}.{chain[place - 1][1]}" for place, (table, _column) in enumerate(chain) if place]
    last = f"t{len(chain) - 1}"
    return (
        f"UPDATE activities_link SET (under_id, owner_id, dealer_id) = (SELECT {last}.id, {last}.owner_id, {last}.dealer_id "
        f"FROM {chain[0][0]} t0 {' '.join(joins)} WHERE t0.id = activities_link.record_id AND t0.deleted_at IS NULL) WHERE object = :code"
    )


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, table_name="activities_link")
    with op.batch_alter_table("activities_link") as batch:
        for name in COLUMNS:
            batch.drop_column(name)
