"""The fixtures: an app on a migrated database, people in every role, records with valid defaults."""

from __future__ import annotations

import contextvars
import gc
import os
import shutil
import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from copy import copy
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from flask import Flask, has_app_context
from flask.testing import FlaskClient

from .. import chunks, fields, mail, migrate, modules, objects, records, registry, security, units, users
from ..actor import Actor, acting
from ..app import create_app
from ..db import db, transaction
from .databases import Databases

NORTH, SOUTH = "North", "South"
ROLES = (
    "administrator", "dealer_manager", "sales_manager", "sales_consultant", "call_centre_agent", "front_desk", "service_agent", "information_clerk", "read_only",
)  # fmt: skip
PASSWORD = "a-Long-passw0rd!"  # noqa: S105 - of people who exist in tests only
CACHES = "forecourt_caches"
"""Under this name an app keeps what ``core.state`` has read."""
IN_TEAM = ("sales_manager", "sales_consultant")


def pytest_configure(config: pytest.Config) -> None:
    """The mark that batteries here bear."""
    config.addinivalue_line("markers", "any_database: finds on one kind of database what it would find on any; a run on the second may leave it out")


class Client(FlaskClient):
    """A browser: each request starts from nothing, as in a real server, although the test has a context open, and its answer
    is read to the end."""

    actor: Actor

    def open(self, *args: Any, **options: Any) -> Any:
        response = contextvars.Context().run(super().open, *args, **{"buffered": True, **options})
        if has_app_context():  # not in a thread of its own, nor on the way of a redirect
            db.session.rollback()  # what the test read before is old now
        return response


def _write_without_waiting(connection: Any, _record: Any) -> None:
    """No test pulls the plug: SQLite need not wait for the disk."""
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Databases]]:
    """The app of this test process on a migrated database with two dealers and a person in every role at each."""
    folder = tmp_path_factory.mktemp("forecourt")
    databases = Databases(folder)
    databases.create()
    settings: dict[str, Any] = {"database_url": databases.url, "data_dir": str(folder), "secret_key": "test", "queue": {"url": "none"}}
    settings["api"] = {"requests_per_minute": 0}  # the same few people ask in every test of this process, a fast machine thousands of times a minute
    if chosen := os.environ.get("FORECOURT_TEST_MODULES"):
        settings["modules"] = {"load": [] if chosen == "none" else chosen.split(",")}
    app = create_app(settings)
    app.testing = True
    app.test_client_class = Client
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        if not databases.server:
            sa.event.listen(db.engine, "connect", _write_without_waiting)
        security.gate.hash_cheaply(app)
        migrate.upgrade()
        modules.settle(users.system_actor())
        _add_people()
        databases.keep_template()
        databases.known = _what_every_test_reads(app)
    _spare_the_collector()
    yield app, databases
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    databases.drop()


def _spare_the_collector() -> None:
    """All that is loaded by now stays, and a test leaves little behind: looking for garbage was a tenth of a run."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _what_every_test_reads(app: Flask) -> dict[Any, Any]:
    """What the app knows of people, roles and modules once somebody was looked up: to read it anew took longer than many a test."""
    person_in("administrator")
    db.session.remove()
    return dict(app.extensions[CACHES])


def email_of(role: str, dealer: str, number: int = 1) -> str:
    return f"{role}.{dealer}.{number}@example.com".lower()


def _add_people() -> None:
    system = users.system_actor()
    with acting(system), transaction():
        group = units.add(system, name="Group", kind="group", zone="Asia/Shanghai", currency="CNY")
        for side in (NORTH, SOUTH):
            dealer = units.add(system, name=side, kind="dealer", parent_id=group.id, zone="Asia/Shanghai", currency="CNY")
            team = units.add(system, name=f"Sales {side}", kind="team", parent_id=dealer.id)
            for role in ROLES:
                for number in (1, 2) if role == "sales_consultant" else (1,):
                    _add_person(system, role, side, number, team.id if role in IN_TEAM else dealer.id)


def _add_person(system: Actor, role: str, side: str, number: int, unit_id: int) -> None:
    name = f"{role.replace('_', ' ').title()} {side}{'' if number == 1 else f' {number}'}"
    person = users.add(system, name=name, email=email_of(role, side, number), role_codes=(role,), password=PASSWORD, unit_id=unit_id, zone="Asia/Shanghai")
    if role in ("dealer_manager", "sales_manager"):
        units.change(system, unit_id, manager_id=person.id)


@pytest.fixture
def app(installation: tuple[Flask, Databases]) -> Iterator[Flask]:
    """The app on a fresh database, its context open."""
    with opened(*installation) as found:
        yield found


@pytest.fixture(scope="module")
def app_of_module(installation: tuple[Flask, Databases]) -> Iterator[Flask]:
    """Instead of ``app``, where all tests of a module look at one database that is filled once: ``app = app_of_module``."""
    with opened(*installation) as found:
        yield found


@contextmanager
def opened(app: Flask, databases: Databases) -> Iterator[Flask]:
    """The app on a fresh database, its context open within the block."""
    with app.app_context():
        begin_anew(app, databases)
        yield app
        db.session.remove()


def begin_anew(app: Flask, databases: Databases) -> None:
    """Put the database back to what each test starts with, and what the app has read from it; no mail has been sent yet."""
    db.session.remove()
    databases.renew()
    shutil.rmtree(mail.folder(), ignore_errors=True)
    app.extensions[CACHES] = {slot: (version, copy(value)) for slot, (version, value) in databases.known.items()}
    for name in ("forecourt_failures", "forecourt_frames", "forecourt_row_renderers", "forecourt_value_renderers"):
        app.extensions.pop(name, None)


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Instead of pytest-flask's, under which all requests of a test would share one ``g``."""


