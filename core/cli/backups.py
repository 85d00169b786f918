"""``forecourt backup`` and ``forecourt restore``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError

from .. import backups, modules, plugins
from ..db import db
from . import app_of
from .server import bring_up_to_date

INCOMPLETE = 3


def _facts(manifest: backups.Manifest) -> dict[str, Any]:
    return {
        "version": manifest.version, "made_at": manifest.made_at, "rows": sum(one["rows"] for one in manifest.tables.values()), "files": len(manifest.files),
        "tables": {table: one["digest"] for table, one in manifest.tables.items()},
    }  # fmt: skip


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print counts and checksums as JSON.")
@click.pass_context
def backup(ctx: click.Context, file: Path, as_json: bool) -> None:
    """Write the database and the attached files to FILE, a ZIP archive that must not exist yet.

    It holds one moment of the database, also while people go on working. Keep it where the server's disk is not; it holds
    everything, so only its owner can read it. The settings file and the secret key are not in it.
    Exit code 0: all is in it; 3: attached files are not where they should be, the rest is in it.

    \b
    Every night:  forecourt backup /backups/forecourt-$(date +%F).zip
    """
    with app_of(ctx).app_context():
        manifest = backups.save(file)
        absent = _absent_files()
    facts = _facts(manifest)
    click.echo(json.dumps(facts, indent=1) if as_json else f"{facts['rows']} rows and {facts['files']} files are in {file}.")
    if absent:
        click.echo(f"{absent} attached files are not in the folder files/ of data_dir, and so not in {file}. Make the backup where that folder is.", err=True)
        sys.exit(INCOMPLETE)


def _absent_files() -> int:
    """Asked of every module that has tables, also of one that is switched off."""
    try:
        removed = modules.switches().removed
        return sum(count() for code, count in plugins.implementations("absent_files", everybody=True) if code not in removed)
    except SQLAlchemyError:  # a database that is behind the program and has these tables in another form, or not yet
        db.session.rollback()
        return 0


@click.command("restore")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print counts and checksums as JSON.")
@click.pass_context
def restore(ctx: click.Context, file: Path, as_json: bool) -> None:
    """Take the backup in FILE into an empty database, and bring that up to date.

    The database that database_url names must be empty, and nothing of this installation may run. The archive is read whole and
    checked first; then all of it is taken in or nothing. It may come from the other kind of database and from an older version.

    \b
    From SQLite to PostgreSQL:
      forecourt backup old.zip
      FORECOURT_DATABASE_URL=postgresql://forecourt:secret@localhost/forecourt forecourt restore old.zip
    """
    app = app_of(ctx)
    with backups.hold_alone(app.config["FORECOURT"]["data_dir"]), app.app_context():
        manifest = backups.restore(file)
        done = bring_up_to_date()
    facts = _facts(manifest)
    if as_json:
        click.echo(json.dumps({**facts, "upgraded": done}, indent=1))
        return
    click.echo(f"{facts['rows']} rows and {facts['files']} files were taken in; they were written by version {manifest.version} at {manifest.made_at}.")
    for line in done:
        click.echo(line)


COMMANDS = (backup, restore)
