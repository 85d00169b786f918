"""``forecourt search``: how the index is, and building it anew."""

from __future__ import annotations

import json

import click

from core import ObjectType, inside_app, registry

from . import building


@click.group("search")
def search() -> None:
    """The search index: what it holds, and building it anew."""


@search.command("status")
@click.option("--json", "as_json", is_flag=True, help="For a script.")
@inside_app
def status(as_json: bool) -> None:
    """Each object that is searched, and how far its part of the index is: complete, built up to a record, or waiting."""
    found = building.status()
    if as_json:
        click.echo(json.dumps({object_type.code: word for object_type, word in found}))
        return
    for object_type, word in found:
        click.echo(f"{object_type.code:<24}{word}")


@search.command("reindex")
@click.argument("object_code", metavar="[OBJECT]", required=False)
@click.option("--resume", is_flag=True, help="Go on with what is not complete, instead of building all of it anew.")
@inside_app
def reindex(object_code: str | None, resume: bool) -> None:
    """Build the index anew, of all objects or of OBJECT ("lead", "account", …). Stopped, it goes on with --resume.

    People work on meanwhile: until an object is complete it is searched field by field.
    """
    objects = [one.code for one in registry.objects()]
    if object_code is not None and object_code not in objects:
        raise click.ClickException(f"There is no object {object_code!r}. Known: {', '.join(sorted(objects))}.")
    if not resume:
        building.start_over([object_code] if object_code else None)
    counts = building.build_all(_tell)
    click.echo(f"The index is complete: {sum(counts.values())} records of {len(counts)} objects were read.")


def _tell(object_type: ObjectType, done: int) -> None:
    click.echo(f"{object_type.code}: {done} records", err=True)
