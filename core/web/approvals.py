"""What waits for my yes, and what I have asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from .. import approvals, permissions, queries, records, registry, users
from ..actor import Actor, current_actor
from ..errors import Invalid, NotFound, Refusal
from ..i18n import gettext as _
from .record_pages import highlights

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
    links = queries.links([one.record_id for one in (*waiting, *mine)], user)
    return render_template(
        "approvals/index.html", waiting=waiting, mine=mine, links=links, facts=_facts(waiting, links, user), refused=refused, sentence=sentence, person=users.name_of,
        typed=request.form.get("reason", ""),
    )  # fmt: skip


def _facts(waiting: Sequence[Any], links: Mapping[int, queries.Link], user: Actor) -> dict[int, Any]:
    """The heads of the records that wait for a yes, by id, as far as who decides may see them: one question for each object."""
    by_object = defaultdict(list)
    for link in (links[one.record_id] for one in waiting if one.record_id in links):
        by_object[link.object].append(link.id)
    facts: dict[int, Any] = {}
    for code, ids in by_object.items():
        if permissions.may(user, registry.object_type(code), "read"):
            facts |= highlights(records.find(code, user, where={"id": ids}, limit=len(ids)), user)
    return facts
