"""What every field has: its column, its words, its value in forms, JSON, SQL and text, and what may be wrong with it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from operator import eq, ge, gt, le, lt
from typing import Any, ClassVar, Self

import sqlalchemy as sa
from sqlalchemy.orm import MappedColumn, mapped_column

from ..custom_values import JsonValue
from ..errors import Unreadable
from ..i18n import Text as Label
from ..i18n import gettext as _

EQUALITY = ("=", "!=", "in", "empty")
ORDER = ("=", "!=", "<", "<=", ">", ">=", "in", "empty")
WORDS = ("=", "!=", "in", "contains", "starts", "empty")


class Field:
    """What is known of one field of an object.

    ``name`` is the field's name in conditions, forms and API; ``attribute`` the attribute and column that holds it.
    """

    type: ClassVar[str] = "text"
    widget: ClassVar[str] = "text"
    operators: ClassVar[tuple[str, ...]] = EQUALITY
    align: ClassVar[str] = "start"
    absent: Label = ""
    """What stands where there is no value."""

    def __init__(
        self,
        label: Label,
        *,
        required: bool = False,
        default: Any = None,
        help: Label | None = None,
        system: bool = False,
        personal: bool = False,
        placeholder: Label | None = None,
    ) -> None:
        self.name = ""
        self.label = label
        self.required = required
        self.default = default
        self.help = help
        self.system = system
        self.personal = personal
        self.placeholder = placeholder
        self.kept: Mapping[str, JsonValue] = {}  # of a custom field: where its values lie, by attribute

    def called(self, label: Label) -> Self:
        """A copy with another label."""
        made = copy.copy(self)
        made.label = label
        return made

    @property
    def attribute(self) -> str:
        return self.name

    @property
    def sort_attribute(self) -> str:
        """The column that lists sort by; differs from ``attribute`` where the order is not that of the characters."""
        return self.attribute

    @property
    def stored(self) -> bool:
        """Whether there is a column: only then can lists sort and filter by it."""
        return True

    def column_type(self) -> sa.types.TypeEngine[Any]:
        raise NotImplementedError

    def column(self) -> MappedColumn[Any]:
        """The mapped column, which carries this field in ``info``."""
        return mapped_column(self.column_type(), nullable=True, info={"field": self})

    def declared(self) -> Any:
        """What stands for the field in the body of a model: its column, or what takes its place."""
        return self.column()

    def companions(self) -> dict[str, MappedColumn[Any]]:
        """Further columns the field needs beside its own, by attribute."""
        return {}

    def sql(self, table: Any, attribute: str | None = None) -> sa.ColumnElement[Any]:
        """The value in a statement over ``table``, or that of a companion: a column, or a part of the custom values."""
        attribute = attribute or self.attribute
        kept = self.kept.get(attribute)
        return table.c[attribute] if kept is None else kept.sql(table)

    def value_in(self, record: Any, attribute: str | None = None) -> Any:
        """The value in a record, or that of a companion."""
        attribute = attribute or self.attribute
        kept = self.kept.get(attribute)
        return getattr(record, attribute) if kept is None else kept.read(record.custom)

    def default_value(self) -> Any:
        return self.default() if callable(self.default) else self.default

    def proposed_value(self) -> Any:
        """What an empty form begins with: the default, unless nobody may choose it any more."""
        return self.default_value()

    def parse(self, text: str) -> Any:
        """What a person typed, as a Python value; None when empty. Raises ValueError with a sentence."""
        return text.strip() or None

    def read(self, text: str) -> Any:
        """As ``parse``, for the gate: an Unreadable in place of what cannot be read."""
        try:
            return self.parse(text)
        except ValueError as problem:
            return Unreadable(str(problem))

    def clean(self, value: Any) -> Any:
        """A value from code or JSON in its Python form. Raises ValueError with a sentence."""
        if value is None or value == "":
            return None
        if isinstance(value, str):
            return self.parse(value)
        raise ValueError(_("%(field)s: this type of value does not fit.", field=self.label))

    def takes(self, value: Any) -> bool:
        """Whether code may give this value to the field."""
        try:
            self.clean(value)
        except ValueError:
            return False
        return True

    def problems(self, value: Any) -> Iterator[str]:
        """Sentences on what is wrong with a Python value that is not None."""
        return iter(())

    def problems_of_change(self, old: Any, new: Any) -> Iterator[str]:
        """As ``problems``, where what stood there before matters: a value that is no longer offered may stay."""
        return self.problems(new)

    def text(self, value: Any) -> str:
        """The value as plain text for CSV, print and history."""
        return "" if value is None else str(value)

    def edit_text(self, value: Any) -> str:
        """The value as it stands in an input; ``parse`` reads it back."""
        return self.text(value)

    def dump(self, value: Any) -> Any:
        """The value as JSON; ``clean`` reads it back."""
        return value

    def compare(self, column: Any, operator: str, value: Any) -> sa.ColumnElement[bool]:
        """The comparison in SQL."""
        if operator == "empty":
            return column.is_(None)  # type: ignore[no-any-return]  # columns are Any here
        if operator == "in":
            return column.in_(value)  # type: ignore[no-any-return]
        if operator == "!=":
            return sa.or_(column != value, column.is_(None))
        if operator in ("contains", "starts"):
            return _like(column, operator, str(value))
        return COMPARISONS[operator](column, value)  # type: ignore[no-any-return]

    def schema(self) -> dict[str, Any]:
        """The JSON schema of a value."""
        return {"type": "string"}


COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "=": eq,
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
}


def _like(column: Any, operator: str, value: str) -> sa.ColumnElement[bool]:
    escaped = value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").lower()
    pattern = f"%{escaped}%" if operator == "contains" else f"{escaped}%"
    return sa.func.lower(column).like(pattern, escape="\\")


def string(length: int) -> sa.types.TypeEngine[Any]:
    """Text that both databases sort by code point; PostgreSQL would otherwise follow its locale."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")
