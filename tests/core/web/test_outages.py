"""A database that is down, not up to date or from a newer version: pages and API answer a sentence with its cure."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from core import create_app, db, heartbeat, migrate, outages, outbox, schema, worker

PATHS = ("/", "/accounts", "/accounts/new", "/api/v1/accounts", "/nothing/here")


def client_on(url: str, folder: Path) -> Iterator[FlaskClient]:
    app = create_app({"database_url": url, "data_dir": str(folder), "secret_key": "test", "queue": {"url": "none"}})
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    with client.session_transaction() as cookie:  # of somebody who was signed in before the database went away
        cookie["_sid"], cookie["_user_id"] = "a-secret-of-before", "7"
    yield client
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(params=["postgresql://forecourt:secret@127.0.0.1:1/forecourt", "sqlite:////nowhere/forecourt.db"])
def down(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FlaskClient]:
    """An app whose database does not answer."""
    yield from client_on(request.param, tmp_path)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[FlaskClient]:
    """An app whose database has no tables."""
    yield from client_on(f"sqlite:///{tmp_path}/empty.db", tmp_path)


def ask(client: FlaskClient, path: str, language: str = "en") -> Any:
    return client.get(path, headers={"Accept-Language": language})


@pytest.mark.parametrize("path", PATHS)
def test_a_database_that_is_down_is_a_sentence_with_its_cure(path: str, down: FlaskClient) -> None:
    answer = ask(down, path)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "does not answer just now" in answer.text
    assert "Is the database running" in answer.text or path.startswith("/api")
    for secret in ("Traceback", "secret", "psycopg", "sqlite"):
        assert secret not in answer.text


@pytest.mark.parametrize("path", PATHS)
def test_a_database_that_is_not_up_to_date_says_what_to_run(path: str, empty: FlaskClient) -> None:
    answer = ask(empty, path)

    assert answer.status_code == 503
    assert "forecourt upgrade" in answer.text


def test_the_api_names_the_outage_for_programs(down: FlaskClient, empty: FlaskClient) -> None:
    told = [ask(client, "/api/v1/accounts").get_json() for client in (down, empty)]

    assert [one["code"] for one in told] == ["database-down", "database-behind"]
    assert all(set(one) >= {"title", "status", "cure"} for one in told)


def test_the_page_is_in_the_browsers_language(down: FlaskClient) -> None:
    assert "数据库暂时无法响应" in ask(down, "/", "zh-CN").text


def test_what_was_typed_is_not_lost(down: FlaskClient) -> None:
    answer = down.post("/login", data={"email": "ada@example.com", "password": "x"})

    assert answer.status_code == 503
    assert "not lost if you go back" in answer.text


def test_a_schema_newer_than_the_code_is_refused_and_left_alone(tmp_path: Path) -> None:
    app = create_app({"database_url": f"sqlite:///{tmp_path}/new.db", "data_dir": str(tmp_path), "secret_key": "test", "queue": {"url": "none"}})
    with app.app_context():
        migrate.upgrade()
        db.engine.dispose()
        with sqlite3.connect(tmp_path / "new.db") as connection:
            connection.execute("UPDATE alembic_version_leads SET version_num = 'leads_9999'")

        assert schema.standing() == ([], ["leads"])
        with pytest.raises(outages.Outage, match="newer than the program"):
            migrate.upgrade()
        with sqlite3.connect(tmp_path / "new.db") as connection:
            assert connection.execute("SELECT version_num FROM alembic_version_leads").fetchall() == [("leads_9999",)]
        db.engine.dispose()


def test_a_worker_waits_while_another_machine_has_brought_the_database_further(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    url, queue = f"sqlite:///{tmp_path}/new.db", f"sqlite:///{tmp_path}/queue.db"
    app = create_app({"database_url": url, "data_dir": str(tmp_path), "secret_key": "test", "queue": {"url": queue}})
    with app.app_context():
        migrate.upgrade()
        look_round = next(task for task in worker.queue_of(app)._registry.periodic_tasks if task.name == "look_round")
        outbox.add("boats.arrived", {})

        with sqlite3.connect(tmp_path / "new.db") as connection:
            connection.execute("UPDATE alembic_version_leads SET version_num = 'leads_9999'")
        for _round in range(2):
            look_round.execute()
        assert db.session.query(outbox.OutboxEntry).count() > 0, "it took work that the new version may have put there"
        assert not heartbeat.heard_of()
        assert sum("this worker waits" in line.message for line in caplog.records) == 1

        with sqlite3.connect(tmp_path / "new.db") as connection:
            connection.execute("UPDATE alembic_version_leads SET version_num = ?", (list(schema.steps("leads"))[-1],))
        look_round.execute()
        db.session.rollback()
        assert not db.session.query(outbox.OutboxEntry).filter_by(topic="boats.arrived").count()
        assert heartbeat.heard_of()
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize(
    ("code", "outage"),
    [("SQLITE_FULL", "disk-full"), ("SQLITE_BUSY", "database-busy"), ("SQLITE_READONLY", "database-read-only"), ("SQLITE_NOTADB", "database-broken"), ("SQLITE_CONSTRAINT", None)],
)  # fmt: skip
def test_what_sqlite_says_is_understood_by_its_number(code: str, outage: str | None) -> None:
    error = sqlite3.OperationalError("words that may change")
    error.sqlite_errorcode = getattr(sqlite3, code)

    found = outages.diagnose(error)

    assert (found.code if found else None) == outage
