"""What happens around a save, by object. The hooks in ``__init__`` call in here."""

from __future__ import annotations

from core import Change

from . import opportunity_lines, sales


def before(change: Change) -> None:
    if change.object_type.code == sales.LINE:
        opportunity_lines.before_save(change)


def after(change: Change) -> None:
    if change.object_type.code == sales.LINE:
        sales.line_changed(change)


def before_deletion(change: Change) -> None:
    if change.object_type.code == "opportunity":
        sales.leave(change.record.id)


def after_deletion(change: Change) -> None:
    if change.object_type.code == sales.LINE:
        sales.line_changed(change)
