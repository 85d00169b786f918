"""What a browser has opened or folded by hand: groups of the navigation, sections of forms. One cookie keeps it; ``menus.js`` writes it."""

from __future__ import annotations

from urllib.parse import unquote

from flask import request

COOKIE = "folds"
"""What was opened (1) or folded (0), as ``code:1,code:0``."""


def by_hand() -> dict[str, bool]:
    """Whether it is open, by its code (``data-group``); what nobody has touched is not in it."""
    pairs = (pair.split(":", 1) for pair in unquote(request.cookies.get(COOKIE, "")).split(",") if ":" in pair)
    return {code: chosen == "1" for code, chosen in pairs}
