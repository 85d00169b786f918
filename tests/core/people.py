"""A bare core with a small dealer group, for the tests of people, rights and signing in."""

from __future__ import annotations

import contextvars
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import flask_babel
import jinja2
import pytest
from background import create_tables
from flask import Flask, jsonify
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core import calendars, config, i18n, jobs, notices, outbox, plugins, registry, security, settings, units, users  # noqa: F401 - some for their tables
from core.actor import Actor, current_actor
from core.db import db, init_db
from core.errors import ForecourtError
from core.nul import Request
from core.web import account, admin_people

ROOT = Path(__file__).parents[2]
PASSWORD = "correct horse battery"
FRAME = (
    "{% for message in get_flashed_messages() %}<p class=flash>{{ message }}</p>{% endfor %}"
    "{% block head %}{% endblock %}<h1>{% block title %}{% endblock %}</h1>{% block frame %}{% block main %}{% endblock %}{% endblock %}"
)


class Browser(FlaskClient):
    """Each request in a context of its own, as in life: within the test's app context it would share ``g`` and the session."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        db.session.commit()
        answer = contextvars.Context().run(super().open, *args, **options)
        db.session.commit()
        return answer


@dataclass
class Group:
    """A group with the dealers North (with a team) and South, and somebody in each."""

    app: Flask
    group: int
    north: int
    south: int
    team: int
    ada: int
    min: int
    sam: int

    def system(self) -> Actor:
        return users.system_actor()

    def actor(self, user_id: int) -> Actor:
        return users.actor(user_id)

    def browser(self, email: str | None = None, password: str = PASSWORD, **more: str) -> FlaskClient:
        """A browser; with an address, one in which that user is signed in."""
        client = self.app.test_client()
        if email:
            answer = sign_in(client, email, password, **more)
            assert answer.status_code == 302, answer.text
        return client


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD, **more: str) -> TestResponse:
    return client.post("/login", data={"email": email, "password": password, **more})


def make_app(url: str, folder: str) -> Flask:
    app = Flask("core", root_path=str(ROOT / "core"))
    app.request_class = Request
    loaded = config.load(None, {"database_url": url, "data_dir": folder, "secret_key": "k" * 40, "zone": "Asia/Shanghai"})
    app.config.update(
        FORECOURT=loaded, TESTING=True, SECRET_KEY="k" * 40, SQLALCHEMY_DATABASE_URI=url, WTF_CSRF_ENABLED=False, SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )  # fmt: skip
    frame = jinja2.DictLoader({"base.html": FRAME, "layout.html": FRAME})
    app.jinja_loader = jinja2.ChoiceLoader([frame, jinja2.FileSystemLoader(ROOT / "core" / "templates")])  # type: ignore[assignment]
    app.jinja_env.globals.update(icon=lambda *_names: "", avatar=lambda *_names: "", once_token=lambda: "")
    app.jinja_env.filters["when"] = lambda moment: moment.isoformat()
    app.jinja_env.filters["joined"] = i18n.joined
    app.test_client_class = Browser
    init_db(app)
    flask_babel.Babel(app, locale_selector=lambda: "en")
    held = registry.Registry(plugins.build_manager([]), {})
    held.jobs = {one.code: one for one in jobs.core_jobs()}
    app.extensions["forecourt"] = held
    security.init_security(app)
    security.hash_cheaply(app)
    app.register_blueprint(account.blueprint)
    app.register_blueprint(admin_people.blueprint)
    app.register_error_handler(ForecourtError, lambda error: (error.message, error.status))
    app.add_url_rule("/", "home", lambda: f"hello {current_actor().name}")
    app.add_url_rule("/api/v1/me", "me", lambda: jsonify(id=current_actor().id, may=sorted(current_actor().permissions)), methods=["GET", "POST"])
    return app


@pytest.fixture
def people(database: str, tmp_path: Path) -> Iterator[Group]:
    """The group, in an app context."""
    app = make_app(database, str(tmp_path))
    with app.app_context():
        create_tables()
        yield _fill(app)
        db.session.remove()
        db.engine.dispose()


def _fill(app: Flask) -> Group:
    system = users.system_actor()
    group = units.add(system, name="Group", kind="group").id
    north = units.add(system, name="North", kind="dealer", parent_id=group, zone="Asia/Urumqi", currency="USD").id
    south = units.add(system, name="South", kind="dealer", parent_id=group).id
    team = units.add(system, name="Team A", kind="team", parent_id=north).id
    ada = users.add(system, name="Ada", email="Ada@Example.com", unit_id=group, role_codes=("administrator",), password=PASSWORD).id
    minn = users.add(system, name="周敏", email="min@example.com", unit_id=team, role_codes=("sales_consultant",), password=PASSWORD).id
    sam = users.add(system, name="Sam", email="sam@example.com", unit_id=north, role_codes=("dealer_manager",), password=PASSWORD).id
    units.change(system, north, manager_id=sam)
    return Group(app, group, north, south, team, ada, minn, sam)
