"""What the search box finds, as JSON."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from .. import fields
from ..actor import current_actor
from ..errors import BadQuery
from ..i18n import gettext as _
from ..i18n import gettext_lazy
from ..search import LONGEST, objects_for, search
from . import fields as parts
from . import shapes
from .house import HOUSE
from .operations import Answer, operation

blueprint = Blueprint("api_search", __name__)

MOST, USUAL = 50, 10


@blueprint.get("/search")
@operation(
    gettext_lazy("Search"), answer=shapes.found, tag=HOUSE,
    query={
        "q": fields.Text(gettext_lazy("What is looked for"), length=LONGEST), "object": fields.Text(gettext_lazy("Only in this object"), length=60),
        "limit": parts.limit(MOST, USUAL),
    },
)  # fmt: skip
def find(query: dict[str, Any]) -> Answer:
    """By object, the best first: at most ``limit`` of each, and whether there is more."""
    user, only = current_actor(), query["object"]
    if only is not None and not objects_for(user, only):
        raise BadQuery(_("“%(code)s” is no object to search in.", code=only), "object")
    groups = search(query["q"] or "", user, query["limit"], only)
    return Answer({"data": [
        {
            "object": group.object, "label": str(group.label), "more": group.more,
            "records": [{"id": row.id, "name": row.name, "second": row.second, "url": f"/api/v1{row.url}"} for row in group.rows],
        }
        for group in groups
    ]})  # fmt: skip
