"""S10 credit analyses, S12 consents and what was given away under them."""

from __future__ import annotations

from collections.abc import Iterator

from core import Change, Layout, ListView, Menu, ObjectType, RelatedList, Section
from core import gettext as _text
from core import gettext_lazy as _

from .. import credit
from ..models import Consent, CreditAnalysis, Disclosure
from .forms import FORMS

credit_analysis = ObjectType(
    CreditAnalysis,
    label=_("Credit analysis"),
    plural=_("Credit analyses"),
    slug="credit-analyses",
    icon="scale",
    controlled_by="account",
    sortable=("name", "analysed_on", "score"),
    filterable=("account", "assessor", "rating"),
    search=("name",),
    default_sort="-analysed_on",
    menu=Menu(FORMS, 44),
    prepare=credit.rate,
    readonly=credit.stays,
    highlights=("account", "score", "rating", "credit_limit"),
    list_views=(
        ListView("all", _("Credit analyses"), ("name", "analysed_on", "account", "score", "rating", "credit_limit", "assessor"), sort="-analysed_on"),
    ),
    layout=Layout(
        Section(_("Credit analysis"), "account", "analysed_on", "assessor", "name"),
        Section(_("Five Cs, 20 points each"), "character", "capacity", "capital", "collateral", "conditions"),
        Section(_("Result"), "score", "rating", "credit_limit", "remarks"),
    ),
)


def _consent_rules(change: Change) -> Iterator[tuple[str, str]]:
    record = change.record
    if record.given_on and record.expires_on and record.expires_on < record.given_on:
        yield "expires_on", _text("A consent cannot end before it is given.")


consent = ObjectType(
    Consent,
    label=_("Consent"),
    plural=_("Consents"),
    slug="consents",
    icon="shield-check",
    controlled_by="account",
    sortable=("name", "given_on"),
    filterable=("account", "form", "expires_on", "withdrawn_on"),
    search=("name",),
    default_sort="-given_on",
    menu=Menu(FORMS, 45),
    rules=(_consent_rules,),
    highlights=("account", "recipients", "given_on", "expires_on", "withdrawn_on"),
    list_views=(ListView("all", _("Consents"), ("name", "account", "recipients", "given_on", "expires_on", "withdrawn_on"), sort="-given_on"),),
    layout=Layout(
        Section(_("Consent"), "account", "recipients", "recipient_name", "purpose"),
        Section(_("Given"), "form", "given_on", "expires_on", "withdrawn_on", "remarks"),
    ),
    related_lists=(
        RelatedList("disclosures", _("Given to partners"), to="disclosure", via="consent", columns=("name", "recipient_name", "disclosed_at", "created_by")),
    ),
)

disclosure = ObjectType(
    Disclosure,
    label=_("Data given to a partner"),
    plural=_("Data given to partners"),
    slug="disclosures",
    icon="building-bank",
    controlled_by="account",
    creatable=False,
    sortable=("name", "disclosed_at"),
    filterable=("account", "consent", "recipient"),
    default_sort="-disclosed_at",
    readonly=lambda record: _("What was given to a partner stays noted as it was."),
    list_views=(ListView("all", _("Data given to partners"), ("name", "account", "recipient", "recipient_name", "disclosed_at", "created_by")),),
    layout=Layout(Section(_("Data given to a partner"), "account", "consent", "recipient", "recipient_name", "purpose", "disclosed_at")),
)
