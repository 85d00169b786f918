"""Addresses a request brings along: only own ones are followed."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException

API = "/api/"
"""A program's addresses are what they are: one with a stroke too many is a mistake in it, which should be seen."""


def own_address(text: str | None) -> str:
    """The address if it is a path of this site, else nothing: nobody is led elsewhere."""
    if not text or not text.startswith("/") or text.startswith(("//", "/\\")) or any(ord(one) < 32 for one in text):
        return ""
    parts = urlsplit(text)
    return "" if parts.scheme or parts.netloc else text


def without_stroke() -> str:
    """The address of the page that this request for one with a stroke at its end must have meant, with its query; nothing where there is none."""
    bare = request.path.rstrip("/")
    if request.method not in ("GET", "HEAD") or bare == request.path or not own_address(bare) or request.path.startswith(API):
        return ""
    try:
        current_app.url_map.bind("").match(bare, "GET")
    except HTTPException:
        return ""
    query = request.query_string.decode("latin-1")
    return f"{request.script_root}{quote(bare)}{'?' if query else ''}{query}"
