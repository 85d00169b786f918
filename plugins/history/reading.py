"""The change log in words: who, when, from where, and each field's value before and after as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core import Actor, ObjectType, fields, gettext_lazy, queries, records, users
from core import gettext as _

PAGE = 30
EMPTY = "–"

SOURCES = {
    "user": gettext_lazy("by hand"),
    "api": gettext_lazy("API"),
    "import": gettext_lazy("Import"),
    "automation": gettext_lazy("automatically"),
    "conversion": gettext_lazy("Conversion"),
    "merge": gettext_lazy("Merge"),
    "undo": gettext_lazy("Undo"),
    "handover": gettext_lazy("Hand-over"),
}
OPERATIONS = {
    "create": gettext_lazy("Created"),
    "update": gettext_lazy("Changed"),
    "delete": gettext_lazy("Deleted"),
    "restore": gettext_lazy("Restored"),
    "merge": gettext_lazy("Merged"),
    "attach": gettext_lazy("File attached"),
    "detach": gettext_lazy("File removed"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One field of one save. ``before`` and ``after`` are text; long text says only that it changed."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One save of the record. ``by`` is empty where the product itself saved."""

    id: int
    at: datetime
    by: str
    operation: str
    source: str
    reason: str | None
    version: int
    lines: Sequence[Line]


def entries(record: Any, user: Actor, before: int | None = None, limit: int = PAGE) -> tuple[list[Entry], int | None]:
    """(the latest entries, the key of the next page or None). Fields hidden from the reader are left out, and so is a
    save that changed nothing else."""
    rows = records.history(record, user, before=before, limit=limit + 1)
    shown = rows[:limit]
    object_type = record.object_type
    names = queries.links(list(_targets(shown, object_type)), user)
    found = [_entry(row, object_type, names) for row in shown if row.diff or row.operation != "update"]
    return found, shown[-1].id if len(rows) > limit else None


def _entry(row: Any, object_type: ObjectType, names: Mapping[int, queries.Link]) -> Entry:
    lines = [_line(object_type.fields[name], name, pair, row.diff, names) for name, pair in row.diff.items() if name in object_type.fields]
    return Entry(
        row.id, row.at, users.name_of(row.actor_id) if row.actor_id else "", str(OPERATIONS.get(row.operation, row.operation)),
        str(SOURCES.get(row.source, row.source)), _reason(row.reason), row.version, lines,
    )  # fmt: skip


def _reason(reason: str | None) -> str | None:
    """A reason that a person gave; the marks by which the product finds its own saves again are no reading matter."""
    return None if reason is None or reason.startswith("deleted:") else reason


def _line(field: Any, name: str, pair: Sequence[Any], diff: Mapping[str, Any], names: Mapping[int, queries.Link]) -> Line:
    if isinstance(field, fields.LongTextField) and pair[0] is not None:
        return Line(str(field.label), "", _("changed"))
    currency = diff.get(f"{name}_currency", (None, None))
    return Line(str(field.label), *(_text(field, value, currency[place], names) for place, value in enumerate(pair)))


def _text(field: Any, stored: Any, currency: str | None, names: Mapping[int, queries.Link]) -> str:
    """A stored value as people read it; one that no longer fits its field is shown as it stands."""
    if stored is None or stored == []:
        return EMPTY
    if field.type == "lookup":
        return names[stored].name if stored in names else _("a record that is gone")
    try:
        value = field.clean(stored)
        shown = field.text(value)
    except (ValueError, TypeError, KeyError):
        return str(stored)
    return f"{shown} {currency}" if currency else str(shown) or EMPTY


def _targets(rows: Iterable[Any], object_type: ObjectType) -> Iterable[int]:
    """The records that look-ups in these rows point at, named in one statement."""
    for row in rows:
        for name, pair in row.diff.items():
            field = object_type.fields.get(name)
            if field is not None and field.type == "lookup":
                yield from (value for value in pair if isinstance(value, int))
