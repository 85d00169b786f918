"""A process that is killed in the middle of an import: run again, nothing is missing and nothing is there twice."""

from __future__ import annotations

import json
import os
import signal
import time

import forking
import pytest

from core import db, records, system_actor
from plugins.activities import activity
from plugins.imports import models, perform, results
from plugins.imports.commands import import_file, import_tree, take_import_back

ROWS = 600


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("Subject,Kind\n" + "".join(f"Call {number},call\n" for number in range(ROWS)))
    return path


@pytest.fixture
def tree(tmp_path):
    """A step of the ladder, and calls: two tree files with their plan."""
    calls = [{"attributes": {"type": "Activity", "referenceId": f"C{number}"}, "Subject": f"Call {number}", "Kind": "call"} for number in range(ROWS)]
    (tmp_path / "calls.json").write_text(json.dumps({"records": calls}))
    (tmp_path / "steps.json").write_text(json.dumps({"records": [{"attributes": {"type": "LadderStep", "referenceId": "S1"}, "Name": "Ask again", "Days": "2"}]}))
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps([{"sobject": "Ladder_Step", "files": ["steps.json"]}, {"sobject": "Activity", "files": ["calls.json"]}]))
    return plan


def killed_at_the_first_batch(app, file, *more: str) -> models.Import:
    """The import as a killed process leaves it."""
    killed(app, file, "import", "activity", str(file), *more)
    return db.session.get(models.Import, 1)


def killed(app, file, *command: str) -> None:
    """The command, killed when it first says how far it is."""
    environment = {**os.environ, "FORECOURT_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"], "FORECOURT_DATA_DIR": str(file.parent), "FORECOURT_QUEUE_URL": "none",
                   "FORECOURT_MODULES_LOAD": ",".join(app.extensions["forecourt"].plugins)}  # fmt: skip
    db.session.rollback()
    db.engine.dispose()
    log = file.parent / "said.txt"
    process = forking.start(command, environment, log)
    while not (said := log.exists() and f"of {ROWS} rows" in log.read_text("utf-8", "replace")) and process.exitcode is None:
        time.sleep(0.005)
    process.kill()
    process.join()
    assert said, log.read_text("utf-8")
    assert process.exitcode == -signal.SIGKILL, "it was done before it could be killed"


def test_a_killed_import_goes_on_where_it_was(app, file):
    one = killed_at_the_first_batch(app, file)
    assert 0 < results.counts(one)["created"] < ROWS

    assert perform(one, system_actor()) == {"created": ROWS}
    names = [record.name for batch in records.batches(activity, system_actor()) for record in batch]
    assert len(names) == len(set(names)) == ROWS


def names() -> list[str]:
    return [record.name for batch in records.batches(activity, system_actor()) for record in batch]


def test_the_same_command_given_again_goes_on_and_doubles_nothing(app, file):
    killed_at_the_first_batch(app, file)

    again = app.test_cli_runner().invoke(import_file, ["activity", str(file)])
    assert again.exit_code == 0
    assert "Going on with import 1, of which" in again.stderr and f"{ROWS} made" in again.stdout
    assert len(names()) == len(set(names())) == ROWS


def test_taking_back_that_was_killed_goes_on_and_takes_back_each_row_once(app, file):
    app.test_cli_runner().invoke(import_file, ["activity", str(file)])
    killed(app, file, "take-import-back", "1")
    one = db.session.get(models.Import, 1, populate_existing=True)
    assert one.status == "undoing" and 0 < results.taken_back(one).deleted < ROWS
    assert len(names()) == ROWS - results.taken_back(one).deleted

    again = app.test_cli_runner().invoke(take_import_back, ["1", "--json"])
    assert json.loads(again.stdout) == {"import": 1, "deleted": ROWS, "changed_back": 0, "left": 0}
    assert not names()
    assert app.test_cli_runner().invoke(take_import_back, ["1"]).exit_code == 1


def test_one_that_is_to_read_the_file_otherwise_is_told_of_the_other(app, file):
    killed_at_the_first_batch(app, file)

    other = app.test_cli_runner().invoke(import_file, ["activity", str(file), "--key", "name"])
    assert other.exit_code == 1 and "is being imported already, as import 1" in other.stderr


def test_a_killed_tree_given_again_goes_on_with_the_file_it_was_in(app, tree):
    killed(app, tree, "import-tree", str(tree))

    again = app.test_cli_runner().invoke(import_tree, [str(tree), "--json"])
    assert [(one["created"], one["failed"]) for one in map(json.loads, again.stdout.splitlines())] == [(1, 0), (ROWS, 0)], again.stderr
    assert len(names()) == len(set(names())) == ROWS
    assert len(records.find("ladder_step", system_actor(), where={"name": "Ask again"})) == 1


def test_a_killed_dry_run_leaves_nothing_and_begins_anew(app, file):
    one = killed_at_the_first_batch(app, file, "--dry-run")
    assert not records.find(activity, system_actor())

    assert perform(one, system_actor(), trial=True) == {"created": ROWS}
    assert not records.find(activity, system_actor())
