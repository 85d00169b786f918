"""The lenient intake: a web form or a dealer network's message. What arrives is kept, fitting or not; nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core import Actor, fields, gettext_lazy, notices, queries, records, registry, system_actor, today, transaction
from core import gettext as _
from plugins.contacts import Duplicate

EMPTY = (None, "", (), False)


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
    declared = registry.object_type("lead").fields
    fitting: dict[str, Any] = {}
    rest: list[str] = []
    for name, value in values.items():
        field = declared.get(name)
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


def add_typed(record: Any, typed: Mapping[str, Any], user: Actor) -> Any:
    """S2: add what an agent typed to the customer who has the number already. What is empty there is filled; what differs is
    written below the remarks, with day and name. Returns the customer; its owner is told.
    """
    fitting, rest = _sort_out({name: value for name, value in typed.items() if value not in ("", None)})
    lines = [fitting.pop("remarks", None), *_differing(record, fitting, user), rest]
    text = "\n".join(line for line in lines if line)
    remarks = f"{today(record.dealer_id).isoformat()} {user.name}: {text}" if text else ""
    return _add_to(record, fitting, remarks, user)


def _differing(record: Any, values: Mapping[str, Any], user: Actor) -> Iterator[str]:
    """"Label: value" of each value that the customer has no place for, or has otherwise."""
    declared, lead = record.object_type.fields, registry.object_type("lead").fields
    for name, value in values.items():
        held = getattr(record, declared[name].attribute) if name in declared else None
        if value is not None and (name not in declared or (held not in EMPTY and held != value)):
            yield f"{lead[name].label}: {_words(lead[name], value, user)}"


def _words(field: fields.Field, value: Any, user: Actor) -> str:
    if isinstance(field, fields.LookupField) and not isinstance(field, fields.UserField):
        link = queries.links_seen([value], user).get(value)
        return link.name if link is not None else "–"
    return field.text(value)


def _add_to(record: Any, values: Mapping[str, Any], remarks: str, user: Actor) -> Any:
    """A known customer asked again: fill what is empty, keep the message, tell the owner.

    Done by the system where the user sees the customer but may not edit it; the reason names who it was.
    """
    declared = record.object_type.fields
    empty = {
        name: value for name, value in values.items()
        if value is not None and name in declared and not declared[name].system and declared[name].stored and getattr(record, declared[name].attribute) in EMPTY
    }  # fmt: skip
    if remarks and "remarks" in declared:
        empty["remarks"] = "\n".join(part for part in (record.remarks, remarks) if part)
    with transaction():
        if empty:
            reason = _("added by %(name)s", name=user.name)
            record = records.update(record, system_actor(), source="automation", channel="lenient", reason=reason, **empty)
        if record.owner_id and record.owner_id != user.id:
            notices.send(record.owner_id, gettext_lazy("“%(record)s” has asked again."), record, module="leads")
    return record
