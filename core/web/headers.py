"""What every answer says to the browser: run only our own scripts and styles, tell others nothing, keep nothing secret."""

from __future__ import annotations

from flask import Flask, request
from werkzeug.wrappers import Response

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
KEPT = 365 * 24 * 3600


def register(app: Flask) -> None:
    app.after_request(add)


def add(response: Response) -> Response:
    """Static files with a checksum in their address are kept; pages are asked for again, but Back may show them."""
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("X-Frame-Options", "DENY")
    if request.endpoint == "static":
        response.headers["Cache-Control"] = f"public, max-age={KEPT if 'v' in request.args else 3600}"
    else:
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.vary.update(("Cookie", "X-Dialog", "X-Rows", "X-Section", "HX-Request"))
    return response
