"""The tree of vehicle models: each node's place follows from its way, and its branches follow it."""

from __future__ import annotations

from typing import Any

from core import Change, records

from .models.vehicle import KEY_LENGTH
from .picklists import LEVELS

WAY = tuple(level.code for level in LEVELS)
"""The fields of the way from brand to trim, which are called like the levels."""


def prepare(change: Change) -> None:
    """Level, name and key of a node, from its way."""
    record = change.record
    record.level = next((level for level in reversed(LEVELS) if getattr(record, level.code) not in (None, "")), None)
    if record.level is not None:
        record.key = key_of(way_of(record))
        record.name = name_of(record)[:KEY_LENGTH]
    record.body = _plain_list(record.body)


def way_of(record: Any) -> dict[str, Any]:
    """The filled fields of the way, from the top."""
    return {name: value for name in WAY if (value := getattr(record, name)) not in (None, "")}


def key_of(way: dict[str, Any]) -> str:
    """What two nodes of one way have in common: the way in one text, small letters, with its level."""
    return "|".join(str(way.get(name, "")) for name in WAY).rstrip("|").casefold()[:KEY_LENGTH]


def name_of(record: Any) -> str:
    """How people say it: no brand before a series that begins with it, no year before a trim that does."""
    make, series, year, trim = (str(getattr(record, name) or "") for name in WAY)
    head = series if series.casefold().startswith(make.casefold()) else " ".join(filter(None, (make, series)))
    return " ".join(filter(None, (head, "" if trim.startswith(year) else year, trim)))


def _plain_list(text: str | None) -> str | None:
    """A list in JSON, as catalogues have it, in words: ["Sedan", "SUV"] is Sedan, SUV."""
    if not text or not text.startswith("["):
        return text
    return ", ".join(one.strip(" \"'") for one in text.strip("[]").split(",")) or None


def put_in_place(change: Change) -> None:
    """Before a save: the node above, made where there is none yet."""
    record = change.record
    if not change.is_new and not set(WAY) & change.changed:
        return
    way = way_of(record)
    above = dict(list(way.items())[:-1])
    record.parent_id = None if not above else _node(above, change).id


def _node(way: dict[str, Any], change: Change) -> Any:
    """The node of this way. A brand that becomes one of its own years still stands under the way it had: it is not its own parent."""
    found = records.first("vehicle_model", change.user, where={"key": key_of(way)}, sort="id")
    if found is not None and found.id != change.record.id:
        return found
    return records.create("vehicle_model", change.user, source="automation", **way)


def carry_down(change: Change) -> None:
    """After a save: what is below follows, in its way and in being in use."""
    if change.is_new:
        return
    moved = {name: change.value(name) for name in WAY if name in change.changed}
    switched = {"active": change.record.active} if "active" in change.changed else {}
    if not (moved or switched):
        return
    for batch in records.batches("vehicle_model", change.user, where={"parent": change.record.id}):
        for below in batch:
            records.update(below, change.user, source="automation", **moved, **switched)
