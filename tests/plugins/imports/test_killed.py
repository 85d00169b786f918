"""A process that is killed in the middle of an import: run again, nothing is missing and nothing is there twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core import db, records, system_actor
from plugins.activities import activity
from plugins.imports import models, perform, results

ROOT = Path(__file__).parents[3]
ROWS = 600


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("Subject,Kind\n" + "".join(f"Call {number},call\n" for number in range(ROWS)))
    return path


def killed_at_the_first_batch(app, file, *more: str) -> models.Import:
    """The import as a killed process leaves it."""
    environment = {**os.environ, "FORECOURT_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"], "FORECOURT_DATA_DIR": str(file.parent), "FORECOURT_QUEUE_URL": "none",
                   "FORECOURT_MODULES_LOAD": ",".join(app.extensions["forecourt"].plugins)}  # fmt: skip
    db.session.rollback()
    db.engine.dispose()
    process = subprocess.Popen(
        [sys.executable, "-m", "core.cli", "import", "activity", str(file), *more], cwd=ROOT, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    with process:
        said = process.stderr.readline()
        process.send_signal(signal.SIGKILL)
        process.stderr.read()
    assert "rows" in said, said
    assert process.returncode == -signal.SIGKILL, "it was done before it could be killed"
    return db.session.get(models.Import, 1)


def test_a_killed_import_goes_on_where_it_was(app, file):
    one = killed_at_the_first_batch(app, file)
    assert 0 < results.counts(one)["created"] < ROWS

    assert perform(one, system_actor()) == {"created": ROWS}
    names = [record.name for batch in records.batches(activity, system_actor()) for record in batch]
    assert len(names) == len(set(names)) == ROWS


def test_a_killed_dry_run_leaves_nothing_and_begins_anew(app, file):
    one = killed_at_the_first_batch(app, file, "--dry-run")
    assert not records.find(activity, system_actor())

    assert perform(one, system_actor(), trial=True) == {"created": ROWS}
    assert not records.find(activity, system_actor())
