"""What is computed from the record where it is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.orm import MappedColumn

from ..i18n import Text as Label
from .base import Field
from .texts import TextField


class FormulaField(Field):
    """Computed from the record where it is shown; has no column, so lists neither sort nor filter by it."""

    type = "formula"
    operators = ()

    def __init__(self, label: Label, *, compute: Callable[[Any], Any], of: Any = None, needs: Sequence[str] = (), **options: Any) -> None:
        super().__init__(label, system=True, **options)
        self.compute, self.of, self.needs = compute, unwrap(of or TextField(label)), tuple(needs)
        self.align = self.of.align  # type: ignore[misc]  # an instance may differ from its class here

    @property
    def stored(self) -> bool:
        return False

    def declared(self) -> FormulaAttribute:
        return FormulaAttribute(self)

    def text(self, value: Any) -> str:
        return self.of.text(value)

    def dump(self, value: Any) -> Any:
        return self.of.dump(value)

    def schema(self) -> dict[str, Any]:
        return {**self.of.schema(), "readOnly": True}


class FormulaAttribute:
    """Lets ``record.name`` compute the formula."""

    def __init__(self, field: FormulaField) -> None:
        self.field = field

    def __get__(self, record: Any, owner: type) -> Any:
        return self.field if record is None else self.field.compute(record)


def is_declared(value: Any) -> bool:
    """Whether a value in the body of a model declares a field."""
    return isinstance(value, FormulaAttribute) or (isinstance(value, MappedColumn) and "field" in value.column.info)


def unwrap(declared: Any) -> Field:
    """The Field behind what the functions above return: inputs of actions and settings are written with them."""
    if isinstance(declared, Field):
        return declared
    if isinstance(declared, FormulaAttribute):
        return declared.field
    field: Field = declared.column.info["field"]
    return field
