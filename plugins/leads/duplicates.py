"""S2: the same telephone number is registered once. Leads, contacts and accounts are compared with one another.

The existing customer is shown, so that the agent can edit it or add to it there. A match that the user may not see shows its
dealer and can be asked for; a right and a reason let a number be saved again (two people share a landline).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from core import Actor, Change, current_actor, records, system_actor
from core import gettext as _
from plugins.contacts import Duplicate, Match, MatchQuery, beside, candidates, find_matches

from .picklists import CONVERTED

OVERRIDE = "leads.override_duplicate"
NUMBERS = ("mobile", "landline")
UNASKED = records.OPEN_TO_CODE | {"automation"}


class KnownNumber(Duplicate):
    """S2: the customer is there already. The form shows who that is beside what was typed."""

    @property
    def beside(self) -> tuple[str, dict[str, object]]:
        """The customers, and what somebody with the right may do where it is not the same one."""
        return shown(self.matches, current_actor())


def shown(matches: Sequence[Match], user: Actor) -> tuple[str, dict[str, object]]:
    """Template and context of known customers beside the form of a lead: what was typed can be added to each."""
    return beside(matches, known(), way_out(user), add_url="/leads/duplicates/%s/add")


def known() -> str:
    """S2's sentence, word for word in Chinese."""
    return _("This prospect is in the system already. Please edit that record or add to it.")


def way_out(user: Actor) -> str:
    """What somebody with the right may do where two people share a number."""
    if not user.may(OVERRIDE):
        return ""
    return _("Not the same person? Say why under “%(field)s”, and save.", field=_("Why this number may be saved again"))


def candidates_among_leads(query: MatchQuery) -> Iterator[tuple[int, str]]:
    """Leads that fit, for whoever registers a customer. A converted lead is left out: what it became is found instead."""
    found = list(candidates(query, "lead"))
    if not found:
        return
    converted = records.find("lead", system_actor(), where={"id": [one for one, _kind in found], "status": CONVERTED.code})
    gone = {record.id for record in converted}
    yield from ((record_id, kind) for record_id, kind in found if record_id not in gone)


def refuse(change: Change) -> None:
    """Before a lead is saved: a number that somebody has already is refused, with that customer shown.

    Raises KnownNumber, which carries the matches.
    """
    if change.source in UNASKED or change.operation == "restore" or _overridden(change):
        return
    by_field = {name: found for name, number in _new_numbers(change).items() if (found := _others(change, number))}
    if by_field:
        message = known()
        matches = {match.record.id: match for found in by_field.values() for match in found}
        raise KnownNumber({name: [message] for name in by_field}, list(matches.values()))


def _overridden(change: Change) -> bool:
    return bool(change.reason or change.record.duplicate_reason) and change.user.may(OVERRIDE)


def _new_numbers(change: Change) -> Mapping[str, str]:
    wanted = NUMBERS if change.is_new else [name for name in NUMBERS if name in change.new]
    return {name: number for name in wanted if (number := getattr(change.record, name))}


def _others(change: Change, number: str) -> list[Match]:
    own = (change.record.id, change.record.converted_account_id, change.record.converted_contact_id)
    return find_matches(change.user, phones=[number], exclude=[one for one in own if one])


def matches_while_typing(user: Actor, typed: Iterable[str], record_id: int | None = None) -> list[Match]:
    """Who has one of these numbers, typed anyhow and perhaps not to the end."""
    return find_matches(user, phones=typed, exclude=[record_id] if record_id else ())
