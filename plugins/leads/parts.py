"""The input by which a conversion's steps get their values: step code -> values, as JSON or as the page's form."""

from __future__ import annotations

import json
from typing import Any

from core import fields
from core import gettext as _


class PartsField(fields.LongTextField):
    """A JSON object of JSON objects: {"opportunity": {"choice": "create", "name": "..."}}."""

    type = "parts"
    widget = "hidden"

    def parse(self, text: str) -> Any:
        if not text.strip():
            return None
        try:
            return self._checked(json.loads(text))
        except json.JSONDecodeError:
            raise ValueError(_("%(field)s is not readable JSON.", field=self.label)) from None

    def clean(self, value: Any) -> Any:
        return self._checked(value) if isinstance(value, dict) else super().clean(value)

    def _checked(self, value: Any) -> Any:
        if not isinstance(value, dict) or not all(isinstance(part, dict) for part in value.values()):
            raise ValueError(_("%(field)s: write one object of values per step.", field=self.label))
        return value

    def problems(self, value: Any) -> Any:
        return iter(())

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": {"type": "object"}}
