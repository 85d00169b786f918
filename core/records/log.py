"""The change log of a record, as its reader may know it."""

from __future__ import annotations

from typing import Any

from .. import changes, permissions
from ..actor import Actor
from ..changes import Change
from ..fields import CurrencyField


def history(record: Any, user: Actor, *, before: int | None = None, limit: int = 50) -> list[Any]:
    """Change log rows of a record the user sees, the latest first, without fields the user may not know of. An amount's currency stands
    beside it as ``<name>_currency``; what was logged before currencies were has none."""
    fields = permissions.visible_fields(user, record.object_type)
    visible = {*fields, *(field.currency_attribute for field in fields.values() if isinstance(field, CurrencyField))}
    rows = changes.of(record.id, before, limit)
    return [_HistoryRow(row, {name: pair for name, pair in row.diff.items() if name in visible}) for row in rows]


def note(record: Any, user: Actor, operation: str, reason: str) -> None:
    """Write a line into the record's change log about what belongs to it without being one of its fields: a file, say."""
    changes.write(Change(record.object_type, record, user, operation, reason=reason))


class _HistoryRow:
    """A log row with only what the reader may see of it."""

    __slots__ = ("diff", "row")

    def __init__(self, row: Any, diff: dict[str, Any]) -> None:
        self.row, self.diff = row, diff

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)
