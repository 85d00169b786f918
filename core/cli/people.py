"""``forecourt user`` and ``forecourt token``: the first administrator, and what one does without a browser."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import Any

import click

from .. import roles, security, tokens, units, users
from ..db import transaction
from ..errors import Invalid, NotFound
from ..i18n import gettext as _
from ..i18n import joined
from ..users import Person
from . import within_app


@click.group()
def user() -> None:
    """The people who sign in: add, list, disable, set passwords."""


@user.command("add")
@click.argument("email")
@click.option("--name", required=True, help="The name as it is shown.")
@click.option("--role", "role_codes", multiple=True, help="A role's code, such as sales_consultant; may be given several times.")
@click.option("--unit", "unit_name", help="The name of the unit the user belongs to.")
@click.option("--language", "locale", help="The language, en or zh_CN; without it that of the installation.")
@click.option("--invite", is_flag=True, help="Send a link for the first password instead of asking for one here.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@within_app
def add_user(
    email: str, name: str, role_codes: tuple[str, ...], unit_name: str | None, locale: str | None, invite: bool, password_stdin: bool, as_json: bool
) -> None:
    """Add a user who signs in with EMAIL. The first one needs --role administrator."""
    password = None if invite else _new_password(password_stdin)
    if password is not None:
        security.check_password(password)
    added = users.add(users.system_actor(), name=name, email=email, unit_id=_unit_id(unit_name), locale=locale, role_codes=role_codes, password=password)
    link = security.invite(users.system_actor(), added.id) if invite else None
    said = f"{added.name} can sign in with {email.lower()}." if not invite else f"{added.name} gets a link at {email.lower()}."
    if link is not None:
        said = f"No mail server is set up. Give {added.name} this link, which holds for a day: {link}"
    click.echo(json.dumps({"id": added.id, "name": added.name, "email": email.lower(), "roles": list(role_codes), "link": link}) if as_json else said)


@user.command("add-list")
@click.argument("file", type=click.File("rb"))
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@within_app
def add_list(file: Any, as_json: bool) -> None:
    """Add the people of FILE, all or none, and invite them: a line each with name, e-mail, unit, roles (several with a + between them), language."""
    with transaction():
        invited = [{"id": one.id, "name": one.name, "link": security.invite(users.system_actor(), one.id)} for one in users.add_several(users.system_actor(), _text(file.read()))]
    if as_json:
        click.echo(json.dumps(invited, ensure_ascii=False))
        return
    for one in invited:
        click.echo(f"{one['name']} gets a link by mail." if one["link"] is None else f"{one['name']}: {one['link']}")


@user.command("password")
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@within_app
def change_password(email: str, password_stdin: bool) -> None:
    """Set the password of the user with EMAIL, and sign out all devices."""
    person = _person(email)
    security.set_password(person.id, _new_password(password_stdin))
    click.echo(f"The new password of {person.name} holds; all devices have been signed out.")


@user.command("disable")
@click.argument("email")
@within_app
def disable_user(email: str) -> None:
    """Sign the user with EMAIL out everywhere, for good. What the user owns stays and can be handed over."""
    person = _person(email)
    users.disable(users.system_actor(), person.id)
    work = users.open_work(person.id)
    click.echo(f"{person.name} can no longer sign in.")
    if work:
        owned = joined(f"{count} {object_type.plural}" for object_type, count in work)
        click.echo(f"{person.name} still owns {owned}. Hand them over at /handover?from={person.id}.")


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@within_app
def list_users(as_json: bool) -> None:
    """Who there is, with unit and roles."""
    rows: list[dict[str, Any]] = [
        {"email": one.email, "name": one.name, "active": one.active, "unit": units.name_of(one.unit_id), "roles": list(roles.rights_of(one.id).codes)}
        for one in users.all_users()
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        state = "" if row["active"] else "  (disabled)"
        click.echo(f"{row['email']}  {row['name']}  {row['unit']}  {', '.join(row['roles'])}{state}")


@click.group()
def token() -> None:
    """Tokens with which programs use the API."""


@token.command("create")
@click.argument("email")
@click.option("--name", required=True, help="What the token is for.")
@click.option("--scope", "scopes", multiple=True, default=("read",), show_default=True, help="What it may do: read, write, export, admin; read:lead, write:lead; act:lead.convert. May be given several times.")
@click.option("--days", type=click.IntRange(1, tokens.LONGEST.days), default=90, show_default=True, help="After how many days it expires.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@within_app
def create_token(email: str, name: str, scopes: tuple[str, ...], days: int, as_json: bool) -> None:
    """Make a token that acts for the user with EMAIL, no further than its scopes. It is shown this once."""
    secret = tokens.create(users.system_actor(), _person(email).id, name, scopes, timedelta(days=days))
    click.echo(json.dumps({"token": secret, "scopes": list(scopes), "days": days}) if as_json else secret)


@token.command("list")
@click.argument("email")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@within_app
def list_tokens(email: str, as_json: bool) -> None:
    """The tokens of the user with EMAIL that are not revoked; of their secrets only the last characters are known."""
    rows: list[dict[str, Any]] = [
        {"id": one.id, "name": one.name, "ends_with": one.hint, "scopes": one.scopes, "expires": one.expires_at.isoformat(), "used": one.used_at and one.used_at.isoformat()}
        for one in tokens.tokens_of(_person(email).id)
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    if not rows:
        click.echo(f"{email} has no tokens.", err=True)
    for row in rows:
        click.echo(f"{row['id']}  {row['name']}  …{row['ends_with']}  {', '.join(row['scopes'])}  expires {row['expires'][:10]}  used {(row['used'] or 'never')[:10]}")


@token.command("revoke")
@click.argument("token_id", type=int)
@within_app
def revoke_token(token_id: int) -> None:
    """End the token with TOKEN_ID at once; `forecourt token list` says the numbers."""
    tokens.revoke(users.system_actor(), token_id)
    click.echo("The token no longer works.")


def _text(content: bytes) -> str:
    """A list as spreadsheets save it: UTF-8, or what Excel writes in China. Raises Invalid."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid({"list": [_("The file is not text in UTF-8 or GB 18030. Save it as CSV, UTF-8.")]})


def _person(email: str) -> Person:
    person = users.by_email(email)
    if person is None:
        raise NotFound(_("There is no user with the address “%(email)s”.", email=email))
    return person


def _unit_id(name: str | None) -> int | None:
    if name is None:
        return None
    found = [unit for unit in units.all_units() if unit.name.casefold() == name.casefold()]
    if len(found) != 1:
        raise NotFound(_("There is no one unit called “%(name)s”.", name=name))
    return found[0].id


def _new_password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


COMMANDS = (user, token)
