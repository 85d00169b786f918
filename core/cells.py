"""Cells of a CSV file: what a spreadsheet would run as a formula goes out as text, and comes in again as it was."""

from __future__ import annotations

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a formula may begin with; the full-width ones where a spreadsheet speaks Chinese or Japanese."""


def harmless(text: str) -> str:
    """A cell that a spreadsheet would run as a formula is made text; plain numbers and telephones stay as they are."""
    return f"'{text}" if _is_formula(text) else text


def as_meant(text: str) -> str:
    """A cell without the apostrophe that ``harmless`` has put before it."""
    return text[1:] if text[:1] == "'" and _is_formula(text[1:]) else text


def _is_formula(text: str) -> bool:
    return text.startswith(FORMULA_SIGNS) and not text[1:].replace(".", "", 1).replace(" ", "").replace("-", "").isdigit()
