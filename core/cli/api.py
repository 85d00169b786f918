"""``forecourt api-schema``: the document of the REST API, for generators of clients."""

from __future__ import annotations

import json

import click

from .. import users
from ..actor import acting
from ..errors import NotFound
from ..i18n import gettext as _
from . import within_app


@click.command("api-schema")
@click.option("--user", "email", help="As this user may know it; without it all of it.")
@within_app
def api_schema(email: str | None) -> None:
    """Print the OpenAPI 3.1 document of all modules that are on."""
    # Imported here: no other command needs the writer of the document.
    from ..rest import document

    person = users.by_email(email) if email else None
    if email and person is None:
        raise NotFound(_("There is no user with the address “%(email)s”.", email=email))
    reader = users.system_actor() if person is None else users.actor(person.id)
    with acting(reader):
        click.echo(json.dumps(document.build(reader), ensure_ascii=False, indent=2))


COMMANDS = (api_schema,)
