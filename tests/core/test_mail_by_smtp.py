"""A new password by mail, through a real SMTP server: the message, its link, and that neither words nor work tell who exists."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.smtp import AuthResult
from click.testing import CliRunner, Result
from flask import Flask
from inboxes import Inbox

from core import Actor, db, outbox, security, system_actor, users
from core.cli import main

CERTIFICATE = Path(__file__).parents[1] / "data" / "mail-server.pem"
FRESH = {"password": "a new long one", "password_confirm": "a new long one"}


@pytest.fixture
def me(user: Callable[..., Actor]) -> Actor:
    return user("sales_consultant")


def ask(app: Flask, email: str) -> str:
    """Ask for a new password as a stranger; the page that answers, without what differs by chance."""
    page = app.test_client().post("/reset", data={"email": email}).text
    outbox.drain()
    return re.sub(r'value="[^"]*"|content="[^"]*"|[0-9a-f]{16,}', "", page).replace(email, "")


def link_in(message: EmailMessage) -> str:
    found = re.search(r"/reset/\S+", message.get_content())
    assert found is not None
    return found.group()


@pytest.mark.parametrize(("language", "subject"), [("en", "Set a new password"), ("zh_CN", "设置新密码")])
def test_the_message_arrives_in_the_language_of_whom_it_goes_to(language: str, subject: str, app: Flask, me: Actor, inbox: Inbox) -> None:
    users.change(system_actor(), me.id, locale=language)

    ask(app, me.email)

    [message] = inbox.messages
    assert (message["Subject"], message["To"]) == (subject, me.email)
    assert "crm@example.com" in message["From"]
    assert ("Hello" in message.get_content()) is (language == "en")
    assert link_in(message)


def test_the_link_works_once_and_ends_all_sessions(app: Flask, me: Actor, inbox: Inbox, login: Callable[..., Any]) -> None:
    signed_in = login("sales_consultant")
    ask(app, me.email)
    link = link_in(inbox.messages[0])

    assert app.test_client().post(link, data=FRESH).location == "/login"

    assert signed_in.get("/").status_code == 302
    assert app.test_client().post("/login", data={"email": me.email, "password": FRESH["password"]}).location == "/"
    assert app.test_client().post(link, data={**FRESH, "password": "another long one"}).location == "/reset"
    outbox.drain()
    assert [one["Subject"] for one in inbox.messages] == ["Set a new password", "Your password has been changed"]


def test_the_link_expires_and_a_newer_password_makes_it_worthless(app: Flask, me: Actor, inbox: Inbox, at: Callable[..., Any]) -> None:
    with at("2026-11-20 09:00"):
        ask(app, me.email)
    link = link_in(inbox.messages[0])
    with at("2026-11-25 09:00"):
        late = app.test_client().post(link, data=FRESH, follow_redirects=True)
    assert "This link is too old" in late.text

    with at("2026-11-20 09:10"):
        security.set_password(me.id, "set by the administrator")
        assert app.test_client().post(link, data=FRESH).location == "/reset"


def test_neither_page_nor_mail_tells_who_exists(app: Flask, me: Actor, user: Callable[..., Actor], inbox: Inbox) -> None:
    gone = user("front_desk")
    users.disable(system_actor(), gone.id)

    pages = {ask(app, email) for email in (me.email, "nobody@example.com", gone.email)}

    assert len(pages) == 1 and "If this address belongs to a user" in pages.pop()
    assert [one["To"] for one in inbox.messages] == [me.email]


@pytest.mark.parametrize("path", ["/reset", "/login"])
def test_the_costly_work_is_the_same_for_an_address_that_does_not_exist(path: str, app: Flask, me: Actor, user: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch) -> None:
    gone = user("front_desk")
    users.disable(system_actor(), gone.id)
    hasher = type(app.extensions["security"].pwd_context)
    work: list[str] = []
    for name in ("hash", "verify"):
        monkeypatch.setattr(hasher, name, counted(getattr(hasher, name), work))

    done = []
    for email in (me.email, "nobody@example.com", gone.email):
        work.clear()
        app.test_client().post(path, data={"email": email, "password": "a wrong password"})
        done.append(len(work))

    assert done[0] == done[1] == done[2] >= 1


def counted(function: Callable[..., Any], work: list[str]) -> Callable[..., Any]:
    def count(*given: Any, **named: Any) -> Any:
        work.append(function.__name__)
        return function(*given, **named)

    return count


def test_asking_is_throttled_alike_whoever_it_is(app: Flask, me: Actor, inbox: Inbox) -> None:
    for email in (me.email, "nobody@example.com"):
        assert all("Too many attempts" not in ask(app, email) for _attempt in range(3))
        assert "Too many attempts" in ask(app, email)

    assert len(inbox.messages) == 3


def test_a_mailbox_that_does_not_exist_is_not_tried_again(app: Flask, me: Actor, inbox: Inbox) -> None:
    inbox.refused.add(me.email)

    ask(app, me.email)

    assert inbox.messages == []
    assert outbox.backlog().failed == 1


# ---------------------------------------------------------------- encrypted


@pytest.fixture
def tls() -> ssl.SSLContext:
    """What the mail server shows itself by."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    return context


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system trusts the certificate of the tests."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


