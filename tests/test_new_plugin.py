"""forecourt new-plugin: what it makes installs by pip, follows the project's style and passes its own tests; what exists stays."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from core.cli import main

ROOT = Path(__file__).parents[1]
WITHOUT = [word for name in ("cacheprovider", "xdist", "schemathesis", "hypothesispytest", "anyio") for word in ("-p", f"no:{name}")]
"""The module has none of them; those that came along with other tools take the process seconds to load."""

pytestmark = pytest.mark.any_database  # files are written and read; the tests of what was made run on both


@pytest.fixture
def new_plugin(app: Flask, tmp_path: Path) -> Callable[..., Result]:
    """``new_plugin("test_drives")``: the command, in a folder of its own."""
    return lambda *given, into=tmp_path: CliRunner().invoke(main, ["new-plugin", *given, "--into", str(into)], obj=app)


@pytest.mark.database
def test_a_new_plugin_installs_by_pip_and_passes_its_own_tests_at_once(new_plugin: Callable[..., Result], tmp_path: Path) -> None:
    assert new_plugin("test_drives", "--chinese", "试驾").exit_code == 0
    source, place = tmp_path / "forecourt-test-drives", tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-build-isolation", "--no-deps", "--target", str(place), str(source)]
    subprocess.run(pip, check=True, capture_output=True)
    (source / "test_drives").rename(source / "source-of-test_drives")  # what is tested is what was installed

    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "FORECOURT_TEST_MODULES"))} | {"PYTHONPATH": str(place)}
    command = [sys.executable, "-m", "pytest", "-q", *WITHOUT, "-W", "error", str(source / "tests")]
    ran = subprocess.run(command, cwd=source, env=environment, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stdout[-4000:]


def test_its_code_follows_the_style_of_the_project(new_plugin: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "core").symlink_to(ROOT / "core")  # what is first and what third party is told by what lies there
    new_plugin("warranties", "--object", "warranty", into=tmp_path / "examples")

    ran = subprocess.run([sys.executable, "-m", "ruff", "check", "--no-cache", "--config", str(ROOT / "ruff.toml"), "examples"],
                         cwd=tmp_path, capture_output=True, text=True, check=False)  # fmt: skip

    assert ran.returncode == 0, ran.stdout


def test_its_first_migration_is_written_anew_from_the_models_in_the_place_of_the_one_there_is(new_plugin: Callable[..., Result], tmp_path: Path) -> None:
    new_plugin("visits")
    package = tmp_path / "plugins" / "visits"
    package.parent.mkdir()
    (tmp_path / "forecourt-visits" / "visits").rename(package)
    models = package / "models.py"
    models.write_text(models.read_text().replace("    notes =", '    place = fields.Text(_("Place"), length=40)\n    notes ='))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FORECOURT_")}
    environment |= {"FORECOURT_MODULES_LOAD": "visits", "FORECOURT_QUEUE_URL": "none", "FORECOURT_DATABASE_URL": f"sqlite:///{tmp_path}/visits.db"}

    def forecourt(*words: str) -> str:
        ran = subprocess.run([sys.executable, "-m", "core.cli", *words], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        return f"{ran.returncode} {ran.stdout}{ran.stderr}"

    assert forecourt("dev-migration", "visits").startswith("0")
    assert [(path.name, "place" in path.read_text()) for path in (package / "migrations").glob("*.py")] == [("0001_create_tables.py", True)]
    assert forecourt("upgrade").startswith("0")
    assert "There is no module 'leads': name it in modules.load." in forecourt("dev-migration", "leads")
    (package / "migrations" / "0002_more.py").touch()
    assert "0001_create_tables.py is followed by 0002_more.py" in forecourt("dev-migration", "visits")


@pytest.mark.parametrize(("given", "sentence"), [
    (("Test-Drives",), "small letters"),
    (("a" * 30,), "up to 24"),
    (("drives_",), "single underscores"),
    (("class",), "a word of the code itself"),
    (("visits", "--object", "object"), "a word of the code itself"),
    (("leads",), "There is a module 'leads' already"),
    (("json",), "There is a Python package 'json' already"),
    (("leads_extra",), "could not be told from those of the module 'leads'"),
    (("visits", "--object", "lead"), "There is an object 'lead' already, of the module 'leads'"),
    (("stock", "--object", "bin"), "a word of the code itself"),
    (("users",), "The address /users is that of a page of its own"),
    (("notices",), "The address /notices is that of a page of its own"),
    (("core_visits",), "could not be told from those of the module 'core'"),
])  # fmt: skip
def test_a_bad_or_taken_name_is_refused_in_a_sentence(new_plugin: Callable[..., Result], tmp_path: Path, given: tuple[str, ...], sentence: str) -> None:
    answer = new_plugin(*given)

    assert answer.exit_code == 1
    assert sentence in answer.output
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("name", "one", "address"), [
    ("visits", "visit", "visits"), ("warranties", "warranty", "warranties"), ("boxes", "box", "boxes"), ("houses", "house", "houses"), ("glass", "glass", "glasses"),
    ("statuses", "status", "statuses"), ("series", "series", "series"), ("e_mails", "e_mail", "e-mails"),
])  # fmt: skip
def test_one_of_them_is_called_as_english_calls_it(new_plugin: Callable[..., Result], tmp_path: Path, name: str, one: str, address: str) -> None:
    assert new_plugin(name).exit_code == 0

    objects = (tmp_path / f"forecourt-{name.replace('_', '-')}" / name / "objects.py").read_text()
    assert f"\n{one} = ObjectType(" in objects and f'slug="{address}"' in objects


def test_what_exists_is_never_overwritten(new_plugin: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "forecourt-visits").mkdir()
    (tmp_path / "forecourt-visits" / "mine.txt").write_text("kept")

    answer = new_plugin("visits")

    assert answer.exit_code == 1 and "nothing is overwritten" in answer.output
    assert [path.name for path in tmp_path.rglob("*")] == ["forecourt-visits", "mine.txt"]
