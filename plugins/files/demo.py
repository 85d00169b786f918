"""Sample files: a note on an accepted test drive and a small picture, made here so that none has to be shipped."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from typing import Any

from core import records, registry, system_actor

from .attaching import attach

NOTE = "试驾记录\n车况良好，客户希望周末再来看一次。\nTest drive: all in order, the customer comes back at the weekend.\n"


def attach_some() -> Iterator[Any]:
    """Files for the first records of the objects with people's own work; yields nothing, since a file is no record."""
    system = system_actor()
    for object_type in registry.objects():
        if not object_type.owners or object_type.menu is None:
            continue
        for record in records.sample(object_type, 2):
            if not records.may_edit(record, system):
                continue
            attach(record, system, "试驾记录.txt", io.BytesIO(NOTE.encode()))
            attach(record, system, "colour.png", io.BytesIO(picture()))
    yield from ()


def picture(size: int = 48, colour: tuple[int, int, int] = (11, 110, 105)) -> bytes:
    """A PNG of one colour, ``size`` pixels square."""
    rows = b"".join(b"\0" + bytes(colour) * size for _row in range(size))
    parts = ((b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts)
