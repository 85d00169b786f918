"""Cells of a CSV file: what a spreadsheet would run as a formula goes out as text, and comes in again as it was."""

from __future__ import annotations

import re

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a formula may begin with; the full-width ones where a spreadsheet speaks Chinese or Japanese."""


DIGITS = re.compile(r"[()+./\- ]*\d[\d()+./\- ]*")
"""Each character can be read in one way only: a long cell that fails at its end is not tried again from every digit of it."""


def harmless(text: str) -> str:
    """A cell that a spreadsheet would run as a formula is made text; plain numbers and telephones stay as they are."""
    return f"'{text}" if _is_formula(text) or as_meant(text) != text else text


def as_meant(text: str) -> str:
    """A cell without the apostrophe that ``harmless`` has put before it, or with which people keep a spreadsheet from taking digits for a
    number: '0755-26005678 is a telephone."""
    bare = text.lstrip("'")
    return text[1:] if bare != text and (_is_formula(bare) or DIGITS.fullmatch(bare)) else text


def _is_formula(text: str) -> bool:
    return text.startswith(FORMULA_SIGNS) and not text[1:].replace(".", "", 1).replace(" ", "").replace("-", "").isdigit()
