"""What a start does without: libraries that only some requests need are loaded by the first of these, and nothing is collected meanwhile."""

from __future__ import annotations

import gc
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from core import PluginError, create_app, mail, migrate, plugins, schema
from core.garbage import none_collected

ROOT = Path(__file__).parents[2]
WANTED_LATER = ("alembic", "gunicorn", "huey", "limits", "mako", "puremagic", "pypinyin", "python_calamine", "rapidfuzz", "redis", "typst", "xlsxwriter")
"""What upgrading, the web server's own process, the queue, the API's limit, files, Chinese, workbooks, likeness and documents need."""
START = f"""
import sys
from core import create_app, schema
app = create_app({{"database_url": "sqlite://", "secret_key": "test"}})
with app.app_context():
    print("behind:", *schema.standing()[0])
    print("loaded:", *sorted(set(sys.modules) & set({WANTED_LATER!r})))
"""
MIGRATION = 'revision = "{0}"\ndown_revision = {1!r}\n'


def test_an_app_is_made_and_its_schema_looked_at_without_the_libraries_of_single_requests() -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FORECOURT_")}

    done = subprocess.run([sys.executable, "-c", START], cwd=ROOT, env=kept, capture_output=True, text=True, check=False)

    behind, loaded = done.stdout.splitlines() or ("", done.stderr)
    assert "leads" in behind, "the modules were loaded"
    assert loaded.split() == ["loaded:"]


def test_what_is_read_of_a_migration_is_what_it_says_of_itself_when_it_runs(app: Flask) -> None:
    for code in schema.histories():
        before = None
        for revision, path in schema.steps(code).items():
            spec = importlib.util.spec_from_file_location(path.stem, path)
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            assert (module.revision, module.down_revision) == (revision, before), path
            before = revision
        assert len(schema.steps(code)) == len(list(schema.folder_of(code).glob("[0-9]*.py")))


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ((("a", None), ("b", None)), "no other migration follows"),
        ((("a", None), ("c", "b")), "no migration has the revision 'b'"),
        ((("", None),), "must name its revision"),
    ],
)
def test_migrations_that_do_not_stand_in_a_row_are_refused(app: Flask, files, sentence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "migrations").mkdir()
    for number, (revision, before) in enumerate(files):
        (tmp_path / "migrations" / f"000{number}.py").write_text(MIGRATION.format(revision, before), "utf-8")
    monkeypatch.setattr(next(iter(plugins.loaded().values())).module, "__file__", str(tmp_path / "__init__.py"))

    with pytest.raises(PluginError, match=sentence):
        schema.steps(next(iter(plugins.loaded())))


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("op.add_column('history_nothing', sa.Column('kept', sa.Integer))", r"no such table|does not exist"),
        ("op.create_table()", "TypeError"),
    ],
)
def test_a_mistake_in_a_migration_is_told_with_its_line(app: Flask, body: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "0009_more.py").write_text(f"import sqlalchemy as sa\nfrom alembic import op\ndef upgrade():\n    {body}\n", "utf-8")
    known = schema.steps
    monkeypatch.setattr(schema, "steps", lambda code: {**known(code), "history_0009": tmp_path / "0009_more.py"} if code == "history" else known(code))

    with pytest.raises(PluginError, match=rf"(?s)module 'history': .*({sentence}).*0009_more.py, line 4"):
        migrate.upgrade()


def test_garbage_is_collected_again_once_a_start_is_over_or_has_failed() -> None:
    with pytest.raises(ZeroDivisionError), none_collected():
        assert not gc.isenabled()
        1 / 0  # noqa: B018 - it fails

    assert gc.isenabled()


def test_the_folder_of_the_data_is_its_owners_alone(tmp_path: Path) -> None:
    """In it lie records, attached files, and mail with links that set a password."""
    folder = tmp_path / "data"
    create_app({"data_dir": str(folder), "database_url": "sqlite://"})

    assert folder.stat().st_mode & 0o077 == 0


def test_a_folder_for_mail_is_its_owners_alone(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settled = app.config["FORECOURT"]
    monkeypatch.setitem(app.config, "FORECOURT", {**settled, "mail": {**settled["mail"], "host": "", "folder": str(tmp_path / "mail")}})
    mail.try_out("ada@example.com")

    assert (tmp_path / "mail").stat().st_mode & 0o077 == 0
