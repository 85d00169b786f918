"""The search over all objects: under the box while one types, and as a page. Empty, it offers what was looked at last."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from .. import registry
from ..actor import current_actor
from ..search import LONGEST, objects_for, search
from .record_pages import recent

blueprint = Blueprint("search", __name__)

UNDER_THE_BOX, ON_THE_PAGE, OF_ONE_OBJECT = 5, 10, 50


@blueprint.get("/search")
def show() -> str:
    """``q`` is what was typed; ``in`` the code of the one object to look into."""
    user, text, only = current_actor(), request.args.get("q", "").strip()[:LONGEST], request.args.get("in") or None
    part = bool(request.headers.get("HX-Request"))
    each = UNDER_THE_BOX if part else OF_ONE_OBJECT if only else ON_THE_PAGE
    objects = registry.current().objects
    return render_template(
        "search/box.html" if part else "search/page.html",
        query=text, groups=search(text, user, each, only), each=each,
        recent=[] if text else [(link, objects[link.object]) for link in recent(user)],
        only=only, tabs=[] if part else objects_for(user),
    )  # fmt: skip
