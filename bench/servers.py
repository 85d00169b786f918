"""Web servers that are measured: each a process of its own with two workers, told apart by what answers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .browsers import Browser

WORKERS = 2
PATIENCE = 60.0
PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")


@dataclass(slots=True)
class Server:
    """A running server. ``started`` is the seconds from its start to its first answer."""

    process: subprocess.Popen[bytes]
    port: int
    started: float

    def workers(self) -> list[int]:
        """The process ids of its workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text("ascii")
        return [int(one) for one in children.split()]

    def memory(self) -> float:
        """Resident megabytes of one worker, the mean of all."""
        pages = [int(Path(f"/proc/{one}/statm").read_text("ascii").split()[1]) for one in self.workers()]
        return sum(pages) * PAGE_SIZE / len(pages) / 2**20


@contextmanager
def product(environment: Mapping[str, str], *, with_worker: bool = False) -> Iterator[Server]:
    """Forecourt, as ``forecourt run`` starts it."""
    options = () if with_worker else ("--no-worker",)
    yield from _running(lambda port: [sys.executable, "-m", "core.cli", "run", "--port", str(port), "--workers", str(WORKERS), *options], "/login", environment)


@contextmanager
def bare(environment: Mapping[str, str]) -> Iterator[Server]:
    """The bare handler under the same gunicorn."""
    options = ("--workers", str(WORKERS), "--worker-class", "gthread", "--threads", "4", "--log-level", "warning")
    yield from _running(lambda port: [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", *options, "bench.bare:make_app()"], "/", environment)


def _running(command: object, first: str, environment: Mapping[str, str]) -> Iterator[Server]:
    port = _free_port()
    line: Sequence[str] = command(port)  # type: ignore[operator]  # a function of the port
    begun = time.perf_counter()
    # Its log has a line for each request, which nobody reads here.
    process = subprocess.Popen(line, env=dict(environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own interpreter and modules
    try:
        _wait_for(Browser(port), first, process)
        yield Server(process, port, time.perf_counter() - begun)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE)


def _wait_for(browser: Browser, path: str, process: subprocess.Popen[bytes]) -> None:
    begun = time.perf_counter()
    while time.perf_counter() - begun < PATIENCE:
        try:
            browser.get(path)
        except OSError:
            if process.poll() is not None:
                raise RuntimeError(f"the server ended before its first answer; try it by hand: {process.args}") from None
            time.sleep(0.005)
        else:
            return
    raise RuntimeError("the server does not answer")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
