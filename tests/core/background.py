"""A bare core with one module, for tests of what runs behind the pages, also in processes of their own."""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import flask_babel
import jinja2
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Mapped, mapped_column

from core import (  # noqa: F401 - some only for their tables
    approvals,
    audit,
    calendars,
    changes,
    config,
    fields,
    i18n,
    jobs,
    merging,
    modules,
    notices,
    once,
    outbox,
    permissions,
    plugins,
    registry,
    roles,
    series,
    settings,
    state,
    tokens,
    units,
    users,
)  # fmt: skip
from core.actor import _acting
from core.clock import now
from core.db import BigId, db, init_db, transaction
from core.errors import ForecourtError
from core.hookspecs import hookimpl
from core.model import Record
from core.objects import ObjectType
from core.security import sessions  # noqa: F401 - its table
from core.units.models import Unit
from core.users.models import Principal, User

SELLING = frozenset({"boat.sell"})
"""The right to the action that tests of approvals add."""
ROOT = Path(__file__).parents[2]


class Boat(Record):
    """A record to merge, to approve, to tell of."""

    __tablename__ = "boats_boat"
    name = fields.Text("Name", required=True)
    colour = fields.Text("Colour")
    price = fields.Currency("Price")
    tug = fields.Lookup("Tug", to="boat", on_delete="restrict")


class Paint(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A side table that no object declares: one row per boat."""

    __tablename__ = "boats_paint"
    boat_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"), primary_key=True, autoincrement=False)
    tint: Mapped[str] = mapped_column(sa.String(20))


class Effect(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """What a handler did."""

    __tablename__ = "boats_effect"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_id: Mapped[str] = mapped_column(sa.String(32))
    number: Mapped[int] = mapped_column(sa.Integer)


@dataclass
class Heard:
    """What on_event was told in this process, and what it shall raise."""

    events: list[outbox.Event]
    problem: Exception | None = None


heard = Heard([])


def _module() -> ModuleType:
    module = ModuleType("boats")
    module.plugin = plugins.Plugin("boats", label="Boats")  # type: ignore[attr-defined]  # a module made by hand

    @hookimpl
    def on_event(event: outbox.Event) -> None:
        heard.events.append(event)
        if heard.problem is not None:
            raise heard.problem
        if event.topic == "boats.counted":
            with event.once():
                db.session.execute(sa.insert(Effect.__table__).values(event_id=event.id, number=event.payload["number"]))

    module.on_event = on_event  # type: ignore[attr-defined]  # as above
    return module


def make_app(url: str = "sqlite://", queue: str = "none", **options: Any) -> Flask:
    """An app with core's tables, the module boats and nothing else; ``options`` are sections of the configuration."""
    app = Flask("boats")
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    modules_section = {"load": ["boats"]}
    queue_section = {"url": queue}
    app.config["FORECOURT"] = config.check({"modules": modules_section, "queue": queue_section, **options})
    flask_babel.Babel(app)
    init_db(app)
    boats = plugins.Plugin("boats", label="Boats", module=_module())
    held = registry.Registry(manager=plugins.build_manager([boats]), plugins={"boats": boats})
    boat = ObjectType(Boat, label="Boat", plural="Boats", sortable=("name",))
    boat.plugin = "boats"
    held.objects["boat"] = held.slugs["boats"] = boat
    held.settings = {one.code: one for one in settings.core_settings()}
    held.jobs = {one.code: one for one in jobs.core_jobs()}
    app.extensions["forecourt"] = held
    return app


def create_tables() -> None:
    """What migrations do for an installation: the tables of core and of the module, not those of whatever other tests have loaded by now."""
    own = [table for name, table in db.metadata.tables.items() if name.startswith(("core_", "boats_"))]
    db.metadata.create_all(db.engine, tables=own)


def people() -> SimpleNamespace:
    """Three people of one dealer as actors: an administrator, a boss and a rep."""
    with transaction():
        unit = Unit(kind="dealer", name="North", zone="Asia/Shanghai", currency="CNY")
        db.session.add(unit)
        db.session.flush()
        ids = []
        for name in ("Ada Admin", "Bo Boss", "Rosa Rep"):
            principal = Principal(kind="user", name=name)
            db.session.add(principal)
            db.session.flush()
            db.session.add(User(id=principal.id, email=f"{name.split()[0].lower()}@example.com", unit_id=unit.id, created_at=now(), locale="en"))
            ids.append(principal.id)
        db.session.flush()
        state.bump("people")
    admin, boss, rep = (users.actor(one) for one in ids)
    grants = {("boat", operation): "all" for operation in ("create", "read", "edit", "delete")}
    return SimpleNamespace(
        unit=unit, admin=replace(admin, is_admin=True), boss=replace(boss, grants=grants, permissions=SELLING), rep=replace(rep, grants=grants, permissions=SELLING)
    )


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """The address of an empty database: a file, or one of the PostgreSQL server that FORECOURT_TEST_DATABASE names."""
    server = os.environ.get("FORECOURT_TEST_DATABASE", "").replace("postgresql://", "postgresql+psycopg://", 1)
    if not server:
        yield f"sqlite:///{tmp_path}/boats.db"
        return
    name = f"boats_{uuid.uuid4().hex[:12]}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield sa.make_url(server).set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture
def boats(database: str, tmp_path: Path) -> Iterator[SimpleNamespace]:
    """A running bare app with its people; what modules hear is emptied before and after."""
    app = make_app(database, data_dir=str(tmp_path))
    heard.events.clear()
    heard.problem = None
    with app.app_context():
        create_tables()
        yield SimpleNamespace(app=app, database=database, heard=heard, **vars(people()))
        db.session.remove()
        db.engine.dispose()
    heard.events.clear()
    heard.problem = None


FRAME = """{% block title %}{% endblock %}<main id="main">{% for m in get_flashed_messages() %}<p>{{ m }}</p>{% endfor %}{% block main %}{% endblock %}</main>"""


def serve(app: Flask, user: Any) -> FlaskClient:
    """The pages of the background, drawn in a bare frame, for a client that acts as this user."""
    from core.web import admin_system
    from core.web import approvals as approval_pages
    from core.web import merging as merge_pages
    from core.web import notices as notice_pages

    app.secret_key = "boats"
    frame = jinja2.DictLoader({"layout.html": FRAME})
    app.jinja_loader = jinja2.ChoiceLoader([frame, jinja2.FileSystemLoader(ROOT / "core" / "templates")])
    app.jinja_env.globals.update(icon=lambda *_names: "", csrf_token=lambda: "", once_token=lambda: "")
    app.jinja_env.filters.update(day=str, when=str, joined=i18n.joined, value=lambda field, record: field.text(getattr(record, field.attribute)))
    for module in (admin_system, approval_pages, merge_pages, notice_pages):
        app.register_blueprint(module.blueprint)
    app.register_error_handler(ForecourtError, lambda problem: (problem.message, problem.status))
    app.before_request(lambda: _acting.set(user) and None)
    app.teardown_request(lambda _error: _acting.set(None) and None)
    return app.test_client()


def in_threads(app: Flask, count: int, work: Callable[[int], Any]) -> list[Any]:
    """What ``work(number)`` returns in so many threads at once, each with its own connection."""

    def one(number: int) -> Any:
        with app.app_context():
            return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


if __name__ == "__main__":  # a worker of its own: python tests/core/background.py <database url> <queue url>
    from core import schema
    from core.worker import run_worker

    schema.refuse_unfit = lambda: None  # its tables are made without migrations
    run_worker(make_app(sys.argv[1], sys.argv[2]), workers=2)
