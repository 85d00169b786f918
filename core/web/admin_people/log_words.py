"""The details of a line of the log in the reader's words: each key has its label, each code the label of what it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ... import calendars, plugins, registry, roles, tokens, units, users
from ...i18n import LANGUAGES, Text, gettext_lazy, joined
from ...i18n import gettext as _
from . import log_of_objects
from .roles import LEVEL_LABELS, OPERATION_LABELS, SCOPE_LABELS

EMPTY = "–"
LABELS: Mapping[str, Text] = {
    "access": gettext_lazy("Access"), "active": gettext_lazy("Active"), "after": gettext_lazy("After"), "all": gettext_lazy("All devices"),
    "before": gettext_lazy("Before"), "browser": gettext_lazy("Browser"), "calendar": gettext_lazy("Business calendar"), "calendar_id": gettext_lazy("Business calendar"),
    "columns": gettext_lazy("Columns"), "count": gettext_lazy("Records"), "currency": gettext_lazy("Currency"),
    "days_added": gettext_lazy("Special days added"), "days_removed": gettext_lazy("Special days removed"), "dealer": gettext_lazy("Dealer"),
    "email": gettext_lazy("E-mail address"), "expires": gettext_lazy("Expires"), "family_name": gettext_lazy("Family name"),
    "fields": gettext_lazy("Fields"), "format": gettext_lazy("File format"), "given": gettext_lazy("Rights given"), "given_name": gettext_lazy("Given name"),
    "grants": gettext_lazy("Rights"), "kind": gettext_lazy("Kind"), "label": gettext_lazy("Name"), "like": gettext_lazy("With the rights of"),
    "locale": gettext_lazy("Language"), "manager_id": gettext_lazy("Manager"), "members": gettext_lazy("Members"), "module": gettext_lazy("Module"),
    "name": gettext_lazy("Name"), "parent_id": gettext_lazy("Belongs to"), "record": gettext_lazy("Record"), "role": gettext_lazy("Role"),
    "rows": gettext_lazy("Records"), "scopes": gettext_lazy("It may"), "setting": gettext_lazy("Setting"), "state": gettext_lazy("State"),
    "taken": gettext_lazy("Rights taken"), "unit": gettext_lazy("Unit"), "unit_id": gettext_lazy("Unit"), "values": gettext_lazy("Value"),
    "view": gettext_lazy("View"), "mon": gettext_lazy("Monday"), "tue": gettext_lazy("Tuesday"), "wed": gettext_lazy("Wednesday"),
    "thu": gettext_lazy("Thursday"), "fri": gettext_lazy("Friday"), "sat": gettext_lazy("Saturday"), "sun": gettext_lazy("Sunday"), "where": gettext_lazy("Filter"), "zone": gettext_lazy("Time zone"),
}  # fmt: skip
STATES: Mapping[str, Text] = {
    "enabled": gettext_lazy("On"), "disabled": gettext_lazy("Off"), "removed": gettext_lazy("Removed"), "read": gettext_lazy("Read"),
    "edit": gettext_lazy("Edit"), "csv": "CSV", **{kind.code: kind.label for kind in units.KINDS},
}  # fmt: skip
BESIDE = frozenset({"unit_id"})
"""Ids whose name stands in the same line."""


def details(line: Any) -> Iterator[str]:
    """What a line tells, as short texts: "Name: Ada → Ada Wang"."""
    given: Mapping[str, Any] = line.details
    if line.event in log_of_objects.EVENTS:
        yield from log_of_objects.details(line)
        return
    for key, value in given.items():
        if key == "changed" or isinstance(value, Mapping):
            yield from _changes(key, value)
        elif key == "values":
            yield f"{label(key)}: {' → '.join(_set(given['setting'], one) for one in value)}"
        elif value not in (None, "", [], {}) and not (key in BESIDE and "unit" in given):
            yield f"{label(key)}: {words(key, value)}"


def _changes(key: str, values: Mapping[str, Any]) -> Iterator[str]:
    for name, (old, new) in values.items():
        kind = name if key == "changed" else key
        called = label(name) if key == "changed" else _right(name)
        yield f"{called}: {words(kind, old)} → {words(kind, new)}"


def label(key: str) -> str:
    return str(LABELS[key]) if key in LABELS else key


def words(key: str, value: Any) -> str:
    """A value in words; a list is told one by one."""
    if value in (None, "", []):
        return EMPTY
    if isinstance(value, list):
        return joined(words(key, one) for one in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(READERS[key](value)) if key in READERS else str(STATES.get(str(value), value))


def _right(key: str) -> str:
    """ "lead.read" or "lead.mobile" as "Lead · Read", "Lead · Mobile"."""
    code, _dot, name = key.partition(".")
    held = registry.current().objects.get(code)
    if held is None:
        return key
    called = OPERATION_LABELS.get(name) or (held.fields[name].label if name in held.fields else name)
    return f"{held.label} · {called}"


def _module(code: str) -> Text:
    plugin = plugins.loaded().get(code)
    return plugin.label if plugin is not None else code


def _setting(code: str) -> Text:
    held = registry.current().settings.get(code)
    return held.field.label if held is not None else code


def _set(code: str, value: Any) -> str:
    """A setting's value as its own field shows it."""
    held = registry.current().settings.get(code)
    if held is None or value is None:
        return words("value", value)
    try:
        return held.field.text(held.field.clean(value))
    except ValueError:  # the setting is declared otherwise by now
        return str(value)


def _permission(code: str) -> Text:
    held = {**roles.declared_permissions(), **roles.action_permissions()}.get(code)
    return held.label if held is not None else code


READERS: Mapping[str, Callable[[Any], Any]] = {
    "after": roles.label_of, "before": roles.label_of, "calendar_id": calendars.name_of, "dealer": units.name_of, "fields": lambda code: LEVEL_LABELS.get(code, code), "given": _permission,
    "grants": lambda code: SCOPE_LABELS.get(code, code), "like": roles.label_of, "locale": lambda code: LANGUAGES.get(code, code),
    "manager_id": users.name_of, "members": users.name_of, "module": _module, "parent_id": units.name_of, "role": roles.label_of,
    "scopes": lambda code: tokens.SCOPES.get(code, code), "setting": _setting, "taken": _permission, "unit_id": units.name_of,
}  # fmt: skip


def subject(line: Any) -> str:
    """The object a line is about, by its label."""
    held = registry.current().objects.get(line.object)
    return str(held.plural) if held is not None else str(line.object or "")