@pytest.fixture
def user(app: Flask) -> Callable[..., Actor]:
    """``user("sales_consultant", dealer="North", number=2)``: the actor of a person in that role."""
    return person_in


def person_in(role: str = "sales_consultant", dealer: str = NORTH, number: int = 1) -> Actor:
    """The actor of a person in this role. Raises LookupError where nobody is."""
    person = users.by_email(email_of(role, dealer, number))
    if person is None:
        raise LookupError(f"nobody is {role} number {number} at {dealer}")
    return users.actor(person.id)


@pytest.fixture
def login(app: Flask, user: Callable[..., Actor]) -> Callable[..., Client]:
    """``login("sales_consultant", dealer="North")``: a browser in which that person, or this ``actor``, is signed in."""

    def sign_in(role: str = "sales_consultant", dealer: str = NORTH, number: int = 1, language: str = "en", actor: Actor | None = None) -> Client:
        actor = actor or user(role, dealer, number)
        if language != "en":
            users.change(users.system_actor(), actor.id, locale=language)
        with app.test_request_context():
            secret = security.sessions.start(actor.id, persistent=False)
            opened = security.sessions.opened_by(secret)
        db.session.rollback()
        client: Client = app.test_client()  # type: ignore[assignment]  # test_client_class
        client.actor = actor
        with client.session_transaction() as cookie:
            cookie[security.gate.SECRET] = secret
            cookie["_user_id"] = str(actor.id)
            cookie["_fresh"] = True
            cookie["fs_cc"] = "set"
            cookie["identity.user_id"] = opened.fs_uniquifier if opened else ""
        return client

    return sign_in


_NUMBERS = iter(range(1, 10**9))
SIGNS = string.digits + string.ascii_lowercase


@pytest.fixture
def make(app: Flask) -> Callable[..., Any]:
    """``make("lead", name="Pan Yue", by=actor)``: a record with valid values where none are given."""
    return make_record


def make_record(code: str, /, by: Actor | None = None, **values: Any) -> Any:
    """A record with valid values where none are given, by an administrator unless told."""
    return records.create(code, by or person_in("administrator"), **valid_values(registry.object_type(code), values))


def save_together(code: str, by: Actor, rows: Sequence[Mapping[str, Any]]) -> list[chunks.Outcome[Any]]:
    """Make records of the rows as an import does: what became of each."""
    object_type = registry.object_type(code)

    def save(row: Mapping[str, Any]) -> Any:
        return records.create(object_type, by, source="import", **{"channel": "import", **row})

    with transaction():
        return chunks.each(rows, save, foresee=lambda: records.foresee(object_type, rows, by))


def valid_values(object_type: objects.ObjectType, given: Mapping[str, Any]) -> dict[str, Any]:
    """What is given, and values for what is required beside it, from the field's type."""
    found = dict(given)
    for name, field in object_type.model.__record_fields__.items():
        if name not in given and field.required and field.default_value() is None and field.type != "auto_number":
            found[name] = _valid_value(field)
    return found


def _valid_value(field: Any) -> Any:
    if isinstance(field, fields.UserField):
        someone = users.by_email(email_of("administrator", NORTH))
        return someone and (someone.unit_id if isinstance(field, fields.UnitField) else someone.id)
    if isinstance(field, fields.LookupField) and field.to is not None:
        return make_record(field.to)
    if field.type in ("picklist", "multi_picklist"):
        return field.choices[0] if field.type == "picklist" else field.choices[:1]
    number = next(_NUMBERS)
    plain = {"integer": 1, "decimal": "1.5", "percent": 50, "currency": "100", "date": "2026-11-24", "datetime": "2026-11-24T09:00:00Z", "checkbox": True,
             "email": f"person{number}@example.com", "phone": f"+86138{number:08d}", "url": "https://example.com"}  # fmt: skip
    text = f"{field.label} {number}"
    return field.clean(plain.get(field.type, text if len(text) <= getattr(field, "length", 255) else _brief(number)))


def _brief(number: int) -> str:
    """A number in few characters, for codes that have four: a test process invents tens of thousands of values."""
    rest, sign = divmod(number, len(SIGNS))
    return (_brief(rest) if rest else "") + SIGNS[sign]


@pytest.fixture
def at() -> Callable[..., AbstractContextManager[None]]:
    """``with at("2026-11-20 23:59", zone="Asia/Urumqi"):`` sets the clock."""
    import time_machine

    @contextmanager
    def set_clock(moment: str | datetime, zone: str = "Asia/Shanghai") -> Iterator[None]:
        if isinstance(moment, str):
            moment = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone))
        with time_machine.travel(moment.astimezone(UTC), tick=False):
            yield

    return set_clock


@pytest.fixture
def count_statements(app: Flask) -> Callable[..., AbstractContextManager[list[str]]]:
    """``with count_statements() as statements:`` collects the SQL statements sent."""

    @contextmanager
    def collect() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            sent.append(statement)

        sa.event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", note)

    return collect
