"""S10: the people whom a customer or a lead names: each becomes a lead linked to its referrer."""

from __future__ import annotations

import re
from typing import Any

from core import Actor, ForecourtError, Invalid, phones, records, transaction
from core import gettext as _

MOST = 20


def add(record: Any, text: str, user: Actor) -> list[Any]:
    """Register the people a customer or a lead has named: one line each, a name and a telephone number.

    All or none. Raises Invalid with a sentence for each line that cannot be taken.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not 0 < len(lines) <= MOST:
        raise Invalid({"names": [_("Write one to %(most)s lines: a name and a telephone number each.", most=MOST)]})
    problems: list[str] = []
    made: list[Any] = []
    with transaction():
        for line in lines:
            try:
                made.append(_register(record, line, user))
            except ForecourtError as problem:
                problems.append(_("“%(line)s”: %(problem)s", line=line, problem=problem.message))
        if problems:
            raise Invalid({"names": problems})
    return made


def _register(record: Any, line: str, user: Actor) -> Any:
    name, number = split(line)
    values: dict[str, Any] = {"referrer_lead" if record.__object_code__ == "lead" else "referrer_account": record.id}
    if number is not None:
        mobile = _is_mobile(number)
        values["mobile" if mobile else "landline"] = number
    first = "owner_referral" if record.__object_code__ == "account" and record.type.code == "customer" else "relative_referral"
    return records.create(
        "lead", user, channel="lenient", name=name, first_source=first, information_source="referral", method="snowball", **values
    )


def split(line: str) -> tuple[str, str | None]:
    """Name and number of a line such as "Wang Fang, 138 0013 8000". Raises Invalid without a name."""
    found = re.search(r"[+(（]?[\d０-９][\d０-９ ()（）\-–+]{5,40}$", line)
    name = (line[: found.start()] if found else line).strip(" ,;，；:：\t")
    if not name:
        raise Invalid({"names": [_("There is no name.")]})
    return name, found[0] if found else None


def _is_mobile(number: str) -> bool:
    try:
        phones.normalise(number, "mobile")
    except ValueError:
        return False
    return True


def referred_by(record: Any, user: Actor) -> list[Any]:
    """The leads that this lead or customer has named, as far as the user sees them."""
    link = "referrer_lead" if record.__object_code__ == "lead" else "referrer_account"
    return records.find("lead", user, where={link: record.id}, sort="-created_at", limit=20)
