"""The last changes on every record's page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core import Actor, Panel
from core import gettext_lazy as _

from .reading import entries

SHOWN = 5


def latest(record: Any, user: Actor) -> Mapping[str, Any]:
    """Variables of the panel."""
    found, more = entries(record, user, limit=SHOWN)
    return {"record": record, "entries": found, "more": more, "address": address(record)}


def address(record: Any) -> str:
    """Where the whole history of a record is."""
    return f"/history/{record.id}"


history_panel = Panel("history.latest", _("Field history"), None, "history/panel.html", latest, slot="foot", order=90, later=True)
