"""Who do we know already? Accounts, contacts and what other modules offer are compared with one another.

S2's "show the duplicate" meets "what one may not see does not exist" halfway: a hidden match shows its dealer and can be
asked for, without any contact data, unless the user has the right ``contacts.see_duplicates``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from core import Actor, Change, Invalid, NotFound, current_actor, fields, gettext_lazy, joined, ngettext, permissions, plugins, queries, records, redaction, registry, system_actor
from core import gettext as _
from core import phones as telephones

from . import access, phone_index

SEE = "contacts.see_duplicates"
OVERRIDE = "contacts.override_duplicate"
OWN_OBJECTS = ("account", "contact")
KINDS = ("phone", "id_number", "email", "name")
"""From the surest to the weakest."""

SHOWN = ("mobile", "phone", "landline", "email", "model_label", "grade", "city", "next_contact_on", "remarks")
"""What the form that met a known number tells of the customer, as far as the reader may see it."""

REASONS = {
    "phone": gettext_lazy("Same telephone number"),
    "id_number": gettext_lazy("Same ID number"),
    "email": gettext_lazy("Same e-mail address"),
    "name": gettext_lazy("Same name"),
}
UNASKED = records.OPEN_TO_CODE | {"automation"}
"""Sources that bring together what is known to be the same."""


@dataclass(frozen=True)
class MatchQuery:
    """What is looked for: telephone numbers as E.164, addresses in lower case, names as written."""

    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    id_number: str | None = None

    @cached_property
    def holders(self) -> list[queries.Link]:
        """The living records with one of the numbers, asked once for all objects."""
        return _holders(self.phones)


@dataclass(frozen=True, slots=True)
class Match:
    """A record that may be the same customer. ``visible``: its data may be shown to this user; ``reachable``: the user
    may open it. ``kinds`` says what fits, the surest first."""

    record: Any
    kinds: tuple[str, ...]
    visible: bool
    reachable: bool = field(default=True)

    @property
    def reason(self) -> str:
        """What fits, as a sentence's part in the reader's language."""
        return joined(str(REASONS[kind]) for kind in self.kinds)

    def facts(self, user: Actor) -> list[tuple[Any, str]]:
        """(label, text) of what tells this customer from another; nothing of a hidden one."""
        visible = permissions.visible_fields(user, self.record.object_type) if self.visible else {}
        known = redaction.known(self.record, user)
        shown = [(visible[name], getattr(known, name)) for name in SHOWN if name in visible]
        found = [(one.label, str(value) if isinstance(one, fields.LookupField) else one.text(value)) for one, value in shown if value is not None]
        return [*found, (visible["owner"].label, self._cared_for)] if "owner" in visible else found

    @property
    def _cared_for(self) -> str:
        """By whom, and where."""
        return " · ".join(part for part in (str(self.record.owner or "–"), self.dealer_name) if part)

    @property
    def dealer_name(self) -> str:
        """Where the customer is looked after: the one thing a hidden match tells."""
        dealer = self.record.dealer
        return str(dealer.name) if dealer is not None else ""

    @property
    def ticket(self) -> str:
        """With it whoever acts may ask the owner for access."""
        return access.ticket(self.record, current_actor())


class Duplicate(Invalid):
    """The number is known already; ``matches`` are the customers that have it."""

    code = "duplicate"

    def __init__(self, errors: dict[str, list[str]], matches: list[Match]) -> None:
        super().__init__(errors)
        self.matches = matches

    @property
    def beside(self) -> tuple[str, dict[str, object]]:
        """What the form's page puts beside the form: template and context."""
        return beside(self.matches, self.message)


def beside(matches: Sequence[Match], sentence: str, hint: str = "", add_url: str = "") -> tuple[str, dict[str, object]]:
    """Template and context of the customers that are known already, as they stand beside a form; empty without any.

    ``add_url``, with %s for a customer's id, takes the form's inputs and adds them to that customer.
    """
    return "contacts/duplicates.html", {"matches": matches, "sentence": sentence, "hint": hint, "add_url": add_url, "user": current_actor()}


def find_matches(
    user: Actor,
    phones: Iterable[str | None] = (),
    emails: Iterable[str | None] = (),
    names: Iterable[str | None] = (),
    id_number: str | None = None,
    exclude: Iterable[int] = (),
) -> list[Match]:
    """Records that share a telephone, ID number, mail address or name, the surest first.

    ``exclude`` are ids not to be matched: the record itself and its own account. This module's before_save has locked the
    numbers of whatever is being saved, so a check in a dependent module's before_save sees every committed saver.
    """
    query = MatchQuery(_numbers(phones), _lower(emails), _words(names), (id_number or "").strip() or None)
    found: dict[int, set[str]] = {}
    for record_id, kind in _candidates(query):
        found.setdefault(record_id, set()).add(kind)
    for record_id in exclude:
        found.pop(record_id, None)
    matches = [match for record_id, kinds in found.items() if (match := _match(record_id, kinds, user))]
    return sorted(matches, key=lambda match: (KINDS.index(match.kinds[0]), match.record.id))


