"""What stands in the database, held against the migrations that there are. Asked at every start, so without Alembic: ``migrate`` brings it
up to date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from . import outages, plugins
from .db import db
from .errors import PluginError

CORE = "core"
VERSION_PREFIX = "alembic_version_"
REVISION = re.compile(r"^(down_)?revision\b[^=\n]*=\s*(?:None|[\"']([^\"'\n]+)[\"'])", re.MULTILINE)
"""The two lines by which a migration names itself and the one it follows, None for the first."""


def folder_of(code: str) -> Path:
    """Where a module's migrations lie."""
    if code == CORE:
        return Path(__file__).parent / "migrations"
    return plugins.folder_of(code) / "migrations"


def steps(code: str) -> dict[str, Path]:
    """The files of a module's migrations by their revisions, the first to be done first. They are read, not run.

    Raises PluginError unless they stand in one row, each naming the one it follows.
    """
    following: dict[str, tuple[str, Path]] = {}
    for path in folder_of(code).glob("[!_]*.py"):
        named = {bool(down): name for down, name in REVISION.findall(path.read_text("utf-8"))}
        if not named.get(False) or named.get(True) in (None, *following):
            raise PluginError(f"module {code!r}: {path.name} must name its revision, and as its down_revision one that no other migration follows")
        following[named[True]] = (named[False], path)
    row: dict[str, Path] = {}
    last = ""
    while last in following:
        last, path = following.pop(last)
        row[last] = path
    if following:
        raise PluginError(f"module {code!r}: no migration has the revision {next(iter(following))!r}, which another one follows")
    return row


def histories() -> list[str]:
    """Core and every loaded module, dependencies first."""
    return [CORE, *plugins.loaded_codes()]


def standing_histories(connection: sa.Connection) -> list[str]:
    """As histories, without the modules whose tables were removed: they come back when the module is switched on again."""
    if not sa.inspect(connection).has_table("core_module"):
        return histories()
    removed = set(connection.execute(sa.text("SELECT code FROM core_module WHERE state = 'removed'")).scalars())
    return [code for code in histories() if code not in removed]


def version_table(code: str) -> str:
    return f"{VERSION_PREFIX}{code}"


def revisions(connection: sa.Connection) -> dict[str, str]:
    """The revision of every module that the database holds, loaded or not."""
    tables = [name for name in sa.inspect(connection).get_table_names() if name.startswith(VERSION_PREFIX)]
    found = {name.removeprefix(VERSION_PREFIX): connection.execute(sa.text(f"SELECT version_num FROM {name}")).scalar() for name in tables}  # noqa: S608 - a table's name
    return {code: revision for code, revision in found.items() if revision}


def standing() -> tuple[list[str], list[str]]:
    """Modules whose schema is behind the code, and those whose schema is ahead of it: at a revision that the code does not know."""
    behind, ahead = [], []
    with db.engine.connect() as connection:
        present = revisions(connection)
        for code in standing_histories(connection):
            known, held = steps(code), present.get(code)
            if held is not None and held not in known:
                ahead.append(code)
            elif held != next(reversed(known), None):
                behind.append(code)
    return behind, ahead


def refuse_unfit() -> None:
    """Raises Outage unless the schema is that of the code: before anything is started on it."""
    behind, ahead = standing()
    if ahead:
        raise outages.ahead(ahead)
    if behind:
        raise outages.behind(behind)


def lacking() -> Iterator[tuple[str, str]]:
    """By the module, the tables and columns that its models have and its migrations have not made."""
    with db.engine.connect() as connection:
        held = _columns(connection)
        for code in standing_histories(connection):
            prefix = "core_" if code == CORE else plugins.loaded()[code].prefix
            for table in (one for one in db.metadata.sorted_tables if one.name.startswith(prefix)):
                if table.name not in held:
                    yield code, table.name
                else:
                    yield from ((code, f"{table.name}.{one.name}") for one in table.columns if one.name not in held[table.name])


def _columns(connection: sa.Connection) -> dict[str, set[str]]:
    """The columns of every table there is."""
    return {name: {one["name"] for one in columns} for (_schema, name), columns in sa.inspect(connection).get_multi_columns().items()}


def holdings(code: str) -> dict[str, int]:
    """How many rows each of a module's tables holds."""
    tables = [table for table in db.metadata.sorted_tables if table.name.startswith(plugins.loaded()[code].prefix)]
    with db.engine.connect() as connection:
        return {table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() for table in tables}


def referenced(code: str) -> list[str]:
    """What keeps a module from being removed: rows of others' tables that point at its own."""
    prefix = plugins.loaded()[code].prefix
    found: list[str] = []
    with db.engine.connect() as connection:
        existing = set(sa.inspect(connection).get_table_names())
        for table in db.metadata.sorted_tables:
            if table.name.startswith(prefix) or table.name not in existing:
                continue
            for key in table.foreign_keys:
                if key.column.table.name.startswith(prefix):
                    count = connection.execute(sa.select(sa.func.count()).select_from(table).where(key.parent.is_not(None))).scalar_one()
                    if count:
                        found.append(f"{table.name}.{key.parent.name}: {count}")
    return found
