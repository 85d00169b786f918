"""Processes of their own for tests that need one and ask nothing about how it starts: ``forecourt``, forked from a process that has loaded the
code. It is there in a third of the time. What a start or an end is, is tried in ``tests/operation``, by the program that people call.
"""

from __future__ import annotations

import os
import socket
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STARTS_WITHIN, ENDS_WITHIN = 60.0, 30.0


@contextmanager
def server(environment: Mapping[str, str], log: Path) -> Iterator[str]:
    """The address of ``forecourt run`` on a free port, with one web worker and no job worker, and nothing but this environment; what it says goes
    to ``log``."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with running(["run", "--port", str(port), "--workers", "1", "--no-worker"], environment, log) as process:
        _wait(url, process, log)
        yield url


@contextmanager
def running(words: Sequence[str], environment: Mapping[str, str], log: Path) -> Iterator[BaseProcess]:
    """A command that goes on until the block ends; it fails the test if it does not stop when told."""
    process = start(words, environment, log)
    try:
        yield process
    finally:
        process.terminate()
        process.join(ENDS_WITHIN)
        if process.exitcode is None:
            process.kill()
            _fail("it does not stop when told", log)


def start(words: Sequence[str], environment: Mapping[str, str], log: Path) -> BaseProcess:
    """A command that goes on; what it says goes to ``log``."""
    process = _prepared().Process(target=_become, args=(list(words), dict(environment), log))
    process.start()
    return process


def ended(words: Sequence[str], environment: Mapping[str, str], log: Path) -> tuple[int, str]:
    """A command that has ended: its exit code and all that it said, which is in ``log``, too."""
    process = start(words, environment, log)
    process.join()
    return int(process.exitcode or 0), log.read_text("utf-8")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, process: BaseProcess, log: Path) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end and process.exitcode is None:
        try:
            with urllib.request.urlopen(f"{url}/login", timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    _fail("the server did not start", log)


def _fail(reason: str, log: Path) -> None:
    said = log.read_text("utf-8", "replace") if log.exists() else ""
    pytest.fail(f"{reason}:\n{said[-3000:]}", pytrace=False)


@cache
def _prepared() -> ForkServerContext:
    """Started with the first server of this test process, and gone with it."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["loaded"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(map(str, (ROOT, ROOT / "tests"))))
        context.Process(target=int).start()  # by which the one to fork from starts, too
    return context


def _become(words: list[str], environment: dict[str, str], log: Path) -> None:
    """This process is the command from now on."""
    from core.cli import main

    os.environ.clear()
    os.environ.update(environment)
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
    for number in (1, 2):
        os.dup2(said, number)
    sys.argv = ["forecourt", *words]
    main()
