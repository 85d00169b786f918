"""What all tests share: the database they run on, the fixtures of core.testing, and a last word on what was skipped.

FORECOURT_TEST_DATABASE is ``sqlite`` (the default), ``postgresql`` (a server from a wheel, started for this run) or the
address of a server's maintenance database. With FORECOURT_NO_SKIP=1 a skipped test fails the run. A test that uses that
database bears the mark ``database``, unless it says that it would find the same on any (``any_database``); `-m database` leaves out
the others, which the second run of `make test` need not repeat.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from gate_guard import IN_SIGHT, Guard

from core import ForecourtError, db, queries

pytest_plugins = ["core.testing", "inboxes"]

DATA = Path(os.environ.get("FORECOURT_DATA") or Path(__file__).parents[2] / "shared" / "data")
LONG = frozenset({"browser", "operation", "scenarios"})
"""Folders of tests that take seconds each."""
USING_THE_DATABASE = frozenset({"database", "installation", "shelf"})
"""The fixtures through which tests come to a database of the kind FORECOURT_TEST_DATABASE names."""
LEFT_OUT = pytest.StashKey[int]()


def pytest_configure(config: pytest.Config) -> None:
    """Start the server before the workers of xdist are made: they find its address in their environment."""
    chosen = os.environ.get("FORECOURT_TEST_DATABASE", "")
    if chosen == "sqlite":
        os.environ["FORECOURT_TEST_DATABASE"] = ""
    elif chosen == "postgresql" and not config.option.collectonly:
        # Imported here: only this process may start the server, and only when asked.
        from databases import start_postgresql

        os.environ["FORECOURT_TEST_DATABASE"] = start_postgresql()


@pytest.hookimpl(tryfirst=True)  # before pytest chooses by marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses the database, and begin with the folders of long tests: at the end no process waits for another."""
    for item in items:
        if not USING_THE_DATABASE.isdisjoint(getattr(item, "fixturenames", ())) and item.get_closest_marker("any_database") is None:
            item.add_marker("database")
    items.sort(key=lambda item: item.path.parent.name not in LONG)


def pytest_report_header() -> str:
    """Name the database in the first lines."""
    return "database: " + ("PostgreSQL" if os.environ.get("FORECOURT_TEST_DATABASE") else "SQLite")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of the real data sets; tests on them are skipped, aloud, where it is missing."""
    if not DATA.is_dir():
        pytest.skip(f"the real data sets are not at {DATA}; FORECOURT_DATA names their folder")
    return DATA


@pytest.fixture(scope="session")
def guard() -> Iterator[Guard]:
    """Listens to every engine of this process."""
    watching = Guard()
    visible = queries.visible
    sa.event.listen(sa.Engine, "before_cursor_execute", watching)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "visible", lambda *given, **named: visible(*given, **named).prefix_with(IN_SIGHT))
        yield watching
    sa.event.remove(sa.Engine, "before_cursor_execute", watching)


@pytest.fixture(autouse=True)
def only_the_gate_touches_records(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test in which code outside the gate and the queries sent SQL to an object's table."""
    if "app" not in request.fixturenames:
        yield
        return
    watching: Guard = request.getfixturevalue("guard")
    app: Flask = request.getfixturevalue("app")
    watching.watch(one.model.__tablename__ for one in app.extensions["forecourt"].objects.values())
    watching.offenders.clear()
    yield
    if watching.offenders:
        pytest.fail("\n".join(["code outside the gate touched an object's table:", *watching.offenders.values()]), pytrace=False)


@pytest.fixture
def at_once(app: Flask) -> Callable[[Sequence[Callable[[], Any]]], list[Any]]:
    """``at_once([work, work])`` runs all together, each in a session of its own, on either database: what each returned, or the refusal it met."""

    def run_all(works: Sequence[Callable[[], Any]]) -> list[Any]:
        start = Barrier(len(works))

        def run(work: Callable[[], Any]) -> Any:
            with app.app_context():
                start.wait()
                try:
                    return work()
                except ForecourtError as refusal:
                    return refusal
                finally:
                    db.session.remove()

        db.session.remove()
        with ThreadPoolExecutor(len(works)) as people:
            return list(people.map(run, works))

    return run_all


def pytest_deselected(items: list[pytest.Item]) -> None:
    """Count what is left out because it need not be tried on a second database. Every worker of xdist collects the same, so one number holds for all."""
    left = [one for one in items if one.get_closest_marker("database") is None and one.get_closest_marker("browser") is None]
    if left:
        left[0].config.stash[LEFT_OUT] = len(left)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker of xdist has counted."""
    if hasattr(node, "workeroutput"):  # not of one that died
        node.config.stash[LEFT_OUT] = node.workeroutput["left_out"]


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """The last lines say what was left out, what was skipped, and why."""
    if (left := config.stash.get(LEFT_OUT, 0)) and "database" in config.option.markexpr:
        terminalreporter.write_line(f"left out {left}: they use no database of this run, or would find the same on any, so the run on the other one is theirs")
    reasons = Counter(str(one.longrepr[2]).removeprefix("Skipped: ") for one in terminalreporter.stats.get("skipped", ()))
    for reason, count in reasons.items():
        terminalreporter.write_line(f"skipped {count}: {reason}")
    if reasons and os.environ.get("FORECOURT_NO_SKIP"):
        terminalreporter.write_line("FORECOURT_NO_SKIP is set: nothing may be skipped, so this run failed", red=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the main process what was left out. With FORECOURT_NO_SKIP nothing may be skipped."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash.get(LEFT_OUT, 0)
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("FORECOURT_NO_SKIP") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
