"""The list itself: its views as tabs, its heads, its rows, more of them, and the figure of a tab."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, session
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from ... import permissions, queries, saved_views, units
from ...actions import Action, actions_on
from ...actor import Actor
from ...errors import BadQuery
from ...i18n import gettext as _
from ...i18n import lower_first
from ...objects import ListView, ObjectType
from ..bulk_pages import changeable
from ..messages import warn
from ..rendering import Head, heads_of, render_rows
from .state import Chip, ListState, chips, opened, read_state, without_lost

PAGE = 50


def routes(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/<slug>", view_func=show)
    blueprint.add_url_rule("/<slug>/count", view_func=count)


@dataclass(slots=True)
class ListPage:
    """What ``list/page.html`` draws."""

    object_type: ObjectType
    state: ListState
    user: Actor
    heads: list[HeadView]
    rows_html: Markup
    next_url: str | None
    tabs: list[tuple[str, str, bool, str]]
    chips: list[Chip]
    bulk_actions: list[Action] = field(default_factory=list)
    list_actions: list[Action] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        return self.state.base

    @property
    def url(self) -> str:
        return self.state.url()

    @property
    def view_label(self) -> str:
        return str(self.state.view.label) if self.state.view else str(self.object_type.plural)

    @property
    def kept_view(self) -> saved_views.SavedView | None:
        """The view somebody keeps, oneself or a colleague who shares it."""
        return self.state.view if isinstance(self.state.view, saved_views.SavedView) else None

    @property
    def own_view(self) -> saved_views.SavedView | None:
        """The view, where it is one's own to change and delete."""
        return self.kept_view if self.kept_view is not None and self.kept_view.is_of(self.user) else None

    @property
    def left_view(self) -> saved_views.SavedView | None:
        """The view, where the user may take it over because its keeper has left."""
        return self.kept_view if self.kept_view is not None and self.kept_view.may_be_taken_by(self.user) else None

    @property
    def is_pinned(self) -> bool:
        """Whether the list opens with this view."""
        return self.state.code == self.state.pinned

    @property
    def shared_by(self) -> str:
        """In words, with whom one's own view is shared, or who shares this one."""
        if self.kept_view is None or self.kept_view.unit_id is None:
            return ""
        if self.kept_view.is_left:
            return _("Shared by %(name)s, who has left", name=self.kept_view.keeper)
        if self.own_view is None:
            return _("Shared by %(name)s", name=self.kept_view.keeper)
        return _("Shared with %(unit)s", unit=units.name_of(self.kept_view.unit_id))

    @property
    def board_url(self) -> str:
        board = self.object_type.board
        return f"{self.base}/board" if board and queries.knows(self.object_type, self.user, board.where, board.group_by) else ""

    @property
    def export_url(self) -> str:
        return self.state.url("/export.csv")

    @property
    def count_url(self) -> str:
        return self.state.url("/count", words="1")

    @property
    def new_url(self) -> str:
        return f"{self.base}/new"

    @property
    def is_changed(self) -> bool:
        return self.state.is_changed

    @property
    def is_filtered(self) -> bool:
        return bool(self.state.filters)

    @property
    def unfiltered_url(self) -> str:
        return self.base + (f"?view={self.state.view.code}" if self.state.view and not self.kept_view else "?view=all")

    @property
    def empty_title(self) -> str:
        return _("No %(objects)s here yet", objects=lower_first(self.object_type.plural))

    @property
    def wider(self) -> tuple[str, str] | None:
        """Address and label of the view that shows everything, where this one is narrower."""
        views = self.object_type.list_views
        if not views or not isinstance(self.state.view, ListView) or self.state.view.where is None or views[-1].where is not None:
            return None
        return f"{self.base}?view={views[-1].code}", str(views[-1].label)

    @property
    def may_create(self) -> bool:
        return self.object_type.creatable and permissions.may(self.user, self.object_type, "create")

    @property
    def may_delete(self) -> bool:
        return permissions.may(self.user, self.object_type, "delete")

    @property
    def may_change(self) -> bool:
        """Whether one value may be given to the selected records."""
        return permissions.may(self.user, self.object_type, "edit") and bool(changeable(self.object_type, self.user))

    @property
    def may_give(self) -> bool:
        """Whether the selected records may go to somebody else by plain editing: an action that takes an owner says more and stands for it."""
        own_way = any("owner" in action.declared for action in self.bulk_actions)
        return self.may_change and not own_way and any(one.name == "owner" for one in changeable(self.object_type, self.user))

    @property
    def may_export(self) -> bool:
        return self.user.may("export")

    def dialog_url(self, name: str) -> str:
        return self.state.url(f"/{name}")


