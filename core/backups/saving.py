"""Writing a backup: from one snapshot of the database, in a file that has its name only once it is whole."""

from __future__ import annotations

import errno
import hashlib
import os
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path

import sqlalchemy as sa
from flask import current_app

from .. import outages, schema
from ..clock import now
from ..db import db
from ..errors import Refusal
from .archive import MANIFEST, PIECE, Manifest, member_of
from .rows import Digest, Shape, lines, shapes

FILES = "files"
"""The folder below data_dir where attached files lie."""
UNFINISHED = ".forecourt-backup"
"""How the names of archives end that are being written."""
SILENCE = 3600
"""Seconds without a write after which such an archive is nobody's."""
WITHOUT_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS)
"""What memory sticks and shared folders of Windows say, which know one name for a file only."""


def save(target: Path) -> Manifest:
    """Write a backup to ``target``, which must not exist. Raises Refusal, and OSError for a disk that is full: then nothing is left there."""
    _refuse_taken(target)
    if not target.parent.is_dir():
        raise Refusal(f"There is no folder {target.parent}.")
    _remove_unfinished(target.parent)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}{UNFINISHED}")
    try:
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))  # it holds everything: nobody else may read it
        manifest = _write(unfinished)
        _name(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def _refuse_taken(target: Path) -> None:
    if target.exists():
        raise Refusal(f"{target} exists already. Choose another name, or remove it first.")


def _remove_unfinished(folder: Path) -> None:
    """What a backup left here that was killed: nothing is written to it any more."""
    for path in folder.glob(f".*{UNFINISHED}"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < time.time() - SILENCE:
                path.unlink()


def _name(unfinished: Path, target: Path) -> None:
    """Give the whole archive its name."""
    try:
        os.link(unfinished, target)  # refuses, where a rename would overwrite what came meanwhile
    except FileExistsError:
        _refuse_taken(target)
        raise
    except OSError as problem:
        if problem.errno not in WITHOUT_LINKS:
            raise
        _refuse_taken(target)
        unfinished.rename(target)


def _write(path: Path) -> Manifest:
    with path.open("r+b") as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
            with snapshot() as connection:
                manifest = _described(connection)
                for shape in shapes(connection):
                    manifest.tables[shape.table] = _write_table(archive, connection, shape)
            _write_files(archive, manifest)  # after the snapshot: what it refers to is there by now
            archive.writestr(MANIFEST, manifest.as_json())
        stream.flush()
        os.fsync(stream.fileno())
    return manifest


@contextmanager
def snapshot() -> Iterator[sa.Connection]:
    """A connection on which nothing changes any more, whoever writes meanwhile."""
    db.session.remove()
    with db.engine.connect() as plain:
        if plain.dialect.name == "sqlite":
            connection = plain  # the first read of a transaction fixes what it sees: the journal is a write-ahead log
        else:
            connection = plain.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            connection.execute(sa.select(1))
            yield connection


def _described(connection: sa.Connection) -> Manifest:
    """Raises Outage for a database of a newer version, whose values this one does not know how to write."""
    _behind, ahead = schema.standing()
    if ahead:
        raise outages.ahead(ahead)
    revisions = schema.revisions(connection)
    unknown = sorted(set(revisions) - set(schema.histories()))
    if unknown:
        raise Refusal(
            f"The database holds tables of {', '.join(unknown)}, which modules.load does not name. "
            "Load them for the backup (they may stay switched off), or remove them: forecourt modules remove"
        )
    return Manifest(version("forecourt"), now().isoformat(), connection.dialect.name, revisions)


def _write_table(archive: zipfile.ZipFile, connection: sa.Connection, shape: Shape) -> dict[str, object]:
    digest = Digest()
    with archive.open(member_of(shape.table), "w", force_zip64=True) as member:
        for line in digest.through(lines(connection, shape)):
            member.write(line)
    return {"columns": list(shape.columns), "kinds": list(shape.kinds), "rows": digest.rows, "digest": digest.hex}


def _write_files(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    root = Path(current_app.config["FORECOURT"]["data_dir"]) / FILES
    for path in sorted(one for one in root.rglob("*") if one.is_file()) if root.is_dir() else ():
        name, found, size = path.relative_to(root).as_posix(), hashlib.sha256(), 0
        try:
            source = path.open("rb")
        except FileNotFoundError:
            continue  # removed since it was listed
        with source, archive.open(f"{FILES}/{name}", "w", force_zip64=True) as member:
            while piece := source.read(PIECE):
                member.write(piece)
                found.update(piece)
                size += len(piece)
        manifest.files[name] = {"bytes": size, "sha256": found.hexdigest()}
