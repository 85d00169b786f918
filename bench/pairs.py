"""Every two modules off together: what CI does for a covering set of pairs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
BATTERY = "tests/scenarios/test_modules_off.py"


def environment(database: str) -> dict[str, str]:
    """What makes the battery take all pairs."""
    return {"FORECOURT_TEST_ALL_PAIRS": "1", "FORECOURT_TEST_DATABASE": database}


def try_all(database: str, workers: str) -> int:
    """Run the battery on one database; answers pytest's exit code, 0 where all passed."""
    command = [sys.executable, "-m", "pytest", "-n", workers, BATTERY, "-k", "two_modules"]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment(database)}, check=False).returncode  # noqa: S603 - our own words
