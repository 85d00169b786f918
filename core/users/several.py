"""Many people at once, out of a list as a spreadsheet copies it: a line each with name, address, unit, roles and language."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .. import units
from ..actor import Actor
from ..db import transaction
from ..errors import Invalid
from ..i18n import LANGUAGES, joined, speaking
from ..i18n import gettext as _
from .changes import add
from .models import Principal

COLUMNS = ("name", "email", "unit", "roles", "language")
"""The order of the cells where no heading says another."""
HEADINGS = {
    "name": "name", "姓名": "name", "名字": "name", "e-mail": "email", "email": "email", "e-mail address": "email", "mail": "email", "邮箱": "email", "电子邮件": "email",
    "电子邮件地址": "email", "unit": "unit", "team": "unit", "单位": "unit", "团队": "unit", "部门": "unit", "roles": "roles", "role": "roles", "角色": "roles",
    "language": "language", "语言": "language",
}  # fmt: skip
BETWEEN_ROLES = re.compile(r"[+/、,，;；|]")
MOST = 500


def add_several(user: Actor, text: str) -> list[Principal]:
    """Add the people of a list, all or none. Raises Forbidden, and Invalid with a sentence for each line that cannot be taken."""
    rows = list(_rows(text))
    if not rows or len(rows) > MOST:
        raise Invalid({"list": [_("Paste between 1 and %(most)s lines, each with name and e-mail address.", most=MOST)]})
    added: list[Principal] = []
    problems: list[str] = []
    with transaction():
        for line, row in rows:
            try:
                added.append(add(user, **_values(row)))
            except Invalid as problem:
                problems += [_("Line %(line)s: %(problem)s", line=line, problem=sentence) for found in problem.errors.values() for sentence in found]
        if problems:
            raise Invalid({"list": problems})
    return added


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, cells by column). Raises Invalid for a heading of which a column is not known."""
    columns: Sequence[str] = COLUMNS
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text))
    first = True
    for cells in reader:
        bare = [cell.strip().removeprefix("\ufeff") for cell in cells]
        if any(bare):
            if first and not any("@" in cell for cell in bare):
                columns = _columns(bare)
            else:
                yield reader.line_num, dict(zip(columns, bare, strict=False)) | {"beyond": "".join(bare[len(columns) :])}
            first = False


def _delimiter(text: str) -> str:
    line = next((line for line in text.splitlines() if line.strip()), "")
    return max(("\t", ";", ",", "，"), key=line.count)


def _columns(headings: Sequence[str]) -> list[str]:
    found = [HEADINGS.get(one.casefold(), "") for one in headings]
    unknown = [one for one, column in zip(headings, found, strict=True) if one and not column]
    if unknown or "name" not in found or "email" not in found:
        raise Invalid({"list": [_("The first line names the columns: name, e-mail, unit, roles, language. Unknown or missing: %(columns)s.", columns=joined(unknown or {"name", "email"} - {*found}))]})
    return found


def _values(row: Mapping[str, str]) -> dict[str, Any]:
    """What ``add`` takes. Raises Invalid with all that is wrong in the line."""
    errors: dict[str, list[str]] = {}
    if row.get("beyond"):
        errors["list"] = [_("“%(text)s” stands behind the last column.", text=row["beyond"])]
    found: dict[str, Any] = {"name": row.get("name", ""), "email": row.get("email", "")}
    for name, column, read in (("unit_id", "unit", _unit), ("role_codes", "roles", _roles), ("locale", "language", _language)):
        try:
            found[name] = read(row.get(column, ""))
        except Invalid as problem:
            errors |= problem.errors
    if errors:
        raise Invalid(errors)
    return found


def _roles(text: str) -> tuple[str, ...]:
    found = tuple(_role(one.strip()) for one in BETWEEN_ROLES.split(text) if one.strip())
    if not found:
        raise Invalid({"roles": [_("Name at least one role: without one nobody may do anything.")]})
    return found


def _unit(text: str) -> int | None:
    if not text:
        return None
    found = [one.id for one in units.all_units() if one.active and one.name.casefold() == text.casefold()]
    if len(found) != 1:
        raise Invalid({"unit": [_("There is no one unit called “%(name)s”.", name=text)]})
    return found[0]


def _language(text: str) -> str | None:
    if not text:
        return None
    found = [code for code, called in LANGUAGES.items() if text.casefold() in (code.casefold(), called.casefold())]
    if not found:
        raise Invalid({"language": [_("“%(text)s” is no language; there are: %(known)s.", text=text, known=joined(LANGUAGES.values()))]})
    return found[0]


def _role(text: str) -> str:
    """By code, or by label in any language."""
    from .. import roles

    for language in LANGUAGES:
        with speaking(language):
            called = {name.casefold(): one.code for one in roles.all_roles() for name in (one.code, str(one.label))}
        if text.casefold() in called:
            return called[text.casefold()]
    raise Invalid({"roles": [_("There is no role “%(text)s”; there are: %(known)s.", text=text, known=joined(one.label for one in roles.all_roles()))]})
