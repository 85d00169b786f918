"""The recycle bin: what was deleted, and how it comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from .. import records, registry, users
from ..actor import current_actor
from ..db import transaction
from ..errors import ForecourtError
from ..i18n import gettext as _
from ..i18n import ngettext
from .addresses import int64, own_address
from .messages import say, warn

blueprint = Blueprint("recycle_bin", __name__)
PAGE, MOST_BATCHES = 50, 500


@dataclass(slots=True)
class Row:
    name: str
    label: str
    icon: str
    deleted_at: datetime
    by: str
    batch: str


@blueprint.get("/recycle-bin")
def show() -> str:
    """What the user could restore, the latest first."""
    found = records.deleted(current_actor(), before=request.args.get("before", type=int64), limit=PAGE)
    rows = []
    for row in found:
        object_type = registry.object_type(row.object)
        rows.append(Row(row.name, str(object_type.label), object_type.icon, row.deleted_at, users.name_of(row.deleted_by_id), row.deleted_batch))
    next_url = f"/recycle-bin?before={found[-1].id}" if len(found) == PAGE else ""
    return render_template("recycle_bin.html", rows=rows, next_url=next_url)


@blueprint.post("/recycle-bin/restore")
def restore() -> Response:
    """Bring one or several batches back; also what Undo sends."""
    user = current_actor()
    batches = [one for one in request.form.get("batch", "").split(",") if one][:MOST_BATCHES]
    next_url = own_address(request.form.get("next")) or "/recycle-bin"
    try:
        with transaction():
            back = [record for batch in batches for record in records.restore(batch, user)]
    except ForecourtError as problem:
        warn(problem.message)
        return redirect("/recycle-bin", 303)
    say(ngettext("%(num)s record is back.", "%(num)s records are back.", len(back)) if len(back) != 1 else _("“%(name)s” is back.", name=str(back[0])))
    return redirect(next_url, 303)
