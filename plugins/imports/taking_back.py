"""Taking an import back: row by row through the gate from the last to the first, since several may be of one record, a batch of them to a transaction.

What became of a row is written in the transaction that dealt with it, as with the import itself: cut off and begun again, by however many
workers, it goes on behind the last batch, and nothing is taken back twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from core import Actor, Refusal, chunks, db, now, records, registry, transaction
from core import gettext as _

from . import mapping, models
from .intake import RUN
from .models import CREATED, UPDATED, Import
from .results import ROWS, Back, rows_that_did, taken_back

BATCH = 100
LEFT = 0
"""In place of the version of what was taken back: the row's record was changed since, or may not be changed."""
Progress = Callable[[int, int], None]


def begin(one: Import) -> None:
    """Mark it as being taken back, or gone on with. Raises Refusal for one that has not ended, or was taken back already."""
    with transaction():
        db.session.refresh(one, with_for_update=True)
        if one.status not in (models.DONE, models.STOPPED, models.UNDOING, models.PARTLY):
            raise not_ended()
        one.status = models.UNDOING


def not_ended() -> Refusal:
    """What is said of an import that cannot be taken back: it has not ended, or was taken back already."""
    return Refusal(_("Only an import that is finished or stopped can be taken back."))


def perform(one: Import, user: Actor, progress: Progress | None = None) -> Back:
    """Delete what the import has made and give what it changed its values of before, behind what an earlier run has dealt with; returns what became
    of all. Stopped meanwhile, it ends after the batch it is at. Raises Forbidden."""
    user.require(RUN)
    registry.enabled_object(one.object)
    while _Batch(one, user).work():
        if progress is not None:
            done = taken_back(one)
            progress(done.rows, done.of)
    return taken_back(one)


class _Batch:
    """The next rows that nobody has dealt with. ``back``: of the records that were changed back the version that they then had, and the one that
    this stands for."""

    def __init__(self, one: Import, user: Actor) -> None:
        self.one, self.user = one, user
        plan = mapping.load(one.plan)
        self.names, self.channel = (*(column.field for column in plan.columns), *plan.fills), plan.channel
        self.rows: Sequence[Any] = ()
        self.back: dict[int, tuple[int, int]] = {}

    def work(self) -> bool:
        """Whether there may be more: not when all are dealt with, or somebody has stopped it."""
        with transaction():
            db.session.refresh(self.one, with_for_update=True)  # until the transaction ends, nobody else takes rows
            if self.one.status != models.UNDOING:
                return False
            self.rows = db.session.execute(rows_that_did(self.one.id).where(ROWS.c.taken_back.is_(None)).order_by(ROWS.c.number.desc()).limit(BATCH)).all()
            if not self.rows:
                self.one.status, self.one.finished_at = models.UNDONE, now()
                return False
            self._recall()
            outcomes = chunks.each(self.rows, self._row, again=self._recall)
            self._note([LEFT if outcome.result is None else outcome.result for outcome in outcomes])
        return True

    def _recall(self) -> None:
        """What earlier batches made of the records of this one: a record's last word is that of its first row."""
        earlier = rows_that_did(self.one.id).where(ROWS.c.record_id.in_({row.record_id for row in self.rows}), ROWS.c.result == UPDATED, ROWS.c.taken_back > LEFT)
        self.back = {row.record_id: (row.taken_back, row.former) for row in db.session.execute(earlier.order_by(ROWS.c.number.desc()))}

    def _note(self, versions: Sequence[int]) -> None:
        noted = sa.update(ROWS).where(ROWS.c.import_id == self.one.id, ROWS.c.trial.is_(False), ROWS.c.number == sa.bindparam("of_row"))
        values = [{"of_row": row.number, "now_at": version} for row, version in zip(self.rows, versions, strict=True)]
        db.session.connection().execute(noted.values(taken_back=sa.bindparam("now_at")), values)

    def _row(self, row: Any) -> int:
        """The version of the record after what the row did was taken back, LEFT where that could not be. Raises ForecourtError likewise."""
        operation = "delete" if row.result == CREATED else "edit"
        record = records.get(self.one.object, row.record_id, self.user, operation=operation, lock=True)
        if row.version not in (record.version, self._stands_for(record)) or (row.result == UPDATED and row.former is None):
            return LEFT
        if row.result == CREATED:
            records.delete(record, self.user, source="undo")
        else:
            record = records.put_back(record, self.user, self.names, version=row.former, channel=self.channel)
            self.back[record.id] = record.version, row.former
        return int(record.version)

    def _stands_for(self, record: Any) -> int | None:
        version, former = self.back.get(record.id, (None, None))
        return former if version == record.version else None