class Door:
    """Lets in who knows the password, and notes who tried."""

    def __init__(self) -> None:
        self.tried: list[str] = []

    def __call__(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        self.tried.append(given.login.decode())
        return AuthResult(success=given.password == b"secret")


@pytest.mark.parametrize(("encryption", "how"), [("starttls", "tls_context"), ("tls", "ssl_context")])
def test_a_message_goes_encrypted_and_its_sender_signs_in(encryption: str, how: str, app: Flask, me: Actor, mail_server: Callable[..., Inbox], tls: ssl.SSLContext, trusted: None) -> None:
    door = Door()
    strict = {"require_starttls": True, "auth_required": True} if encryption == "starttls" else {"auth_require_tls": False}  # by which aiosmtpd means STARTTLS
    inbox = mail_server(encryption, user="crm", authenticator=door, **{how: tls}, **strict)

    ask(app, me.email)

    assert [one["To"] for one in inbox.messages] == [me.email]
    assert door.tried == ["crm"]


def why_it_waits() -> str:
    """What the one message that waits was refused by."""
    [entry] = db.session.scalars(sa.select(outbox.OutboxEntry))
    return str(entry.error)


@pytest.mark.parametrize(("encryption", "how"), [("starttls", "tls_context"), ("tls", "ssl_context")])
def test_a_certificate_that_nobody_vouches_for_gets_no_message(encryption: str, how: str, app: Flask, me: Actor, mail_server: Callable[..., Inbox], tls: ssl.SSLContext) -> None:
    inbox = mail_server(encryption, **{how: tls})

    ask(app, me.email)

    assert inbox.messages == []
    assert "CERTIFICATE_VERIFY_FAILED" in why_it_waits()


def test_a_server_that_does_not_encrypt_gets_neither_message_nor_password(app: Flask, me: Actor, mail_server: Callable[..., Inbox], trusted: None) -> None:
    door = Door()
    inbox = mail_server("starttls", user="crm", authenticator=door, auth_require_tls=False)

    ask(app, me.email)

    assert inbox.messages == door.tried == []
    assert "STARTTLS" in why_it_waits()


def tried(app: Flask) -> Result:
    """What ``forecourt test-mail ada@example.com`` says."""
    return CliRunner().invoke(main, ["test-mail", "ada@example.com"], obj=app)


def test_a_trial_message_says_that_the_server_took_it(app: Flask, inbox: Inbox) -> None:
    done = tried(app)

    assert (done.exit_code, "took the message to ada@example.com." in done.output) == (0, True)
    [message] = inbox.messages
    assert message["To"] == "ada@example.com"
    assert "http://127.0.0.1:5000/" in message.get_content()


def test_a_trial_message_says_what_the_server_said(app: Flask, mail_server: Callable[..., Inbox]) -> None:
    mail_server("none", user="crm", authenticator=lambda *_given: AuthResult(success=False, handled=False), auth_require_tls=False)

    done = tried(app)

    assert done.exit_code == 1
    assert "did not take the message: 535" in done.output


def test_a_trial_message_says_that_nobody_is_there(app: Flask, mail_server: Callable[..., Inbox], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config["FORECOURT"]["mail"], "host", "127.0.0.1")
    monkeypatch.setitem(app.config["FORECOURT"]["mail"], "port", 1)

    done = tried(app)

    assert (done.exit_code, "127.0.0.1:1 did not take the message" in done.output) == (1, True)


def test_a_trial_message_without_a_server_says_where_it_lies(app: Flask) -> None:
    done = tried(app)

    assert done.exit_code == 0
    found = re.search(r"the message is (\S+\.eml)\.", done.output)
    assert found is not None
    assert Path(found.group(1)).is_file()
