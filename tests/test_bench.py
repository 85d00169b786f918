"""The bench works: it fills a small database and measures it. What is asserted is shape, never a time."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bench import pairs
from bench.places import NAME
from core import config

ROOT = Path(__file__).parents[1]
RECORDS, TOLD = 240, 30


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small filled database."""
    found = tmp_path_factory.mktemp("bench")
    _run("generate", "--records", str(RECORDS), "--told", str(TOLD), "--folder", str(found))
    return found


def _run(*arguments: str) -> str:
    """In a process of its own, as people run it: tables are per process, and tests bring some of their own."""
    done = subprocess.run([sys.executable, "-m", "bench", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_processor_time_is_told_of_each_workload_that_is_asked_for(folder: Path) -> None:
    lines = _run("processor", "--folder", str(folder), "--rounds", "1", "--only", "^(record|convert)").splitlines()

    assert all(float(figure) > 0 for line in lines[1:] for figure in line.split()[-3:])
    assert {line[:40].strip() for line in lines[1:]} == {"record, HTML, rep", "record, API, rep", "convert a lead, rep"}


def test_a_copied_link_says_whose_its_record_is(folder: Path) -> None:
    right = "under_id = one.id AND link.owner_id = one.owner_id AND link.dealer_id = one.dealer_id"
    counted = "SELECT count(*), sum({right}) FROM activities_link link JOIN {table} one ON one.id = record_id"
    with closing(sqlite3.connect(folder / f"{NAME}.db")) as database:
        counts = [database.execute(counted.format(right=right, table=table)).fetchone() for table in ("leads_lead", "opportunities_opportunity")]

    assert all(right == count > 50 for count, right in counts), counts


def test_a_pass_over_deadlines_is_weighed_with_nothing_due_and_with_some(folder: Path) -> None:
    opened, idle, due = _run("deadlines", "--folder", str(folder), "--rounds", "1").splitlines()

    assert opened.endswith("open cases") and int(opened.split()[0]) > 50
    assert idle.split()[-2:] == ["0", "done"] and int(due.split()[-2]) > 0


def test_a_run_times_every_workload_and_says_what_it_found(folder: Path, tmp_path: Path) -> None:
    text = _run("run", "--folder", str(folder), "--rounds", "1", "--requests", "4", "--starts", "1", "--json", str(tmp_path / "times.json"))
    found = json.loads((tmp_path / "times.json").read_text("utf-8"))
    assert found["leads"] >= RECORDS
    assert all(len(one["ours"]) >= 1 and one["ours_ms"] > 0 and one["bare_ms"] > 0 for one in found["workloads"])
    assert all(one["name"] in text for one in [*found["workloads"], *found["figures"]])



def test_all_pairs_of_modules_are_tried_on_an_installation_that_starts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in pairs.environment("sqlite").items():
        monkeypatch.setenv(name, value)

    assert config.load(None, {"data_dir": str(tmp_path)})["data_dir"] == str(tmp_path)
