"""Messages for the next page, with Undo where what was done can be taken back."""

from __future__ import annotations

from typing import Any

from flask import flash


def say(sentence: str, *, undo_url: str | None = None, **values: Any) -> None:
    """Leave a message; ``undo_url`` with ``values`` is what its Undo sends."""
    if undo_url is None:
        flash(sentence, "success")
        return
    message: Any = {"text": sentence, "undo": undo_url, "values": {name: str(value) for name, value in values.items()}}
    flash(message, "success")  # parts/flashes.html draws the form: it works without a script as well


def warn(sentence: str) -> None:
    """Leave word of something that did not work."""
    flash(sentence, "error")
