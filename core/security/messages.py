"""What Flask-Security says, in our words and through our catalogs; its mail goes out through the outbox."""

from __future__ import annotations

import unicodedata
from typing import Any

from flask import Flask, render_template
from flask_security import MailUtil, PasswordUtil
from flask_security.mail_util import EmailValidateException

from .. import mail
from ..i18n import gettext, gettext_lazy, joined, speaking
from ..users.changes import is_email
from .logins import Account, weakness

_ = gettext_lazy
PLAIN = (
    ("GENERIC_AUTHN_FAILED", _("The e-mail address or the password is wrong."), "error"),
    ("PASSWORD_RESET_REQUEST", _("If this address belongs to a user, a message with a link is on its way."), "info"),
    ("PASSWORD_RESET_EXPIRED", _("This link is too old. Ask for a new one here."), "error"),
    ("INVALID_RESET_PASSWORD_TOKEN", _("This link has been used already or is incomplete. Ask for a new one here."), "error"),
    ("PASSWORD_RESET_NO_LOGIN", _("The new password holds. Please sign in with it."), "success"),
    ("PASSWORD_CHANGE", _("The new password holds. All other devices have been signed out."), "success"),
    ("PASSWORD_IS_THE_SAME", _("The new password is the present one."), "error"),
    ("INVALID_PASSWORD", _("The present password is wrong."), "error"),
    ("EMAIL_NOT_PROVIDED", _("Please enter the e-mail address."), "error"),
    ("INVALID_EMAIL_ADDRESS", _("This is not an e-mail address, such as name@example.com."), "error"),
    ("PASSWORD_NOT_PROVIDED", _("Please enter the password."), "error"),
    ("UNAUTHENTICATED", _("Please sign in first."), "info"),
    ("LOGIN", _("Please sign in first."), "info"),
)
SUBJECTS = {
    "security/email/reset_instructions": _("Set a new password"),
    "security/email/reset_notice": _("Your password has been changed"),
    "security/email/change_notice": _("Your password has been changed"),
    "security/email/invitation": _("Your access to Forecourt"),
}


def set_messages(app: Flask) -> None:
    """Put our sentences in place of Flask-Security's."""
    for key, text, category in PLAIN:
        app.config[f"SECURITY_MSG_{key}"] = (text.message, category)


class OurCatalog:
    """Stands in for Flask-Security's own translations."""

    def gettext(self, message: str, **variables: Any) -> str:
        # Some sentences of ours say less than theirs: what they would fill in is not missed.
        return gettext(message, **variables) if "%(" in message else gettext(message)

    def ngettext(self, singular: str, plural: str, num: int, **variables: Any) -> str:
        return (singular if num == 1 else plural) % {"num": num, **variables}

    def format_list(self, items: list[str], **_options: Any) -> str:
        return joined(items)


def render(template: str, **context: Any) -> str:
    """Pages in the reader's language, mail in that of whom it goes to."""
    if not template.startswith("security/email/"):
        return render_template(template, **context)
    with speaking(context["user"].person.locale):
        return render_template(template, **context)


class OutboxMail(MailUtil):
    """Mail as a row of the outbox, in the language of whom it goes to."""

    def send_mail(
        self, template: str, subject: str, recipient: Any, sender: Any, body: str | None, html: str | None, **context: Any
    ) -> None:
        account: Account = context["user"]
        with speaking(account.person.locale):
            mail.send(account.email, str(SUBJECTS[template]), body or "", html=html)

    def normalize(self, email: str) -> str:
        lowered: str = email.strip().lower()
        if not is_email(lowered):
            raise EmailValidateException(gettext("This is not an e-mail address, such as name@example.com."))
        return lowered

    validate = normalize


class OurPasswords(PasswordUtil):
    """Which passwords will do."""

    def normalize(self, password: str) -> str:
        return unicodedata.normalize("NFKD", password)

    def validate(self, password: str, is_register: bool, **context: Any) -> tuple[list[str] | None, str]:
        normal = self.normalize(password)
        user = context.get("user")
        problem = weakness(normal, getattr(user, "person", None))
        return ([problem] if problem else None), normal
