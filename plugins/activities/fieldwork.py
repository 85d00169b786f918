"""What a follow-up wants to know of its customer: the grade to order by, the number to call.

Activities know no other module's objects. Any object whose records have a look-up called ``grade`` lends its grade, and
any with a telephone field its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core import Actor, ObjectType, fields, permissions, queries, records, registry

UNGRADED = 10_000


@dataclass(frozen=True, slots=True)
class Customer:
    """``grade`` is the grade's code, ``position`` its order among the grades, ``phone`` the number as stored."""

    grade: str | None = None
    position: int = UNGRADED
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """What one record's row gives, before its grade has been read."""

    record_id: int
    phone: str | None
    grade_object: str | None
    grade_id: int | None


def customers(ids_by_object: Mapping[str, Sequence[int]], user: Actor) -> dict[int, Customer]:
    """Grade and number of these records, as far as the user may see them; one statement per object, one for the grades."""
    found = [one for code, record_ids in ids_by_object.items() for one in _rows(registry.object_type(code), record_ids, user)]
    grades = _grades({(one.grade_object, one.grade_id) for one in found if one.grade_object and one.grade_id}, user)
    return {one.record_id: _customer(one, grades.get(one.grade_id or 0)) for one in found}


def _rows(object_type: ObjectType, record_ids: Sequence[int], user: Actor) -> list[_Found]:
    if not permissions.may(user, object_type, "read"):
        return []
    visible = permissions.visible_fields(user, object_type)
    phones = [one for one in visible.values() if isinstance(one, fields.PhoneField)]
    grade = visible.get("grade")
    grade = grade if isinstance(grade, fields.LookupField) and grade.to else None
    wanted = [one.name for one in (*phones, grade) if one is not None]
    if not wanted:
        return []
    page = queries.page(object_type, user, where={"id": list(record_ids)}, sort="id", limit=500, columns=wanted)
    return [_found(row, phones, grade) for row in page.rows]


def _found(row: Any, phones: Sequence[Any], grade: Any) -> _Found:
    phone = next((number for one in phones if (number := getattr(row, one.attribute))), None)
    return _Found(row.id, phone, grade.to if grade else None, getattr(row, grade.attribute) if grade else None)


def _grades(wanted: Iterable[tuple[str | None, int | None]], user: Actor) -> dict[int, Any]:
    by_object: dict[str, list[int]] = {}
    for target, grade in wanted:
        by_object.setdefault(str(target), []).append(int(grade or 0))
    return {one.id: one for target, ids in by_object.items() for one in records.find(target, user, where={"id": ids}, sort="id")}


def _customer(found: _Found, grade: Any) -> Customer:
    if grade is None:
        return Customer(phone=found.phone)
    return Customer(getattr(grade, "code", None) or str(grade), getattr(grade, "position", UNGRADED), found.phone)
