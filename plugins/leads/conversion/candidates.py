"""Which accounts and contacts the lead may be already: by telephone, e-mail, ID number and name, with the reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core import Actor, id_in, phones, records, redaction
from core import gettext as _
from plugins.contacts import Match, find_matches

ALIKE = 80
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record the lead may be. ``reasons`` are (sentence, certain): certain ones agree exactly. ``pickable``: the user may
    see it; of a hidden one only the dealer is told."""

    record: Any
    reasons: tuple[tuple[str, bool], ...]
    pickable: bool
    dealer_name: str = ""

    @property
    def certain(self) -> bool:
        return any(certain for _sentence, certain in self.reasons)


def matches_of(lead: Any, user: Actor) -> list[Match]:
    """Everybody who shares a number, an address, an ID number or a name with the lead."""
    return find_matches(
        user, phones=[lead.mobile, lead.landline], emails=[lead.email], names=[lead.name, lead.company], id_number=lead.id_number, exclude=[lead.id]
    )


def account_candidates(lead: Any, user: Actor, matches: Iterable[Match] | None = None) -> list[Candidate]:
    """Accounts that fit, also those whose contact does, the surest first; then companies whose name is alike."""
    found: dict[int, Candidate] = {}
    for match in matches if matches is not None else matches_of(lead, user):
        if match.record.__object_code__ == "account":
            _add(found, match.record, lead, match, user)
        elif match.record.__object_code__ == "contact" and match.record.account is not None:
            _add(found, match.record.account, lead, match, user, through=match.record)
    for record in _alike(lead, user):
        percent = round(_likeness(record, lead))
        found.setdefault(record.id, Candidate(record, ((_("name %(percent)s %% alike", percent=percent), False),), True))
    return list(found.values())[:SHOWN]


def with_searched(found: list[Candidate], code: str, record_id: str, user: Actor) -> list[Candidate]:
    """The candidates, and the account or contact the user has searched for, where it is none of them."""
    wanted = id_in(record_id)
    if wanted is None or any(one.record.id == wanted for one in found):
        return found
    return [*found, *(Candidate(one, (), True) for one in records.find(code, user, where={"id": wanted}))]


def contact_candidates(lead: Any, user: Actor, matches: Iterable[Match] | None = None) -> list[Candidate]:
    """Contacts that fit."""
    found: dict[int, Candidate] = {}
    for match in matches if matches is not None else matches_of(lead, user):
        if match.record.__object_code__ == "contact":
            _add(found, match.record, lead, match, user)
    return list(found.values())[:SHOWN]


def _add(found: dict[int, Candidate], record: Any, lead: Any, match: Match, user: Actor, through: Any = None) -> None:
    reasons = tuple((_reason(kind, redaction.known(lead, user), match.record, through), kind != "name" or through is None) for kind in match.kinds) if match.reachable else ()
    held = found.get(record.id)
    merged = tuple(dict.fromkeys((*(held.reasons if held else ()), *reasons)))
    found[record.id] = Candidate(record, merged, match.reachable, match.dealer_name)


def _reason(kind: str, lead: Any, record: Any, through: Any) -> str:
    sentence = {
        "phone": _("same phone %(number)s", number=_shared_number(lead, record)),
        "email": _("same e-mail"),
        "id_number": _("same ID number"),
        "name": _("same name"),
    }[kind]
    return _("%(reason)s (contact %(name)s)", reason=sentence, name=through.name) if through is not None else sentence


def _shared_number(lead: Any, record: Any) -> str:
    ours = {phones.plain(one) for one in (lead.mobile, lead.landline) if one}
    for name in ("mobile", "landline", "phone"):
        number = getattr(record, name, None)
        if number and phones.plain(number) in ours:
            return phones.show(number)
    return ""


def _alike(lead: Any, user: Actor) -> list[Any]:
    """Companies that begin like the lead's, among those the user sees."""
    if not lead.company:
        return []
    begin = lead.company[:2] if not lead.company.isascii() else lead.company.split()[0][:5]
    near = records.find("account", user, where={"all": [{"field": "name", "operator": "starts", "value": begin}, {"is_person": False}]}, limit=50)
    return [one for one in near if _likeness(one, lead) >= ALIKE]


def _likeness(record: Any, lead: Any) -> float:
    """How alike two companies' names are, 0 to 100."""
    # Imported here: only who converts a company's lead compares names.
    from rapidfuzz import fuzz

    return fuzz.ratio(record.name.casefold(), lead.company.casefold())
