"""Migrations: one history per module, each with its own version table; safe to run again, and by several at once."""

from __future__ import annotations

import importlib.util
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op
from alembic.autogenerate import compare_metadata, produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations import Operations
from flask import current_app

from . import outages, plugins, schema
from .connections import WRITE
from .custom_values import INDEX_PREFIX
from .db import BigId, Json, UTCDateTime, db, is_postgresql
from .errors import PluginError
from .objects import SCOPE, index_name
from .summaries import keeping

LOCK = 726_310_11  # PostgreSQL's advisory lock of upgraders
ONE_DATABASE = re.compile(r"_(sqlite|postgresql)$|_fts(_[a-z]+)?$")
"""Names of indexes and full-text tables that a migration makes on one database only: no model declares them."""


def record_columns() -> list[sa.Column[Any]]:
    """The columns of every record's table, for migrations."""
    principal, unit = "core_principal.id", "core_unit.id"
    return [
        sa.Column("id", BigId, sa.ForeignKey("core_record.id"), primary_key=True, autoincrement=False),
        sa.Column("owner_id", BigId, sa.ForeignKey(principal)),
        sa.Column("unit_id", BigId, sa.ForeignKey(unit)),
        sa.Column("dealer_id", BigId, sa.ForeignKey(unit)),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.Column("created_by_id", BigId, sa.ForeignKey(principal)),
        sa.Column("modified_at", UTCDateTime, nullable=False),
        sa.Column("modified_by_id", BigId, sa.ForeignKey(principal)),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("deleted_at", UTCDateTime),
        sa.Column("custom", Json, nullable=False),
    ]


def record_indexes(
    table: str, sortable: Sequence[str] = (), filterable: Sequence[str] = (), controlled: bool = False, indexes: Sequence[tuple[str, ...]] = ()
) -> None:  # fmt: skip
    """The indexes of a record's table by column names, as ``ObjectType`` declares them, for migrations written by hand."""
    living = sa.text("deleted_at IS NULL")
    scopes: tuple[tuple[str, ...], ...] = ((),) if controlled else ((), ("owner_id",), ("dealer_id",))
    wanted = [(*scope, column, "id") for column in (*sortable, "modified_at") for scope in scopes]
    wanted += [("created_at", "id"), *((column, "modified_at", "id") for column in filterable)]
    for first, *rest in indexes:
        wanted += [(*scope, *rest) for scope in scopes] if first == SCOPE else [(first, *rest)]
    for columns in dict.fromkeys(wanted):
        op.create_index(index_name(table, *columns), table, list(columns), postgresql_where=living, sqlite_where=living)


def _mine(code: str) -> Any:
    """Whether a table belongs to a module: by its prefix."""
    prefix = "core_" if code == schema.CORE else plugins.loaded()[code].prefix

    def include(thing: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
        if kind == "index" and str(name).startswith(INDEX_PREFIX):
            return False  # of a custom field: a difference of this installation, not of the code
        table = name if kind == "table" else getattr(getattr(thing, "table", None), "name", "")
        return str(table).startswith(prefix) and not ONE_DATABASE.search(str(name))

    return include


def _context(connection: sa.Connection, code: str) -> MigrationContext:
    options = {"version_table": schema.version_table(code), "include_object": _mine(code), "target_metadata": db.metadata,
               "compare_type": False, "render_as_batch": False}  # fmt: skip
    return MigrationContext.configure(connection, opts=options)


@contextmanager
def alone() -> Iterator[sa.Connection]:
    """A connection on which nobody else upgrades meanwhile. On SQLite the foreign keys rest: altering a table copies it."""
    db.session.remove()
    with db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        else:
            connection.exec_driver_sql(f"SELECT pg_advisory_lock({LOCK})")
            connection.commit()
        try:
            with connection.execution_options(**{WRITE: True}).begin():
                yield connection
                if sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first()):
                    raise RuntimeError(f"the migration leaves a reference that leads nowhere: {tuple(broken)}")
        finally:
            if sqlite:
                connection.connection.cursor().execute("PRAGMA foreign_keys=ON")
            else:
                connection.exec_driver_sql(f"SELECT pg_advisory_unlock({LOCK})")
                connection.commit()


