"""The stage history stays as it was written: what core.append_only needs to know of its table."""

from __future__ import annotations

from core import append_only
from core import gettext as _

from .models.snapshot import TABLE

MESSAGE = "the stage history cannot be changed"


def restore() -> list[str]:
    """Put triggers back that are missing; returns a sentence if there were any."""
    return [_("The protection of the stage history was put back.")] if append_only.restore(TABLE, MESSAGE) else []
