"""forecourt modules: list, enable, disable, remove."""

from __future__ import annotations

import json

import click

from .. import modules, plugins, schema
from ..users import system_actor
from . import within_app


@click.group("modules")
def group() -> None:
    """The loaded modules and their switches. Switching needs no restart."""


@group.command("list")
@click.option("--json", "as_json", is_flag=True, help="For a script.")
@within_app
def list_(as_json: bool) -> None:
    """Each loaded module, its state and what it builds on."""
    states = modules.states()
    rows = [
        {"code": one.code, "label": str(one.label), "state": states[one.code], "version": one.version, "depends": list(one.depends),
         "locked": modules.is_locked(one.code)}
        for one in plugins.loaded().values()
    ]  # fmt: skip
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        needs = f"  needs {', '.join(row['depends'])}" if row["depends"] else ""  # type: ignore[arg-type]  # a list of texts
        click.echo(f"{row['code']:<16}{row['state']:<10}{row['label']}{needs}")


@group.command("enable")
@click.argument("code")
@within_app
def enable(code: str) -> None:
    """Switch the module CODE on, by the code "forecourt modules list" shows; all workers obey from the next request on."""
    for sentence in modules.enable(code, system_actor()):
        click.echo(sentence)
    click.echo(f"{code} is on.")


@group.command("disable")
@click.argument("code")
@within_app
def disable(code: str) -> None:
    """Switch the module CODE off; its data stays. It is refused while a module that builds on it is on."""
    modules.disable(code, system_actor())
    click.echo(f"{code} is off; its data is kept.")


@group.command("remove")
@click.argument("code")
@click.option("--yes", is_flag=True, help="Really drop its tables. Without it, only what would happen is shown.")
@within_app
def remove(code: str, yes: bool) -> None:
    """Drop the tables of the module CODE, which must be off. Export its records first (forecourt export). There is no way back."""
    user = system_actor()
    if yes:
        for table in modules.remove(code, user):
            click.echo(f"dropped {table}")
        click.echo(f"{code} is removed. Take it out of modules.load, or begin anew: forecourt modules enable {code}")
        return
    modules.check_removable(code, user)
    click.echo(f"Would drop the tables of {code} with all that is in them:")
    for table, rows in schema.holdings(code).items():
        click.echo(f"  {table}: {rows}")
    click.echo("Nothing was done; add --yes to do it.")


COMMANDS = (group,)
