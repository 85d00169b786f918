"""S3: the prospect plan, a table to print: who may buy what, when, for how much, and against whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from core import Actor, Choice, conditions, permissions, queries, records, redaction, registry, today

from .catalogue import StageInfo, stage_info
from .picklists import PLANNED_WITHIN

MOST = 500
"""Rows of one plan; more belong in an export."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the plan. ``planned`` is what was chosen, else what the close date says; None when neither is known."""

    id: int
    number: str
    product: str | None
    prospect: str
    contact: str
    phone: str | None
    planned: Choice | None
    budget: Decimal | None
    currency: str | None
    quotation_number: str | None
    competitor: str
    stage: StageInfo | None
    result: str


def plan(user: Actor, *, where: Any = None, horizon: str | None = None) -> list[Line]:
    """The lines of the opportunities the user may see, by close date; ``horizon`` (a code) keeps those planned within it."""
    sort = "close_date" if _knows(user, "close_date") else "name"
    wanted = next((choice for choice in PLANNED_WITHIN if choice.code == horizon), None)
    if wanted is not None:
        within = _within(wanted, user)
        if within is None:
            return []
        where = conditions.both(where, within)
    rows = [redaction.known(one, user) for one in records.find("opportunity", user, where=where, sort=sort, limit=MOST)]
    names = queries.names([one for row in rows for one in (row.account_id, row.contact_id, row.competitor_id)], user)
    phones = _phones([row.contact_id for row in rows if row.contact_id], user)
    return [_line(row, names, phones) for row in rows]


def _knows(user: Actor, name: str) -> bool:
    return queries.knows(registry.object_type("opportunity"), user, None, name)


def _within(wanted: Any, user: Actor) -> str | None:
    """The condition for what is planned within this time, as ``_line`` tells it of what the user knows; None where they know neither of the two fields."""
    chosen = ", ".join(one.code for one in PLANNED_WITHIN if one.days <= wanted.days)
    by_choice, by_day = f"planned_within in ({chosen})", f"close_date <= {(today() + timedelta(days=wanted.days)).isoformat()}"
    match _knows(user, "planned_within"), _knows(user, "close_date"):
        case True, True:
            return f"{by_choice} or (planned_within is empty and {by_day})"
        case True, False:
            return by_choice
        case False, True:
            return by_day
    return None


def _phones(contact_ids: Sequence[int], user: Actor) -> dict[int, str | None]:
    """Mobile before landline, of contacts the user may see."""
    if not contact_ids or not permissions.may(user, registry.object_type("contact"), "read"):
        return {}
    found = records.find("contact", user, where={"id": list(dict.fromkeys(contact_ids))}, limit=MOST)
    return {one.id: one.mobile or one.landline for one in (redaction.known(contact, user) for contact in found)}


def _line(row: Any, names: Mapping[int, str], phones: Mapping[int, str | None]) -> Line:
    return Line(
        id=row.id, number=row.number, product=row.product or row.name, prospect=names.get(row.account_id, ""), contact=names.get(row.contact_id, ""),
        phone=phones.get(row.contact_id), planned=row.planned_within or _horizon_of(row.close_date), budget=row.budget, currency=row.budget_currency,
        quotation_number=row.quotation_number, competitor=names.get(row.competitor_id, ""), stage=stage_info(row.stage_id), result=_result(row),
    )  # fmt: skip


def _horizon_of(day: Any) -> Choice | None:
    """The shortest of the four spans the day lies in."""
    if day is None:
        return None
    return next((choice for choice in PLANNED_WITHIN if day <= today() + timedelta(days=choice.days)), None)


def _result(row: Any) -> str:
    return "won" if row.is_won else "lost" if row.is_closed else "open"
