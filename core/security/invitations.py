"""A mailed link with which a new user sets the first password."""

from __future__ import annotations

from flask import current_app
from flask_security.recoverable import generate_reset_password_token

from .. import audit, mail, roles, users
from ..actor import Actor
from ..errors import NotFound
from ..i18n import speaking
from .logins import Account
from .messages import SUBJECTS, render


def invite(user: Actor, user_id: int) -> str | None:
    """Send the link; returns it where no mail server is set up, so that somebody can pass it on by hand: the log says who had it made. Raises NotFound
    for whoever cannot sign in, Refusal for who may do more than the user."""
    roles.refuse_stronger(user, user_id)
    person = users.find(user_id)
    if person is None or person.kind != "user" or not person.active:
        raise NotFound
    account = Account(person)
    token = generate_reset_password_token(account)  # type: ignore[no-untyped-call]  # Flask-Security has no types here
    body = render("security/email/invitation.txt", user=account, reset_token=token)
    with speaking(person.locale):
        mail.send(person.email, str(SUBJECTS["security/email/invitation"]), body)
    audit.record("password_link_made", actor=user, subject_id=user_id, details={"email": person.email})
    return None if mail.server().host else public_url("security.reset_password", token=token)


def public_url(endpoint: str, **values: str) -> str:
    """The address of a page for a mail, also outside a request."""
    return mail.link(current_app.url_map.bind("").build(endpoint, values))
