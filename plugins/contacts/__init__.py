"""Contacts: who we sell to, the people there, and how warm they are.

Objects: Account (companies and persons), Contact, Partner, Grade scheme and Grade; the S3 forms: Key person, Customer profile
card, New-customer report, Delivery limit with Release, Processing statement; Credit analysis; Consent and Data given away.
Actions: New person, Edit person, Sign, Give data to a partner, Withdraw.  Pages: hand-over of customers, printed forms.
Offers: picklists of the prospect card, country profiles, regions, matching, grades, delivery limits, consent.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from core import Action, Actor, Change, Draft, Job, MenuItem, ObjectType, Panel, Permission, Plugin, Role, Setting, fields, hookimpl, ngettext
from core import gettext_lazy as _

from . import accounts, credit, grades, hookspecs, matching, persons, phone_index, signatures
from .accounts import complete_source, industry_rule, region_rule, source_rule
from .actions import edit_person, new_person
from .countries import CN, INTERNATIONAL, CountryProfile, compose_name, one_phone_missing, postal_rule, profile_for, profile_of, profile_setting, tidy_postal_code
from .demo import demo_customers
from .disclosure import consent_for, disclose, require_consent, withdraw
from .grades import default_scheme, find_grade, fits_horizon, grades_of, highest, next_follow_up, shown_grade
from .handover import HandedOver
from .handover import hand_over as hand_over_customers
from .handover_job import hand_over_job
from .limits import LimitCheck, check_delivery_limit, current_limit
from .matching import Duplicate, Match, MatchQuery, beside, candidates, find_matches, phone_holders
from .models import Account, Contact, CreditAnalysis, Grade, GradeScheme, Partner
from .objects import ALL, account, contact, grade, grade_scheme, partner
from .pages import handover_item, pages
from .panels import PANELS
from .persons import create_person, person_of, primary_contact
from .phone_index import ending_in
from .picklists import (
    ACCOUNT_TYPES,
    BUYER_KINDS,
    CAR_CONCERNS,
    CAR_ORDERS,
    CUSTOMER,
    FIRST_SOURCES,
    FORECAST_CATEGORIES,
    GENDERS,
    INDUSTRIES,
    INFORMATION_SOURCES,
    PAYMENT_METHODS,
    PROSPECT,
    PURCHASE_USES,
    STRUCTURAL_SOURCES,
)
from .regions import Region, RegionField
from .regions import complete as complete_region
from .regions import written as written_region
from .roles import PERMISSIONS, ROLES

__all__ = [
    "ACCOUNT_TYPES",
    "BUYER_KINDS",
    "CAR_CONCERNS",
    "CAR_ORDERS",
    "CN",
    "CUSTOMER",
    "FIRST_SOURCES",
    "FORECAST_CATEGORIES",
    "GENDERS",
    "INDUSTRIES",
    "INFORMATION_SOURCES",
    "INTERNATIONAL",
    "PAYMENT_METHODS",
    "PROSPECT",
    "PURCHASE_USES",
    "STRUCTURAL_SOURCES",
    "Account",
    "Contact",
    "CountryProfile",
    "CreditAnalysis",
    "Duplicate",
    "Grade",
    "GradeScheme",
    "HandedOver",
    "LimitCheck",
    "Match",
    "MatchQuery",
    "Partner",
    "Region",
    "RegionField",
    "account",
    "beside",
    "candidates",
    "check_delivery_limit",
    "complete_region",
    "complete_source",
    "compose_name",
    "consent_for",
    "contact",
    "create_person",
    "current_limit",
    "default_scheme",
    "ending_in",
    "find_grade",
    "find_matches",
    "fits_horizon",
    "grade",
    "grade_scheme",
    "grades_of",
    "hand_over_customers",
    "highest",
    "industry_rule",
    "new_person",
    "next_follow_up",
    "one_phone_missing",
    "partner",
    "person_of",
    "phone_holders",
    "plugin",
    "postal_rule",
    "primary_contact",
    "profile_for",
    "profile_of",
    "region_rule",
    "require_consent",
    "shown_grade",
    "source_rule",
    "tidy_postal_code",
    "written_region",
]

plugin = Plugin(
    "contacts",
    label=_("Contacts"),
    summary=_("Accounts, people, partners and grades; the company forms, hand-over, consent and duplicates."),
    version="1.0",
    api=">=1,<2",
    icon="address-book",
)


@hookimpl
def register_hookspecs() -> Iterable[Any]:
    return [hookspecs]


@hookimpl
def register_objects() -> Iterable[ObjectType]:
    return ALL


@hookimpl
def register_field_types() -> Mapping[str, type[fields.Field]]:
    return {RegionField.type: RegionField}


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return PERMISSIONS


@hookimpl
def register_roles() -> Iterable[Role]:
    return ROLES


@hookimpl
def register_actions() -> Iterable[Action]:
    return [new_person, edit_person, disclose, withdraw, *signatures.ACTIONS]


@hookimpl
def register_blueprints() -> Iterable[Any]:
    return [pages]


@hookimpl
def register_settings() -> Iterable[Setting]:
    return [profile_setting]


@hookimpl
def register_jobs() -> Iterable[Job]:
    return [hand_over_job]


@hookimpl
def navigation_items() -> Iterable[MenuItem]:
    return [handover_item]


@hookimpl
def record_panels() -> Iterable[Panel]:
    return PANELS


@hookimpl
def foresee_saves(object_type: ObjectType, rows: Sequence[Mapping[str, Any]]) -> None:
    phone_index.foresee(object_type, rows)


@hookimpl
def before_save(change: Change) -> None:
    phone_index.lock_changed(change)
    signatures.unsign_changed(change)
    if change.object_type.code in matching.OWN_OBJECTS:
        matching.refuse_duplicate(change)


@hookimpl
def after_save(change: Change) -> None:
    code = change.object_type.code
    phone_index.keep(change)
    if code in matching.OWN_OBJECTS:
        persons.keep_together(change)
    if code == "contact":
        persons.demote_others(change)
    elif code == "grade_scheme":
        grades.keep_one_default(change)
        grades.follow_scheme(change)


@hookimpl
def before_delete(change: Change) -> None:
    code = change.object_type.code
    if change.source == "merge":
        if code == "account":
            accounts.refuse_odd_merge(change)
    elif code == "contact":
        persons.refuse_half_deletion(change)
    elif code == "credit_analysis":
        credit.refuse_deletion(change)
    if code == "account":
        persons.note_deletion(change)


@hookimpl
def after_delete(change: Change) -> None:
    code = change.object_type.code
    phone_index.forget(change.record.id)
    if code == "account":
        persons.forget_deletion(change)
    if code in matching.OWN_OBJECTS:
        accounts.finish_merge(change)


@hookimpl
def on_enable(user: Actor) -> Iterable[str]:
    made, counted = grades.install(user), phone_index.rebuild(user)
    if made:
        yield ngettext("%(num)d grade scheme was added.", "%(num)d grade schemes were added.", made)
    yield ngettext("The telephone numbers of %(num)d record were read anew.", "The telephone numbers of %(num)d records were read anew.", counted)


@hookimpl
def load_demo_data() -> Iterable[Draft]:
    return demo_customers()


@hookimpl(optionalhook=True)
def propose_next(record: Any, user: Actor) -> date | None:
    return grades.propose_next(record)
