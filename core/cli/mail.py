"""``forecourt test-mail``: whether the mail server of the settings takes a message."""

from __future__ import annotations

import click

from .. import mail
from . import within_app


@click.command("test-mail")
@click.argument("email")
@within_app
def test_mail(email: str) -> None:
    """Send a message to EMAIL now, and say what the mail server answered."""
    click.echo(mail.try_out(email))


COMMANDS = (test_mail,)
