"""Mail: written to the outbox with the save that causes it, sent by the worker; by SMTP, or into a folder."""

from __future__ import annotations

import os
import smtplib
import ssl
import uuid
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, parseaddr
from pathlib import Path
from typing import Any

from flask import current_app

from . import outbox, settings
from .clock import now
from .errors import Refusal
from .i18n import gettext as _
from .room import PRIVATE

TOPIC = "core.mail"
TIMEOUT = 20  # seconds, for connecting and for each answer of the server
PERMANENT = range(500, 600)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail goes, as [mail] of the configuration says. Without a host, messages are put into a folder as .eml files."""

    host: str = ""
    port: int = 587
    user: str = ""
    password: str = ""
    encryption: str = "starttls"
    sender: str = "forecourt@localhost.localdomain"
    folder: str = ""


def server() -> MailServer:
    """The server the installation's configuration names."""
    return MailServer(**current_app.config["FORECOURT"]["mail"])


def folder() -> Path:
    """Where messages are put when there is no server."""
    settled = server().folder or os.path.join(current_app.config["FORECOURT"]["data_dir"], "mail")
    return Path(settled)


def link(path: str) -> str:
    """The address under which people reach a page, for a message. It comes from the settings alone: a request's Host header is the word of whoever sent it,
    and would lead whoever asked for a new password elsewhere."""
    server = current_app.config["FORECOURT"]["server"]
    return (server["url"].rstrip("/") or f"http://{server['host']}:{server['port']}") + path


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message; ``type`` such as "application/pdf"."""

    name: str
    type: str
    content: bytes


def send(
    to: str | Sequence[str], subject: str, body: str, *, html: str | None = None, reply_to: str | None = None, record: Any = None,
    attachments: Sequence[Attachment] = (),
) -> str:  # fmt: skip
    """Have a message sent once the running transaction is committed; returns its event id. ``record``: what it is about."""
    addresses = [to] if isinstance(to, str) else list(to)
    payload: dict[str, Any] = {"to": addresses, "subject": subject, "body": body, "html": html, "reply_to": reply_to}
    if attachments:
        payload["attachments"] = [{"name": one.name, "type": one.type, "content": b64encode(one.content).decode()} for one in attachments]
    return outbox.add(TOPIC, payload, record=record)


@outbox.handles(TOPIC)
def deliver(event: outbox.Event) -> None:
    """Send one message. Its Message-ID is the event's id, so that a message sent twice can be recognised as one."""
    message, target = compose(event.id, event.payload, event.created_at), server()
    if target.host:
        _send_by_smtp(message, target)
    else:
        _put_into_folder(message, folder(), event.id)


def try_out(to: str) -> str:
    """Send a message now, past the outbox, in the language of the installation; returns in a sentence where it went. Raises Refusal with what the server said."""
    target, event_id = server(), str(uuid.uuid4())
    words = {"to": [to], "subject": "Forecourt", "body": _("Mail from this installation reaches you.") + f"\n\n{link('/')}\n"}
    message = compose(event_id, words, now())
    if not target.host:
        return f"No mail server is configured: the message is {_put_into_folder(message, folder(), event_id)}."
    try:
        _send_by_smtp(message, target)
    except (smtplib.SMTPException, OSError, outbox.Undeliverable) as problem:
        raise Refusal(f"{target.host}:{target.port} did not take the message: {_said(problem)}") from problem
    return f"{target.host}:{target.port} took the message to {to}."


def _said(problem: Exception) -> str:
    """What a mail server answered, or why it could not be asked."""
    if isinstance(problem, smtplib.SMTPResponseException):
        return f"{problem.smtp_code} {_one_line(problem.smtp_error.decode(errors='replace') if isinstance(problem.smtp_error, bytes) else problem.smtp_error)}"
    return _one_line(str(problem)) or type(problem).__name__


def compose(event_id: str, payload: Mapping[str, Any], written_at: datetime) -> EmailMessage:
    """The message as it goes out. Line breaks in headers become blanks: nobody adds a recipient by a name."""
    sender = server().sender
    message = EmailMessage()
    message["Message-ID"] = f"<{event_id}@{parseaddr(sender)[1].rpartition('@')[2] or 'localhost'}>"
    message["Date"] = format_datetime(written_at)
    message["From"] = formataddr((settings.get("core.mail_sender_name") or "", parseaddr(sender)[1]))
    message["To"] = ", ".join(_one_line(address) for address in payload["to"])
    message["Subject"] = _one_line(payload["subject"])
    if payload.get("reply_to"):
        message["Reply-To"] = _one_line(payload["reply_to"])
    message.set_content(payload["body"])
    if payload.get("html"):
        message.add_alternative(payload["html"], subtype="html")
    for one in payload.get("attachments", ()):
        kind, _slash, subtype = one["type"].partition("/")
        message.add_attachment(b64decode(one["content"]), maintype=kind, subtype=subtype, filename=_one_line(one["name"]))
    return message


def _one_line(text: str) -> str:
    return " ".join(str(text).split())


def _send_by_smtp(message: EmailMessage, target: MailServer) -> None:
    try:
        with _connection(target) as connection:
            if target.user:
                connection.login(target.user, target.password)
            connection.send_message(message)
    except smtplib.SMTPRecipientsRefused as refusal:
        if all(code in PERMANENT for code, _reason in refusal.recipients.values()):
            raise outbox.Undeliverable(str(refusal.recipients)) from refusal
        raise


def _connection(target: MailServer) -> smtplib.SMTP:
    """Encrypted as configured, and to the server whose certificate it is; a server that cannot do that gets neither message nor password."""
    context = ssl.create_default_context()
    if target.encryption == "tls":
        return smtplib.SMTP_SSL(target.host, target.port, timeout=TIMEOUT, context=context)
    connection = smtplib.SMTP(target.host, target.port, timeout=TIMEOUT)
    if target.encryption == "starttls":
        try:
            connection.starttls(context=context)
        except (smtplib.SMTPException, OSError):
            connection.close()
            raise
    return connection


def _put_into_folder(message: EmailMessage, target: Path, event_id: str) -> Path:
    target.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    unfinished = target / f".{event_id}"
    unfinished.write_bytes(message.as_bytes())
    return unfinished.replace(target / f"{event_id}.eml")
