"""What the convert page shows as chosen: what was typed, else the surest candidate, with the differences that follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core import Actor, id_in, redaction, users

from .conversion import CREATE, EXISTING, Candidate, Difference, differences


@dataclass(frozen=True, slots=True)
class Chosen:
    """For one target: "create", "existing" or "skip", the record, and what would change on it."""

    choice: str
    record: Any
    differences: Sequence[Difference]


def choices(
    lead: Any, user: Actor, typed: Mapping[str, str], accounts: Sequence[Candidate], contacts: Sequence[Candidate]
) -> dict[str, Chosen]:
    """What is chosen for account and contact."""
    account = _chosen("account", lead, user, typed, accounts)
    within = [one for one in contacts if account.record is not None and one.record.account_id == account.record.id]
    return {"account": account, "contact": _chosen("contact", lead, user, typed, within)}


def _chosen(target: str, lead: Any, user: Actor, typed: Mapping[str, str], found: Sequence[Candidate]) -> Chosen:
    pickable = [one for one in found if one.pickable]
    sure = next((one for one in pickable if one.certain), None)
    choice = typed.get(f"{target}_choice") or (EXISTING.code if sure else CREATE.code)
    if choice != EXISTING.code:
        return Chosen(choice, None, ())
    wanted = typed.get(target, "")
    record = next((one.record for one in pickable if str(one.record.id) == wanted), None) or (sure.record if sure and not wanted else None)
    return Chosen(choice, record, differences(record, redaction.known(lead, user), user) if record is not None else ())


def owner_id(lead: Any, typed: Mapping[str, str]) -> int | None:
    """Who is chosen as owner: as typed, else the lead's owner unless that is a queue."""
    chosen = id_in(typed.get("owner"))
    if chosen is not None:
        return chosen
    owner = users.find(lead.owner_id)
    return owner.id if owner is not None and not owner.is_queue else None