@dataclass(slots=True)
class HeadView:
    label: str
    align: str
    url: str = ""
    sorted: str = ""


def show(slug: str) -> str | AnyResponse:
    """The list, or with X-Rows only more of its rows."""
    object_type, user = opened(slug)
    try:
        asked = read_state(object_type, user, request.args, remembered=_as_left(object_type, request.args))
    except BadQuery as problem:
        if not request.args.get("view", "").startswith(saved_views.KEPT) or problem.field != "view" or request.headers.get("X-Rows"):
            raise
        warn(problem.message)  # an old address, or a colleague's: the list is there all the same
        return redirect(f"/{slug}?view=all", 303)
    state, notes = without_lost(asked, user)
    heads = heads_of(object_type, state.columns, user)
    found = _read_page(state, heads, user)
    html = render_rows(object_type, heads, found.rows, user)
    next_url = state.url(cursor=found.next) if found.next else None
    if request.headers.get("X-Rows"):
        return Response(html, headers={"X-Next": next_url} if next_url else {})
    page = ListPage(
        object_type, state, user, [_head(head, state, found.sort) for head in heads], html, next_url, _tabs(state), chips(state, user),
        actions_on(object_type, user, bulk=True), actions_on(object_type, user, scope="list"), notes,
    )  # fmt: skip
    return render_template("list/page.html", page=page)


def count(slug: str) -> str:
    """A tab's figure, loaded after the page and capped."""
    object_type, user = opened(slug)
    state, _notes = without_lost(read_state(object_type, user, request.args), user)
    found, more = queries.count(object_type, user, where=state.where)
    text = _("1k+") if more else str(found)
    if request.args.get("words"):
        label = object_type.label if found == 1 and not more else object_type.plural
        return _("%(count)s %(objects)s", count=text, objects=lower_first(label))
    return text


def _as_left(object_type: ObjectType, args: MultiDict[str, str]) -> str:
    """The view this browser chose last, empty where it chose none; one that is chosen is remembered."""
    held: dict[str, str] = session.get("views", {})
    code = args.get("view")
    if code is not None and held.get(object_type.slug) != code and object_type.view(code) is not None:
        session["views"] = {**held, object_type.slug: code}
    return held.get(object_type.slug, "")


def _read_page(state: ListState, heads: Sequence[Head], user: Actor) -> queries.Page:
    columns = [head.code for head in heads if head.field is not None and head.column is None]
    return queries.page(state.object_type, user, where=state.where, sort=state.sort, cursor=request.args.get("cursor"), limit=PAGE, columns=columns)


def _head(head: Head, state: ListState, sort: queries.Sort) -> HeadView:
    if head.code not in state.object_type.sortable and (head.column is None or head.column.side is None):
        return HeadView(head.label, head.align)
    here = sort.name == head.code
    direction = ("descending" if sort.descending else "ascending") if here else ""
    wanted = f"-{head.code}" if here and not sort.descending else head.code

    return HeadView(head.label, head.align, replace(state, chosen_sort=wanted).url(), direction)


def _tabs(state: ListState) -> list[tuple[str, str, bool, str]]:
    views: list[Any] = [*state.views, *state.own_views]
    found = [(str(one.label), f"{state.base}?view={one.code}", state.view is one, f"{state.base}/count?view={one.code}") for one in views]
    if state.view is None or not state.views:
        found.append((_("All"), f"{state.base}?view=all", state.view is None, f"{state.base}/count?view=all"))
    return found
