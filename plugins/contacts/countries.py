"""Country profiles: what a dealer's country asks of a person's data, beyond the form of telephone numbers (core.phones).

A dealer's setting decides; where it is silent the country of the telephone number does, and then the installation's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from core import Choice, LazyText, Setting, fields, gettext_lazy, phones, settings
from core import gettext as _


@dataclass(frozen=True, slots=True)
class CountryProfile:
    """``one_name``: the form asks for one field, 姓名, not for family and given name. ``person_required`` names the fields
    of a person that must be filled, ``one_phone_of`` those of which one must be; ``postal_code`` is the code's pattern."""

    code: str
    label: LazyText
    one_name: bool
    person_required: tuple[str, ...]
    one_phone_of: tuple[str, ...] = ("mobile", "landline")
    regions: bool = False
    postal_code: str | None = None
    postal_sentence: LazyText | None = None

    def name_fields(self) -> tuple[str, ...]:
        """The fields by which a form asks for the name."""
        return ("name",) if self.one_name else ("family_name", "given_name", "name")

    def postal_problem(self, value: str | None) -> str | None:
        """A sentence on a postal code that does not fit, or None."""
        if not value or self.postal_code is None or re.fullmatch(self.postal_code, value):
            return None
        return str(self.postal_sentence)


CN = CountryProfile(
    "CN",
    gettext_lazy("China"),
    one_name=True,
    person_required=("name", "gender", "province", "city"),
    regions=True,
    postal_code=r"\d{6}",
    postal_sentence=gettext_lazy("A postal code has 6 digits."),
)
INTERNATIONAL = CountryProfile("INTERNATIONAL", gettext_lazy("International"), one_name=False, person_required=("name",))
PROFILES = {profile.code: profile for profile in (CN, INTERNATIONAL)}

profile_setting = Setting(
    "contacts.country_profile",
    fields.Picklist(
        gettext_lazy("Country profile"),
        tuple(Choice(profile.code, profile.label) for profile in PROFILES.values()),
        help=gettext_lazy("Which fields are required and how they are written. Empty: by the country of the telephone number."),
    ),
    per_dealer=True,
)


def profile_for(dealer_id: int | None = None, phone: str | None = None) -> CountryProfile:
    """The profile that holds at a dealer, for a person with this telephone number (E.164)."""
    chosen = settings.get("contacts.country_profile", dealer_id)
    if chosen is not None:
        return PROFILES[chosen.code]
    country = (phones.country_of(phone) if phone else None) or phones.default_region()
    return PROFILES.get(country, INTERNATIONAL)


def profile_of(record: Any, user: Any) -> CountryProfile:
    """The profile by which a record about to be saved is judged."""
    numbers = (getattr(record, name, None) for name in ("mobile", "landline", "phone"))
    return profile_for(record.dealer_id or user.dealer_id, next((one for one in numbers if one), None))


def tidy_postal_code(record: Any) -> None:
    """Full-width digits and blanks do not matter."""
    if record.postal_code:
        record.postal_code = phones.half_width(record.postal_code).replace(" ", "")


def postal_rule(change: Any) -> Iterator[tuple[str, str]]:
    """S2: a Chinese postal code has 6 digits. Judged only when it changes, so that old data stays editable."""
    if change.is_new or "postal_code" in change.new:
        problem = profile_of(change.record, change.user).postal_problem(change.record.postal_code)
        if problem:
            yield "postal_code", problem


def compose_name(family: str | None, given: str | None) -> str | None:
    """A full name of its parts: Chinese, Japanese and Korean put the family first, without a blank."""
    parts = [part for part in (family, given) if part]
    if not parts:
        return None
    if any("\u3040" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7a3" for letter in "".join(parts)):
        return "".join(parts)
    return " ".join(reversed(parts))


def one_phone_missing(record: Any, profile: CountryProfile) -> str | None:
    """S2: the sentence where none of the profile's telephone fields is filled, or None."""
    if any(getattr(record, name, None) for name in profile.one_phone_of):
        return None
    return _("Please give a mobile or a landline number.")
