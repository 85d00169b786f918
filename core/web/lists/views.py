"""Which columns a list has, and the views that people keep."""

from __future__ import annotations

import json
from dataclasses import replace
from operator import itemgetter
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from ... import conditions, permissions, saved_views, side_columns
from ...actor import Actor
from ...errors import Invalid, NotFound
from ...i18n import gettext as _
from ..addresses import int64
from ..dialogs import go_to
from ..messages import say, warn
from ..moving import moved
from .state import ListState, opened, read_state


def routes(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/<slug>/columns", view_func=edit_columns)
    blueprint.add_url_rule("/<slug>/save-view", view_func=name_view)
    blueprint.add_url_rule("/<slug>/views", view_func=save_view, methods=["POST"])
    blueprint.add_url_rule("/<slug>/views/again", view_func=restore_view, methods=["POST"])
    blueprint.add_url_rule("/<slug>/views/pin", view_func=pin_view, methods=["POST"])
    blueprint.add_url_rule("/<slug>/views/<int:view_id>/take-over", view_func=take_view_over, methods=["POST"])
    blueprint.add_url_rule("/<slug>/views/<int:view_id>/delete", view_func=delete_view, methods=["POST"])


def edit_columns(slug: str) -> str | Response | tuple[str, int]:
    """Which columns, in which order: ticked and moved in the dialog, or without a script by one button at a time (``up``, ``down``)."""
    object_type, user = opened(slug)
    state = read_state(object_type, user, request.args)
    labels = {name: str(one.label) for name, one in permissions.visible_fields(user, object_type).items() if name != "id"}
    labels |= {code: str(one.label) for code, one in side_columns.added(object_type, user).items()}
    sent, asked = "done" in request.args, tuple(dict.fromkeys(request.args.getlist("column")))
    done = sent and not {"up", "down"} & set(request.args)
    if done and asked:
        return go_to(replace(state, chosen_columns=asked).url())
    chosen = [name for name in (moved(asked, request.args) if sent else state.columns) if name in labels]
    errors = [_("Choose at least one column.")] if done else []
    page = render_template(
        "list/columns.html", base=state.base, kept=[pair for pair in state.pairs() if pair[0] != "columns"], errors=errors,
        chosen=[(name, labels[name]) for name in chosen], others=sorted(((name, labels[name]) for name in labels if name not in chosen), key=itemgetter(1)),
        reset_url=replace(state, chosen_columns=None).url() if state.view is not None else "",
    )  # fmt: skip
    return (page, 422) if errors else page


def name_view(slug: str) -> str:
    """The dialog that asks for a view's name, and of whoever manages people, who has it."""
    object_type, user = opened(slug)
    state = read_state(object_type, user, request.args)
    held = state.view if isinstance(state.view, saved_views.SavedView) else None
    return _naming(state, user, held.name if held is not None else "", held.unit_id if held is not None and held.is_of(user) else None, [])


def _naming(state: ListState, user: Actor, name: str, unit_id: int | None, errors: list[str]) -> str:
    return render_template(
        "list/save_view.html", base=state.base, kept=state.pairs(), name=name, unit_id=unit_id, audiences=saved_views.audiences(user), errors=errors,
    )  # fmt: skip


def save_view(slug: str) -> str | Response | tuple[str, int]:
    """Keep what the list shows under a name, or ask for another."""
    object_type, user = opened(slug)
    state = read_state(object_type, user, request.form)
    own_where = state.view.where if not isinstance(state.view, saved_views.SavedView) and state.view is not None else None
    filters = [*([own_where] if own_where else []), *state.filters]
    name, unit_id = request.form.get("name", ""), request.form.get("unit", type=int64)
    try:
        view = saved_views.keep(object_type, user, name, filters=filters, columns=list(state.columns), sort=state.sort, unit_id=unit_id)
    except Invalid as problem:
        return _naming(state, user, name, unit_id, [problem.message]), 422
    return go_to(f"{state.base}?view={view.code}")


def pin_view(slug: str) -> Response:
    """Have one's list open with a view from now on; with ``pinned`` as it stands taken back."""
    object_type, user = opened(slug)
    code, unpinned = request.form.get("view", ""), bool(request.form.get("pinned"))
    saved_views.pin(object_type, user, None if unpinned else code)
    say(_("%(objects)s open as you left them.", objects=object_type.plural) if unpinned else _("%(objects)s open with this view from now on.", objects=object_type.plural))
    return redirect(f"/{object_type.slug}?{urlencode({'view': code})}", 303)


def take_view_over(slug: str, view_id: int) -> Response:
    """Keep from now on what somebody shared who has left."""
    object_type, user = opened(slug)
    address = f"/{object_type.slug}?view={saved_views.KEPT}{view_id}"
    try:
        view = saved_views.take_over(object_type, view_id, user)
    except Invalid as problem:
        warn(problem.message)
    else:
        say(_("You keep the view “%(name)s” from now on.", name=view.name))
    return redirect(address, 303)


def delete_view(slug: str, view_id: int) -> Response:
    """Drop a view of one's own, or one whose keeper has left; Undo keeps it again, as it was shared."""
    object_type, user = opened(slug)
    gone = saved_views.drop(object_type, view_id, user)
    say(_("The view “%(name)s” was deleted.", name=gone["name"]), undo_url=f"/{object_type.slug}/views/again", view=json.dumps(gone))
    return redirect(f"/{object_type.slug}", 303)


def restore_view(slug: str) -> Response:
    """Keep a view again that was just deleted."""
    object_type, user = opened(slug)
    try:
        gone = json.loads(request.form.get("view", ""))
        conditions.both(*map(str, gone["filters"]))
        view = saved_views.keep(
            object_type, user, str(gone["name"]), filters=[str(one) for one in gone["filters"]], columns=[str(one) for one in gone["columns"]],
            sort=gone["sort"] and str(gone["sort"]), unit_id=gone["unit_id"] and int(gone["unit_id"]),
        )  # fmt: skip
    except (ValueError, TypeError, KeyError):
        raise NotFound from None
    except Invalid as problem:
        warn(problem.message)
        return redirect(f"/{object_type.slug}", 303)
    return redirect(f"/{object_type.slug}?view={view.code}", 303)
