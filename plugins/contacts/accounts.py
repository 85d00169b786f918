"""What an account and its contacts obey: places, sources, names; and what merging them brings together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from core import Change, Refusal, merging, records, system_actor
from core import gettext as _

from . import countries, hierarchy, matching, persons, phone_index, regions
from .picklists import STRUCTURAL_SOURCES


def prepare(change: Change) -> None:
    """Complete an account before it is checked: the levels above a division, the sources' tree, the postal code's form."""
    record = change.record
    hierarchy.lock(change)
    regions.complete(record)
    countries.tidy_postal_code(record)
    complete_source(record)


def prepare_contact(change: Change) -> None:
    """Complete a contact before it is checked: the full name of its parts, the place, whether it is the primary one."""
    record = change.record
    regions.complete(record)
    countries.tidy_postal_code(record)
    composed = countries.compose_name(record.family_name, record.given_name)
    if composed and (not record.name or _parts_changed(record)):
        record.name = composed
    persons.choose_primary(change)


def _parts_changed(record: Any) -> bool:
    """A name typed beside its parts stays; one left alone while a part changes follows the parts."""
    state = sa.inspect(record).attrs
    return not state.name.history.has_changes() and any(state[part].history.has_changes() for part in ("family_name", "given_name"))


def complete_source(record: Any) -> None:
    """S7: each first source belongs to one structural source, which need not be picked as well."""
    if record.first_source is not None and record.structural_source is None:
        parent = record.first_source.parent
        record.structural_source = next((one for one in STRUCTURAL_SOURCES if one == parent), None)


def source_rule(change: Change) -> Iterator[tuple[str, str]]:
    """S7: the first source lies under the structural source. For any object with both fields."""
    structural, first = change.record.structural_source, change.record.first_source
    if first is not None and first.parent is not None and structural is not None and first.parent != structural.code:
        yield "first_source", _("“%(first)s” does not belong to “%(structural)s”.", first=first.label, structural=structural.label)


def region_rule(change: Change) -> Iterator[tuple[str, str]]:
    """A city lies in its province, a district in its city. For any object with the three fields."""
    yield from regions.misfits(change.record)


def industry_rule(change: Change) -> Iterator[tuple[str, str]]:
    """S7: the industry "other" goes with a text."""
    record = change.record
    if record.industry is not None and record.industry.code == "other" and not record.industry_other:
        yield "industry_other", _("Please say which industry.")


def refuse_odd_merge(change: Change) -> None:
    """Before the loser of a merge goes: a person is not merged with a company."""
    winner = _winner_of(change)
    if winner is not None and winner.is_person != change.record.is_person:
        raise Refusal(_("A person account and a company account cannot be merged."))


def finish_merge(change: Change) -> None:
    """After the loser went: merge the two people of person accounts, keep one primary contact, mend circle and index."""
    winner = _winner_of(change)
    if winner is None:
        return
    if change.object_type.code == "account":
        winner_id = winner.id
        _merge_people(winner, change)
        _one_primary(winner_id)
        winner = matching.load(winner_id)  # merging the people forgot what had been read
        if winner.id in hierarchy.ancestors(winner.id):
            records.update(winner, system_actor(), source="merge", reason=change.reason, parent=None)
    phone_index.rewrite(winner)


def _winner_of(change: Change) -> Any:
    if change.source != "merge":
        return None
    winner_id = merging.partner_of(change.record)
    return matching.load(winner_id) if winner_id is not None else None


def _merge_people(winner: Any, change: Change) -> None:
    if not winner.is_person:
        return
    people = records.find("contact", system_actor(), where={"account": winner.id, "is_person": True}, sort="id")
    owned = [one for one in people if one.name == winner.name] or people
    for other in people:
        if other.id != owned[0].id:
            merging.merge(owned[0], other, system_actor())


def _one_primary(winner_id: int) -> None:
    for other in records.find("contact", system_actor(), where={"account": winner_id, "is_primary": True}, sort="created_at")[1:]:
        records.update(other, system_actor(), source="merge", is_primary=False)
