"""How the commands end as processes, called wrongly or refused: the exit code, a sentence on the standard error, never a trace."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from test_command_line import PASSWORD, REFUSED, ROWS, WRONG, lay_out

from core.db import db

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Call:
    """A command, how it must end, and part of its sentence."""

    line: str
    code: int
    sentence: str
    typed: str = PASSWORD
    environment: tuple[tuple[str, str], ...] = ()


REFUSALS = [
    Call(f"{path} {line}", code, sentence) for path, row in sorted(ROWS.items()) for line, code, sentence in (row.refused or (("--colour", WRONG, "No such option"),))[:1]
]
"""One of each command; the others are tried within the process of the tests."""


def elsewhere(name: str, value: str) -> tuple[tuple[str, str], ...]:
    return ((f"FORECOURT_{name}", value),)


SURROUNDINGS = [
    Call("", WRONG, "Usage"),
    Call("colour", WRONG, "No such command 'colour'"),
    Call("user list", REFUSED, "nowhere.toml", environment=elsewhere("CONFIG", "{folder}/nowhere.toml")),
    Call("user list", REFUSED, "broken.toml", environment=elsewhere("CONFIG", "{folder}/broken.toml")),
    Call("user list", REFUSED, "colour", environment=elsewhere("SERVER_COLOUR", "red")),
    Call("user list", REFUSED, "database", environment=elsewhere("DATABASE_URL", "oracle://somewhere/crm")),
    Call("user list", REFUSED, "does not answer", environment=elsewhere("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/crm")),
    Call("user list", REFUSED, "forecourt upgrade", environment=elsewhere("DATABASE_URL", "sqlite:///{folder}/empty.db")),
    Call("user list", REFUSED, "cannot be read", environment=elsewhere("DATABASE_URL", "sqlite:///{folder}/rows.csv")),
    Call("user list", REFUSED, "cars", environment=elsewhere("MODULES_LOAD", "contacts,cars")),
    Call("user add ada@example.com --name Ada", REFUSED, "Aborted", typed=""),
]


@pytest.fixture
def ended(app: Flask, tmp_path: Path) -> Callable[[list[Call]], list[tuple[int, str, str]]]:
    """Exit code, standard output and standard error of each call, in a folder with some files."""
    lay_out(tmp_path)
    (tmp_path / "broken.toml").write_text("[server\n", "utf-8")
    own = {"FORECOURT_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"], "FORECOURT_DATA_DIR": str(tmp_path), "FORECOURT_SECRET_KEY": "k" * 40, "FORECOURT_QUEUE_URL": "none"}
    db.session.rollback()

    def placed(text: str) -> str:
        return text.replace("{folder}", str(tmp_path))

    def run(calls: list[Call]) -> list[tuple[int, str, str]]:
        told = [{"words": shlex.split(placed(one.line)), "typed": one.typed, "environment": own | {name: placed(value) for name, value in one.environment}} for one in calls]
        (tmp_path / "calls.json").write_text(json.dumps(told), "utf-8")
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FORECOURT_")}
        subprocess.run([sys.executable, str(Path(__file__).with_name("forked.py")), str(tmp_path)], cwd=ROOT, env={**environment, "PYTHONPATH": str(ROOT)}, check=True)
        return [(code, out, err) for code, out, err in json.loads((tmp_path / "ended.json").read_text("utf-8"))]

    return run


@pytest.mark.any_database
def test_every_command_ends_with_its_code_and_a_sentence_and_no_trace(ended: Callable[[list[Call]], list[tuple[int, str, str]]]) -> None:
    calls = [*REFUSALS, *SURROUNDINGS]
    wrong = [
        f"forecourt {call.line}: {code}\n{out}{err}"
        for call, (code, out, err) in zip(calls, ended(calls), strict=True)
        if code != call.code or call.sentence.casefold() not in err.casefold() or "Traceback" in out + err or out.strip()
    ]

    assert not wrong, "\n\n".join(wrong)


@pytest.mark.any_database  # there is none
@pytest.mark.parametrize(("line", "left"), [("--help", []), ("import --help", []), ("search --help", []), ("new-plugin test_drives", ["forecourt-test-drives"])])
def test_help_and_a_new_module_leave_nothing_else_where_nothing_is_set_up(tmp_path: Path, line: str, left: list[str]) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FORECOURT_")}

    done = subprocess.run([sys.executable, "-m", "core.cli", *line.split()], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert sorted(one.name for one in tmp_path.iterdir()) == left
    assert "  import " in done.stdout or line != "--help"


@pytest.mark.any_database
def test_help_needs_no_database_that_answers(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FORECOURT_")} | {"FORECOURT_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/crm"}

    done = subprocess.run([sys.executable, "-m", "core.cli", "--help"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "  import " in done.stdout and not list(tmp_path.iterdir())
