"""The merge page: choose the winner, then field by field; see what moves; undo."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from .. import merging, records, registry
from ..actor import Actor, current_actor
from ..errors import Invalid, Refusal
from ..i18n import gettext as _
from .addresses import int64

blueprint = Blueprint("merging", __name__)

Page = str | tuple[str, int] | Response


@blueprint.get("/<slug>/<int:record_id>/merge")
def choose(slug: str, record_id: int) -> Page:
    """``with`` names the other record; without it the page asks for one. ``winner`` says which of the two stays."""
    user, record = current_actor(), _record(slug, record_id, current_actor())
    other_id = request.args.get("with", type=int64)
    if other_id is None:
        return _choice(record)
    return _page(record, _record(slug, other_id, user), user)


@blueprint.post("/<slug>/<int:record_id>/merge")
def merge(slug: str, record_id: int) -> Page:
    """``loser`` names the other record, ``pick-<field>`` whose value is taken."""
    user = current_actor()
    winner = _record(slug, record_id, user)
    loser = _record(slug, request.form.get("loser", 0, type=int64), user)
    picks = {key.removeprefix("pick-"): side for key, side in request.form.items() if key.startswith("pick-")}
    try:
        merging.merge(winner, loser, user, picks)
    except (Refusal, Invalid) as refusal:
        return _page(winner, loser, user, refusal.message, picks), refusal.status
    flash(_("“%(loser)s” is merged into “%(winner)s”.", loser=str(loser), winner=str(winner)), "success")
    return redirect(winner.url, 303)


@blueprint.post("/merges/<int:merge_id>/undo")
def undo(merge_id: int) -> Page:
    back = merging.undo(merge_id, current_actor())
    flash(_("The merge is undone; “%(name)s” is back.", name=str(back)), "success")
    return redirect(back.url, 303)


def _choice(record: Any) -> str:
    """Asks for the other record, and offers to undo the last merge."""
    done = merging.latest(record)
    reason = None if done is None else merging.why_not_undo(done)
    return render_template("merging/choose.html", record=record, object=record.object_type, merge=done, reason=reason)


def _record(slug: str, record_id: int, user: Actor) -> Any:
    return records.get(registry.by_slug(slug), record_id, user)


def _page(one: Any, other: Any, user: Actor, refusal: str | None = None, picks: dict[str, str] | None = None) -> str:
    winner, loser = (other, one) if request.args.get("winner", type=int64) == other.id else (one, other)
    return render_template(
        "merging/merge.html", winner=winner, loser=loser, preview=merging.preview(winner, loser, user), refusal=refusal, picks=picks or {},
        swap=url_for("merging.choose", slug=registry.object_type(winner.__object_code__).slug, record_id=winner.id,
                     **{"with": loser.id, "winner": loser.id}),
    )  # fmt: skip
