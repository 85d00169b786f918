"""The folder that holds the bytes: each content once, under its SHA-256.

Bytes arrive in a file of their own, are synced to the disk and only then linked under their checksum; the row that refers to them
is written afterwards. So a crash leaves at most bytes nobody refers to, which the sweep removes; it and those who store
keep out of each other's way by a lock on a file.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from flask import current_app

from core import Invalid, Refusal
from core import gettext as _

from .kinds import HEAD

CHUNK = 256 * 1024
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What the system says of a disk, or of what somebody may use of it, that is full."""


@dataclass(slots=True)
class Received:
    """Bytes that have arrived, in a file that is not kept yet."""

    path: Path
    sha256: str
    size: int
    head: bytes


def folder() -> Path:
    """Where files are kept, below the installation's data folder; part of what a backup takes."""
    return Path(current_app.config["FORECOURT"]["data_dir"]).absolute() / "files"


def path_of(sha256: str) -> Path:
    return folder() / sha256[:2] / sha256[2:4] / sha256


@contextmanager
def received(stream: IO[bytes], most: int) -> Iterator[Received]:
    """The stream's bytes in a temporary file, which is gone after the block. Memory holds one piece at a time.

    Raises Invalid where there are none or more than ``most``, Refusal where the disk does not take them.
    """
    arriving = folder() / "arriving"
    path: Path | None = None
    try:
        arriving.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=arriving, delete=False) as file:
            path = Path(file.name)
            found = _copy(stream, file, path, most)
            file.flush()
            os.fsync(file.fileno())
        yield found
    except OSError as problem:
        reason = _("the disk is full") if problem.errno in FULL else problem.strerror or problem
        raise Refusal(_("The file could not be stored: %(reason)s. Nothing was kept; please tell your administrator.", reason=reason), code="not-stored") from problem
    finally:
        if path is not None:
            path.unlink(missing_ok=True)


def _copy(stream: IO[bytes], file: IO[bytes], path: Path, most: int) -> Received:
    digest, size, head = hashlib.sha256(), 0, b""
    while piece := stream.read(CHUNK):
        size += len(piece)
        if size > most:
            raise too_large(most)
        head = head or piece[:HEAD]
        digest.update(piece)
        file.write(piece)
    if not size:
        raise Invalid({"file": [_("The file is empty.")]})
    return Received(path, digest.hexdigest(), size, head)


def too_large(most: int) -> Invalid:
    """The sentence for a file over the limit, in bytes."""
    return Invalid({"file": [_("A file may have at most %(most)s MB.", most=most // 1024**2)]})


@contextmanager
def keeping(received: Received) -> Iterator[None]:
    """Keep the bytes; within the block, which writes the row that refers to them, the sweep waits."""
    with _lock(fcntl.LOCK_SH):
        path = path_of(received.sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(received.path, path)
        except FileExistsError:
            pass  # the same bytes are here already
        _sync(path.parent)
        yield


def discard(sha256s: Iterator[str], *, wait: bool = True) -> int:
    """Remove the bytes of these checksums, which are asked for while nobody stores; returns how many there were.

    Raises BlockingIOError where somebody stores just now and this is not to ``wait``: whoever has files of their own open must not.
    """
    count = 0
    with _lock(fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB):
        for sha256 in sha256s:
            path_of(sha256).unlink(missing_ok=True)
            count += 1
    return count


def everything() -> Iterator[str]:
    """The checksums of what lies in the folder."""
    for path in folder().glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
        yield path.name


def abandoned(older_than: float) -> Iterator[Path]:
    """Files that began to arrive before this time (seconds since the epoch) and never did: whoever received them was killed."""
    for path in (folder() / "arriving").glob("*"):
        if path.stat().st_mtime < older_than:
            yield path


@contextmanager
def _lock(mode: int) -> Iterator[None]:
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / "lock").open("a") as file:
        fcntl.flock(file, mode)
        yield


def _sync(path: Path) -> None:
    """A directory's entries outlive a power cut only once it is synced itself."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
