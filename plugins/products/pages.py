"""Addresses of this module that the generic pages do not have: a product's picture."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, request

from core import Invalid, current_actor, records
from core import gettext as _

from . import pictures

blueprint = Blueprint("products", __name__, template_folder="templates", static_folder="static")

OVERHEAD = 64 * 1024
"""What a form adds to its file."""


@blueprint.get("/products/<int:product_id>/picture")
def picture(product_id: int) -> Any:
    """The picture. A browser is told not to guess and to run nothing; it may keep the bytes, and asks each time whether they still hold."""
    shown, content = pictures.read(product_id, current_actor())
    answer = Response(content, mimetype=shown.type)
    answer.set_etag(shown.sha256)
    answer.cache_control.private, answer.cache_control.no_cache = True, True
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer.make_conditional(request)


@blueprint.post("/products/<int:product_id>/picture")
def change_picture(product_id: int) -> Any:
    """Take the picture that a form sends, or take it off."""
    user = current_actor()
    product = records.get("product", product_id, user)
    try:
        if request.form.get("remove"):
            pictures.remove(product, user)
            flash(_("The picture has been removed."), "success")
        else:
            sent = request.files.get("picture")
            pictures.replace(product, sent.stream.read(pictures.MOST_BYTES + 1) if sent is not None else b"", user)
            flash(_("The picture has been changed."), "success")
    except Invalid as problem:
        flash(problem.message, "error")
    return redirect(product.url, 303)
