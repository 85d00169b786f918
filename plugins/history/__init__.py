"""History: the change log of any record, as far as the reader may know its fields.

Adds a panel and a page to every record.  The gate writes the log; switching this module off loses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core import Panel, Plugin, hookimpl
from core import gettext_lazy as _

from .pages import blueprint
from .panels import history_panel
from .reading import Entry, Line, entries

__all__ = ["Entry", "Line", "entries", "plugin"]

plugin = Plugin(
    "history",
    label=_("Field history"),
    summary=_("Who changed what, when and why, on every record; also on deleted and merged ones."),
    icon="history",
)


@hookimpl
def register_blueprints() -> Sequence[Any]:
    return (blueprint,)


@hookimpl
def record_panels() -> Sequence[Panel]:
    return (history_panel,)
