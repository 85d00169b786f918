"""The sharing page: who sees this one record beyond what roles give; share it with a user or queue, take a share back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from .. import records, registry, users
from ..actor import current_actor
from ..errors import Invalid
from ..i18n import gettext as _
from .addresses import int64

blueprint = Blueprint("sharing", __name__)


@blueprint.get("/<slug>/<int:record_id>/sharing")
def show(slug: str, record_id: int) -> str:
    return _page(_record(slug, record_id))


@blueprint.post("/<slug>/<int:record_id>/sharing")
def share(slug: str, record_id: int) -> Response | tuple[str, int]:
    """``principal`` is the id of a user or queue, or ``email`` the address of a user elsewhere; ``access`` is read or edit."""
    record = _record(slug, record_id)
    elsewhere = users.by_email(request.form.get("email", ""))
    principal_id = elsewhere.id if elsewhere is not None else request.form.get("principal", 0, type=int64)
    try:
        records.share(record, principal_id, current_actor(), access=request.form.get("access", "read"))
    except Invalid as problem:
        return _page(record, problem.message), problem.status
    flash(_("Shared with %(name)s.", name=users.name_of(principal_id)), "success")
    return redirect(f"{record.url}/sharing", 303)


@blueprint.post("/<slug>/<int:record_id>/sharing/<int:principal_id>/end")
def unshare(slug: str, record_id: int, principal_id: int) -> Response:
    record = _record(slug, record_id)
    records.unshare(record, principal_id, current_actor())
    flash(_("No longer shared with %(name)s.", name=users.name_of(principal_id)), "success")
    return redirect(f"{record.url}/sharing", 303)


def _record(slug: str, record_id: int) -> Any:
    """Only who may edit a record learns with whom it is shared."""
    return records.get(registry.by_slug(slug), record_id, current_actor(), operation="edit")


def _page(record: Any, refusal: str | None = None) -> str:
    held, user = records.shares(record), current_actor()
    taken = {row.principal_id for row in held} | {record.owner_id}
    return render_template(
        "sharing/page.html", record=record, object=record.object_type, shares=held, refusal=refusal, name_of=users.name_of,
        may_share=records.may_hand_on(record, user), refused=records.HANDED_ON_BY,
        people=[one for one in users.looked_up(user) if one.id not in taken], email=request.form.get("email", ""),
    )  # fmt: skip
