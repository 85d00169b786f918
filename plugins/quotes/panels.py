"""What quotes put on the pages of opportunities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import has_request_context, request

from core import Actor, Panel
from core import gettext_lazy as _

from . import editor


def lines_context(record: Any, user: Actor) -> Mapping[str, Any] | None:
    """The line editor; None where the user may not know of lines."""
    wants_next = has_request_context() and request.args.get("lines") == "next"
    sheet = editor.sheet(record, user, focus_new=wants_next)
    return None if sheet is None else {"sheet": sheet}


PANELS = (Panel("quotes.lines", _("Line items"), on="opportunity", template="quotes/lines.html", context=lines_context, order=5),)
