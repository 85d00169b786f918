"""What other modules ask of files: a lead's conversion."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core import ngettext

from . import attaching


@dataclass(slots=True)
class ConversionStep:
    """What this module adds to a lead's conversion, in the shape in which the leads module reads it."""

    run: Callable[[Any], Mapping[str, Any] | None]
    undo: Callable[[Any, Mapping[str, Any]], None]
    moves: str | None
    code: str = "files"
    title: str = ""
    icon: str = "paperclip"
    template: str | None = None
    context: Mapping[str, Any] = field(default_factory=dict)
    veto: str | None = None
    order: int = 95


def conversion_step(conversion: Any) -> ConversionStep:
    """S1: files move along, onto account, contact and opportunity; the lead keeps them too."""
    count = attaching.count_on(conversion.lead.id)
    return ConversionStep(
        run=lambda done: {"added": attaching.share_with([done.lead.id], done.target_ids)},
        undo=lambda done, shared: attaching.take_back(shared["added"]),
        moves=ngettext("%(num)s file", "%(num)s files", count) if count else None,
    )
