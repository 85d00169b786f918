"""What comes in by the form becomes a case, or one more word about a case.

The customer is told the same whether we know them or not, and whether the case they name is theirs or not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core import Actor, fields, gettext_lazy, language, modules, once, records, registry, speaking, system_actor, units, users
from core import gettext as _
from plugins.contacts import find_matches

from .. import comments
from ..picklists import FROM_CUSTOMER, INTERNAL, QUESTION, TYPES, WEB
from .settings import receiver

INPUTS = fields.named({
    "name": fields.Text(gettext_lazy("Your name"), length=120, required=True),
    "phone": fields.Phone(gettext_lazy("Phone")),
    "email": fields.Email(gettext_lazy("E-mail"), length=120),
    "number": fields.Text(gettext_lazy("Case number"), length=20),
    "type": fields.Picklist(gettext_lazy("What is it?"), TYPES, default=QUESTION, required=True),
    "thing": fields.Text(gettext_lazy("Number plate or VIN"), length=40),
    "subject": fields.Text(gettext_lazy("In a few words"), length=120, required=True),
    "message": fields.LongText(gettext_lazy("What happened?"), length=8000, required=True),
    "consent": fields.Checkbox(gettext_lazy("Your consent")),
})  # fmt: skip
"""What the form asks for, as it ships."""
INSTALLED = "installed_product"
PURPOSE = "case form"


def inputs() -> dict[str, fields.Field]:
    """What the form asks for; of the types of a case those that are offered now."""
    kind: Any = INPUTS["type"]
    return {**INPUTS, "type": kind.as_offered(registry.object_type("case").fields["type"], whole=True)}


def visitor(dealer: units.UnitInfo) -> Actor:
    """Who acts for somebody who is not signed in: may report cases to this dealer and add words to them, and sees nothing."""
    return replace(
        system_actor(), name=str(WEB), is_system=False, locale=language(), zone=dealer.zone, currency=dealer.currency, unit_id=dealer.id,
        dealer_id=dealer.id, dealer_ids=(dealer.id,), principal_ids=(), grants={("case", "create"): "dealer", ("case_comment", "create"): "dealer"},
    )  # fmt: skip


def asks_for_thing() -> bool:
    """Whether some module keeps what customers own, so that the form asks which of it the case is about."""
    held = registry.customized().get(INSTALLED)
    return held is not None and modules.is_on(held.plugin)


def take_in(values: Mapping[str, Any], consent: str, key: str, dealer: units.UnitInfo) -> str:
    """Do what the form says, once for each ``key``; returns the case number to tell the customer.

    ``values`` are those of INPUTS, ``consent`` the sentence agreed to. Raises Invalid by the fields of a case.
    """
    user = visitor(dealer)
    answer, _again = once.perform(key, PURPOSE, user, lambda: {"number": _taken(values, consent, dealer, user)})
    return str(answer["number"])


def _taken(values: Mapping[str, Any], consent: str, dealer: units.UnitInfo, user: Actor) -> str:
    """Whoever names a case is told that number again, theirs or not: else the form would tell whose cases there are."""
    named = values["number"]
    known = _case_named(named, values, dealer) if named else None
    case = known if known is not None else _report(values, consent, dealer, user)
    comments.write(case, user, FROM_CUSTOMER, values["message"], origin=WEB, source="web", reason=consent)
    if named and known is None:
        with speaking(users.installation_locale()):
            note = _("The customer named case %(number)s, which does not have this telephone number or mail address.", number=named)
        comments.write(case, user, INTERNAL, note, source="web")
    return str(named or case.number)


def _report(values: Mapping[str, Any], consent: str, dealer: units.UnitInfo, user: Actor) -> Any:
    """A new case. It lies with whoever gets the form's cases unless the assignment rules name somebody."""
    customer = _customer(values, dealer)
    return records.create(
        "case", user, source="web", reason=consent, name=values["subject"], type=values["type"], description=values["message"], origin=WEB,
        language="zh" if language() == "zh_CN" else "en", supplied_name=values["name"], supplied_phone=values["phone"], supplied_email=values["email"],
        owner=receiver(dealer.id), dealer=dealer.id, **customer, **_thing(values["thing"], customer.get("account")),
    )  # fmt: skip


def _known(values: Mapping[str, Any], dealer: units.UnitInfo) -> tuple[set[int], dict[int, int | None]]:
    """Accounts of this dealer that have the telephone number or mail address, themselves or by a contact, and such contacts with the
    account of each. A plate tells nobody: anyone can read it."""
    matches = find_matches(system_actor(), phones=[values["phone"]], emails=[values["email"]])
    found = [one.record for one in matches if one.record.__object_code__ in ("account", "contact") and one.record.dealer_id == dealer.id]
    contacts = {one.id: one.account_id for one in found if one.__object_code__ == "contact"}
    accounts = {one.id for one in found if one.__object_code__ == "account"}
    return accounts | {one for one in contacts.values() if one is not None}, contacts


def _customer(values: Mapping[str, Any], dealer: units.UnitInfo) -> dict[str, Any]:
    """The customer, where there is only one whom it can be; a contact without an account is one, too."""
    accounts, contacts = _known(values, dealer)
    loose = [one for one, account in contacts.items() if account is None]
    if len(accounts) + len(loose) != 1:
        return {}
    return {"account": next(iter(accounts), None), "contact": next(iter(contacts)) if len(contacts) == 1 else None}


def _thing(typed: str | None, account_id: int | None) -> dict[str, Any]:
    """What the case is about: the very thing where this customer owns it, else the words."""
    if not typed:
        return {}
    held = registry.customized().get(INSTALLED)
    if account_id is not None and held is not None and asks_for_thing():
        for name in ("plate", "vin"):
            owned = records.first(held, system_actor(), where={"account": account_id, name: held.fields[name].clean(typed)}) if name in held.fields else None
            if owned is not None:
                return {"installed": owned.id, "product": str(owned)[:120]}
    return {"product": typed}


def _case_named(number: str, values: Mapping[str, Any], dealer: units.UnitInfo) -> Any:
    """The case with this number, if it was reported by whoever has this telephone number or mail address."""
    case = records.first("case", system_actor(), where={"number": number.strip().upper()})
    if case is None or case.dealer_id != dealer.id:
        return None
    given = {values["phone"], values["email"]} - {None}
    theirs = given & {case.supplied_phone, case.supplied_email} or case.account_id in _known(values, dealer)[0]
    return case if theirs else None
