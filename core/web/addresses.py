"""Addresses a request brings along: only own ones are followed."""

from __future__ import annotations

from urllib.parse import urlsplit


def own_address(text: str | None) -> str:
    """The address if it is a path of this site, else nothing: nobody is led elsewhere."""
    if not text or not text.startswith("/") or text.startswith(("//", "/\\")) or any(ord(one) < 32 for one in text):
        return ""
    parts = urlsplit(text)
    return "" if parts.scheme or parts.netloc else text
