"""Whether a record holds before it is written: what is required, limits, look-ups, conditions, the object's own rules."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from .. import chunks, conditions, permissions, registry, statements, walks
from ..actor import Actor
from ..changes import Change
from ..db import CoreRecord, db
from ..errors import BadQuery, Broken, Invalid
from ..fields import AutoNumberField, CheckboxField, ConditionField, Field, LookupField, UnitField, UserField
from ..i18n import gettext as _
from .owners import check_owner
from .reading import REACHED, reached

UNDO = "undo"
"""The source of a save that takes another one back."""


def check(change: Change, typed: Collection[str] | None, wrong: Mapping[str, list[str]]) -> None:
    """Required, limits, look-ups, the object's own rules. Raises Invalid with every problem at once: also those that ``wrong`` tells of already,
    of whose fields nothing else is said."""
    errors = {name: [*sentences] for name, sentences in wrong.items()}
    _check_values(change, typed, wrong, errors)
    _check_look_ups(change, typed, wrong, errors)
    if "owner" not in wrong:
        check_owner(change, typed, errors)
    _check_conditions(change, errors)
    if not wrong and not any(errors.get(name) for name, field in change.object_type.fields.items() if isinstance(field, LookupField)):
        _ask_rules(change, errors)
    if any(errors.values()):
        raise Invalid({name: sentences for name, sentences in errors.items() if sentences})


def _check_values(change: Change, typed: Collection[str] | None, wrong: Collection[str], errors: dict[str, list[str]]) -> None:
    """What is required and what each field's limits are. What is no longer offered cannot be chosen; what is there goes along: with the record
    that it becomes, with the value that is put back or that the product itself gives. What stood there before may come back."""
    required, chosen = _required(change), () if change.source == UNDO else typed or ()
    for name, field in change.object_type.own_fields.items():
        if not field.stored or name in wrong:
            continue
        value = field.value_in(change.record)
        if value is None or value == ():
            if name in required and not isinstance(field, (AutoNumberField, CheckboxField)):
                _tell_missing(change, name, field, errors)
        elif change.is_new or name in change.new:
            found = _limits(change, field, value) if name in chosen else field.problems(value)
            errors.setdefault(name, []).extend(Broken(one, "limits") for one in found)


def _limits(change: Change, field: Field, value: Any) -> list[str]:
    found = list(field.problems_of_change(change.old.get(field.name), value))
    return list(field.problems(value)) if found and change.comes_back(field.name) else found


def _tell_missing(change: Change, name: str, field: Field, errors: dict[str, list[str]]) -> None:
    """By its name only to whoever may know of the field."""
    if permissions.field_right(change.user, change.object_type, name) == "hidden":
        unnamed = _("%(object)s needs a value that you may neither see nor enter. Ask a colleague who may.", object=change.object_type.label)
        errors[""] = [Broken(unnamed, "required")]
    else:
        errors.setdefault(name, []).append(Broken(_("Please fill in %(field)s.", field=field.label), "required"))


def _ask_rules(change: Change, errors: dict[str, list[str]]) -> None:
    """The object's rules see a record whose values could all be read, and follow look-ups that lead somewhere."""
    for rule in change.object_type.rules:
        for name, sentence in rule(change):
            errors.setdefault(name, []).append(Broken(sentence, "rule"))


def _check_conditions(change: Change, errors: dict[str, list[str]]) -> None:
    """One that cannot be read would silently hold for no record."""
    from .. import users

    for name, field in change.object_type.own_of(ConditionField).items():
        try:
            conditions.check(field.value_in(change.record), registry.object_type(field.of), users.system_actor())
        except BadQuery as problem:
            errors.setdefault(name, []).append(Broken(problem.message, "rule"))


def _required(change: Change) -> set[str]:
    """Names of fields that must not be empty. A later save asks only for what it changes or what is always required. What a form, say, asks for
    is asked of whoever may fill it in: an administrator who keeps a field from a role does not keep the role from working. Whoever takes a change
    back gives the record what it held, be it nothing."""
    object_type = change.object_type
    always = {name for name, field in object_type.own_fields.items() if field.required}
    if object_type.required is None or change.source == UNDO:
        return always
    demanded = object_type.required(_Values(change), change.channel, change.user)
    asked = {name for name in demanded if permissions.field_right(change.user, object_type, name) is None}
    return always | (asked if change.is_new else asked & change.changed)


class _Values(Mapping[str, Any]):
    """The values of a record by field, each read when it is asked for: what is required hangs on few of them."""

    def __init__(self, change: Change) -> None:
        self.record, self.fields = change.record, change.object_type.fields

    def __getitem__(self, name: str) -> Any:
        if not self.fields[name].stored:
            raise KeyError(name)
        return self.fields[name].value_in(self.record)

    def __iter__(self) -> Iterator[str]:
        return (name for name, one in self.fields.items() if one.stored)

    def __len__(self) -> int:
        return sum(1 for _name in self)


def _check_look_ups(change: Change, typed: Collection[str] | None, wrong: Collection[str], errors: dict[str, list[str]]) -> None:
    """Each look-up must name a living record of its object, which the user sees if it was typed."""
    given = {name: (field, target) for name, field in change.object_type.own_of(LookupField).items()
             if (change.is_new or name in change.new) and name not in wrong and (target := getattr(change.record, field.attribute)) is not None}  # fmt: skip
    alive = living({target for field, target in given.values() if not isinstance(field, (UnitField, UserField))})
    for name, (field, target) in given.items():
        if not _exists(field, target, alive, change.user if typed is not None and name in typed else None):
            errors.setdefault(name, []).append(Broken(_("%(field)s: there is no such record.", field=field.label), "reference"))


def _exists(field: LookupField, target: int, alive: Mapping[int, str], seen_by: Actor | None) -> bool:
    """Whether there is what the look-up names; ``seen_by``: who must see it."""
    from .. import units, users

    if isinstance(field, UnitField):
        return units.find(target) is not None
    if isinstance(field, UserField):
        return users.find(target) is not None
    if target not in alive or field.to not in (None, alive[target]):
        return False
    if seen_by is None or (seen_by.id, target) in chunks.facts(REACHED):
        return True
    object_type = registry.customized().get(alive[target])  # None: of a module that is not loaded, so that nobody sees it
    return object_type is not None and permissions.may(seen_by, object_type, "read") and reached(object_type, target, seen_by, "read") is not None


def living(record_ids: Collection[int]) -> dict[int, str]:
    """The objects of those records that have not been deleted, by one statement; a transaction asks once for each."""
    known = chunks.facts(chunks.LIVING)
    held = {one: known[one] for one in record_ids if one in known}
    wanted = [one for one in record_ids if one not in held and one < 2**63]  # what is larger was typed, and is no id
    if not wanted:
        return held
    table = CoreRecord.__table__

    def build() -> Any:
        return sa.select(table.c.id, table.c.object).where(walks.among_given(table.c.id, "ids"), table.c.deleted_at.is_(None))

    found = {row.id: row.object for row in db.session.execute(statements.kept("living", build), {"ids": walks.listed(wanted)})}
    known.update(found)
    return held | found