def _numbers(values: Iterable[str | None]) -> tuple[str, ...]:
    """E.164 of numbers stored or typed anyhow."""
    found = (telephones.guess(value) for value in values if value)
    return tuple(dict.fromkeys(number for number in found if number))


def _lower(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip().lower() for value in values if value and value.strip()))


def _words(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(value.split()) for value in values if value and value.strip()))


def _candidates(query: MatchQuery) -> Iterator[tuple[int, str]]:
    for code in OWN_OBJECTS:
        yield from candidates(query, code)
    for found in plugins.call_each("match_candidates", query=query):
        yield from found or ()


def candidates(query: MatchQuery, object_code: str) -> Iterator[tuple[int, str]]:
    """Ids of an object's records that fit, with the kind: what an implementation of ``match_candidates`` can yield from.

    The object has the filterable fields ``name`` and ``email`` and, where it has one, ``id_number``.
    """
    for link in query.holders:
        if link.object == object_code:
            yield link.id, "phone"
    declared = registry.object_type(object_code).fields
    for name, values in (("email", query.emails), ("name", query.names), ("id_number", (query.id_number,) if query.id_number else ())):
        if name in declared:
            for value in values:
                for record in records.find(object_code, system_actor(), where={name: value}, limit=20):
                    yield record.id, name


def phone_holders(numbers: Iterable[str], object_code: str) -> list[int]:
    """Ids of the living records of one object with one of these numbers, whoever may see them."""
    return [link.id for link in _holders(numbers) if link.object == object_code]


def _holders(numbers: Iterable[str]) -> list[queries.Link]:
    held = [record_id for record_id, _number in phone_index.holders(numbers)]
    return list(queries.links(held, system_actor()).values())


def load(record_id: int) -> Any:
    """The living record of whatever object has this id, whoever may see it; None when there is none, or its module is off."""
    link = queries.links([record_id], system_actor()).get(record_id)
    try:
        return records.get(link.object, record_id, system_actor()) if link is not None else None
    except NotFound:
        return None


def _match(record_id: int, kinds: set[str], user: Actor) -> Match | None:
    record = load(record_id)
    if record is None:
        return None
    reachable = records.reachable(record, user, "read")
    return Match(record, tuple(kind for kind in KINDS if kind in kinds), reachable or user.may(SEE), reachable)


def refuse_duplicate(change: Change) -> None:
    """Before a save of an account or contact: a number that another customer has is refused, with that customer named.

    Raises Duplicate. A right and a reason override it: two people may share a landline.
    """
    changed = _changed_numbers(change)
    if not changed or change.source in UNASKED or change.operation == "restore":
        return
    if change.reason and change.user.may(OVERRIDE):
        return
    matches = [match for match in find_matches(change.user, phones=changed.values()) if not _same_customer(match.record, change.record)]
    if matches:
        raise Duplicate({name: [_sentence(matches)] for name in _fields_of(matches, changed)}, matches)


def _changed_numbers(change: Change) -> dict[str, str]:
    held = phone_index.numbers_of(change.record)
    return held if change.is_new else {name: number for name, number in held.items() if name in change.new}


def _same_customer(other: Any, record: Any) -> bool:
    """A company, its own people and colleagues among each other may share a number."""
    return other.id == record.id or (customer_id(other) is not None and customer_id(other) == customer_id(record))


def customer_id(record: Any) -> int | None:
    """The account that a record is, or belongs to."""
    if record.__object_code__ == "account":
        return record.id  # type: ignore[no-any-return]  # records are Any here
    return getattr(record, "account_id", None)


def _fields_of(matches: list[Match], changed: dict[str, str]) -> list[str]:
    held = {number for match in matches for number in phone_index.numbers_of(match.record).values()}
    return [name for name, number in changed.items() if number in held] or list(changed)


def _sentence(matches: list[Match]) -> str:
    match = matches[0]
    if match.visible:
        return _("“%(name)s” has this number already.", name=str(match.record))
    if match.dealer_name:
        return _("A customer of %(dealer)s has this number already. You can ask for access.", dealer=match.dealer_name)
    return ngettext("A customer has this number already.", "%(num)d customers have this number already.", len(matches))
