"""``forecourt check``: each problem is a sentence with its cure, for people and for scripts; the exit code says whether there is one."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from flask import Flask

from core import db, migrate, modules, now, outbox, room, schema, system_actor, transaction
from core.cli import main
from core.modules import ModuleState

Check = Callable[..., list[dict[str, str]]]
NO_MODULES = "[modules]\nload = []\n"


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """``check("zone = 'Mars'")``: the problems of an installation with these settings, checked twice: for a script and for people."""
    for name in [one for one in os.environ if one.startswith("FORECOURT_")]:
        monkeypatch.delenv(name)

    def run(settings: str = "", app: Flask | None = None) -> list[dict[str, str]]:
        file = tmp_path / "forecourt.toml"
        file.write_text(f'data_dir = "{tmp_path}"\n{settings}', "utf-8")
        words = [] if app else ["--config", str(file)]
        script, person = (CliRunner().invoke(main, [*words, "check", *more], obj=app, catch_exceptions=False) for more in (["--json"], []))
        found: list[dict[str, str]] = json.loads(script.stdout)
        assert (script.exit_code, person.exit_code) == (bool(found), bool(found))
        for one in found:
            assert f"{one['subject']}: {one['sentence']}\n    {one['cure']}" in person.stdout
        assert found or "Everything is in order." in person.stdout
        return found

    return run


def only(found: list[dict[str, str]], subject: str) -> str:
    """Sentence and cure of the one problem."""
    [problem] = found
    assert problem["subject"] == subject
    return f"{problem['sentence']} {problem['cure']}"


def test_a_healthy_installation_has_none(app: Flask, check: Check) -> None:
    assert check(app=app) == []


@pytest.mark.parametrize(("settings", "named"), [("zone = 'Mars'", "'zone'"), ("colour = 'red'", "'colour': unknown"), ("[server]\nport = 'far'", "'server.port'"), ("[server", "cannot be read")])
def test_a_wrong_settings_file(settings: str, named: str, check: Check) -> None:
    problem = only(check(settings), "settings")

    assert named in problem
    assert "config/forecourt.toml lists every setting" in problem


def test_a_wrong_variable(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORECOURT_SERVER_WORKERS", "1000")

    assert "'server.workers'" in only(check(), "settings")


def test_a_module_that_is_not_there(check: Check) -> None:
    problem = only(check("[modules]\nload = ['unheard']"), "modules")

    assert "no module 'unheard'" in problem and "take it out of modules.load" in problem


@pytest.mark.parametrize("address", ["postgresql://forecourt:secret@127.0.0.1:1/forecourt", "sqlite:////nowhere/forecourt.db"])
def test_a_database_that_is_down(address: str, check: Check) -> None:
    problem = only(check(f"database_url = '{address}'\n{NO_MODULES}"), "database")

    assert "does not answer" in problem and "Is the database running" in problem
    assert "secret" not in problem


def test_a_database_that_is_no_database(check: Check, tmp_path: Path) -> None:
    (tmp_path / "forecourt.db").write_text("This is a letter, and no database. " * 100)

    assert "restore the latest backup" in only(check(NO_MODULES), "database")


def test_a_disk_on_which_little_is_left(app: Flask, check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "LEAST", 2**60)

    problem = only(check(app=app), "disk")

    assert f"MB are left in {app.config['FORECOURT']['data_dir']}" in problem and "Make room there" in problem
    assert app.test_client().get("/readyz").get_json()["checks"]["disk"] == "failed"


def test_a_database_that_is_not_migrated(check: Check) -> None:
    problem = only(check(NO_MODULES), "migrations")

    assert "not up to date" in problem and "Run: forecourt upgrade" in problem


def test_a_database_of_a_newer_version(check: Check, tmp_path: Path) -> None:
    check(NO_MODULES)  # writes the settings
    assert CliRunner().invoke(main, ["--config", str(tmp_path / "forecourt.toml"), "upgrade"]).exit_code == 0
    with sqlite3.connect(tmp_path / "forecourt.db") as connection:
        connection.execute("UPDATE alembic_version_core SET version_num = 'core_9999'")

    problem = only(check(NO_MODULES), "migrations")

    assert "newer than the program" in problem and "Install the version" in problem


def test_a_field_whose_migration_was_forgotten(app: Flask, check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = schema._columns
    monkeypatch.setattr(schema, "_columns", lambda connection: {name: held - {"car_order"} for name, held in columns(connection).items()})

    assert only(check(app=app), "leads") == (
        "The database has no leads_lead.car_order, which the models have. Write a further migration that makes it, then run: forecourt upgrade"
    )


def test_work_that_failed_for_good(app: Flask, check: Check) -> None:
    with transaction():
        outbox.add("nobody.handles", {})
    with transaction():
        db.session.execute(sa.update(outbox.OutboxEntry).values(failed_at=now()))

    assert "1 entries of the outbox failed for good. Look at /admin/jobs" in only(check(app=app), "jobs")


def test_a_module_whose_dependency_the_settings_have_switched_off(app: Flask, check: Check, monkeypatch: pytest.MonkeyPatch, login: Callable[..., Any]) -> None:
    monkeypatch.setitem(app.config["FORECOURT"], "modules", {"load": [], "disabled": ["contacts"], "locked": ["contacts"]})

    sentences = [one["sentence"] for one in check(app=app)]

    assert "leads is off, since contacts, which it needs, is off." in sentences
    client = login("administrator")
    for path in ("/leads", "/accounts", "/api/v1/leads"):
        assert client.get(path).status_code == 404
    assert client.get("/").status_code == 200
    assert CliRunner().invoke(main, ["export", "lead"], obj=app).exit_code == 1
    assert "“Leads” needs Contacts" in CliRunner().invoke(main, ["modules", "enable", "leads"], obj=app).stderr


def test_a_module_locked_on_whose_tables_are_gone(app: Flask, check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    modules.disable("history", system_actor())
    assert check(app=app) == []
    modules.remove("history", system_actor())
    assert check(app=app) == [], "a module that was removed in order is no problem"
    monkeypatch.setitem(app.config["FORECOURT"], "modules", {"load": [], "disabled": [], "locked": ["history"]})
    assert db.session.query(ModuleState).filter_by(code="history").one().state == "removed"
    app.extensions["forecourt_caches"].clear()

    assert "history is locked on in the settings, but its tables were removed." in only(check(app=app), "modules")


def test_what_a_module_itself_finds_wrong(app: Flask, check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.files.sweeping.missing", lambda: [("3 files are gone.", "Restore the folder files.")])

    assert only(check(app=app), "files") == "3 files are gone. Restore the folder files."


@pytest.mark.parametrize("code", ["imports", "search"])
def test_a_module_that_is_removed_leaves_an_installation_in_order_and_begins_anew(code: str, app: Flask, check: Check, login: Callable[..., Any], make: Callable[..., Any]) -> None:
    def command(*words: str) -> int:
        return CliRunner().invoke(main, list(words), obj=app).exit_code

    client, account = login("administrator"), make("account")
    modules.disable(code, system_actor())
    assert command("modules", "remove", code, "--yes") == 0
    assert (migrate.upgrade(), schema.standing(), check(app=app)) == ([], ([], []), [])
    assert client.get(account.url).status_code == 200

    assert command("modules", "enable", code) == 0
    assert schema.standing() == ([], [])
    assert {client.get(path).status_code for path in (account.url, f"/{code}")} == {200}
