"""The frame's contents: navigation by group, what can be made, the five places of a phone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import request

from .. import modules, permissions, registry
from ..actor import Actor, current_actor
from ..i18n import LANGUAGES
from ..i18n import gettext as _
from ..panels import MenuItem
from ..settings import PERMISSION
from .formats import formats

PLACES = 4
"""Places in a phone's bottom bar; the fifth is More."""


@dataclass(slots=True)
class Item:
    label: str
    url: str
    icon: str
    current: bool = False
    key: str = ""
    count_url: str = ""
    is_place: bool = False


@dataclass(slots=True)
class Group:
    label: str
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class OtherLanguage:
    code: str
    name: str
    short: str
    tag: str


@dataclass(slots=True)
class Navigation:
    """Everything the frame shows of this user in this request."""

    user: Actor
    groups: list[Group]
    foot: list[Item]
    places: list[Item]
    creatable: list[Item]
    other_language: OtherLanguage


def navigation() -> Navigation:
    """The frame of the acting user."""
    user = current_actor()
    groups = [Group("", [Item(_("Today"), "/", "sun", request.path == "/", "t")]), *_groups(user), *_set_up(user)]
    _give_keys([item for group in groups for item in group.items])
    places = _places(groups)
    return Navigation(user, groups, _foot(user), places, creatable(user), _other_language())


def _groups(user: Actor) -> list[Group]:
    found: dict[str, Group] = {}
    for item in sorted(registry.current().menu, key=lambda one: one.order):
        if not _offered(item, user):
            continue
        label = str(item.group) if item.group else ""
        found.setdefault(label, Group(label)).items.append(_item(item))
    return list(found.values())


def _offered(item: MenuItem, user: Actor) -> bool:
    if not modules.is_on(item.plugin):
        return False
    right = item.permission or ""
    if right.startswith("object:"):
        return permissions.may(user, registry.object_type(right.removeprefix("object:")), "read")
    return not right or user.may(right)


def _item(item: MenuItem) -> Item:
    here = request.path == item.url or request.path.startswith(f"{item.url}/")
    if here and any(other.url != item.url and request.path.startswith(other.url) and len(other.url) > len(item.url) for other in registry.current().menu):
        here = False
    count_url = f"/menu-count/{item.code}" if item.count else ""
    return Item(str(item.label), item.url, item.icon, here, count_url=count_url)


def _give_keys(items: list[Item]) -> None:
    """``g`` then the first letter of an entry's address that is still free."""
    taken = {"t"}
    for item in items:
        letter = next((one for one in item.url.strip("/")[:1] if one.isalpha()), "")
        if not item.key and letter and letter not in taken:
            item.key = letter
            taken.add(letter)


def _places(groups: list[Group]) -> list[Item]:
    places = [item for group in groups for item in group.items][:PLACES]
    for item in places:
        item.is_place = True
    return places


def _foot(user: Actor) -> list[Item]:
    return [Item(_("Approvals"), "/approvals", "checks", request.path == "/approvals")]


def _set_up(user: Actor) -> list[Group]:
    """The administrator's pages, and the lists of values that modules keep as data."""
    if not user.may(PERMISSION):
        return []
    pages = [Item(label, url, icon, request.path == url or request.path.startswith(f"{url}/")) for label, url, icon in (
        (_("Users"), "/admin/users", "users"), (_("Units"), "/admin/units", "building"), (_("Roles"), "/admin/roles", "shield-check"),
        (_("Modules"), "/admin/modules", "puzzle"), (_("Settings"), "/admin/settings", "settings"), (_("Jobs"), "/admin/jobs", "clock"),
        (_("Log"), "/admin/log", "list-details"),
    )]  # fmt: skip
    return [Group(_("Set-up"), pages)]


def creatable(user: Actor) -> list[Item]:
    """The objects of the navigation this user may make records of."""
    shown = {item.code for item in registry.current().menu}
    return [
        Item(str(one.label), f"/{one.slug}/new", one.icon)
        for one in registry.objects()
        if one.code in shown and one.creatable and not one.setup and permissions.may(user, one, "create")
    ]


def _other_language() -> OtherLanguage:
    code = "en" if formats().chinese else "zh_CN"
    return OtherLanguage(code, LANGUAGES[code], "EN" if code == "en" else "中文", code.replace("_", "-"))


def count_of(code: str, user: Actor) -> Any:
    """The figure beside an entry of the navigation, or None where there is none to see."""
    item = next((one for one in registry.current().menu if one.code == code), None)
    return item.count(user) if item and item.count and _offered(item, user) else None
