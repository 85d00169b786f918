"""What keeps programs from filling the desk: a signed form that is neither too young nor too old, an input that nobody sees, a throttle.

None of it loses what a person wrote: whatever is refused comes back as it was typed and is taken the second time.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta

from flask import current_app
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from core import audit, clock, throttle
from core import gettext as _

TOKEN, TRAP = "form_token", "website"
LEAST, LONGEST = timedelta(seconds=3), timedelta(hours=12)
"""Nobody reads and fills in the form faster; nobody takes longer."""
LIMITS = {"account": throttle.Limit(6, timedelta(hours=1)), "address": throttle.Limit(30, timedelta(hours=1))}
"""Cases an hour from one telephone or mail address, and from one network address, which a company shares."""
LARGEST = 1024**2
"""Bytes of what is sent at once, far more than the inputs take."""


def issue(dealer_id: int) -> str:
    """The token of a form that is about to be shown: whose it is, since when."""
    return _signer().dumps([dealer_id, secrets.token_urlsafe(9)])


def fault(typed: Mapping[str, str], dealer_id: int) -> str | None:
    """Why a form is not taken as it came, in a sentence to whoever sent it; None for one that looks like a person's."""
    try:
        (form_of, _nonce), since = _signer().loads(typed.get(TOKEN, ""), max_age=int(LONGEST.total_seconds()), return_timestamp=True)
    except SignatureExpired:
        return _("This form has been open for a long time. Please look it over and send it again.")
    except BadSignature:
        return _("This form is not the one you were shown. Please look it over and send it again.")
    if form_of != dealer_id:
        return _("This form is not the one you were shown. Please look it over and send it again.")
    if clock.now() - since < LEAST:
        return _("That was very quick. Please look over what you wrote and send it again.")
    return _("A field that people do not see was filled in. It is empty again; please send the form once more.") if typed.get(TRAP) else None


def is_living(token: str, dealer_id: int) -> bool:
    """Whether a form may be sent with this token, now or in a moment."""
    try:
        found = _signer().loads(token, max_age=int(LONGEST.total_seconds()))
    except BadSignature:
        return False
    return bool(found[0] == dealer_id)


def wait(contact: str) -> int:
    """Count a case from this telephone or mail address and from the network address of the request; the minutes to wait if it is
    one too many, else 0."""
    return throttle.attempt("case form", contact, audit.remote_address(), LIMITS)


def key_of(typed: Mapping[str, str]) -> str:
    """The same content in the same form, as a digest: sent twice, it is one case."""
    return hashlib.sha256(repr(sorted(typed.items())).encode()).hexdigest()


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="cases.web-form")
