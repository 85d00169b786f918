"""The core needs no module: it starts, upgrades, signs people in and shows its pages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.database
def test_core_starts_with_no_module_at_all() -> None:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "tests/core/without_modules.py"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")} | {"FORECOURT_TEST_MODULES": "none"}

    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stdout[-3000:]
