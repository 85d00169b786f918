"""Asking the owner of a hidden match for access.

A match that one may not see is shown with a ticket. Only a ticket lets one ask, so nobody learns of a record by trying ids.
"""

from __future__ import annotations

from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from core import Actor, NotFound, gettext_lazy, notices

KEPT = 24 * 3600
"""Seconds for which a ticket is good: as long as the form it was shown beside may stand open."""


def ticket(record: Any, user: Actor) -> str:
    """What proves that this record was shown to this user as a match."""
    return _tickets().dumps([record.id, user.id])


def open_ticket(text: str, user: Actor) -> int:
    """The id of the record. Raises NotFound for a ticket of somebody else, one that is old, and one that was made up."""
    try:
        record_id, holder = _tickets().loads(text, max_age=KEPT)
    except BadSignature:
        raise NotFound from None
    if holder != user.id:
        raise NotFound
    return int(record_id)


def ask_owner(record: Any, user: Actor) -> None:
    """Tell the owner, unless the owner has not read yet that this user asks; the answer is a share, or a hand-over."""
    if record.owner_id:
        asked = gettext_lazy("%(name)s asks for access to %(record)s.")
        notices.send(record.owner_id, asked, record, module="contacts", unless_unread=True, name=user.name)


def _tickets() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="contacts.match")
