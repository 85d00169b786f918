"""The hooks this module offers to others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from core import Actor, hookspec


@hookspec
def after_activity_done(activity: Any, record_ids: Sequence[int], user: Actor) -> None:
    """After an activity has been done, in the transaction that ends it. ``record_ids`` are the records it is linked to."""
    raise NotImplementedError


@hookspec
def propose_next(record: Any, user: Actor) -> date | None:
    """Before a follow-up is logged. The day proposed for a record's next follow-up; None has no opinion, the earliest is shown."""
    raise NotImplementedError
