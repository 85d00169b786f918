"""The frame's contents: navigation by group, what can be made, the five places of a phone, the figures that come later."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field

from flask import current_app, get_template_attribute, request
from markupsafe import Markup

from .. import approvals, modules, permissions, plugins, registry, state
from ..actor import Actor, current_actor
from ..db import in_transaction
from ..formats import formats
from ..i18n import LANGUAGES, Text, gettext_lazy, pgettext
from ..i18n import gettext as _
from ..objects import ObjectType
from ..panels import HomePanel, MenuItem
from ..settings import PERMISSION
from . import folds
from .set_up import PEOPLE, START, SYSTEM, Entry, lists_of

PLACES = 4
"""Places in a phone's bottom bar; the fifth is More."""
ROWS = 14
"""As many rows of the navigation stand open at first: what fits a laptop's screen. Groups further down start folded."""
COUNTED = 999
KEPT = 300
"""Drawn frames kept by a process; the one not asked for the longest goes first."""
TODAY, APPROVALS = "today", "approvals"


SET_UP = (Entry(gettext_lazy("All set-up"), START, "folder-cog"), *(one for one in (*PEOPLE, *SYSTEM) if one.url not in ("/admin/queues", "/admin/calendars")))
"""The administrator's entries: the start of the set-up, and the pages used most."""


@dataclass(slots=True)
class Item:
    label: str
    url: str
    icon: str
    current: bool = False
    key: str = ""
    code: str = ""
    counted: bool = False
    is_worked: bool = False
    """Whether this user makes records there, so that it comes first where there is room for few."""
    order: int = 999
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
    """Where this user can go from this page."""

    groups: list[Group]
    foot: list[Item]
    places: list[Item]
    creatable: list[Item]


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a page. ``side``, ``create`` and ``bottom`` are drawn already."""

    user: Actor
    side: Markup
    create: Markup
    bottom: Markup
    other_language: OtherLanguage


def frame() -> Frame:
    """The frame of the acting user, who shares the drawn parts with all who may go to the same places."""
    user = current_actor()
    held: OrderedDict[Hashable, tuple[Markup, Markup, Markup]] = current_app.extensions.setdefault("forecourt_frames", OrderedDict())
    if in_transaction():  # what it has raised may still be rolled back
        return Frame(user, *_draw(), _other_language())
    key = _look(user)
    if key not in held:
        held[key] = _draw()
        while len(held) > KEPT:
            held.popitem(last=False)
    held.move_to_end(key)
    return Frame(user, *held[key], _other_language())


def _draw() -> tuple[Markup, Markup, Markup]:
    here = navigation()
    side, create, bottom = (get_template_attribute("parts/navigation.html", part)(here) for part in ("side", "create", "bottom"))
    return side, create, bottom


def _look(user: Actor) -> Hashable:
    """All that the drawn parts depend on: rights, switches and labels by their versions, language, place, what is folded."""
    rights = (user.is_admin, user.is_system, user.permissions, frozenset(user.grants.items()), user.dealer_id)
    return (rights, tuple(sorted(state.versions().items())), formats().locale, _place(), request.cookies.get(folds.COOKIE, ""))


def navigation() -> Navigation:
    """Where the acting user can go."""
    user, place = current_actor(), _place()
    groups = [Group("", items=[Item(pgettext("page", "Today"), "/", "sun", place == "/", "t", TODAY, counted=True, is_worked=True, order=0)]), *_groups(user, place), *_set_up(user, place)]
    _give_keys([item for group in groups for item in group.items])
    _fold(groups)
    places = _places(groups)
    return Navigation(groups, _foot(place), places, creatable(user))


def _place() -> str:
    """The address in the navigation under which this page lies, the longest that fits; empty for a page that lies elsewhere."""
    path = _path()
    return max((url for url in _addresses() if path == url or (url != "/" and path.startswith(f"{url}/"))), key=len, default="")


def _path() -> str:
    """The address of this page; the lists of the set-up lie under its start."""
    known = registry.current().slugs.get(request.path.split("/")[1])
    return START if known is not None and known.setup else request.path


def _addresses() -> Iterator[str]:
    yield from ("/", "/approvals")
    yield from (item.url for item in registry.current().menu)
    yield from (one.url for one in SET_UP)


def _groups(user: Actor, place: str) -> list[Group]:
    found: dict[str, Group] = {}
    for item in sorted(registry.current().menu, key=lambda one: one.order):
        if _offered(item, user):
            key = _key_of(item.group)
            found.setdefault(key, Group(str(item.group or ""), key)).items.append(_item(item, user, place))
    return list(found.values())


def _key_of(group: Text | None) -> str:
    return str(getattr(group, "message", group) or "").lower().replace(" ", "-")


def _fold(groups: list[Group]) -> None:
    """Open the groups that fit the screen and the one that holds this page; what the user opened or folded by hand stays so."""
    chosen, rows = folds.by_hand(), 0
    for group in groups:
        height = len(group.items) + bool(group.label)
        fits = rows + height <= ROWS
        group.open = not group.label or any(item.current for item in group.items) or chosen.get(group.key, fits)
        rows += height if fits else 1


def _offered(item: MenuItem, user: Actor) -> bool:
    if not modules.is_on(item.plugin):
        return False
    object_type = _object_of(item)
    if object_type is not None:
        return permissions.may(user, object_type, "read")
    return not item.permission or user.may(item.permission)


def _works_at(item: MenuItem, user: Actor) -> bool:
    object_type = _object_of(item)
    return object_type is not None and permissions.may(user, object_type, "create")


def _object_of(item: MenuItem) -> ObjectType | None:
    """The object whose right an entry asks for."""
    right = item.permission or ""
    return registry.object_type(right.removeprefix("object:")) if right.startswith("object:") else None


def _item(item: MenuItem, user: Actor, place: str) -> Item:
    object_type = registry.customized().get(item.code)
    label = object_type.plural if object_type is not None and item.permission == f"object:{item.code}" else item.label
    return Item(str(label), item.url, item.icon, place == item.url, code=item.code, counted=item.count is not None, is_worked=_works_at(item, user), order=item.order)


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
    """Those where this user makes records come first, then by their order, whatever their group."""
    places = sorted((item for group in groups for item in group.items), key=lambda one: (not one.is_worked, one.order))[:PLACES]
    for item in places:
        item.is_place = True
    return places


def _foot(place: str) -> list[Item]:
    return [Item(_("Approvals"), "/approvals", "checks", place == "/approvals", code=APPROVALS, counted=True)]


def _set_up(user: Actor, place: str) -> list[Group]:
    """The administrator's pages; for whoever keeps some lists of the set-up only, the way to these."""
    if not user.may(PERMISSION) and not lists_of(user):
        return []
    shown = SET_UP if user.may(PERMISSION) else SET_UP[:1]
    return [Group(_("Set-up"), "set-up", [Item(str(one.label), one.url, one.icon, place == one.url) for one in shown])]


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
