"""Messages for the next page, with Undo where what was done can be taken back."""

from __future__ import annotations

import json
from typing import Any

from flask import flash
from markupsafe import Markup, escape

from .. import once


def say(sentence: str, *, undo_url: str | None = None, **values: Any) -> None:
    """Leave a message; ``undo_url`` with ``values`` is what its Undo sends."""
    if undo_url is None:
        flash(sentence, "success")
        return
    sent = escape(json.dumps({**{name: str(value) for name, value in values.items()}, "_once": once.new_token()}))
    flash(Markup('{}<span data-undo="{}" data-values="{}"></span>').format(sentence, undo_url, Markup(sent)), "success")


def warn(sentence: str) -> None:
    """Leave word of something that did not work."""
    flash(sentence, "error")
