"""What every answer says to the browser: run only our own scripts and styles, tell others nothing, keep nothing secret."""

from __future__ import annotations

from flask import Flask, make_response
from werkzeug.wrappers import Response

from . import static_files

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
KEPT = 365 * 24 * 3600


def register(app: Flask) -> None:
    app.after_request(add)
    if app.config["FORECOURT"]["server"]["https"]:
        app.after_request(keep_to_https)


def add(response: Response) -> Response:
    """Static files at an address of their release are kept; pages are asked for again, but Back may show them."""
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("X-Frame-Options", "DENY")
    if static_files.is_kept():
        response.headers["Cache-Control"] = f"public, max-age={KEPT}, immutable"
    else:
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.vary.update(("Cookie", "X-Dialog", "X-Rows", "X-Section", "HX-Request"))
    return response


def kept_nowhere(page: str) -> Response:
    """The answer with a page that shows a secret: the browser does not keep it, nor do we for a form that is sent twice (``submissions``)."""
    answer = make_response(page)
    answer.cache_control.no_store = True
    return answer


def keep_to_https(response: Response) -> Response:
    """A browser that was here once asks by HTTPS only: its cookies go no other way, and nobody between may answer in our place."""
    response.headers.setdefault("Strict-Transport-Security", f"max-age={KEPT}")
    return response
