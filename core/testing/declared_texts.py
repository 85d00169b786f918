"""Every text of a module's declarations that a person reads, with the place it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .. import plugins, registry
from ..fields import Field
from ..i18n import Text
from ..objects import ObjectType

Placed = tuple[str, Text]


def texts_of(plugin: str) -> Iterator[Placed]:
    """(place, text) of each label, view, section, value, action, role, right, setting, job, panel and menu entry of a module."""
    held, manifest = registry.current(), plugins.loaded()[plugin]
    yield from (("manifest", text) for text in (manifest.label, manifest.summary, *manifest.adds) if text)
    for object_type in held.objects.values():
        if object_type.plugin == plugin:
            yield from _of_object(object_type)
    for action in (one for by_code in held.actions.values() for one in by_code.values() if one.plugin == plugin):
        place = f"action {action.on}.{action.code}"
        yield from ((place, text) for text in (action.label, action.submit, action.confirm, action.done) if text)
        yield from (one for field in action.declared.values() for one in _of_field(place, field))
    yield from _of_parts(plugin)


def _of_parts(plugin: str) -> Iterator[Placed]:
    held = registry.current()
    parts: list[Any] = [*held.panels, *held.home_panels, *held.menu, *held.jobs.values(), *(one for by_code in held.columns.values() for one in by_code.values())]
    for one in (part for part in parts if part.plugin == plugin):
        texts = (getattr(one, name, None) for name in ("title", "label", "group"))
        yield from ((f"{type(one).__name__} {one.code}", text) for text in texts if text)
    for setting in (one for one in held.settings.values() if one.plugin == plugin):
        yield from _of_field(f"setting {setting.code}", setting.field)
    for hook in ("register_permissions", "register_roles"):
        rights = (one for owner, function in plugins.implementations(hook, everybody=True) if owner == plugin for one in function())
        yield from ((f"right {one.code}", text) for one in rights for text in (one.label, getattr(one, "description", "")) if text)


def _of_object(object_type: ObjectType) -> Iterator[Placed]:
    place = f"object {object_type.code}"
    yield from ((place, text) for text in (object_type.label, object_type.plural, object_type.hint) if text)
    yield from ((f"{place}, view {view.code}", view.label) for view in object_type.list_views)
    yield from ((f"{place}, section", section.label) for section in object_type.layout.sections if section.label)
    yield from ((f"{place}, related list {one.code}", one.label) for one in object_type.related_lists)
    if object_type.menu:
        yield f"{place}, menu", object_type.menu.group
    for field in object_type.own_fields.values():
        yield from _of_field(place, field)


def _of_field(place: str, field: Field) -> Iterator[Placed]:
    here = f"{place}, field {field.name}"
    yield from ((here, text) for text in (field.label, field.help, getattr(field, "placeholder", None)) if text)
    yield from ((f"{here}, value {choice.code}", choice.label) for choice in getattr(field, "choices", ()))
