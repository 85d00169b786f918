"""The change log in words: who, when, from where, and each field's value before and after as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core import Actor, ObjectType, fields, gettext_lazy, queries, records, users

PAGE = 30

SOURCES = {
    "user": gettext_lazy("by hand"),
    "api": gettext_lazy("API"),
    "import": gettext_lazy("Import"),
    "web": gettext_lazy("Web form"),
    "automation": gettext_lazy("automatically"),
    "conversion": gettext_lazy("Conversion"),
    "merge": gettext_lazy("Merge"),
    "undo": gettext_lazy("Undo"),
    "handover": gettext_lazy("Hand-over"),
    "transfer": gettext_lazy("Move to another unit"),
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
NOTED = ("attach", "detach")


@dataclass(frozen=True, slots=True)
class Side:
    """A field's value before or after a save: a Python value, with its currency where it is an amount. ``odd`` is the text of one that no
    longer fits its field."""

    value: Any
    currency: str | None = None
    odd: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One field of one save. ``links`` names the records that look-ups mean; of a long text it is only said that it ``is_rewritten``."""

    field: fields.Field
    before: Side
    after: Side
    links: Mapping[int, queries.Link]

    @property
    def is_rewritten(self) -> bool:
        return isinstance(self.field, fields.LongTextField) and self.before.value is not None


@dataclass(frozen=True, slots=True)
class Entry:
    """One save of the record. ``by`` is empty where the product itself saved; ``note`` says what happened beside the fields: a file's name."""

    id: int
    at: datetime
    by: str
    operation: str
    source: str
    reason: str | None
    note: str | None
    version: int
    is_change: bool
    lines: Sequence[Line]


def entries(record: Any, user: Actor, before: int | None = None, limit: int = PAGE) -> tuple[list[Entry], int | None]:
    """(the latest entries, the key of the next page or None). Fields hidden from the reader are left out, and so is a
    save that changed nothing else."""
    rows = records.history(record, user, before=before, limit=limit + 1)
    shown = rows[:limit]
    object_type = record.object_type
    names = queries.links(list(_targets(shown, object_type)), user)
    found = [_entry(row, record, names) for row in shown if row.diff or row.operation != "update"]
    return found, shown[-1].id if len(rows) > limit else None


def _entry(row: Any, record: Any, names: Mapping[int, queries.Link]) -> Entry:
    return Entry(
        row.id, row.at, users.name_of(row.actor_id) if row.actor_id else "", str(OPERATIONS.get(row.operation, row.operation)),
        str(SOURCES.get(row.source, row.source)), _reason(row), row.reason if row.operation in NOTED else None, row.version, row.operation == "update",
        lines(row.diff, record, names),
    )  # fmt: skip


def lines(diff: Mapping[str, Any], record: Any, names: Mapping[int, queries.Link]) -> list[Line]:
    """The lines of one logged save; fields that are gone leave none."""
    known = record.object_type.fields
    return [_line(known[name], pair, diff, record, names) for name, pair in diff.items() if name in known]


def _reason(row: Any) -> str | None:
    """A reason that a person gave; the marks by which the product finds its own saves again are no reading matter."""
    return None if row.reason is None or row.operation in NOTED or row.reason.startswith("deleted:") else row.reason


def _line(field: fields.Field, pair: Sequence[Any], diff: Mapping[str, Any], record: Any, names: Mapping[int, queries.Link]) -> Line:
    currencies: Sequence[str | None] = (None, None)
    if isinstance(field, fields.CurrencyField):
        present = field.value_in(record, field.currency_attribute)
        currencies = diff.get(field.currency_attribute, (present, present))
    return Line(field, _side(field, pair[0], currencies[0]), _side(field, pair[1], currencies[1]), names)


def _side(field: fields.Field, stored: Any, currency: str | None) -> Side:
    if stored is None or stored == []:
        return Side(None)
    try:
        return Side(field.clean(stored), currency)
    except (ValueError, TypeError, KeyError):
        return Side(None, odd=str(stored))


def _targets(rows: Iterable[Any], object_type: ObjectType) -> Iterable[int]:
    """The records that look-ups in these rows point at, named in one statement."""
    for row in rows:
        for name, pair in row.diff.items():
            field = object_type.fields.get(name)
            if field is not None and field.type == "lookup":
                yield from (value for value in pair if isinstance(value, int))
