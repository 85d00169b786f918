"""Addresses a request brings along: only own ones are followed."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from flask import Flask, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter

API = "/api/"
"""A program's addresses are what they are: one with a stroke too many is a mistake in it, which should be seen."""


DIGITS = 18
"""So many digits of a whole number fit 64 bits, which is what a database compares it with."""


class WholeNumber(IntegerConverter):
    """A number in the address of a page. Nothing has a larger one, so that there is no such page."""

    regex = rf"\d{{1,{DIGITS}}}"


def prepare(app: Flask) -> None:
    """Before any page is registered, a module's too."""
    app.url_map.converters["int"] = WholeNumber


def int64(text: str) -> int:
    """A number as a request sends it, for ``type=``. Raises ValueError for one that 64 bits do not hold: it counts as not sent."""
    if len(text.strip()) > DIGITS:
        raise ValueError(text)
    return int(text)


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
