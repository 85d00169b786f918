"""What a lead's conversion makes of opportunities: a new one, an existing one, or none.

The leads module is not known here: it asks by its hook, and its conversion makes the step.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from core import Invalid, customization, id_in, object_name, permissions, records, redaction, registry, today
from core import gettext as translate

from .catalogue import catalogue
from .models import Opportunity
from .picklists import WITHIN_1_MONTH, WITHIN_1_YEAR, WITHIN_3_MONTHS, WITHIN_6_MONTHS
from .sources import of_lead
from .stages import may_fill

CODE = "opportunity"
CREATE, EXISTING, SKIP = "create", "existing", "skip"
CHOICE = "choice"
PLANNED = {"week": WITHIN_1_MONTH, "month": WITHIN_1_MONTH, "quarter": WITHIN_3_MONTHS, "half_year": WITHIN_6_MONTHS, "year": WITHIN_1_YEAR}
"""S3: the planned time of cooperation, by the expected purchase time of the prospect card."""
TYPED = ("name", "amount", "close_date", "process", "type")


def steps(conversion: Any) -> list[Any]:
    """The card of the conversion page and what it does. Nothing for whoever may not make opportunities."""
    if not permissions.may(conversion.user, registry.object_type("opportunity"), "create"):
        return []
    return [
        conversion.step(
            CODE, run=convert, title=object_name("opportunity", heading=True), icon="coin-yen", template="opportunities/convert.html", context=_context(conversion),
            inputs=(CHOICE, "opportunity", *TYPED), order=10,
        )
    ]  # fmt: skip


def _context(conversion: Any) -> dict[str, Any]:
    return {
        "name": proposed_name(redaction.known(conversion.lead, conversion.user)),
        "close_date": end_of_quarter(today(conversion.lead.dealer_id)),
        "processes": [one for one in catalogue().processes.values() if one.active and one.can_begin],
        "default_process": catalogue().default(),
        "existing": _open_of(conversion.account, conversion.user),
        "asked": [name for name in TYPED if may_fill(conversion.user, name)],
    }


def _open_of(account: Any, user: Any) -> list[Any]:
    """The open opportunities of the account chosen, for "use existing"."""
    if account is None or getattr(account, "id", None) is None:
        return []
    return [redaction.known(one, user) for one in records.find("opportunity", user, where={"account": account.id, "is_closed": False}, limit=20)]


def proposed_name(lead: Any) -> str:
    """The customer, and what they want if it is known."""
    wanted = lead.model_label or (str(lead.model_wanted) if lead.model_wanted_id else "")
    return " · ".join(part for part in (lead.company or lead.name, wanted) if part)[:120]


def end_of_quarter(day: date) -> date:
    """The last day of the quarter the day lies in."""
    following = (day.month - 1) // 3 * 3 + 4
    first_after = date(day.year + following // 13, (following - 1) % 12 + 1, 1)
    return first_after - timedelta(days=1)


def convert(conversion: Any) -> dict[str, Any]:
    """Do what the user chose; without a choice no opportunity is made. Raises Invalid with the places of the card's inputs."""
    inputs = conversion.inputs.get(CODE, {})
    choice = inputs.get(CHOICE) or SKIP
    if choice == SKIP:
        return {}
    if choice == EXISTING:
        return _use(conversion, inputs)
    if choice != CREATE:
        raise Invalid({_place(CHOICE): [translate("Choose what to do with the %(object)s.", object=object_name("opportunity"))]})
    record = _make(conversion, inputs)
    conversion.opportunity_id = record.id
    conversion.made.append(record.id)
    return {"made": record.id}


def _place(name: str) -> str:
    """Where an input of this step lies among those of the conversion."""
    return f"parts.{CODE}.{name}"


def _make(conversion: Any, inputs: Mapping[str, Any]) -> Any:
    given = {name: inputs[name] for name in TYPED if inputs.get(name) not in (None, "")}
    values = {**_from_lead(conversion.lead), **given, "account": conversion.account, "contact": conversion.contact, "owner": conversion.owner_id}
    try:
        return records.create("opportunity", conversion.user, source="conversion", typed=given.keys(), **values)
    except Invalid as problem:
        raise Invalid({_place(name) if name in TYPED else name: found for name, found in problem.errors.items()}) from None


def _from_lead(lead: Any) -> dict[str, Any]:
    """S1, S7: what the lead already says of the sale."""
    wanted = lead.model_label or (str(lead.model_wanted) if lead.model_wanted_id else None)
    values = {
        "name": proposed_name(lead), "close_date": end_of_quarter(today(lead.dealer_id)), "product": wanted, "grade": lead.grade_id,
        "planned_within": PLANNED.get(lead.expected_time.code) if lead.expected_time else None,
        **of_lead(lead), "description": lead.remarks, **_budget(lead),
    }  # fmt: skip
    known = Opportunity.__record_fields__
    shipped = {name: value for name, value in values.items() if value is not None and (name in known or name.endswith("_currency"))}
    return {**shipped, **customization.mapped_values(lead, "opportunity")}


def _budget(lead: Any) -> dict[str, Any]:
    return {"budget": lead.budget, "budget_currency": lead.budget_currency} if lead.budget is not None else {}


def _use(conversion: Any, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Take an open opportunity of the account; only its empty contact is filled, and remembered for an undo."""
    chosen = id_in(str(inputs.get("opportunity") or ""))
    if chosen is None:
        raise Invalid({_place("opportunity"): [translate("Choose one of the account's open opportunities.")]})
    record = records.get("opportunity", chosen, conversion.user, lock=True)
    if record.is_closed or record.account_id != conversion.account.id:
        raise Invalid({_place("opportunity"): [translate("Choose one of the account's open opportunities.")]})
    if record.contact_id is None and conversion.contact is not None:
        record = records.update(record, conversion.user, source="conversion", contact=conversion.contact)
        conversion.filled[str(record.id)] = {"contact": None}
    conversion.opportunity_id = record.id
    return {"used": record.id}
