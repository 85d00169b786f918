"""What all tests share: the fixtures of core.testing, and a last word on what was skipped and why."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

pytest_plugins = ["core.testing"]

DATA = Path(os.environ.get("FORECOURT_DATA") or Path(__file__).parents[2] / "shared" / "data")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of the real data sets; tests on them are skipped, aloud, where it is missing."""
    if not DATA.is_dir():
        pytest.skip(f"the real data sets are not at {DATA}; FORECOURT_DATA names their folder")
    return DATA


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The last lines say what was skipped and why."""
    reasons = Counter(str(one.longrepr[2]).removeprefix("Skipped: ") for one in terminalreporter.stats.get("skipped", ()))
    for reason, count in reasons.items():
        terminalreporter.write_line(f"skipped {count}: {reason}")


def pytest_sessionfinish(session: Any) -> None:
    """With FORECOURT_NO_SKIP nothing may be skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("FORECOURT_NO_SKIP") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = 1
