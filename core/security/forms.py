"""The forms of signing in, in our words, with throttled guessing."""

from __future__ import annotations

from typing import Any

from flask_login import current_user
from flask_security import ChangePasswordForm, ForgotPasswordForm, LoginForm, ResetPasswordForm
from flask_security.forms import EmailValidation, email_required, password_required, valid_user_email
from wtforms import BooleanField, EmailField, PasswordField
from wtforms.validators import Length, StopValidation

from .. import audit
from ..i18n import gettext as _
from ..i18n import gettext_lazy, ngettext
from ..users.models import EMAIL_LENGTH
from . import throttle
from .logins import LONGEST


def _limited(longest: int) -> Length:
    return Length(max=longest, message=gettext_lazy("Please enter at most %(max)d characters."))


def _email(*validators: Any) -> EmailField:
    render = {"autocomplete": "username", "inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}
    return EmailField(gettext_lazy("E-mail address"), render_kw=render, validators=[email_required, _limited(EMAIL_LENGTH), *validators])


def _password(label: Any, autocomplete: str, *validators: Any) -> PasswordField:
    return PasswordField(label, render_kw={"autocomplete": autocomplete}, validators=[password_required, _limited(LONGEST), *validators])


class _SameAs:
    """The second entry of a new password must be as the first."""

    def __init__(self, other: str) -> None:
        self.other = other

    def __call__(self, form: Any, field: Any) -> None:
        if field.data != form[self.other].data:
            raise StopValidation(_("The two entries differ."))


def _too_many(minutes: int) -> str:
    return ngettext(
        "Too many attempts. Please wait a minute and try again.", "Too many attempts. Please wait %(num)s minutes and try again.", minutes
    )


class SignInForm(LoginForm):
    """Address, password, and whether to stay signed in."""

    email = _email(EmailValidation(verify=False))
    password = _password(gettext_lazy("Password"), "current-password")
    remember = BooleanField(gettext_lazy("Keep me signed in on this device"))

    def validate(self, **options: Any) -> bool:
        """As Flask-Security's, but counted first; a failure is told alike whatever was wrong."""
        account, address = str(self.email.data or ""), audit.remote_address()
        if not account or not self.password.data or len(account) > EMAIL_LENGTH:
            return bool(super().validate(**options))
        minutes = throttle.attempt("sign-in", account, address, throttle.SIGN_IN)
        if minutes:
            audit.record("sign_in_blocked", details={"email": account[:EMAIL_LENGTH]})
            self.form_errors = [_too_many(minutes)]
            return False
        if not super().validate(**options):
            audit.record("sign_in_failed", subject_id=self.user.id if self.user else None, details={"email": account[:EMAIL_LENGTH]})
            return False
        throttle.succeeded("sign-in", account, address)
        return True


class ForgotForm(ForgotPasswordForm):
    """The address to which a link for a new password goes, if it is a user's."""

    email = _email(EmailValidation(verify=False), valid_user_email)

    def validate(self, **options: Any) -> bool:
        account = str(self.email.data or "")
        if not account or len(account) > EMAIL_LENGTH:
            return bool(super().validate(**options))
        minutes = throttle.attempt("reset", account, audit.remote_address(), throttle.RESET)
        if minutes:
            self.form_errors = [_too_many(minutes)]
            return False
        return bool(super().validate(**options))


class ResetForm(ResetPasswordForm):
    """A new password, twice."""

    password = _password(gettext_lazy("New password"), "new-password")
    password_confirm = _password(gettext_lazy("New password again"), "new-password", _SameAs("password"))


class ChangeForm(ChangePasswordForm):
    """The present password and a new one, twice. Guessing the present one is throttled too."""

    password = _password(gettext_lazy("Present password"), "current-password")
    new_password = _password(gettext_lazy("New password"), "new-password")
    new_password_confirm = _password(gettext_lazy("New password again"), "new-password", _SameAs("new_password"))

    def validate(self, **options: Any) -> bool:
        minutes = throttle.attempt("change", current_user.email, audit.remote_address(), throttle.SIGN_IN)
        if minutes:
            self.form_errors = [_too_many(minutes)]
            return False
        if not super().validate(**options):
            return False
        throttle.succeeded("change", current_user.email, audit.remote_address())
        return True
