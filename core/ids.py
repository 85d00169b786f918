"""Ids as texts hold them: in addresses, forms and files."""

from __future__ import annotations

LONGEST = 18
"""Digits: a number of so many fits into 64 bits whatever it is."""


def id_in(text: str | None) -> int | None:
    """The id that a text holds; None for nothing, for words, and for more digits than an id has."""
    text = (text or "").strip()
    return int(text) if text.isdecimal() and len(text) <= LONGEST else None
