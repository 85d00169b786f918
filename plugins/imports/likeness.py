"""Names that are nearly the same: what a value of a file that no record is called by most likely means."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from core import Actor, ObjectType, permissions, queries

MOST_RECORDS = 500
"""Of an object with more records none is guessed: among so many names some are always near."""
OFFERED = 5
NEAR = 0.6
"""How alike two names are to be offered, from 0 to 1 (difflib's ratio)."""


def likely(object_type: ObjectType, cells: Iterable[str], user: Actor) -> dict[str, list[str]]:
    """For each value that no record is called by the names most like it, the best first; no entry where none is near."""
    names, known = _called(object_type, user)
    found = {}
    for value in dict.fromkeys(cell.strip() for cell in cells):
        if value and names and value.casefold() not in known:
            near = get_close_matches(bare(value), list(names), OFFERED, NEAR)
            if near:
                found[value] = [names[one] for one in near]
    return found


def same(value: str, near: list[str]) -> str | None:
    """The only name that differs in nothing but blanks, marks and capitals: "GTXPro" is "GTX Pro"."""
    alike = [one for one in near if bare(one) == bare(value)]
    return alike[0] if len(alike) == 1 else None


def bare(name: str) -> str:
    """Letters and digits alone."""
    return "".join(one for one in name.casefold() if one.isalnum())


def _called(object_type: ObjectType, user: Actor) -> tuple[dict[str, str], set[str]]:
    """Names by their bare form, and all that the records are called, codes included; nothing of an object that is too large."""
    visible = permissions.visible_fields(user, object_type)
    columns = [one for one in (object_type.name_field, "code", "number") if one in visible and visible[one].stored]
    if not permissions.may(user, object_type, "read") or object_type.name_field not in columns:
        return {}, set()
    page = queries.page(object_type, user, sort="id", limit=MOST_RECORDS, columns=columns)
    if page.next is not None:
        return {}, set()
    composed = queries.names([row.id for row in page.rows], user).values() if object_type.compose_name else ()
    names = [*(str(getattr(row, object_type.name_field) or "") for row in page.rows), *composed]
    called = {str(getattr(row, column) or "").casefold() for row in page.rows for column in columns}.union(one.casefold() for one in composed)
    return {bare(one): one for one in names if bare(one)}, called
