"""A page may be shown by itself or in a dialog over another: what asks for it says so, and gets it without the frame."""

from __future__ import annotations

from flask import redirect, request
from werkzeug.wrappers import Response


def in_dialog() -> bool:
    """Whether the page is asked for by a dialog, which leaves the frame away."""
    return bool(request.headers.get("X-Dialog"))


def frame_template() -> str:
    return "parts/dialog.html" if in_dialog() else "parts/dialog_page.html"


def go_to(url: str) -> Response:
    """On to another page once a form has done its work. A dialog is told where, for a redirect would be drawn inside it."""
    return Response(status=204, headers={"X-Location": url}) if in_dialog() else redirect(url, 303)
