"""What waits for my yes, and what I have asked for."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from .. import approvals, queries, registry, users
from ..actor import current_actor
from ..errors import Invalid, NotFound, Refusal
from ..i18n import gettext as _

blueprint = Blueprint("approvals", __name__)

Page = str | tuple[str, int] | Response


@blueprint.get("/approvals")
def show() -> Page:
    return _page()


@blueprint.get("/approvals/<int:approval_id>/record")
def show_record(approval_id: int) -> Page:
    """To the record of a request that one has made or is to decide."""
    asked = approvals.find(approval_id, current_actor())
    record = registry.record_by_id(asked.record_id)
    if record is None:
        raise NotFound
    return redirect(record.url, 303)


@blueprint.post("/approvals/<int:approval_id>/approve")
def approve(approval_id: int) -> Page:
    try:
        approvals.approve(approval_id, current_actor(), request.form.get("reason"))
    except (Refusal, Invalid) as refusal:  # the action says no: the request goes on waiting
        return _page(approval_id, refusal.message), refusal.status
    flash(_("Approved."), "success")
    return redirect(url_for("approvals.show"), 303)


@blueprint.post("/approvals/<int:approval_id>/reject")
def reject(approval_id: int) -> Page:
    try:
        approvals.reject(approval_id, current_actor(), request.form.get("reason", ""))
    except (Refusal, Invalid) as refusal:
        return _page(approval_id, refusal.message), refusal.status
    flash(_("Rejected; the person who asked is told why."), "success")
    return redirect(url_for("approvals.show"), 303)


@blueprint.post("/approvals/<int:approval_id>/withdraw")
def withdraw(approval_id: int) -> Page:
    approvals.withdraw(approval_id, current_actor())
    flash(_("Withdrawn."), "success")
    return redirect(url_for("approvals.show"), 303)


def _page(refused: int | None = None, sentence: str | None = None) -> str:
    user = current_actor()
    waiting, mine = approvals.for_me(user), approvals.mine(user)
    names = queries.names([one.record_id for one in (*waiting, *mine)], user)
    return render_template(
        "approvals/index.html", waiting=waiting, mine=mine, names=names, refused=refused, sentence=sentence, person=users.name_of,
        typed=request.form.get("reason", ""),
    )  # fmt: skip
