"""forecourt fields: list, add, remove. The whole of it is on the page Objects and in the API."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import click

from .. import customization, registry
from ..customization import CHANNELS, TYPES
from ..users import system_actor
from . import within_app


@click.group("fields")
def group() -> None:
    """The fields an installation has added to objects. All workers obey from the next request on."""


@group.command("list")
@click.argument("object_code", metavar="OBJECT")
@click.option("--json", "as_json", is_flag=True, help="For a script.")
@within_app
def list_(object_code: str, as_json: bool) -> None:
    """The own fields of OBJECT, those out of use too."""
    object_type = registry.enabled_object(object_code)
    rows: list[dict[str, Any]] = [
        {"name": row.name, "type": row.type, "label": row.label, "removed": row.removed_at is not None, "required_in": row.required_in}
        for row in customization.all_of(object_type.code)
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not rows:
        click.echo(f"{object_type.code} has no own fields.", err=True)
    for row in rows:
        click.echo(f"{row['name']:<30}{row['type']:<16}{' / '.join(row['label'].values())}{'  (out of use)' if row['removed'] else ''}")


@group.command("add")
@click.argument("object_code", metavar="OBJECT")
@click.option("--type", "kind", type=click.Choice(list(TYPES)), required=True, help="What it holds; it cannot be changed later.")
@click.option("--label", required=True, help="In English.")
@click.option("--label-zh", default="", help="In Chinese.")
@click.option("--name", help="The API name; made of the label unless given.")
@click.option("--value", "values", multiple=True, metavar="LABEL[=CHINESE]", help="A value of a picklist; repeat it.")
@click.option("--to", help="The object a link leads to.")
@click.option("--required-in", multiple=True, type=click.Choice(CHANNELS), help="Where it must be filled in; repeat it.")
@click.option("--default", help="What a new record has in it, as one would type it.")
@within_app
def add(
    object_code: str, kind: str, label: str, label_zh: str, name: str | None, values: Sequence[str], to: str | None, required_in: Sequence[str], default: str | None
) -> None:  # fmt: skip
    """Add a field to OBJECT, such as account; it stands at the end of the form until the page Objects moves it."""
    made = customization.add(
        system_actor(), registry.enabled_object(object_code).code, type=kind, label={"en": label, "zh_CN": label_zh}, name=name, values=[_value(one) for one in values],
        options={"to": to} if to else {}, required_in=required_in, default=default,
    )  # fmt: skip
    click.echo(f"{object_code} has the field {made}.")


def _value(text: str) -> dict[str, Any]:
    english, _equals, chinese = text.partition("=")
    return {"label": {"en": english, "zh_CN": chinese}}


@group.command("remove")
@click.argument("object_code", metavar="OBJECT")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Really do it. Without it, only what would happen is shown.")
@within_app
def remove(object_code: str, name: str, yes: bool) -> None:
    """Take the field NAME of OBJECT out of use. Its values are kept; the page Objects brings it back or purges it."""
    object_type = registry.enabled_object(object_code)
    held = customization.holding(object_type, object_type.custom_field(name))
    if not yes:
        click.echo(f"{held} records hold a value. Nothing was done; add --yes to take {name} out of use.")
        return
    customization.remove(system_actor(), object_code, name)
    click.echo(f"{name} is out of use; the values of {held} records are kept.")


COMMANDS = (group,)
