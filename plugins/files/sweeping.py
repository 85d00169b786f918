"""What is removed for good: attachments taken off long ago, files on no record, bytes that no version refers to."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

import sqlalchemy as sa

from core import Actor, clock, db, settings, transaction

from . import folder
from .attaching import ATTACHMENT, CONTENT, FILE, VERSION
from .settings import KEPT_DAYS

DAY = 24 * 3600
BATCH = 500


def sweep(user: Actor) -> dict[str, int]:
    """The daily job. What is stored meanwhile is safe: see ``folder``."""
    forgotten = _forget_removed()
    contents = folder.discard(_unreferenced())
    arriving = list(folder.abandoned(time.time() - DAY))
    for path in arriving:
        path.unlink(missing_ok=True)
    return {"files": forgotten, "contents": contents, "abandoned": len(arriving)}


def _forget_removed() -> int:
    """Rows of files that are on no record any more; one that is on another record stays there."""
    long_ago = clock.now() - timedelta(days=int(settings.get(KEPT_DAYS)))
    with transaction():
        db.session.execute(sa.delete(ATTACHMENT).where(ATTACHMENT.c.removed_at < long_ago))
        nowhere = ~sa.exists().where(ATTACHMENT.c.file_id == FILE.c.id)
        db.session.execute(sa.delete(VERSION).where(VERSION.c.file_id.in_(sa.select(FILE.c.id).where(nowhere))))
        return int(db.session.execute(sa.delete(FILE).where(nowhere)).rowcount)  # type: ignore[attr-defined]  # a CursorResult, typed as Result


def _unreferenced() -> Iterator[str]:
    """Checksums of bytes nobody refers to; asked while nobody stores."""
    unused = ~sa.exists().where(VERSION.c.sha256 == CONTENT.c.sha256)
    with transaction():
        gone = list(db.session.execute(sa.delete(CONTENT).where(unused).returning(CONTENT.c.sha256)).scalars())
    yield from gone
    for some in _batches(folder.everything()):
        known = set(db.session.execute(sa.select(CONTENT.c.sha256).where(CONTENT.c.sha256.in_(some))).scalars())
        yield from (one for one in some if one not in known)


def absent() -> int:
    """How many contents the database refers to that are not in the folder."""
    last, count = "", 0
    while some := list(db.session.execute(sa.select(CONTENT.c.sha256).where(CONTENT.c.sha256 > last).order_by(CONTENT.c.sha256).limit(BATCH)).scalars()):
        count += sum(not folder.path_of(one).exists() for one in some)
        last = some[-1]
    return count


def missing() -> Iterator[tuple[str, str]]:
    """For ``forecourt check``: files whose bytes are not in the folder."""
    if count := absent():
        yield f"{count} contents are not in {folder.folder()}.", "Bring the folder files/ of the data folder back from a backup; data_dir must name the folder of this database."


def _batches(names: Iterator[str]) -> Iterator[list[str]]:
    while some := list(islice(names, BATCH)):
        yield some
