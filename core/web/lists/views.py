"""Which columns a list has, and views of one's own."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from ... import permissions, saved_views, side_columns
from ...errors import Invalid
from ...i18n import gettext as _
from ..dialogs import go_to
from ..messages import say
from .state import opened, read_state


def routes(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/<slug>/columns", view_func=edit_columns)
    blueprint.add_url_rule("/<slug>/save-view", view_func=name_view)
    blueprint.add_url_rule("/<slug>/views", view_func=save_view, methods=["POST"])
    blueprint.add_url_rule("/<slug>/views/<int:view_id>/delete", view_func=delete_view, methods=["POST"])


def edit_columns(slug: str) -> str | Response:
    """Which columns, in which order."""

    object_type, user = opened(slug)
    state = read_state(object_type, user, request.args)
    if request.args.get("done"):
        chosen = tuple(request.args.getlist("column"))
        return go_to(replace(state, chosen_columns=chosen or None).url())
    labels = {name: str(one.label) for name, one in permissions.visible_fields(user, object_type).items() if name != "id"}
    labels |= {code: str(one.label) for code, one in side_columns.added(object_type, user).items()}
    shown = [name for name in state.columns if name in labels]
    rest = sorted((name for name in labels if name not in shown), key=lambda name: labels[name])
    choices = [(name, labels[name], name in shown) for name in (*shown, *rest)]
    return render_template("list/columns.html", base=state.base, kept=[pair for pair in state.pairs() if pair[0] != "columns"], choices=choices)


def name_view(slug: str) -> str:
    """The dialog that asks for a view's name."""
    object_type, user = opened(slug)
    state = read_state(object_type, user, request.args)
    name = state.view.name if isinstance(state.view, saved_views.SavedView) else ""
    return render_template("list/save_view.html", base=state.base, kept=state.pairs(), name=name, errors=[])


def save_view(slug: str) -> str | Response | tuple[str, int]:
    """Keep what the list shows under a name, or ask for another."""
    object_type, user = opened(slug)
    state = read_state(object_type, user, request.form)
    own_where = state.view.where if not isinstance(state.view, saved_views.SavedView) and state.view is not None else None
    filters = [*([own_where] if own_where else []), *state.filters]
    try:
        view = saved_views.keep(object_type, user, request.form.get("name", ""), filters=filters, columns=list(state.columns), sort=state.sort)
    except Invalid as problem:
        return render_template("list/save_view.html", base=state.base, kept=state.pairs(), name=request.form.get("name", ""), errors=[problem.message]), 422
    return go_to(f"{state.base}?view={view.code}")


def delete_view(slug: str, view_id: int) -> Response:
    """Drop a view of one's own."""
    object_type, user = opened(slug)
    gone = saved_views.drop(view_id, user)
    say(_("The view “%(name)s” was deleted.", name=gone["name"]))
    return redirect(f"/{object_type.slug}", 303)
