"""Writing and reading the stage history. Rows are only ever added; see ``immutability``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from core import Actor, Change, chunks, db, now, permissions, users

from .catalogue import StageInfo, process_info, shown_name, stage_info
from .models import StageSnapshot
from .moments import local_day, moment_now, start_of

TRACKED = frozenset({"stage", "process", "probability", "amount", "close_date", "forecast_category", "owner", "unit"})
TABLE: sa.Table = StageSnapshot.__table__
ADD = sa.insert(TABLE)
OF_SALE = sa.select(TABLE).where(TABLE.c.opportunity_id == sa.bindparam("opportunity")).order_by(TABLE.c.started_seconds, TABLE.c.id)
COMPARED = ("stage_id", "stage_label", "probability", "amount", "amount_currency", "close_date", "forecast_category", "owner_id", "unit_id")


def record_change(change: Change) -> None:
    """After a save: one row where anything tracked changed; a creation is the first row, a restore one of its own."""
    if change.operation == "restore":
        _add(change, "restore", moment_now())
    elif change.is_new:
        _begin(change)
    elif TRACKED & change.changed:
        _add(change, "change", _moment_of(change))


def record_deletion(change: Change) -> None:
    """After an opportunity went to the recycle bin."""
    _add(change, "delete", moment_now())


def _moment_of(change: Change) -> datetime:
    """A move starts when the stage was entered, which an import may date back; anything else starts now."""
    if "stage" in change.new and change.record.stage_since is not None:
        moment: datetime = change.record.stage_since
        return moment
    return moment_now()


def _begin(change: Change) -> None:
    """The first row. What comes in closed with the day work began has a past: begun in an open stage, then closed."""
    record, stage = change.record, stage_info(change.record.stage_id)
    process = process_info(record.process_id)
    begun: Mapping[str, Any] = {}
    if change.source == "import" and stage and stage.is_closed and record.engaged_on and process:
        began = start_of(record.engaged_on, record.dealer_id)
        if began < record.stage_since:
            begun = {**_values(change, began), **_open_values(process.engaged)}
            _insert(begun, {})
    _add(change, "change", record.stage_since or moment_now(), begun)


def _open_values(stage: StageInfo) -> dict[str, Any]:
    """A stage long left: what was expected then is not known."""
    return {
        "stage_id": stage.id, "stage_label": stage.label.name, "is_closed": False, "is_won": False, "probability": stage.probability,
        "forecast_category": stage.category, "amount": None, "amount_currency": None, "close_date": None,
    }  # fmt: skip


def _add(change: Change, kind: str, moment: datetime, previous: Mapping[Any, Any] | None = None) -> None:
    values = _values(change, moment, kind)
    before = previous if previous is not None else _last(change.record.id)
    _insert(values, before)


def _insert(values: Mapping[str, Any], before: Mapping[Any, Any] | None) -> None:
    """Keep a row with what stood in the one before it; nobody reads the rows of a save, so those of many are written together."""
    previous = {f"previous_{name}": before[name] if before else None for name in COMPARED}
    chunks.insert(ADD, [{**values, **previous}])


def _last(opportunity_id: int) -> Mapping[Any, Any] | None:
    table = StageSnapshot.__table__
    newest = sa.select(table).where(table.c.opportunity_id == opportunity_id).order_by(table.c.started_seconds.desc(), table.c.id.desc()).limit(1)
    return db.session.execute(newest).mappings().first()


def last_open_stage(opportunity_id: int) -> int | None:
    """The stage from which it was closed: of its open ones the last. None where the history knows of none."""
    open_ones = sa.select(TABLE.c.stage_id).where(TABLE.c.opportunity_id == opportunity_id, TABLE.c.is_closed.is_(False), TABLE.c.kind != "delete")
    found: int | None = db.session.execute(open_ones.order_by(TABLE.c.started_seconds.desc(), TABLE.c.id.desc()).limit(1)).scalar()
    return found


def _values(change: Change, moment: datetime, kind: str = "change") -> dict[str, Any]:
    record, stage, process = change.record, stage_info(change.record.stage_id), process_info(change.record.process_id)
    return {
        "opportunity_id": record.id, "kind": kind, "started_at": moment, "started_seconds": int(moment.timestamp()),
        "started_on": local_day(moment, record.dealer_id), "recorded_at": now(), "actor_id": change.user.id or None,
        "actor_name": change.user.name[:255], "source": change.source, "reason": change.reason,
        "process_id": record.process_id, "process_label": process.label.name[:80] if process else None,
        "stage_id": record.stage_id, "stage_label": stage.label.name[:80] if stage else None,
        "is_closed": bool(record.is_closed), "is_won": bool(record.is_won), "probability": record.probability,
        "amount": record.amount, "amount_currency": record.amount_currency, "close_date": record.close_date,
        "forecast_category": getattr(record.forecast_category, "code", None), "owner_id": record.owner_id,
        "owner_name": users.name_of(record.owner_id)[:255] if record.owner_id else None, "unit_id": record.unit_id,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A row as it is shown: with its end, and its days, derived from the row that follows."""

    row: Mapping[str, Any]
    ended_at: datetime | None
    days: int
    days_in_stage: int | None
    """Days of the whole stay in the stage, on the last row of the stay; None on the others."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self.row[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def stage(self) -> str:
        """The stage by the name it had then; where that is still its name, in the reader's language."""
        return shown_name(self.row["stage_id"], self.row["stage_label"] or "")

    @property
    def previous_stage(self) -> str:
        """The stage it came from, named in the same way; empty on the first row."""
        label = self.row["previous_stage_label"]
        return shown_name(self.row["previous_stage_id"], label) if label else ""

    @property
    def entered(self) -> bool:
        """Whether the stage was entered with this row, or only figures changed within it."""
        return bool(self.row["stage_id"] != self.row["previous_stage_id"])


