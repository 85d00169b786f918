"""Whether anything of this installation runs: servers and workers hold a lock in data_dir as long as they live."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import Refusal
from ..room import PRIVATE

LOCK = "running.lock"


@contextmanager
def hold(folder: str) -> Iterator[None]:
    """Hold the lock together with others who run; what is forked holds it too. Raises Refusal while a backup is taken in."""
    descriptor = _open(folder)
    try:
        _take(descriptor, fcntl.LOCK_SH, "A backup is being taken in. Start again when that is done.")
        yield
    finally:
        os.close(descriptor)


@contextmanager
def hold_alone(folder: str) -> Iterator[None]:
    """Hold the lock alone: no server or worker of this data_dir starts meanwhile. Raises Refusal while one lives."""
    descriptor = _open(folder)
    try:
        _take(descriptor, fcntl.LOCK_EX, "A server or worker of this installation is running. Stop it first; nothing was changed.")
        yield
    finally:
        os.close(descriptor)


def _open(folder: str) -> int:
    Path(folder).mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    return os.open(Path(folder) / LOCK, os.O_RDWR | os.O_CREAT, 0o600)


def _take(descriptor: int, kind: int, otherwise: str) -> None:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Refusal(otherwise) from None