def upgrade() -> list[str]:
    """Bring the schema of core and of every loaded module, on or off, to its newest state; returns what was done.

    All or nothing. Raises Outage for a database that a newer version wrote: nothing is changed then.
    """
    done: list[str] = []
    with alone() as connection:
        for code in schema.standing_histories(connection):
            done += _upgrade_one(connection, code)
        done += keeping.settle(connection)
    return done


def take_in(code: str) -> None:
    """Make the tables of a module that were removed anew."""
    with alone() as connection:
        _upgrade_one(connection, code)


def create(connection: sa.Connection, wanted: Mapping[str, str]) -> None:
    """Make the schema as it was at these revisions, for a backup to be taken in. Raises Outage for one that the code does not know."""
    for code in schema.histories():
        if code in wanted:
            _upgrade_one(connection, code, wanted[code])


def _upgrade_one(connection: sa.Connection, code: str, target: str | None = None) -> list[str]:
    context = _context(connection, code)
    context._ensure_version_table()  # noqa: SLF001 - what alembic's own env.py does by way of run_migrations
    steps, present = schema.steps(code), context.get_current_revision()
    names = list(steps)
    newest = target or next(reversed(names), None)
    if newest is None or present == newest:
        return []
    if newest not in steps or (present is not None and present not in steps):
        raise outages.ahead([code])
    due = names[names.index(present) + 1 if present else 0 : names.index(newest) + 1]
    with Operations.context(context):
        for revision in due:
            _run(code, steps[revision])
    table = sa.table(schema.version_table(code), sa.column("version_num"))
    connection.execute(sa.delete(table))
    connection.execute(sa.insert(table).values(version_num=newest))
    return [f"{code}: {revision}" for revision in due]


def _run(code: str, path: Path) -> None:
    """A mistake in a migration is told with its line. To ask for a table that there is not is one: the schema is behind in any case while migrations run,
    and whoever upgrades is not helped by being told to."""
    try:
        with plugins.blamed(code, path.stem):
            _load(path).upgrade()
    except PluginError as mistake:
        raise outages.diagnose(mistake.__cause__ or mistake, unfit=lambda: None) or mistake from mistake.__cause__


def _load(path: Path) -> Any:
    """The module of a migration, which is no part of its package: its name begins with a digit."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]  # a Python file always has one
    spec.loader.exec_module(module)  # type: ignore[union-attr]  # as above
    return module


def drift(code: str) -> list[Any]:
    """Differences between a module's models and its tables in the database: none, or a migration is missing."""
    with db.engine.connect() as connection, warnings.catch_warnings():
        warnings.filterwarnings("ignore", rf"Skipped unsupported reflection of expression-based index {INDEX_PREFIX}", sa.exc.SAWarning)
        return list(compare_metadata(_context(connection, code), db.metadata))


def write_first(code: str) -> Path:
    """Write the migration that creates a module's tables from its models, for developers of a new module: in the place of the one there is.

    Raises PluginError once others follow it.
    """
    folder = schema.folder_of(code)
    path, *later = sorted(folder.glob("[0-9]*_*.py")) or [folder / f"0001_create_{code}.py"]
    if later:
        raise PluginError(f"module {code!r}: {path.name} is followed by {later[0].name}, so that it stays as it is: write the next one by hand")
    with sa.create_engine("sqlite://").connect() as empty:
        script = produce_migrations(_context(empty, code), db.metadata)
    ups = render_python_code(script.upgrade_ops, migration_context=None, render_item=_render)  # type: ignore[arg-type]  # ops only
    downs = render_python_code(script.downgrade_ops, migration_context=None, render_item=_render)  # type: ignore[arg-type]
    folder.mkdir(exist_ok=True)
    extra = _kept_extra(path)
    path.write_text(_TEMPLATE.format(code=code, ups=_indent(ups), downs=_indent(downs), extra=extra, call="\n    after_create()" if extra else ""), "utf-8")
    return path


