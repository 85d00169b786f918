"""Yes or no, one of several values, several of them."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ..choices import Choice, ChoicesType, ChoiceType, code_of
from ..i18n import Text as Label
from ..i18n import gettext as _
from .base import Field


class CheckboxField(Field):
    """Yes or no."""

    type = "checkbox"
    widget = "checkbox"
    operators = ("=", "!=")

    def __init__(self, label: Label, *, default: bool = False, **options: Any) -> None:
        super().__init__(label, default=default, **options)

    def column_type(self) -> sa.types.TypeEngine[Any]:
        return sa.Boolean()

    def parse(self, text: str) -> Any:
        text = text.strip().lower()
        if text in ("", "0", "no", "n", "false", "off", "否", "f"):
            return False
        if text in ("1", "yes", "y", "true", "on", "是", "t", "x"):
            return True
        raise ValueError(_("%(field)s must be yes or no.", field=self.label))

    def clean(self, value: Any) -> Any:
        return False if value is None else value if isinstance(value, bool) else super().clean(value) or False

    def text(self, value: Any) -> str:
        return _("Yes") if value else _("No")

    def edit_text(self, value: Any) -> str:
        return "1" if value else ""

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


class PicklistField(Field):
    """One of several values that ship with the code."""

    type = "picklist"
    widget = "select"
    depends_on: str | None = None
    """The field of the same record whose value narrows the choices, as a province does a city's."""

    def __init__(self, label: Label, choices: Sequence[Choice] = (), *, same_as: str | None = None, fixed: bool | None = None, **options: Any) -> None:
        super().__init__(label, **options)
        self.choices = tuple(choices)
        self.same_as = same_as
        self.fixed = self.system if fixed is None else fixed
        self.retired: frozenset[str] = frozenset()  # codes that old records keep and nobody is offered

    def column_type(self) -> sa.types.TypeEngine[Any]:
        return ChoiceType(self.choices)

    def options(self, chosen: Any = None) -> tuple[Choice, ...]:
        """What can be chosen now; retired values only where the record holds them already (``chosen``)."""
        if not self.retired:
            return self.choices
        held = {code_of(one) for one in (chosen if isinstance(chosen, tuple) else (chosen,))}
        return tuple(one for one in self.choices if one.code not in self.retired or one.code in held)

    def proposed_value(self) -> Any:
        value = self.default_value()
        kept = tuple(one for one in (value if isinstance(value, tuple) else (value,)) if code_of(one) not in self.retired)
        return (kept if isinstance(value, tuple) else next(iter(kept), None)) or None

    def as_offered(self, other: PicklistField, *, whole: bool) -> PicklistField:
        """A copy that offers what ``other`` does: all of it where this one has the ``whole`` list, else of its own what is not retired there."""
        made = copy.copy(self)
        made.choices, made.retired = other.choices if whole else self.choices, other.retired
        return made

    def problems_of_change(self, old: Any, new: Any) -> Iterator[str]:
        yield from self.problems(new)
        before, after = (one if isinstance(one, tuple) else (one,) for one in (old, new))
        for choice in after:
            if code_of(choice) in self.retired and choice not in before:
                yield _("%(field)s: “%(value)s” is no longer offered.", field=self.label, value=choice)

    def parse(self, text: str) -> Any:
        text = text.strip()
        return self._choice(text) if text else None

    def parse_beside(self, text: str, values: Mapping[str, Any]) -> Any:
        """The same where the record's other ``values`` are known: a field that ``depends_on`` one of them tells namesakes apart by it."""
        return self.parse(text)

    def knows(self, text: str) -> bool:
        """Whether something is called so, be it that only the values beside it tell which."""
        try:
            return self.parse(text) is not None
        except ValueError:
            return False

    def clean(self, value: Any) -> Any:
        return self._choice(value.code) if isinstance(value, Choice) else super().clean(value)

    def _choice(self, text: str) -> Choice:
        for choice in self.choices:
            if choice.code == text:
                return choice
        folded = text.casefold()
        for choice in (*self.options(), *self.choices):  # what is offered first: a value that is retired may be called the same
            if folded in (choice.code.casefold(), str(choice.label).casefold()):
                return choice
        raise ValueError(_("“%(value)s” is not one of the values of %(field)s.", value=text, field=self.label))

    def edit_text(self, value: Any) -> str:
        return code_of(value) or ""

    def dump(self, value: Any) -> Any:
        return code_of(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": [choice.code for choice in self.choices]}


class MultiPicklistField(PicklistField):
    """Several of the values."""

    type = "multi_picklist"
    widget = "multiselect"
    operators = ("contains", "empty")

    def column_type(self) -> sa.types.TypeEngine[Any]:
        return ChoicesType(self.choices)

    def parse(self, text: str) -> Any:
        return self.clean([part for part in re.split(r"[;,，；|]", text) if part.strip()])

    def clean(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.parse(value)
        found = [item if isinstance(item, Choice) else self._choice(str(item).strip()) for item in value or ()]
        return tuple(choice for choice in self.choices if choice in found) or None

    def text(self, value: Any) -> str:
        return "; ".join(str(choice) for choice in value or ())

    def edit_text(self, value: Any) -> str:
        return ";".join(choice.code for choice in value or ())

    def dump(self, value: Any) -> Any:
        return [choice.code for choice in value or ()]

    def compare(self, column: Any, operator: str, value: Any) -> sa.ColumnElement[bool]:
        if operator == "contains":
            return sa.or_(*(column.like(f"%;{code_of(choice)};%", escape="\\") for choice in value or ()))
        return super().compare(column, operator, value)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": super().schema()}
