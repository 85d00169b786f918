"""What every change of the layer ends with: its line in the log, the version by which all workers build the layer anew, and the work behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import audit, outbox, state
from ..actor import Actor
from .layer import STATE

SETTLE = "core.customization_settle"
"""The outbox topic under which indexes are made and purged values taken out."""
CHANGED = "core.fields_changed"
"""The outbox topic that tells modules that an object has other fields now: a search indexes its records anew."""


def changed(user: Actor, object_code: str, event: str, details: Mapping[str, Any], *, searched: bool = False, settle: bool = False) -> None:
    """The log line, the version, and what a worker has to do."""
    state.bump(STATE)
    audit.record(event, actor=user, object_code=object_code, details=dict(details))
    if settle:
        outbox.add(SETTLE, {"object": object_code})
    outbox.add(CHANGED, {"object": object_code, "searched": searched})