def history(record: Any, user: Actor, at: datetime | None = None) -> list[Entry]:
    """S1: an opportunity's snapshots in order of time, the first first. What the user may not know of the record is None."""
    rows = db.session.execute(OF_SALE, {"opportunity": record.id}).mappings()
    object_type = record.object_type
    hidden = {name for name in ("probability", "amount", "close_date", "forecast_category", "stage", "owner", "unit")
              if permissions.field_right(user, object_type, name) == "hidden"}  # fmt: skip
    return _entries([_without(hidden, row) for row in rows], record, at or now())


def _without(hidden: AbstractSet[str], row: Mapping[Any, Any]) -> Mapping[str, Any]:
    return {key: None if _root(key) in hidden else value for key, value in row.items()} if hidden else row


def _root(column: str) -> str:
    """The field a history column belongs to."""
    name = column.removeprefix("previous_")
    for tail in ("_id", "_label", "_currency", "_name"):
        name = name.removesuffix(tail)
    return name


def _entries(rows: Sequence[Mapping[str, Any]], record: Any, at: datetime) -> list[Entry]:
    entries: list[Entry] = []
    stay_began: datetime | None = None
    for index, row in enumerate(rows):
        following = rows[index + 1] if index + 1 < len(rows) else None
        end = following["started_at"] if following else None
        if stay_began is None:
            stay_began = row["started_at"]
        leaves = following is None or following["stage_id"] != row["stage_id"]
        still = following is None and (row["is_closed"] or row["kind"] == "delete")
        stay = None if not leaves or still else _days(stay_began, end or at, record)
        entries.append(Entry(row, end, 0 if still else _days(row["started_at"], end or at, record), stay))
        if leaves:
            stay_began = None
    return entries


def _days(start: datetime, end: datetime, record: Any) -> int:
    """Local days at the dealer from one moment to the other."""
    return max(0, (local_day(end, record.dealer_id) - local_day(start, record.dealer_id)).days)


def states_at(moment: datetime) -> sa.Select[Any]:
    """The latest row of every opportunity's history that had begun by then: how it was, for modules that look back. ``kind`` "delete" is one that
    lay in the recycle bin."""
    table = StageSnapshot.__table__
    place = sa.func.row_number().over(partition_by=table.c.opportunity_id, order_by=(table.c.started_seconds.desc(), table.c.id.desc())).label("place")
    begun = sa.select(table, place).where(table.c.started_seconds < int(moment.timestamp())).subquery()
    return sa.select(begun).where(begun.c.place == 1)


def first_day() -> date | None:
    """The day the oldest history begins."""
    found: date | None = db.session.execute(sa.select(sa.func.min(StageSnapshot.started_on))).scalar()
    return found
