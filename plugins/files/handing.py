"""What other modules ask of files: a lead's conversion."""

from __future__ import annotations

from typing import Any

from core import ngettext

from . import attaching


def conversion_step(conversion: Any) -> Any:
    """S1: files move along, onto account, contact and opportunity; the lead keeps them too. Without any there is nothing to do."""
    count = attaching.count_on(conversion.lead.id)
    return conversion.step(
        "files",
        run=(lambda done: {"added": attaching.share_with([done.lead.id], done.target_ids)}) if count else None,
        undo=lambda done, shared: attaching.take_back(shared["added"]),
        moves=ngettext("%(num)s file", "%(num)s files", count) if count else None,
        order=95,
    )
