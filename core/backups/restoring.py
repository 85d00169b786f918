"""Taking a backup in: into an empty database and an empty folder, in one transaction, compared before it counts."""

from __future__ import annotations

import shutil
from pathlib import Path

import sqlalchemy as sa
from flask import current_app

from .. import schema
from ..db import db
from ..errors import Refusal
from ..summaries import keeping
from .archive import PIECE, Archive, BadArchive, Manifest
from .rows import Digest, lines, load, shapes
from .saving import FILES

UNFINISHED = ".files-being-restored"


def restore(source: Path) -> Manifest:
    """Take in a whole backup, or nothing, while ``hold_alone`` is held. The schema is then that of the archive: upgrade afterwards.

    Raises Refusal where something lies already, BadArchive, and Outage for an archive that a newer version wrote.
    """
    archive = Archive(source)
    try:
        _refuse_where_something_lies()
        _refuse_unloaded(archive.manifest)
        archive.verify()
        _take_in(archive)
    finally:
        archive.close()
        shutil.rmtree(_folder() / UNFINISHED, ignore_errors=True)
    return archive.manifest


def _folder() -> Path:
    return Path(current_app.config["FORECOURT"]["data_dir"])


def _refuse_where_something_lies() -> None:
    with db.engine.connect() as connection:
        lying = sorted(set(sa.inspect(connection).get_table_names()) & {*db.metadata.tables, schema.version_table(schema.CORE)})
    if lying:
        raise Refusal("The database is not empty. Restore into a new one, and let database_url name it; nothing was changed.")
    files = _folder() / FILES
    if files.is_dir() and any(files.iterdir()):
        raise Refusal(f"{files} is not empty. Move it away first; nothing was changed.")


def _refuse_unloaded(manifest: Manifest) -> None:
    missing = sorted(set(manifest.revisions) - set(schema.histories()))
    if missing:
        raise Refusal(f"The backup holds data of {', '.join(missing)}, which modules.load does not name. Add them to it; nothing was changed.")


def _take_in(archive: Archive) -> None:
    # Imported here: a server that only holds the lock does without Alembic.
    from .. import migrate

    manifest = archive.manifest
    _unpack_files(archive)
    with migrate.alone() as connection:
        migrate.create(connection, manifest.revisions)
        keys = _lift_foreign_keys(connection)
        known = {shape.table for shape in shapes(connection)}
        for table in sorted(manifest.tables.keys() - keeping.names()):  # summaries, which earlier versions put into a backup as well
            if table not in known:
                raise BadArchive(f"{archive.path} holds a table {table} that this version does not know. Nothing was changed.")
            connection.execute(sa.delete(sa.table(table)))  # what a migration has put there
            load(connection, manifest.shape(table), archive.lines(table))
        for statement in keys:
            connection.exec_driver_sql(statement)
        _set_counters(connection)
        _compare(connection, manifest)
        keeping.settle(connection)
        _put_files_in_place()


def _unpack_files(archive: Archive) -> None:
    place = _folder() / UNFINISHED
    shutil.rmtree(place, ignore_errors=True)  # of a restore that was killed
    for name in archive.manifest.files:
        target = place / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.file(name) as member, target.open("wb") as stream:
            shutil.copyfileobj(member, stream, PIECE)


def _put_files_in_place() -> None:
    """The last step of the transaction: a rename."""
    place, target = _folder() / UNFINISHED, _folder() / FILES
    if place.is_dir():
        if target.is_dir():
            target.rmdir()  # empty: looked at before
        place.rename(target)


def _lift_foreign_keys(connection: sa.Connection) -> list[str]:
    """On PostgreSQL the keys between tables are taken off for the load, since they run in circles; returns what puts them back."""
    if connection.dialect.name == "sqlite":
        return []  # they rest already
    found = connection.exec_driver_sql(
        "SELECT c.conrelid::regclass::text, quote_ident(c.conname), pg_get_constraintdef(c.oid) FROM pg_constraint c "
        "JOIN pg_namespace n ON n.oid = c.connamespace WHERE c.contype = 'f' AND n.nspname = current_schema()"
    ).all()
    for table, name, _definition in found:
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    return [f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}" for table, name, definition in found]


def _set_counters(connection: sa.Connection) -> None:
    """On PostgreSQL sequences go on after the highest number; SQLite counts from the rows."""
    if connection.dialect.name == "sqlite":
        return
    for shape in shapes(connection):
        sequence = connection.execute(sa.select(sa.func.pg_get_serial_sequence(shape.table, "id"))).scalar_one() if "id" in shape.columns else None
        highest = connection.execute(sa.select(sa.func.max(shape.clause().c.id))).scalar_one() if sequence else None
        if highest:
            connection.execute(sa.select(sa.func.setval(sequence, highest)))


def _compare(connection: sa.Connection, manifest: Manifest) -> None:
    for shape in shapes(connection):
        told = manifest.tables.get(shape.table)
        digest = Digest()
        for line in lines(connection, shape):
            digest.add(line)
        if (digest.rows, digest.hex) != ((told["rows"], told["digest"]) if told else (0, Digest().hex)):
            raise BadArchive(f"What was taken in differs from the backup in {shape.table}. Nothing was changed.")
