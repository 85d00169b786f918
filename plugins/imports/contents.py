"""The bytes of an uploaded file, kept in pieces beside its import: any worker can go on with it, and memory stays flat."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, BinaryIO

import sqlalchemy as sa

from core import Actor, Refusal, db, now, settings, transaction
from core import gettext as _

from . import models
from .reading import CHUNK, Source

PIECES = models.Piece.__table__
KEPT_DAYS = "imports.kept_days"


def rewound(stream: BinaryIO) -> Source:
    """A source over a stream that can be wound back; it stays open when a reading of it ends."""

    def open_again() -> BinaryIO:
        stream.seek(0)
        return io.BufferedReader(_Borrowed(stream), CHUNK)

    return open_again


def digest(source: Source) -> str:
    """SHA-256 of a file, in hexadecimal: what tells that two uploads are the same file."""
    summed = hashlib.sha256()
    with source() as stream:
        while piece := stream.read(CHUNK):
            summed.update(piece)
    return summed.hexdigest()


def keep(import_id: int, source: Source) -> None:
    """Write the bytes of an import, piece by piece, in the transaction that is open."""
    with source() as stream:
        for number, piece in enumerate(iter(lambda: stream.read(CHUNK), b"")):
            db.session.execute(sa.insert(PIECES).values(import_id=import_id, number=number, content=piece))


def of(import_id: int) -> Source:
    """The bytes of an import. Raises Refusal where they are no longer kept."""

    def open_kept() -> BinaryIO:
        return io.BufferedReader(_Kept(import_id), CHUNK)

    if _piece(import_id, 0) is None:
        raise Refusal(_("The file of this import is no longer kept. Upload it again."), field="file")
    return open_kept


def drop(import_id: int) -> None:
    """The bytes of an import go, in the transaction that is open."""
    db.session.execute(sa.delete(PIECES).where(PIECES.c.import_id == import_id))


def forget_old(_user: Actor) -> dict[str, int]:
    """The daily job: files of imports older than the setting says are dropped; what they did stays on record."""
    before = now() - timedelta(days=settings.get(KEPT_DAYS))
    old = sa.select(models.Import.id).where(models.Import.created_at < before)
    with transaction():
        gone = db.session.execute(sa.delete(PIECES).where(PIECES.c.import_id.in_(old)))
    return {"pieces": gone.rowcount}  # type: ignore[attr-defined]  # a CursorResult, typed as Result


def _piece(import_id: int, number: int) -> bytes | None:
    query = sa.select(PIECES.c.content).where(PIECES.c.import_id == import_id, PIECES.c.number == number)
    found: bytes | None = db.session.execute(query).scalar_one_or_none()
    return found


class _Pieces(io.RawIOBase):
    """A stream over an iterator of bytes."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self.pieces, self.rest = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        while not self.rest:
            try:
                self.rest = next(self.pieces)
            except StopIteration:
                return 0
        taken = self.rest[: len(target)]
        target[: len(taken)] = taken
        self.rest = self.rest[len(taken) :]
        return len(taken)


class _Borrowed(_Pieces):
    """A stream that is read but never closed."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(iter(lambda: stream.read(CHUNK), b""))


class _Kept(_Pieces):
    """The pieces of an import, fetched one at a time."""

    def __init__(self, import_id: int) -> None:
        super().__init__(_pieces(import_id))


def _pieces(import_id: int) -> Iterator[bytes]:
    number = 0
    while (piece := _piece(import_id, number)) is not None:
        yield piece
        number += 1
