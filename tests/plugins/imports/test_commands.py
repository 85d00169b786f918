"""``forecourt import`` and ``forecourt export``: for people, and with --json for scripts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from core import records
from plugins.activities import activity
from plugins.imports.commands import export_records, import_file


@pytest.fixture
def command(app: Any) -> Callable[..., Result]:
    def run(what: Any, *arguments: str) -> Result:
        return CliRunner().invoke(what, list(arguments), catch_exceptions=False)

    return run


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "rows.csv"
    path.write_text("Subject,Kind\nCall Gao,call\nWrong,flight\n", encoding="utf-8")
    return str(path)


WHO = ("--as", "dealer_manager.north.1@example.com")


def test_the_result_is_json_for_scripts_and_the_code_says_that_rows_failed(command, file):
    done = command(import_file, "activity", file, "--json", *WHO)

    body = json.loads(done.stdout)
    assert (done.exit_code, body["created"], body["failed"], body["failures"][0]["line"]) == (3, 1, 1, 3)


def test_a_dry_run_writes_nothing(command, file, user):
    command(import_file, "activity", file, "--dry-run", *WHO)

    assert records.find(activity, user("administrator")) == []


def test_bad_rows_are_written_to_a_file(command, file, tmp_path):
    command(import_file, "activity", file, "--bad-rows", str(tmp_path / "bad.csv"), *WHO)

    assert "Wrong,flight," in (tmp_path / "bad.csv").read_text(encoding="utf-8-sig")


def test_a_mapping_can_be_saved_and_used_again(command, file):
    command(import_file, "activity", file, "--save-mapping", "Calls", *WHO)

    assert json.loads(command(import_file, "activity", file, "--mapping", "Calls", "--key", "name", "--json", *WHO).stdout)["unchanged"] == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [(("spaceship",), "There is no object"), (("activity", "--mapping", "No such"), "There is no mapping"), (("activity", "--key", "colour"), "colour")],
)
def test_what_is_wrong_is_said_in_a_sentence(command, file, arguments, sentence):
    object_code, *options = arguments

    done = command(import_file, object_code, file, *options, *WHO)

    assert done.exit_code == 1 and sentence in done.output


@pytest.mark.parametrize(
    "mapping",
    [[], {"columns": 5}, {"columns": [5]}, {"columns": [{"column": "Subject", "field": 7}]}, {"columns": [{"column": "Subject", "field": "name", "values": 5}]},
     {"columns": [{"column": "Subject", "field": "name", "values": {"A": None}}]}, {"columns": [{"column": "Subject", "field": "name", "by": 7}]},
     {"columns": [{"column": "Subject", "field": "name"}], "fills": [1]}, {"columns": [{"column": "Subject", "field": "name"}], "empty": 5}],
)  # fmt: skip
def test_a_file_that_is_no_mapping_is_refused_in_a_sentence(command, file, tmp_path, mapping):
    (tmp_path / "mapping.json").write_text(json.dumps(mapping))

    done = command(import_file, "activity", file, "--mapping", str(tmp_path / "mapping.json"), *WHO)
    assert done.exit_code == 1 and "This is no mapping" in done.stderr


def test_what_was_guessed_and_what_is_left_out_is_said(command, tmp_path, user):
    path = tmp_path / "calls.csv"
    path.write_text("Calls of November\n\nSubject,Kind,Due,Colour\nCall Gao,call,03/04/2026,red\n", encoding="utf-8")

    done = command(import_file, "activity", str(path), *WHO)

    assert "1 line above the heading is left out." in done.stderr
    assert "Due: “03/04/2026” is read as 2026-04-03; day and month could stand the other way round." in done.stderr
    assert "no field is called so: Colour." in done.stderr
    assert command(import_file, "activity", str(path), "--skip", "0", *WHO).exit_code == 1


def test_an_unknown_person_is_refused(command, file):
    assert command(import_file, "activity", file, "--as", "nobody@example.com").exit_code == 1


def test_export_writes_what_a_list_shows(command, make, user):
    make("activity", by=user("dealer_manager"), name="Call Gao", kind="call")
    make("activity", by=user("dealer_manager"), name="Note", kind="note")

    done = command(export_records, "activity", "--where", "kind = call", "--columns", "name,kind", *WHO)

    assert done.stdout.splitlines() == ["Subject,Kind", "Call Gao,Call"]


def test_a_formula_is_harmless_in_an_export_and_itself_again_once_imported(command, make, user, tmp_path):
    make("activity", by=user("dealer_manager"), name='=HYPERLINK("x")', kind="note", body="-2+3")
    command(export_records, "activity", "--columns", "name,kind,body", "--out", str(tmp_path / "out.csv"), *WHO)
    assert (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()[1] == "\"'=HYPERLINK(\"\"x\"\")\",Note,'-2+3"

    command(import_file, "activity", str(tmp_path / "out.csv"), *WHO)
    assert [(one.name, one.body) for one in records.find(activity, user("administrator"))] == [('=HYPERLINK("x")', "-2+3")] * 2


def test_export_holds_back_what_its_user_does_not_see(command, make, user):
    make("activity", by=user("sales_consultant", dealer="South"), name="Theirs", kind="note")

    done = command(export_records, "activity", "--columns", "name", *WHO)

    assert done.stdout.splitlines() == ["Subject"]


def test_an_unknown_view_names_those_there_are(command):
    done = command(export_records, "activity", "--view", "nonsense", *WHO)

    assert done.exit_code == 1 and "overdue" in done.output


def test_export_needs_its_right(command):
    assert command(export_records, "activity", "--as", "front_desk.north.1@example.com").exit_code == 1
