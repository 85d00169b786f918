"""What modules declare, held against the rest once all of it is known: a name that leads nowhere is told at start, with its place, and not to the first
reader who meets it, or to nobody.

What is added to an object that no loaded module has is no mistake, for that module may be left out on purpose: ``unmet`` names it to a module's tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateNotFound

from . import conditions
from .errors import BadQuery
from .fields import Field, LookupField, PicklistField
from .model import MODELS
from .panels import SLOTS
from .permissions import OPERATIONS, SCOPES

if TYPE_CHECKING:
    from flask import Flask

    from .actions import Action
    from .objects import ObjectType, RelatedList
    from .permissions import Role
    from .registry import Registry

RIGHTS_ON_FIELDS = ("readonly", "hidden")
SCOPES_OF_ACTIONS = ("record", "list", "bulk")


def problems(app: Flask) -> Iterator[str]:
    """What is wrong with what the modules declare, each as a sentence that names module and place."""
    registry: Registry = app.extensions["forecourt"]
    for one in registry.objects.values():
        yield from (f"module {one.plugin!r}: object {one.code!r}: {said}" for said in _of_object(one, registry))
    for on, lists in registry.related_lists.items():
        yield from (f"related list {one.code!r} of {on!r}: {said}" for one in lists for said in _of_related_list(one, registry))
    for action in _actions(registry):
        yield from (f"module {action.plugin!r}: action {action.code!r} on {action.on!r}: {said}" for said in _of_action(action, registry, app))
    for on, columns in registry.columns.items():
        yield from (f"module {one.plugin!r}: column {one.code!r} on {on!r} must be called {one.plugin}.…" for one in columns.values() if "." not in one.code)
    for module, role in registry.declared_roles:
        yield from (f"module {module!r}: role {role.code!r}: {said}" for said in _of_role(role, registry))
    for panel in registry.panels:
        if panel.slot not in SLOTS:
            yield f"module {panel.plugin!r}: panel {panel.code!r}: there is no slot {panel.slot!r}; there are {', '.join(SLOTS)}"
    parts: tuple[Any, ...] = (*registry.panels, *registry.home_panels, *registry.enclosures)
    for part in parts:
        if _is_missing(app, part.template):
            yield f"module {part.plugin!r}: {part.code!r}: there is no template {part.template!r} in the folder templates of any module"


def _of_picklist(name: str, field: PicklistField, registry: Registry) -> Iterator[str]:
    home, _dot, other = (field.same_as or "").partition(".")
    if not home or home not in registry.objects:
        return
    found = registry.objects[home].fields.get(other)
    if not isinstance(found, PicklistField) or found.choices != field.choices:
        yield f"{name!r} is the same as {field.same_as!r}, which has other values or is no picklist"


def unmet(registry: Registry, plugin: str) -> Iterator[str]:
    """What a module adds to objects that no loaded module has: misspelt, or that module is not loaded."""
    added = [(f"panel {one.code!r}", one.on) for one in registry.panels if one.plugin == plugin and one.on is not None]
    added += [(f"column {code!r}", on) for on, columns in registry.columns.items() for code, one in columns.items() if one.plugin == plugin]
    added += [(f"action {one.code!r}", one.creates) for one in _actions(registry) if one.plugin == plugin and one.creates is not None]
    own = {one.code for one in registry.objects.values() if one.plugin == plugin}
    added += [(f"related list {one.code!r}", other) for on, lists in registry.related_lists.items() for one in lists
              for other, its in ((on, one.to), (one.to, on)) if its in own]  # fmt: skip
    yield from (f"{what} names {code!r}, which no loaded module defines" for what, code in added if code not in registry.objects and code not in MODELS)


def _actions(registry: Registry) -> Iterator[Action]:
    return (one for by_code in registry.actions.values() for one in by_code.values())


def _of_object(one: ObjectType, registry: Registry) -> Iterator[str]:
    yield from _of_sort("default_sort", one.default_sort, one, registry)
    for view in one.list_views:
        yield from _of_sort(f"list view {view.code!r}", view.sort, one, registry)
        yield from _of_condition(f"list view {view.code!r}", view.where, one, registry)
    for section in one.layout.sections:
        yield from _of_condition(f"section {str(section.label)!r}", section.when, one, registry)
    for name, its in one.own_fields.items():
        yield from _of_look_up(f"its look-up {name!r}", its, registry)
    counted = one.menu.counts if one.menu else None
    for what, where in (("open_when", one.open_when), ("offered", one.offered), ("counts of the menu", counted)):
        yield from _of_condition(what, where, one, registry)
    for name, field in one.own_fields.items():
        if isinstance(field, PicklistField):
            yield from _of_picklist(name, field, registry)


def _of_look_up(what: str, one: Field, registry: Registry) -> Iterator[str]:
    """What its picker offers is a condition on the object it leads to."""
    if isinstance(one, LookupField) and one.offered and one.to in registry.objects:
        yield from _of_condition(f"{what} offers", one.offered, registry.objects[one.to], registry)


def _of_related_list(one: RelatedList, registry: Registry) -> Iterator[str]:
    target = registry.objects.get(one.to)
    if target is None:
        return
    if not isinstance(target.fields.get(one.via), LookupField):
        yield f"via={one.via!r} is no look-up of {one.to!r}"
    yield from (f"its column {name!r} is not one of the fields of {one.to!r}" for name in one.columns if "." not in name and name not in target.fields)
    yield from _of_sort("sort", one.sort, target, registry)
    yield from _of_condition("where", one.where, target, registry)


def _of_sort(what: str, sort: str | None, one: ObjectType, registry: Registry) -> Iterator[str]:
    name = (sort or "id").removeprefix("-")
    if name not in one.sortable | {"id"} and not _is_column(name, one, registry):
        yield f"{what} sorts by {name!r}, which `sortable` does not name"


def _of_condition(what: str, where: str | None, one: ObjectType, registry: Registry) -> Iterator[str]:
    """Names, comparisons and choices: what the other values mean depends on the day and the reader."""
    try:
        tests = list(conditions.tests(conditions.read(where)))
    except BadQuery as problem:
        yield f"{what}: {where!r} cannot be read: {problem.message}"
        return
    for test in tests:
        field = one.fields.get(test.field)
        if field is None and not _is_column(test.field, one, registry):
            yield f"{what}: {where!r} asks for {test.field!r}, which is not one of its fields"
        elif field is not None and test.operator not in (*field.operators, "empty"):
            yield f"{what}: {where!r} compares {test.field!r} by {test.operator!r}; it can be compared by {', '.join(field.operators) or 'nothing'}"
        elif isinstance(field, PicklistField):
            known = {choice.code for choice in field.choices}
            yield from (f"{what}: {where!r}: {value!r} is no choice of {test.field!r}" for value in _codes(test.value) if value not in known)


def _codes(value: Any) -> Iterable[Any]:
    return value if isinstance(value, (list, tuple)) else () if value is None else (value,)


def _is_column(name: str, one: ObjectType, registry: Registry) -> bool:
    """A column that a module adds, or would add if it were loaded."""
    return name in registry.columns[one.code] or name.partition(".")[0] not in ("", name, one.plugin)


def _of_action(action: Action, registry: Registry, app: Flask) -> Iterator[str]:
    if action.scope not in SCOPES_OF_ACTIONS:
        yield f"there is no scope {action.scope!r}; there are {', '.join(SCOPES_OF_ACTIONS)}"
    if action.operation not in OPERATIONS:
        yield f"there is no operation {action.operation!r}; there are {', '.join(OPERATIONS)}"
    if action.page is not None and action.page not in app.view_functions:
        yield f"its page {action.page!r} is no endpoint of a blueprint"
    for name, one in action.declared.items():
        yield from _of_look_up(f"its input {name!r}", one, registry)
    if action.permission is not None and action.permission not in registry.permissions:
        yield f"no module registers the right {action.permission!r} that it asks for"


def _of_role(role: Role, registry: Registry) -> Iterator[str]:
    for code, granted in role.grants.items():
        for operation, scope in granted.items():
            if operation not in OPERATIONS:
                yield f"there is no operation {operation!r} on {code!r}; there are {', '.join(OPERATIONS)}"
            if scope not in (*SCOPES, True, False, None):
                yield f"{scope!r} is no scope for {operation!r} on {code!r}; there are {', '.join(SCOPES)}"
    for (code, name), level in role.fields.items():
        if level not in RIGHTS_ON_FIELDS:
            yield f"{level!r} is no right on the field {name!r} of {code!r}; there are {', '.join(RIGHTS_ON_FIELDS)}"
        if code in registry.objects and name not in registry.objects[code].fields:
            yield f"{name!r} is not one of the fields of {code!r}"


def _is_missing(app: Flask, template: str) -> bool:
    loader: Any = app.jinja_env.loader
    try:
        loader.get_source(app.jinja_env, template)
    except TemplateNotFound:
        return True
    return False
