"""The server of a test run, which nobody shall find running after it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

pytestmark = pytest.mark.any_database
TESTS = Path(__file__).parent
RUN = "import time; from databases import start_postgresql; print(start_postgresql(), flush=True); time.sleep(60)"


def test_a_run_that_is_terminated_takes_its_postgresql_server_along() -> None:
    with subprocess.Popen([sys.executable, "-c", RUN], cwd=TESTS, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as run:
        assert run.stdout is not None
        folder = Path(parse_qs(urlsplit(run.stdout.readline().strip()).query)["host"][0])
        server = int((folder / "postmaster.pid").read_text().splitlines()[0])
        run.send_signal(signal.SIGTERM)

    assert not folder.exists()
    state = Path(f"/proc/{server}/stat")
    assert not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z", "the server runs on"  # Z: it has ended, and nobody has asked how