_TEMPLATE = '''"""Create the tables of {code}. Written out: a migration never imports the living model."""

import sqlalchemy as sa
from alembic import op
from core import BigId, Json, MoneyAmount, UTCDateTime, fields

revision = "{code}_0001"
down_revision = None


def upgrade() -> None:
{ups}{call}


def downgrade() -> None:
{downs}
{extra}'''
_MARK = "\n\n# What cannot be read off the models.\n"


def _kept_extra(path: Path) -> str:
    """What was added by hand to a migration that is written anew: triggers, for instance."""
    if path.exists() and _MARK in (text := path.read_text("utf-8")):
        return _MARK + text.split(_MARK, 1)[1]
    return ""


def _indent(code: str) -> str:
    lines = [line for line in code.splitlines() if not line.strip().startswith("#")]
    text = "\n".join(lines) or "pass"
    return "\n".join(f"    {line}" if line and not line.startswith("    ") else line for line in re.sub(r"^    ", "", text, flags=re.MULTILINE).splitlines())


def _render(kind: str, thing: Any, _context: Any) -> str | bool:
    if kind != "type":
        return False
    from .choices import ChoicesType, ChoiceType
    from .db import MoneyAmount

    if isinstance(thing, ChoiceType):
        return "sa.String(40)"
    if isinstance(thing, ChoicesType):
        return "sa.String(1000)"
    if isinstance(thing, MoneyAmount):
        return "MoneyAmount"
    if isinstance(thing, UTCDateTime):
        return "UTCDateTime"
    if isinstance(thing, sa.types.TypeDecorator) and not isinstance(thing, UTCDateTime):
        return _render(kind, thing.impl_instance, _context) or f"sa.{thing.impl_instance!r}"
    if thing is BigId or (isinstance(thing, sa.BigInteger) and thing._variant_mapping):  # noqa: SLF001 - no public way to ask
        return "BigId"
    if isinstance(thing, sa.JSON):
        return "Json"
    if isinstance(thing, sa.String) and thing._variant_mapping:  # noqa: SLF001 - as above
        return f"fields.string({thing.length})"
    return False


def remove(code: str) -> list[str]:
    """Drop a module's tables. Its rows in the register stay, deleted, since history and activities refer to them."""
    prefix = plugins.loaded()[code].prefix
    objects = [one.code for one in current_app.extensions["forecourt"].objects.values() if one.plugin == code]
    with alone() as connection:
        for name in _full_text_tables(connection, prefix):
            connection.exec_driver_sql(f"DROP TABLE {name}")
        dropped = [table.name for table in reversed(db.metadata.sorted_tables) if table.name.startswith(prefix)]
        _drop(connection, dropped)
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {schema.version_table(code)}")
        _mark_deleted(connection, objects)
    return dropped


def _drop(connection: sa.Connection, names: list[str]) -> None:
    """PostgreSQL drops tables that refer to one another together only; SQLite knows one at a time."""
    together = [", ".join(names)] if names and is_postgresql() else names
    for some in together:
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {some}")
    for name in names:
        keeping.drop_function(connection, name)


def _full_text_tables(connection: sa.Connection, prefix: str) -> list[str]:
    """SQLite's virtual tables of a module, which take their own tables along when they are dropped."""
    if connection.dialect.name != "sqlite":
        return []
    virtual = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%'")
    return [name for name in virtual.scalars() if name.startswith(prefix)]


def _mark_deleted(connection: sa.Connection, objects: Sequence[str]) -> None:
    from .clock import now
    from .db import CoreRecord

    table = CoreRecord.__table__
    connection.execute(sa.update(table).where(table.c.object.in_(objects), table.c.deleted_at.is_(None)).values(deleted_at=now()))
