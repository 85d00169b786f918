"""Every command of ``forecourt``: its help, its exit codes, its one sentence when refused, its JSON. A new command needs a row."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from flask import Flask

from core.cli import main

WRONG, REFUSED = 2, 1  # called wrongly; understood, and refused
BOSS = "dealer_manager.north.1@example.com"
PASSWORD = "a-Long-passw0rd!\na-Long-passw0rd!\n"
CSV = "Account name,Employees\nBlue Harbor,5\n"
TREE = {"records": [{"attributes": {"type": "Account", "referenceId": "One"}, "Name": "Blue Harbor"}]}


@dataclass(frozen=True)
class Row:
    """How a command is called rightly, and how it refuses. ``{folder}`` stands for the test's own."""

    done: str | None
    """Arguments with which it does its work; None where a test of its own shows that, see ELSEWHERE."""
    refused: tuple[tuple[str, int, str], ...] = ()
    """(arguments, exit code, part of the sentence)"""
    before: tuple[str, ...] = ()
    typed: str = ""
    no_json: str = ""
    """Why a script has nothing to read."""


ACTS = "it does one thing; the exit code says whether"
ROWS = {
    "api-schema": Row("", (("--user nobody@example.com", REFUSED, "no user with the address"),), no_json="what it prints is JSON"),
    "backup": Row(None, (("{folder}", WRONG, "is a directory"), ("{folder}/nowhere/a.zip", REFUSED, "nowhere"), ("{folder}/rows.csv", REFUSED, "exists already"))),
    "check": Row(""),
    "demo": Row(None, no_json="for people who look around"),
    "export": Row("account", (
        ("car", REFUSED, "no object"), ("account --sort colour", REFUSED, "colour"), ("account --where 'name ='", REFUSED, "filter ends too early"), ("account --columns nothing", REFUSED, "nothing"),
        ("account --view nothing", REFUSED, "no view"), ("account --as nobody@example.com", REFUSED, "nobody@example.com"), ("account --out {folder}", WRONG, "is a directory"),
    )),
    "fields add": Row("account --type text --label Colour", (
        ("account --type text --label Extra --name owner", REFUSED, "built-in field"), ("car --type text --label Extra", REFUSED, "no object"), ("account --type colour --label X", WRONG, "'colour' is not one of"),
    ), no_json=ACTS),
    "fields list": Row("account", (("car", REFUSED, "no object"),)),
    "fields remove": Row("account x_colour --yes", (("account x_nothing", REFUSED, "x_nothing"),), before=("fields add account --type text --label Colour",), no_json=ACTS),
    "import": Row("account {folder}/rows.csv", (
        ("account {folder}/none.csv", WRONG, "does not exist"), ("car {folder}/rows.csv", REFUSED, "no object"), ("account {folder}/empty.csv", REFUSED, "empty"),
        ("account {folder}/rows.csv --mapping nothing", REFUSED, "nothing"), ("account {folder}/rows.csv --resume 77", REFUSED, "no import 77"),
        ("account {folder}/rows.csv --key colour", REFUSED, "colour"), ("account {folder}/rows.csv --as nobody@example.com", REFUSED, "nobody@example.com"),
        ("account {folder}/picture.xlsx", REFUSED, "PNG file"),
    )),
    "import-tree": Row("{folder}/tree.json", (
        ("{folder}/none.json", WRONG, "does not exist"), ("{folder}/rows.csv", REFUSED, "JSON"), ("{folder}/tree.json --fill colour", REFUSED, "OBJECT.FIELD=TEXT"),
        ("{folder}/tree.json --as nobody@example.com", REFUSED, "nobody@example.com"),
    )),
    "modules disable": Row("history", (("contacts", REFUSED, "build on it"), ("cars", REFUSED, "no module")), no_json=ACTS),
    "modules enable": Row("history", (("cars", REFUSED, "no module"),), no_json=ACTS),
    "modules list": Row(""),
    "modules remove": Row("history", (("history", REFUSED, "Switch it off first"), ("cars", REFUSED, "no module")), before=("modules disable history",), no_json=ACTS),
    "new-plugin": Row("test_drives --into {folder}", (("Test-Drives --into {folder}", REFUSED, "small letters"), ("leads --into {folder}", REFUSED, "There is a module 'leads' already")), no_json="for developers"),
    "rebuild-summaries": Row("", no_json=ACTS),
    "restore": Row(None, (("{folder}/none.zip", REFUSED, "none.zip"), ("{folder}", WRONG, "is a directory"))),
    "run": Row(None, (("--port 70000", WRONG, "70000"), ("--port far", WRONG, "not a valid integer"), ("--workers 0", WRONG, "0 is not in the range")), no_json="it goes on; its log lines can be JSON"),
    "search reindex": Row("account", (("cars", REFUSED, "no object"),), no_json=ACTS),
    "search status": Row(""),
    "test-mail": Row("ada@example.com", (("", WRONG, "'EMAIL'"),), no_json=ACTS),
    "take-import-back": Row("1", (("77", REFUSED, "no import 77"), ("1 --as nobody@example.com", REFUSED, "nobody@example.com")), before=("import account {folder}/rows.csv",)),
    "token create": Row(f"{BOSS} --name script", (
        ("nobody@example.com --name x", REFUSED, "no user with the address"), (f"{BOSS} --name x --scope everything", REFUSED, "everything"),
        (f"{BOSS} --name x --days 0", WRONG, "0 is not in the range"), (BOSS, WRONG, "'--name'"),
    )),
    "token list": Row(BOSS, (("nobody@example.com", REFUSED, "no user with the address"),)),
    "token revoke": Row("1", (("77", REFUSED, "no token with the number 77"), ("far", WRONG, "not a valid integer")), before=(f"token create {BOSS} --name script",), no_json=ACTS),
    "upgrade": Row("", no_json=ACTS),
    "user add": Row("ada@example.com --name Ada --role administrator", (
        (f"{BOSS} --name Ada", REFUSED, "address"), ("nobody --name Ada --password-stdin", REFUSED, "mail address"), ("ada@example.com --name Ada --unit West --invite", REFUSED, "West"),
        ("ada@example.com --name Ada --role king --invite", REFUSED, "king"), ("ada@example.com --name Ada --language xx --invite", REFUSED, "language"), ("ada@example.com", WRONG, "'--name'"),
    ), typed=PASSWORD),
    "user add-list": Row("{folder}/people.csv", (("{folder}/rows.csv", REFUSED, "names the columns"), ("{folder}/picture.xlsx", REFUSED, "names the columns"), ("{folder}/none.csv", WRONG, "No such file"))),
    "user disable": Row(BOSS, (("nobody@example.com", REFUSED, "no user with the address"),), no_json=ACTS),
    "user list": Row(""),
    "user password": Row(BOSS, (("nobody@example.com", REFUSED, "no user with the address"),), typed=PASSWORD, no_json=ACTS),
    "worker": Row(None, (("--threads 0", WRONG, "0 is not in the range"),), no_json="it goes on; its log lines can be JSON"),
}  # fmt: skip
ELSEWHERE = {
    "backup": "operation/test_backups.py::test_what_is_restored_equals_what_was_backed_up", "demo": "browser/conftest.py::furnish",
    "restore": "operation/test_backups.py::test_what_is_restored_equals_what_was_backed_up",
    "run": "operation/test_deployment.py::test_the_units_start_server_and_worker_which_answer_and_stop_when_told",
    "worker": "operation/test_deployment.py::test_the_units_start_server_and_worker_which_answer_and_stop_when_told",
}  # fmt: skip


