"""What the running app has loaded: objects, actions, panels and the rest, by code. Filled once at start.

``Registry.objects`` holds the objects as their modules declare them; the functions here give them as an administrator has
customized them, at the version that all workers agree on with their next request.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import current_app

from . import chunks
from .db import CoreRecord, db
from .errors import ModuleOff, NotFound
from .i18n import gettext as _

if TYPE_CHECKING:
    from .actions import Action
    from .fields import Field
    from .objects import ObjectType, RelatedList
    from .panels import Column, Enclosure, FirstStep, HomePanel, MenuItem, Panel
    from .permissions import Permission, Role
    from .plugins import Plugin, PluginManager
    from .settings import Setting


@dataclass(slots=True)
class Registry:
    """Declarations by code; each declaration knows its plugin, so that a module that is off can be left out."""

    manager: PluginManager
    plugins: dict[str, Plugin] = field(default_factory=dict)
    field_types: dict[str, type[Field]] = field(default_factory=dict)
    objects: dict[str, ObjectType] = field(default_factory=dict)
    slugs: dict[str, ObjectType] = field(default_factory=dict)
    actions: dict[str, dict[str, Action]] = field(default_factory=lambda: defaultdict(dict))
    related_lists: dict[str, list[RelatedList]] = field(default_factory=lambda: defaultdict(list))
    panels: list[Panel] = field(default_factory=list)
    home_panels: list[HomePanel] = field(default_factory=list)
    enclosures: list[Enclosure] = field(default_factory=list)
    first_steps: list[FirstStep] = field(default_factory=list)
    columns: dict[str, dict[str, Column]] = field(default_factory=lambda: defaultdict(dict))
    menu: list[MenuItem] = field(default_factory=list)
    permissions: dict[str, Permission] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    declared_roles: list[tuple[str, Role]] = field(default_factory=list)
    """(module, role or what it adds to one), as they are declared; ``roles`` holds what they come to."""
    settings: dict[str, Setting] = field(default_factory=dict)
    jobs: dict[str, Any] = field(default_factory=dict)


def current() -> Registry:
    """The running app's registry."""
    found: Registry = current_app.extensions["forecourt"]
    return found


def object_type(code: str | ObjectType) -> ObjectType:
    """The object by its code, on or off, as it is customized. Raises NotFound when no loaded module has it."""
    try:
        return customized()[code if isinstance(code, str) else code.code]
    except KeyError:
        raise NotFound(_("There is no object “%(code)s”.", code=code)) from None


def customized() -> Mapping[str, ObjectType]:
    """Every loaded object by its code, with the fields and labels of the administrator."""
    from . import customization

    return customization.objects()


def enabled_object(code: str | ObjectType) -> ObjectType:
    """As object_type, but raises ModuleOff while its module is off for the acting user's dealer."""
    from . import modules

    found = object_type(code)
    if not modules.is_on(found.plugin):
        raise ModuleOff(str(current().plugins[found.plugin].label))
    return found


def by_slug(slug: str) -> ObjectType:
    """The object at an address. Raises NotFound, ModuleOff."""
    found = current().slugs.get(slug)
    if found is None:
        raise NotFound
    return enabled_object(found)


def objects() -> list[ObjectType]:
    """The objects of modules that are on, in order of their modules."""
    from . import modules, state
    from .actor import acting_or_none

    actor = acting_or_none()

    def enabled() -> list[ObjectType]:
        return [one for one in customized().values() if modules.is_on(one.plugin)]

    return enabled() if actor is None else list(state.about(actor, "objects", enabled))


def code_of(record_id: int) -> str | None:
    """The object of the record of this id, deleted or not, its module loaded or not; None where there is no such record."""
    known: str | None = chunks.facts(chunks.LIVING).get(record_id)
    if known is not None:
        return known
    row = db.session.get(CoreRecord, record_id)
    return row.object if row is not None else None


def record_by_id(record_id: int) -> Any:
    """The record of whatever object has this id, without any check of rights; None when its module is not loaded."""
    code = code_of(record_id)
    return db.session.get(current().objects[code].model, record_id) if code in current().objects else None
