"""What the log tells of the set-up of objects: fields added and changed, values, labels, page layouts, mappings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ... import registry
from ...customization import ONE, SEVERAL, TYPES
from ...i18n import LANGUAGES, Text, gettext_lazy, joined
from ...i18n import gettext as _
from ..admin_objects.setting_words import CHANNEL_LABELS, OPTION_LABELS, SETTING_LABELS

EMPTY = "–"
LABELS: Mapping[str, Text] = {
    **SETTING_LABELS, "field": gettext_lazy("Field"), "type": gettext_lazy("Type"), "added": gettext_lazy("Values added"), "retired": gettext_lazy("Values retired"),
    "to": gettext_lazy("Goes to"), "sections": gettext_lazy("Sections"), "labels": gettext_lazy("Labels"),
}  # fmt: skip
EVENTS = frozenset(
    {"field_added", "field_changed", "field_removed", "field_brought_back", "field_purged", "values_changed", "labels_changed", "layout_changed", "mapping_changed"}
)


def details(line: Any) -> Iterator[str]:
    """The texts of one such line: "Field: Colour (x_colour)", "Required in: – → API"."""
    for key, value in line.details.items():
        if line.event == "field_changed" and key in SETTING_LABELS:
            old, new = value
            yield f"{LABELS[key]}: {_said(key, old)} → {_said(key, new)}"
        elif key == "labels":
            yield from (f"{_item(line.object, item)}: {_said('label', texts)}" for item, texts in value.items())
        elif value not in (None, "", [], {}) or key == "sections":
            yield f"{LABELS.get(key, key)}: {_named(line.object, value) if key == 'field' else _said(key, value)}"


def _said(key: str, value: Any) -> str:
    if value in (None, "", [], {}):
        return _("as shipped") if key == "sections" else EMPTY
    if key in _READERS:
        return _READERS[key](value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return joined(one for one in value) if isinstance(value, list) else str(value)


def _in_languages(texts: Mapping[str, str]) -> str:
    return joined(f"{LANGUAGES.get(code, code)}: {text}" for code, text in texts.items())


def _named(object_code: str, name: str) -> str:
    """A field by its label and name; one that is gone by its name."""
    held = registry.customized().get(object_code)
    shape = held.fields.get(name) if held is not None else None
    return name if shape is None else f"{shape.label} ({name})"


def _item(object_code: str, item: str) -> str:
    return {ONE: _("One record"), SEVERAL: _("Several records")}.get(item) or _named(object_code, item)


def _target(path: str) -> str:
    code, _dot, name = path.partition(".")
    held = registry.customized().get(code)
    return f"{held.label} · {_named(code, name)}" if held is not None else path


_READERS: Mapping[str, Callable[[Any], str]] = {
    "label": _in_languages, "help": _in_languages, "to": _target,
    "type": lambda code: str(TYPES[code].label) if code in TYPES else code,
    "required_in": lambda codes: joined(str(CHANNEL_LABELS.get(code, code)) for code in codes),
    "options": lambda held: joined(f"{OPTION_LABELS.get(name, name)}: {value}" for name, value in held.items()),
    "sections": lambda held: joined(f"{_(one['key'])} ({len(one['fields'])})" for one in held),
}  # fmt: skip
