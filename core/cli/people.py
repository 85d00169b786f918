"""forecourt user and forecourt token."""

from __future__ import annotations

import json
from datetime import timedelta

import click

from .. import roles, security, tokens, units, users
from ..errors import NotFound
from ..users import system_actor
from . import within_app


@click.group("user")
def user_group() -> None:
    """Who can sign in."""


@user_group.command("add")
@click.option("--name", prompt=True)
@click.option("--email", prompt=True)
@click.option("--role", "role_codes", multiple=True, default=("administrator",), show_default=True, help="A role's code; may be given several times.")
@click.option("--unit", help="The name of the unit the person belongs to.")
@click.option("--language", "locale", default="en", show_default=True)
@click.password_option(help="Asked for when not given.")
@within_app
def add(name: str, email: str, role_codes: tuple[str, ...], unit: str | None, locale: str, password: str) -> None:
    """Add a person."""
    for code in role_codes:
        roles.find(code)
    person = users.add(system_actor(), name=name, email=email, role_codes=role_codes, unit_id=_unit(unit), locale=locale, password=password)
    click.echo(f"{name} ({person.id}) can sign in.")


def _unit(name: str | None) -> int | None:
    if name is None:
        return None
    found = [one.id for one in units.all_units() if one.name == name]
    if len(found) != 1:
        raise click.ClickException(f"There is no unit {name!r}." if not found else f"There are several units {name!r}.")
    return found[0]


def _person(email: str) -> int:
    person = users.by_email(email)
    if person is None:
        raise NotFound(f"Nobody has the mail address {email}.")
    return person.id


@user_group.command("password")
@click.argument("email")
@click.password_option()
@within_app
def password(email: str, password: str) -> None:
    """Set a person's password and end all sessions."""
    security.set_password(_person(email), password)
    click.echo("The password is set; all sessions have ended.")


@user_group.command("disable")
@click.argument("email")
@within_app
def disable(email: str) -> None:
    """Keep a person from signing in; what the person owns stays."""
    users.disable(system_actor(), _person(email))
    click.echo(f"{email} cannot sign in any more.")


@click.group("token")
def token_group() -> None:
    """Keys of programs that use the API."""


@token_group.command("create")
@click.argument("email")
@click.option("--name", required=True, help="What the token is for.")
@click.option("--scope", "scopes", multiple=True, default=("read",), show_default=True)
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 3650))
@click.option("--json", "as_json", is_flag=True, help="For a script.")
@within_app
def create_token(email: str, name: str, scopes: tuple[str, ...], days: int, as_json: bool) -> None:
    """Make a token; it is shown once and never again."""
    secret = tokens.create(system_actor(), _person(email), name, scopes, timedelta(days=days))
    click.echo(json.dumps({"token": secret}) if as_json else secret)


COMMANDS = (user_group, token_group)