def commands(group: click.Group, ctx: click.Context, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """Each command that does something, by the words one types."""
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        assert command is not None
        if command.hidden:
            continue
        if isinstance(command, click.Group):
            yield from commands(command, ctx, f"{path}{name} ")
        else:
            yield f"{path}{name}", command


@pytest.fixture
def known(app: Flask) -> dict[str, click.Command]:
    return dict(commands(main, click.Context(main, obj=app)))


def lay_out(folder: Path) -> None:
    """The files that the rows speak of."""
    (folder / "rows.csv").write_text(CSV, "utf-8")
    (folder / "empty.csv").touch()
    (folder / "people.csv").write_bytes("姓名,邮箱,角色\n林伟,wei.lin@example.com,read_only\n".encode("gb18030"))
    (folder / "picture.xlsx").write_bytes(b"\x89PNG\r\n")
    (folder / "tree.json").write_text(json.dumps(TREE), "utf-8")


@pytest.fixture
def forecourt(app: Flask, tmp_path: Path) -> Callable[..., Result]:
    """``forecourt("user add ada@example.com")``: the command in this process, in a folder with some files."""
    lay_out(tmp_path)

    def run(line: str, typed: str = "") -> Result:
        import shlex

        done = CliRunner().invoke(main, shlex.split(line.replace("{folder}", str(tmp_path))), obj=app, input=typed)
        assert "Traceback" not in done.output
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done

    return run


def test_every_command_has_a_row(known: dict[str, click.Command]) -> None:
    assert set(known) == set(ROWS), "a command that came or went changes the table ROWS"


def test_help_says_what_a_command_does_and_what_each_option_is_for(known: dict[str, click.Command]) -> None:
    for path, command in known.items():
        text = inspect.cleandoc(command.help or "")
        assert re.match(r"[A-Z][^\n]{20,}", text) and "." in text, f"{path} does not say what it does"
        for one in command.params:
            if isinstance(one, click.Option):
                assert one.name == "help" or (one.help or "")[:1].isupper(), f"{path} {one.opts} says nothing"
            else:
                assert one.make_metavar(click.Context(command)).strip("[].…") in text, f"{path} does not speak of {one.name}"


def test_help_is_printed_and_names_the_exit_codes(known: dict[str, click.Command], forecourt: Callable[..., Result]) -> None:
    for path in ("", *known):
        done = forecourt(f"{path} --help")
        assert (done.exit_code, done.stderr) == (0, ""), path
    assert "0 when done, 1 when refused and 2 when called wrongly" in " ".join(forecourt("--help").stdout.split())
    for path in ("import", "import-tree", "take-import-back"):
        assert "Exit code 0" in forecourt(f"{path} --help").stdout and "3: some" in forecourt(f"{path} --help").stdout
    assert "Exit code 0" in forecourt("check --help").stdout


@pytest.mark.parametrize("path", sorted(ROWS))
def test_an_option_that_does_not_exist_and_an_argument_that_is_missing_are_wrong_use(path: str, known: dict[str, click.Command], forecourt: Callable[..., Result]) -> None:
    done = forecourt(f"{path} --colour")
    assert (done.exit_code, done.stdout) == (WRONG, "")
    assert "No such option '--colour'" in done.stderr and f"forecourt {path} --help" in done.stderr

    if any(one.required for one in known[path].params):
        done = forecourt(path)
        assert done.exit_code == WRONG and "Missing" in done.stderr
    else:
        assert forecourt(f"{path} one two three").exit_code == WRONG


@pytest.mark.parametrize("path", sorted(path for path, row in ROWS.items() if row.done is not None))
def test_done_is_exit_code_0(path: str, forecourt: Callable[..., Result]) -> None:
    row = ROWS[path]
    for line in row.before:
        assert forecourt(line).exit_code == 0

    done = forecourt(f"{path} {row.done}", row.typed)

    assert done.exit_code == 0, done.stderr
    assert done.output.strip(), "it says nothing"


@pytest.mark.parametrize("path", sorted(path for path, row in ROWS.items() if row.done is not None and not row.no_json))
def test_a_script_reads_json(path: str, known: dict[str, click.Command], forecourt: Callable[..., Result], make: Callable[..., Any]) -> None:
    make("account")
    row = ROWS[path]
    for line in row.before:
        assert forecourt(line).exit_code == 0

    done = forecourt(f"{path} {row.done} --json", f"{row.typed}")

    text = done.stdout.rpartition("\n{")[2] if row.typed else done.stdout
    for line in text.strip().splitlines() if path in ("export", "import-tree") else ["{" + text if row.typed else text]:
        assert json.loads(line) is not None


def test_whoever_does_without_json_says_why(known: dict[str, click.Command]) -> None:
    for path, command in known.items():
        assert any("--json" in one.opts for one in command.params) != bool(ROWS[path].no_json), path


@pytest.mark.parametrize(("line", "code", "sentence"), [(f"{path} {line}", code, sentence) for path, row in sorted(ROWS.items()) for line, code, sentence in row.refused])
def test_a_refusal_is_one_sentence_on_the_standard_error(line: str, code: int, sentence: str, forecourt: Callable[..., Result]) -> None:
    done = forecourt(line, PASSWORD)

    assert done.exit_code == code, done.output
    assert sentence.casefold() in done.stderr.casefold(), done.stderr
    assert not done.stdout.strip() or "Password" in done.stdout, "a script would take it for an answer"
    said = done.stderr.strip().splitlines()
    assert len(said) <= (4 if code == WRONG else 2), said  # wrong use shows the usage above it; a cure has a line of its own


def test_what_is_done_elsewhere_is_done_there() -> None:
    assert set(ELSEWHERE) == {path for path, row in ROWS.items() if row.done is None}
    for place in ELSEWHERE.values():
        file, _colons, name = place.partition("::")
        assert f"def {name}(" in (Path(__file__).parents[1] / file).read_text("utf-8"), place
