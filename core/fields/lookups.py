"""Links: to a record, a user or queue, a unit of the organisation."""

from __future__ import annotations

import copy
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import MappedColumn, mapped_column

from ..db import BigId
from ..i18n import Text as Label
from ..i18n import gettext as _
from ..ids import id_in
from .base import EQUALITY, Field

TABLES: dict[str, str] = {}
"""Object code -> table, filled as models are defined; a look-up's foreign key is resolved by it."""


class LookupField(Field):
    """A link to a record of one object (``to``), or of any object (``to=None``).

    ``on_delete`` says what happens to this record when that one is deleted: "restrict" refuses the deletion,
    "clear" empties the link, "own" deletes this record with it. ``offered`` (condition grammar) narrows what the picker offers here, beyond
    what the object says of its records.
    """

    type = "lookup"
    widget = "lookup"
    operators = EQUALITY

    def __init__(self, label: Label, *, to: str | None, on_delete: str = "clear", offered: str | None = None, **options: Any) -> None:
        super().__init__(label, **options)
        if on_delete not in ("restrict", "clear", "own"):
            raise ValueError(f"on_delete of {label!r} must be restrict, clear or own")
        self.to, self.on_delete, self.offered = to, on_delete, offered

    def offering(self, where: str) -> LookupField:
        """A copy whose picker offers only what fits this condition too."""
        made = copy.copy(self)
        made.offered = f"({self.offered}) and ({where})" if self.offered else where
        return made

    @property
    def attribute(self) -> str:
        return f"{self.name}_id"

    def column_type(self) -> sa.types.TypeEngine[Any]:
        return BigId

    def target_column(self) -> str:
        if self.to is None:
            return "core_record.id"
        return f"{TABLES[self.to]}.id"

    def column(self) -> MappedColumn[Any]:
        """Without its foreign key, which is known only when the model's table is: see Record."""
        return mapped_column(self.column_type(), nullable=True, info={"field": self})

    def parse(self, text: str) -> Any:
        found = id_in(text)
        if found is None and text.strip():
            raise ValueError(_("%(field)s must be chosen from the list.", field=self.label))
        return found

    def clean(self, value: Any) -> Any:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        return value.id if hasattr(value, "id") else super().clean(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "description": f"id of a record of the object {self.to}" if self.to else "id of a record"}

    def edit_text(self, value: Any) -> str:
        """The id: the words beside it are the picker's."""
        return "" if value is None else str(getattr(value, "id", value))


class UserField(LookupField):
    """A link to a user or, with ``queues``, also to a queue."""

    type = "user"
    widget = "user"

    def __init__(self, label: Label, *, queues: bool = False, **options: Any) -> None:
        super().__init__(label, to=None, **options)
        self.queues = queues

    def target_column(self) -> str:
        return "core_principal.id"

    def text(self, value: Any) -> str:
        from ..users import name_of

        return name_of(value) if value else ""

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "description": "id of a user" + (" or queue" if self.queues else "")}


class UnitField(UserField):
    """A link to a unit of the organisation."""

    type = "unit"
    widget = "unit"

    def target_column(self) -> str:
        return "core_unit.id"

    def text(self, value: Any) -> str:
        from ..units import name_of

        return name_of(value) if value else ""

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "description": "id of a unit"}
