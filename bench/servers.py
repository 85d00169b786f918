"""Web servers that are measured: each a process of its own with two workers, told apart by what answers."""

from __future__ import annotations

import compileall
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
ROOT = Path(__file__).parents[1]


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
        """Megabytes for each worker: what the server and its workers hold, where a page that several share counts once."""
        workers = self.workers()
        return sum(_proportional(one) for one in (self.process.pid, *workers)) / len(workers) / 2**10


def _proportional(process: int) -> int:
    """The proportional set size of a process in kilobytes: its own pages, and its part of those that it shares."""
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
    return int(next(line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:")))


def compile_all() -> None:
    """Write the bytecode of both programs, as pip does of whatever it installs: else each start of this checkout would translate it anew
    wherever Python may not keep it."""
    for folder in ("core", "plugins", "bench"):
        compileall.compile_dir(ROOT / folder, quiet=1)


@contextmanager
def product(environment: Mapping[str, str], *, with_worker: bool = False) -> Iterator[Server]:
    """Forecourt, as ``forecourt run`` starts it."""
    options = () if with_worker else ("--no-worker",)
    yield from _running(lambda port: [sys.executable, "-m", "core.cli", "run", "--port", str(port), "--workers", str(WORKERS), *options], "/login", environment)


@contextmanager
def bare(environment: Mapping[str, str]) -> Iterator[Server]:
    """The bare handler under the same gunicorn, loaded before the workers are forked, as the product is."""
    options = ("--preload", "--workers", str(WORKERS), "--worker-class", "gthread", "--threads", "4", "--log-level", "warning")
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
