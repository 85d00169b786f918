"""Today, the shortcuts, the figures of the navigation, language and colours."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from .. import clock, modules, plugins, registry, users
from ..actor import Actor, acting_or_none, current_actor
from ..errors import BadQuery
from ..formats import formats
from ..i18n import LANGUAGES, pgettext
from ..i18n import gettext as _
from ..panels import HomePanel
from ..reader import LOCALE_COOKIE
from ..security.gate import public
from ..settings import PERMISSION
from . import first_steps
from .addresses import own_address
from .navigation import counts, navigation
from .record_pages import PanelView, recent

blueprint = Blueprint("home", __name__)
YEAR = 365 * 24 * 3600
THEMES = ("auto", "light", "dark")


@blueprint.get("/")
def today() -> str:
    """What waits for the user: the home panels of all modules, and what was looked at last."""
    user, ways = current_actor(), formats()
    wide: list[PanelView] = []
    narrow: list[PanelView] = []
    for panel in sorted(registry.current().home_panels, key=lambda one: one.order):
        if modules.is_on(panel.plugin) and (view := _draw(panel, user)) is not None:
            (wide if panel.wide else narrow).append(view)
    moment = clock.now().astimezone(ways.zone)
    objects = registry.current().objects
    last = [(one, objects[one.object]) for one in recent(user)]
    return render_template(
        "home.html", greeting=greeting(moment.hour, user), day=ways.long_day(moment.date()), wide=wide, narrow=narrow, first_steps=first_steps.to_do(user),
        recent=[{"name": link.name, "url": link.url, "icon": kind.icon, "label": kind.label} for link, kind in last],
    )  # fmt: skip


def greeting(hour: int, user: Actor) -> str:
    person = users.find(user.id)
    name = (person.given_name if person else "") or user.name
    if formats().chinese:
        name = user.name
    if hour < 12:
        return _("Good morning, %(name)s", name=name)
    return _("Good afternoon, %(name)s", name=name) if hour < 18 else _("Good evening, %(name)s", name=name)


def _draw(panel: HomePanel, user: Actor) -> PanelView | None:
    try:
        context = panel.context(user)
        if context is None:
            return None
        html = Markup(render_template(panel.template, **{"user": user, **context}))
        return PanelView(panel.code, context.get("title", panel.title), html)
    except BadQuery:
        return None  # it asks for a field that is hidden from this reader
    except Exception as problem:  # noqa: BLE001 - whatever a module raises must not take the page down
        plugins.contain(panel.plugin, f"home panel {panel.code}", problem)
        return None


@blueprint.get("/menu-counts")
def menu_counts() -> str:
    """The figures beside the entries of the navigation, loaded after the page in one request."""
    return render_template("menu_counts.html", counts=counts(current_actor()))


@blueprint.get("/help")
def shortcuts() -> str:
    """What the keyboard does, as a dialog or a page."""
    places: list[tuple[tuple[str, ...], Any]] = [(("g", item.key), item.label) for group in navigation().groups for item in group.items if item.key]
    groups: list[tuple[str, list[tuple[tuple[str, ...], Any]]]] = [
        (_("Everywhere"), [(("/",), _("Search")), (("c",), _("New")), (("?",), _("Shortcuts")), (("Esc",), _("Close, go back")), (("Ctrl", "Enter"), _("Save"))]),
        (_("Go to"), places),
        (_("In a list"), [(("j",), _("Next row")), (("k",), _("Row before")), (("x",), _("Select")), (("e",), _("Edit")), (("←", "→"), _("Cell beside")), (("F2",), _("Edit a cell")), (("Tab",), _("Save the cell, edit the next")), (("Enter",), pgettext("shortcut", "Open"))]),
        (_("On a record"), [(("e",), _("Edit")), (("a",), _("To the actions")), (("l",), _("Write down what happened")), (("m",), _("To the next step of its path"))]),
        (_("In Today"), [(("j",), _("Next row")), (("k",), _("Row before")), (("1", "2", "3", "4"), _("End it with that outcome")), (("d",), _("End it and say more"))]),
        (_("In the calendar"), [(("←", "→"), _("Earlier, later")), (("t",), _("Today")), (("m",), _("Move to another day"))]),
        (_("Where one puts things in order"), [(("Alt", "↑"), _("Up")), (("Alt", "↓"), _("Down")), (("↑", "↓"), _("To the line before or after")), (("m",), _("To another section"))]),
        (_("On a board"), [(("←", "↑", "↓", "→"), _("To another card")), (("m",), _("Move to …")), (("Enter",), pgettext("shortcut", "Open"))]),
    ]  # fmt: skip
    return render_template("help.html", groups=groups)


@blueprint.post("/preferences/language")
@public
def choose_language() -> Response:
    """The language of this browser, and of the user who is signed in."""
    wanted = request.form.get("language", "")
    answer = redirect(own_address(request.form.get("next")) or "/", 303)
    if wanted in LANGUAGES:
        actor = acting_or_none()
        if actor is not None:
            users.change(actor, actor.id, locale=wanted)
        answer.set_cookie(LOCALE_COOKIE, wanted, max_age=YEAR, samesite="Lax")
    return answer


@blueprint.post("/preferences/theme")
@public
def choose_theme() -> Response:
    """Light, dark, or as the device says."""
    wanted = request.form.get("theme", "")
    answer = redirect(own_address(request.form.get("next")) or "/", 303)
    if wanted in THEMES:
        answer.set_cookie("theme", wanted, max_age=YEAR, samesite="Lax")
    return answer


@blueprint.post("/first-steps/hide")
def hide_first_steps() -> Response:
    """Put the first steps away in this browser: not every house needs them all."""
    current_actor().require(PERMISSION)
    answer = redirect("/", 303)
    answer.set_cookie(first_steps.COOKIE, first_steps.HIDDEN, max_age=YEAR, samesite="Lax")
    return answer
