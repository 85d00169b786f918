"""Bodies whose every value is of another JSON type than the API's document says, at every depth: each must be refused by its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]

SAMPLES: Sequence[tuple[str, Any]] = (("string", "some text"), ("integer", 17), ("object", {"\x00": None}), ("null", None))
"""Values of which each place has at least one that is wrong there."""


def wrong_bodies(document: Json, taken: Json) -> Iterator[tuple[set[str], dict[str, Any]]]:
    """(names of what is wrong, body) for what a call takes: for each sample a body that has it wherever it is wrong; then its example with a text, and with
    a number, wherever that is wrong within a list or object."""
    place = _Place(document)
    members: Json = place.resolved(taken["schema"]).get("properties", {})
    for kind, value in SAMPLES:
        flat = {name: value for name, one in members.items() if place.wrong(one, kind)}
        if flat:
            yield set(flat), flat
    for kind, value in SAMPLES[:2]:
        yield from (({name}, {**taken["example"], name: inner}) for name, one in members.items() if (inner := place.within(one, kind, value)) is not None)


class _Place:
    """Schemas of one document, and what would be wrong there."""

    def __init__(self, document: Json) -> None:
        self.schemas: Json = document["components"]["schemas"]

    def resolved(self, schema: Json) -> Json:
        return self.schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema

    def kinds(self, schema: Json) -> Sequence[str]:
        found = self.resolved(schema).get("type", ())
        return [found] if isinstance(found, str) else found

    def wrong(self, schema: Json, kind: str) -> bool:
        kinds = self.kinds(schema)
        return bool(kinds) and kind not in kinds and not (kind == "integer" and "number" in kinds)

    def within(self, schema: Json, kind: str, value: Any) -> Any:
        """A list or object that is one, with the value wherever it is wrong inside; None where it fits all there is, or there is nothing inside."""
        found, kinds = self.resolved(schema), self.kinds(schema)
        if "array" in kinds and "items" in found:
            inner = self._or_within(found["items"], kind, value)
            return None if inner is None else [inner]
        members: Json = found.get("properties", {"any": others} if isinstance(others := found.get("additionalProperties"), Mapping) else {})
        made = {name: inner for name, one in members.items() if (inner := self._or_within(one, kind, value)) is not None}
        return made if "object" in kinds and made else None

    def _or_within(self, schema: Json, kind: str, value: Any) -> Any:
        return value if self.wrong(schema, kind) else self.within(schema, kind, value)
