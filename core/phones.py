"""Telephone numbers: typed anyhow, stored as E.164, shown as people of their country write them.

A number belongs to the country it names (+1 …) or else to the installation's own. A country may have a rule of its own
for mobiles and landlines; others are judged by the phonenumbers library. An extension is kept behind ``;ext=``, as
RFC 3966 writes it, and never takes part in a comparison: see ``plain``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat

from .i18n import gettext as _

EXTENSION = ";ext="
KEPT = 1024
"""Numbers read, guessed or shown last: one save asks the same of a number several times, and the library takes its time."""
TYPED = re.compile(r"(?:tel:)?[\d+\-–—()\[\] ./]+(?:\s*(?:;ext=|ext\.?|x|#)\s*\d{1,7})?", re.IGNORECASE)
LONGEST = 100
"""Characters of a number as it is typed, blanks and extension included. What is longer is refused before anything searches it: on a long text the
expressions here, and the library's, take time that grows with the square of its length."""
CN_MOBILE = re.compile(r"1[3-9]\d{9}")
CN_LANDLINE = re.compile(r"(10|2\d|[3-9]\d{2})(\d{7,8})")
CN_SERVICE = re.compile(r"[48]00\d{7}|9[56]\d{3,6}")


def default_region() -> str:
    """The country a number without a country code belongs to, as a two-letter code."""
    from .settings import get

    return str(get("core.country") or "CN")


def regions() -> Collection[str]:
    """The countries whose numbers are known, by their codes of two letters."""
    return phonenumbers.SUPPORTED_REGIONS


def normalise(text: str, kind: str | None = None, region: str | None = None) -> str:
    """E.164. Full-width digits, blanks, dashes and +86 do not matter. Raises ValueError with a sentence.

    ``kind`` is "mobile", "landline", "fax" or None; ``region`` the country of numbers that name none.
    """
    return _normalised(text, kind, region or default_region())


@lru_cache(maxsize=KEPT)
def _normalised(text: str, kind: str | None, home: str) -> str:
    number = _parse(text, home)
    country = phonenumbers.region_code_for_country_code(number.country_code or 0)
    problem = COUNTRY_RULES.get(country, _any_rule)(number, kind)
    if problem:
        raise ValueError(problem)
    stored = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return f"{stored}{EXTENSION}{number.extension}" if number.extension else stored


def half_width(text: str) -> str:
    """Full-width letters and digits made plain."""
    return unicodedata.normalize("NFKC", text).strip()


def plain(stored: str) -> str:
    """The number without its extension: what two records that share a telephone have in common."""
    return stored.partition(EXTENSION)[0]


def guess(text: str, region: str | None = None) -> str | None:
    """E.164 of a number however incomplete the rules find it, or None: for searching, never for storing."""
    return _guessed(text, region or default_region())


@lru_cache(maxsize=KEPT)
def _guessed(text: str, home: str) -> str | None:
    try:
        number = _parse(text, home)
    except ValueError:
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def country_of(stored: str) -> str | None:
    """The two-letter code of the country a stored number belongs to, or None."""
    try:
        number = phonenumbers.parse(stored)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.region_code_for_country_code(number.country_code or 0)


def show(stored: str) -> str:
    """The stored number as people write it: national for the installation's own country, else international."""
    return _shown(stored, default_region())


@lru_cache(maxsize=KEPT)
def _shown(stored: str, home: str) -> str:
    try:
        number = phonenumbers.parse(stored)
    except phonenumbers.NumberParseException:
        return stored
    at_home = phonenumbers.region_code_for_country_code(number.country_code or 0) == home
    landline = CN_LANDLINE.fullmatch(str(number.national_number)) if number.country_code == 86 else None
    if at_home and landline and not phonenumbers.is_valid_number(number):
        return f"0{landline[1]} {landline[2]}"  # the library leaves out the 0 of an area it has no plan of
    return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL)


def _parse(text: str, home: str) -> PhoneNumber:
    if len(text) > LONGEST:
        raise ValueError(_("A telephone number has at most %(count)d characters.", count=LONGEST))
    typed = _spell_extension(half_width(text))
    try:
        # The library would pass over letters; a name typed behind a number would be lost without a word.
        if not TYPED.fullmatch(typed):
            raise phonenumbers.NumberParseException(phonenumbers.NumberParseException.NOT_A_NUMBER, "")
        number = phonenumbers.parse(typed, home)
    except phonenumbers.NumberParseException:
        raise ValueError(_("“%(text)s” is not a telephone number.", text=text.strip())) from None
    return _home_number(number, home)


def _spell_extension(typed: str) -> str:
    """Chinese switchboards are written 021-65581234转801 or 021-65581234-801."""
    typed = re.sub(r"\s*(?:转|轉|分机)\s*(\d{1,6})$", r" ext. \1", typed)
    return re.sub(r"^(\(?0\d{2,3}\)?[- ]?\d{7,8})-(\d{1,6})$", r"\1 ext. \2", typed)


def _home_number(number: PhoneNumber, home: str) -> PhoneNumber:
    """8613800138000 without its plus sign is the Chinese number, not a longer one."""
    prefix = str(phonenumbers.country_code_for_region(home))
    digits = str(number.national_number)
    if home == "CN" and number.country_code == 86 and digits.startswith(prefix) and CN_MOBILE.fullmatch(digits[len(prefix) :]):
        number.national_number = int(digits[len(prefix) :])
    return number


def _any_rule(number: PhoneNumber, kind: str | None) -> str | None:
    if phonenumbers.is_possible_number(number):
        return None
    return _("A telephone number with the country code +%(code)s has more or fewer digits.", code=number.country_code)


def _cn_rule(number: PhoneNumber, kind: str | None) -> str | None:
    """China: a mobile has 11 digits, a landline its area code and 7 or 8 digits."""
    digits = ("0" if number.italian_leading_zero else "") + str(number.national_number)
    if kind == "mobile":
        return _cn_mobile_problem(digits)
    if CN_LANDLINE.fullmatch(digits):
        return None
    if kind in ("landline", "fax"):
        return _("A landline number is the area code and 7 or 8 digits.")
    if CN_SERVICE.fullmatch(digits):
        return None
    return _cn_mobile_problem(digits) and _("A number is a mobile of 11 digits, or an area code and 7 or 8 digits.")


def _cn_mobile_problem(digits: str) -> str | None:
    if CN_MOBILE.fullmatch(digits):
        return None
    if len(digits) == 11 and not CN_LANDLINE.fullmatch(digits):
        return _("A mobile number begins with 13 to 19.")
    return _("A mobile number must have exactly 11 digits.")


COUNTRY_RULES: dict[str, Callable[[PhoneNumber, str | None], str | None]] = {"CN": _cn_rule}
