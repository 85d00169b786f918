"""The job worker beside the web server: started with it, started again when it dies, ended with it."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence

log = logging.getLogger(__name__)

PATIENCE = 30.0
"""Seconds a job worker has to end of itself."""
PAUSE = 5.0
"""Seconds until one that died is started again, as the unit of deploy/ has it."""


class JobWorker:
    """A job worker in a process of its own; ``words`` are the options of ``forecourt`` before the command, ``settings`` what it is given by its environment."""

    def __init__(self, words: Sequence[str], settings: Mapping[str, str]) -> None:
        self._server, self._settings = os.getpid(), settings
        self._command = [sys.executable, "-m", "core.cli", *words, "worker", "--beside", str(self._server)]
        self._due: float | None = None
        self._start()

    def _start(self) -> None:
        # A session of its own: Ctrl+C at a terminal is for the server, which ends this one last.
        self._process = subprocess.Popen(self._command, env={**os.environ, **self._settings}, start_new_session=True)  # noqa: S603 - our own interpreter and module

    def look_after(self) -> None:
        """Start it again where it has died. Called about every second."""
        if self._process.poll() is None:
            return
        if self._due is None:
            log.error("the job worker died; it is started again in %d seconds", PAUSE)
            self._due = time.monotonic() + PAUSE
        elif time.monotonic() >= self._due:
            self._due = None
            self._start()

    def end(self) -> None:
        """Let it finish what it is at; one that takes too long is killed, and what it was at is found again."""
        if os.getpid() != self._server:
            return  # a web worker, which was forked and comes by here at its own end
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def end_with(server: int) -> None:
    """In the job worker: when the server is gone that started it, killed perhaps, stop as if told to."""
    threading.Thread(target=_watch, args=(server,), name="server", daemon=True).start()


def _watch(server: int) -> None:
    while os.getppid() == server:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
