"""The console: what waits at the left, the case at the right, so that one works from case to case without leaving the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core import Actor, Choice, clock, code_of, queries, records, redaction, registry
from core import gettext_lazy as _

from . import countdown, intake, objects, panels

SHOWN = 50
SHORT = {"mine": _("Mine"), "queue": _("Queue"), "waiting": _("Waiting"), "breached": _("Missed")}
"""List views of cases that are tabs here, and what a tab has room for."""
TABS = tuple(Choice(one.code, SHORT[one.code], where=one.where, sort=one.sort) for one in objects.case.list_views if one.code in SHORT)


@dataclass(frozen=True, slots=True)
class Line:
    """A case in the list at the left."""

    case: Any
    customer: str
    late: bool
    urgent: bool


@dataclass(frozen=True, slots=True)
class Console:
    """The whole page: the tab's cases, the one shown with those beside it, and what surrounds it."""

    tab: Choice
    lines: Sequence[Line]
    more: bool
    case: Any
    previous: int | None
    following: int | None
    path: Mapping[str, Any] | None
    said: Mapping[str, Any] | None
    deadlines: Mapping[str, Any] | None
    owned: Sequence[Any]
    open_cases: int
    templates: Sequence[Any]
    macros: Sequence[Any]


def tab_of(code: str | None) -> Choice:
    return next((one for one in TABS if one.code == code), TABS[0])


def read(tab: Choice, case_id: int | None, user: Actor) -> Console:
    """The console as it stands; without a case asked for the first one is shown. Raises NotFound for one the user may not see."""
    ids = queries.ids("case", user, where=tab.where, sort=tab.sort, limit=SHOWN + 1)
    found = records.load(registry.object_type("case"), ids[:SHOWN])
    named = queries.names([one for case in found for one in (case.contact_id, case.account_id)], user)
    case = records.get("case", case_id, user) if case_id is not None else found[0] if found else None
    at = next((place for place, one in enumerate(found) if case is not None and one.id == case.id), None)
    around = _around(case, user) if case is not None else {}
    return Console(
        tab, [_line(redaction.known(one, user), named) for one in found], len(ids) > SHOWN, case, found[at - 1].id if at else None,
        found[at + 1].id if at is not None and at + 1 < len(found) else found[0].id if at is None and found else None, **{**EMPTY, **around},
    )  # fmt: skip


EMPTY: Mapping[str, Any] = {"path": None, "said": None, "deadlines": None, "owned": (), "open_cases": 0, "templates": (), "macros": ()}


def _line(case: Any, named: Mapping[int, str]) -> Line:
    now = clock.now()
    customer = named.get(case.contact_id or case.account_id or 0) or case.supplied_name or ""
    return Line(case, str(customer), case.due_at is not None and case.due_at < now, countdown.is_urgent(case.due_at, now))


def _around(case: Any, user: Actor) -> dict[str, Any]:
    account = redaction.known(case, user).account
    open_cases = queries.count("case", user, where=f"account = {account.id} and is_closed = false", cap=99)[0] if account is not None else 0
    return {
        "path": panels.path(case, user), "said": panels.conversation(case, user), "deadlines": panels.deadlines(case, user),
        "owned": intake.owned_by(account, user), "open_cases": open_cases,
        "templates": _templates(case, user),
        "macros": records.find("case_macro", user, where={"active": True}, sort="name", limit=100),
    }  # fmt: skip



def _templates(case: Any, user: Actor) -> list[Any]:
    """Answers kept ready, those in the customer's language first; of whom it is not known, those in the agent's own."""
    found = records.find("answer_template", user, where={"active": True}, sort="name", limit=100)
    language = code_of(case.language) or user.locale.partition("_")[0]
    return sorted(found, key=lambda one: code_of(one.language) != language)
