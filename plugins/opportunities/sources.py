"""S7: where a sale comes from: one value of a list, so that it reads in each language and can be counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core import Change, registry
from core import gettext as _

from .picklists import OTHER_SOURCE


def rules(change: Change) -> Iterator[tuple[str, str]]:
    """The source "other" goes with a text."""
    record = change.record
    if record.lead_source == OTHER_SOURCE and not record.lead_source_other:
        yield "lead_source_other", _("Please say which source.")


def of_lead(lead: Any) -> Mapping[str, Any]:
    """The source of a sale that a lead becomes: its first source, or how the customer heard of us. What the list of sales lacks (a value that
    an administrator has added to the lead's, a structural source alone) is told by its name."""
    source = lead.first_source or lead.information_source or lead.structural_source
    if source is None:
        return {}
    if source in registry.object_type("opportunity").fields["lead_source"].choices:  # type: ignore[attr-defined]  # a picklist
        return {"lead_source": source.code}
    return {"lead_source": OTHER_SOURCE, "lead_source_other": str(source)}
