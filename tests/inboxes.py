"""A real mail server for tests that send: what it took can be read, and addresses can be refused."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask


class Inbox:
    """What the mail server of a test has taken, and the addresses it refuses."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.refused: set[str] = set()

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if address in self.refused:
            return "550 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - as above
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def mail_server(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Inbox]]:
    """``mail_server("starttls", tls_context=…)``: a mail server on a free port, named in the settings with this encryption."""
    started = []

    def start(encryption: str, *, user: str = "", **options: Any) -> Inbox:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        inbox = Inbox()
        started.append(Controller(inbox, hostname="127.0.0.1", port=port, **options))
        started[-1].start()
        for name, value in {"host": "127.0.0.1", "port": port, "encryption": encryption, "sender": "crm@example.com", "user": user, "password": "secret"}.items():
            monkeypatch.setitem(app.config["FORECOURT"]["mail"], name, value)
        return inbox

    yield start
    for one in started:
        one.stop()


@pytest.fixture
def inbox(mail_server: Callable[..., Inbox]) -> Inbox:
    """One that takes everything as it is."""
    return mail_server("none")
