"""Where setting up begins: the administrator's pages and the lists of values that modules keep as data, in one place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, render_template

from .. import permissions, plugins, registry
from ..actor import Actor, current_actor
from ..fields import LookupField
from ..i18n import Text, gettext_lazy
from ..i18n import gettext as _
from ..objects import ObjectType
from ..settings import PERMISSION

blueprint = Blueprint("set_up", __name__)

START = "/admin"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to set up, and what it is for."""

    label: Text
    url: str
    icon: str
    hint: Text = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What belongs together: people and rights, the system, one module."""

    label: str
    entries: tuple[Entry, ...]


PEOPLE = (
    Entry(gettext_lazy("Users"), "/admin/users", "users", gettext_lazy("Who signs in, and with which roles.")),
    Entry(gettext_lazy("Units"), "/admin/units", "building", gettext_lazy("The group, its dealers and their teams.")),
    Entry(gettext_lazy("Queues"), "/admin/queues", "users-group", gettext_lazy("Pools of records from which several people take their work.")),
    Entry(gettext_lazy("Roles"), "/admin/roles", "shield-check", gettext_lazy("Who may see and do what.")),
    Entry(gettext_lazy("Log"), "/admin/log", "list-details", gettext_lazy("Sign-ins, exports, changes of rights and settings.")),
)
SYSTEM = (
    Entry(gettext_lazy("Objects"), "/admin/objects", "table", gettext_lazy("Fields of your own, page layout and labels.")),
    Entry(gettext_lazy("Modules"), "/admin/modules", "puzzle", gettext_lazy("Parts of Forecourt, on or off.")),
    Entry(gettext_lazy("Settings"), "/admin/settings", "settings", gettext_lazy("What holds for all dealers, or for one.")),
    Entry(gettext_lazy("Business calendars"), "/admin/calendars", "calendar", gettext_lazy("Opening hours and holidays by which deadlines count.")),
    Entry(gettext_lazy("Jobs"), "/admin/jobs", "clock", gettext_lazy("Work in the background, and what of it failed.")),
)


@blueprint.get(START)
def show() -> str:
    """All that the acting user can set up. Raises Forbidden for whom there is nothing."""
    user = current_actor()
    sections = list(sections_of(user))
    if not sections:
        user.require(PERMISSION)
    return render_template("admin/start.html", sections=sections)


def sections_of(user: Actor) -> Iterator[Section]:
    """The administrator's pages, then module by module the lists this user may keep."""
    if user.may(PERMISSION):
        yield Section(_("People and rights"), PEOPLE)
        yield Section(_("System"), SYSTEM)
    lists = lists_of(user)
    for code, plugin in plugins.loaded().items():
        kept = tuple(Entry(one.plural, f"/{one.slug}", one.icon, one.hint or "") for one in lists if one.plugin == code)
        if kept:
            yield Section(str(plugin.label), kept)


def lists_of(user: Actor) -> list[ObjectType]:
    """The objects of the set-up this user may change, but for those that are reached from the record they are part of."""
    return [one for one in registry.objects() if one.setup and not _is_part(one) and any(permissions.may(user, one, right) for right in ("create", "edit"))]


def _is_part(object_type: ObjectType) -> bool:
    """Whether its records each belong to one of another set-up object, as a stage does to its sales process."""
    held = registry.current().objects
    wholes = {one.to for one in object_type.own_fields.values() if isinstance(one, LookupField) and one.required and one.to in held}
    return any(held[code].setup for code in wholes if code and code != object_type.code)
