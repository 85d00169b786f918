"""A quote as a letter: the PDF attached to a mail in the customer's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core import Actor, code_of, gettext, mail, speaking

from . import paper


def proposed(record: Any, user: Actor, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Whom it goes to, and words to begin with. ``record`` is the quote as the user may know it."""
    with speaking(code_of(record.language) or user.locale):
        text = gettext("Dear customer,\n\nplease find attached our quotation %(number)s. It is valid until %(day)s.\n\nKind regards\n%(name)s",
                       number=record.number or "–", day=record.valid_until.isoformat() if record.valid_until else "–", name=user.name)  # fmt: skip
    contact = record.contact
    return {"to": getattr(contact, "email", None) if contact is not None else None, "message": text}


def send(record: Any, to: str, message: str, user: Actor) -> None:
    """Have it sent once the running transaction is committed. Raises Refusal where the paper cannot be made."""
    with speaking(record.language.code):
        subject = gettext("Quotation %(number)s: %(name)s", number=record.number, name=record.name)
    attachment = mail.Attachment(paper.filename(record), "application/pdf", paper.pdf(record, user))
    mail.send(to, subject, message, reply_to=user.email or None, record=record, attachments=(attachment,))
