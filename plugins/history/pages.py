"""The whole history of one record, also of a deleted or merged one, page by page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from core import Actor, BadQuery, NotFound, current_actor, id_in, merging, queries, records
from core import gettext as _

from .reading import entries

blueprint = Blueprint("history", __name__, template_folder="templates")


@blueprint.get("/history/<int:record_id>")
def show_history(record_id: int) -> str:
    """The change log; ``before`` is the key of the next page. Raises NotFound for a record the reader may not see."""
    user = current_actor()
    link = queries.links([record_id], user).get(record_id)
    if link is None:
        raise NotFound
    record = records.get(link.object, record_id, user, deleted=True)
    found, more = entries(record, user, before=_key(request.args.get("before")))
    template = "history/rows.html" if request.headers.get("HX-Request") == "true" else "history/page.html"
    return render_template(
        template, record=record, entries=found, more=more, address=f"/history/{record.id}", deleted_at=record.deleted_at,
        merged_into=_winner(record, user),
    )  # fmt: skip


def _winner(record: Any, user: Actor) -> queries.Link | None:
    """The record into which this one was merged."""
    winner = merging.merged_into(record.id) if record.deleted_at else None
    return queries.links([winner], user).get(winner) if winner else None


def _key(text: str | None) -> int | None:
    found = id_in(text)
    if text and found is None:
        raise BadQuery(_("This page's address is no longer valid; start from the first page."))
    return found
