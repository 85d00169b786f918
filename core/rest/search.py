"""What the search box finds, as JSON."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from .. import fields
from ..actor import current_actor
from ..i18n import gettext_lazy
from ..search import LONGEST, search
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
    groups = search(query["q"] or "", current_actor(), query["limit"], query["object"])
    return Answer({"data": [
        {
            "object": group.object, "label": str(group.label), "more": group.more,
            "records": [{"id": row.id, "name": row.name, "second": row.second, "url": row.url} for row in group.rows],
        }
        for group in groups
    ]})  # fmt: skip
