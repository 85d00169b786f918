"""The frame's contents: navigation by group, what can be made, the five places of a phone, the figures that come later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from flask import request

from .. import approvals, modules, permissions, plugins, registry
from ..actor import Actor, current_actor
from ..i18n import LANGUAGES, Text, pgettext
from ..i18n import gettext as _
from ..panels import HomePanel, MenuItem
from ..settings import PERMISSION
from .formats import formats

PLACES = 4
"""Places in a phone's bottom bar; the fifth is More."""
ROWS = 14
"""As many rows of the navigation stand open at first: what fits a laptop's screen. Groups further down start folded."""
FOLDS = "folds"
"""The cookie with the groups that were opened (1) or folded (0) by hand, as ``key:1,key:0``."""
COUNTED = 999
TODAY, APPROVALS = "today", "approvals"


@dataclass(slots=True)
class Item:
    label: str
    url: str
    icon: str
    current: bool = False
    key: str = ""
    code: str = ""
    counted: bool = False
    is_place: bool = False


@dataclass(slots=True)
class Group:
    """``key`` names the group in any language."""

    label: str
    key: str = ""
    items: list[Item] = field(default_factory=list)
    open: bool = True


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
    groups = [Group("", items=[Item(pgettext("page", "Today"), "/", "sun", request.path == "/", "t", TODAY, counted=True)]), *_groups(user), *_set_up(user)]
    _give_keys([item for group in groups for item in group.items])
    _fold(groups)
    places = _places(groups)
    return Navigation(user, groups, _foot(user), places, creatable(user), _other_language())


def _groups(user: Actor) -> list[Group]:
    found: dict[str, Group] = {}
    for item in sorted(registry.current().menu, key=lambda one: one.order):
        if _offered(item, user):
            key = _key_of(item.group)
            found.setdefault(key, Group(str(item.group or ""), key)).items.append(_item(item))
    return list(found.values())


def _key_of(group: Text | None) -> str:
    return str(getattr(group, "message", group) or "").lower().replace(" ", "-")


def _fold(groups: list[Group]) -> None:
    """Open the groups that fit the screen and the one that holds this page; what the user opened or folded by hand stays so."""
    chosen = dict(pair.split(":", 1) for pair in unquote(request.cookies.get(FOLDS, "")).split(",") if ":" in pair)
    rows = 0
    for group in groups:
        height = len(group.items) + bool(group.label)
        fits = rows + height <= ROWS
        by_hand = chosen.get(group.key)
        group.open = not group.label or any(item.current for item in group.items) or (fits if by_hand is None else by_hand == "1")
        rows += height if fits else 1


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
    object_type = registry.customized().get(item.code)
    label = object_type.plural if object_type is not None and item.permission == f"object:{item.code}" else item.label
    return Item(str(label), item.url, item.icon, here, code=item.code, counted=item.count is not None)


def _give_keys(items: list[Item]) -> None:
    """``g`` then the first letter of an entry's address that is still free; ``f`` waits for what begins with it."""
    taken = {"t"}
    for item in items:
        own = item.url.strip("/")
        letter = next((one for one in own if one.isalpha() and one not in taken and (one != "f" or own.startswith("f"))), "")
        if not item.key and letter:
            item.key = letter
            taken.add(letter)


def _places(groups: list[Group]) -> list[Item]:
    places = [item for group in groups for item in group.items][:PLACES]
    for item in places:
        item.is_place = True
    return places


def _foot(user: Actor) -> list[Item]:
    return [Item(_("Approvals"), "/approvals", "checks", request.path == "/approvals", code=APPROVALS, counted=True)]


def _set_up(user: Actor) -> list[Group]:
    """The administrator's pages, and the lists of values that modules keep as data."""
    if not user.may(PERMISSION):
        return []
    pages = [Item(label, url, icon, request.path == url or request.path.startswith(f"{url}/")) for label, url, icon in (
        (_("Users"), "/admin/users", "users"), (_("Units"), "/admin/units", "building"), (_("Roles"), "/admin/roles", "shield-check"),
        (_("Objects"), "/admin/objects", "table"), (_("Modules"), "/admin/modules", "puzzle"), (_("Settings"), "/admin/settings", "settings"), (_("Jobs"), "/admin/jobs", "clock"),
        (_("Log"), "/admin/log", "list-details"),
    )]  # fmt: skip
    return [Group(_("Set-up"), "set-up", pages)]


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


def counts(user: Actor) -> Iterator[tuple[str, str]]:
    """(code, figure) of every entry that has one; an entry that counts nothing has an empty figure."""
    yield TODAY, _figure(sum(_of_panel(panel, user) for panel in registry.current().home_panels if panel.count and modules.is_on(panel.plugin)))
    yield APPROVALS, _figure(approvals.count_for_me(user))
    for item in registry.current().menu:
        if item.count and _offered(item, user):
            yield item.code, _figure(_guarded(item.plugin, f"menu count {item.code}", item.count, user))


def _of_panel(panel: HomePanel, user: Actor) -> int:
    return _guarded(panel.plugin, f"count of home panel {panel.code}", panel.count, user) if panel.count else 0


def _guarded(plugin: str, place: str, count: Callable[[Actor], int], user: Actor) -> int:
    """A figure; whatever a module raises must not take the others away."""
    try:
        return count(user)
    except Exception as problem:  # noqa: BLE001 - see above
        plugins.contain(plugin, place, problem)
        return 0


def _figure(found: int) -> str:
    return (_("1k+") if found > COUNTED else str(found)) if found else ""
