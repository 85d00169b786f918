"""The lenient intake: a web form or a dealer network's message. What arrives is kept, fitting or not; nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core import Actor, gettext_lazy, notices, records, registry, system_actor, transaction
from core import gettext as _
from plugins.contacts import Duplicate


def take_in(values: Mapping[str, Any], user: Actor, *, source: str = "import") -> Any:
    """Register a lead of what came in. Values that do not fit are written into the remarks; a known number adds to the
    customer who has it. Returns the lead, or the record that was added to."""
    fitting, rest = _sort_out(values)
    remarks = "\n".join(part for part in (fitting.pop("remarks", None), _("As received: %(rest)s", rest=rest) if rest else None) if part)
    try:
        return records.create("lead", user, source=source, channel="lenient", remarks=remarks or None, **fitting)
    except Duplicate as known:
        return _add_to(known.matches[0].record, fitting, remarks, user)


def _sort_out(values: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """Values in their Python form, and the others as they came."""
    fields = registry.object_type("lead").fields
    fitting: dict[str, Any] = {}
    rest: list[str] = []
    for name, value in values.items():
        field = fields.get(name)
        try:
            if field is None or field.system or not field.stored:
                raise ValueError
            clean = field.clean(value)
            if clean is not None and any(True for _problem in field.problems(clean)):
                raise ValueError
            fitting[name] = clean
        except ValueError:
            rest.append(f"{name}: {value}")
    return fitting, "; ".join(rest)


def _add_to(record: Any, values: Mapping[str, Any], remarks: str, user: Actor) -> Any:
    """A known customer asked again: fill what is empty, keep the message, tell the owner."""
    declared = record.object_type.fields
    empty = {
        name: value for name, value in values.items()
        if value is not None and name in declared and not declared[name].system and declared[name].stored and getattr(record, declared[name].attribute) is None
    }  # fmt: skip
    if remarks and "remarks" in declared:
        empty["remarks"] = "\n".join(part for part in (record.remarks, remarks) if part)
    with transaction():
        if empty:
            record = records.update(record, system_actor(), source="automation", channel="lenient", **empty)
        if record.owner_id:
            notices.send(record.owner_id, gettext_lazy("“%(record)s” has asked again."), record, module="leads")
    return record
