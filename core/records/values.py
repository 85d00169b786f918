"""The values of a record: given, in their Python form, completed by what follows from them, held against those before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from .. import conditions, formats, permissions, registry
from ..actor import Actor
from ..changes import Change
from ..errors import BadQuery, Broken, Unreadable
from ..fields import ConditionField, CurrencyField, Field, PicklistField, TextField, Written
from ..i18n import gettext as _
from ..objects import ObjectType


def standard(cleaned: dict[str, Any], name: str, otherwise: Any) -> Any:
    """A standard value that code sets itself: historical times of an import."""
    value = cleaned.pop(name, None)
    return otherwise if value is None else value


def blank(object_type: ObjectType) -> Any:
    """A record that holds its fields' defaults."""
    record: Any = object_type.model(custom={}, version=1)
    held: dict[str, Any] = record.__dict__
    for name in object_type.table.c.keys():  # noqa: SIM118 - a collection of columns; without this the ORM looks for each that has no value yet whenever it is read
        held.setdefault(name, None)
    for field in object_type.own_of(Field).values():
        if field.default is not None and (value := field.default_value()) is not None:
            setattr(record, field.attribute, value)
    return record


def clean(
    object_type: ObjectType, user: Actor, values: Mapping[str, Any], typed: Collection[str] | None
) -> tuple[dict[str, Any], dict[str, list[str]]]:  # fmt: skip
    """(values in their Python form, what is wrong with the others: unknown fields, fields out of reach, values that do not fit or could not be read)."""
    errors: dict[str, list[str]] = {}
    cleaned: dict[str, Any] = {}
    for name, value in values.items():
        field = object_type.fields.get(name)
        if field is None:
            if isinstance(value, Unreadable):
                errors[name] = [*value.sentences]
            elif amount := object_type.amount_of(name):
                errors.update(_clean_currency(object_type, amount, name, value, user, typed, cleaned))
            else:
                errors[name] = [Broken(permissions.unknown_field(user, object_type, name), "unknown")]
            continue
        if typed is not None and name in typed and (problem := _out_of_reach(object_type, field, user)):
            errors[name] = [problem]
            continue
        if isinstance(value, Unreadable):
            errors[name] = [*value.sentences]
            continue
        try:
            cleaned[name] = field.clean(value) if field.stored else None
        except ValueError as problem:
            errors[name] = [Broken(str(problem), "format")]
    return {name: value for name, value in cleaned.items() if name not in object_type.fields or object_type.fields[name].stored}, errors


def _clean_currency(
    object_type: ObjectType, amount: CurrencyField, name: str, value: Any, user: Actor, typed: Collection[str] | None, cleaned: dict[str, Any]
) -> dict[str, list[str]]:
    """A code of ISO 4217, from whoever may change the amount; otherwise what is wrong."""
    if typed is not None and name in typed and (problem := _out_of_reach(object_type, amount, user)):
        return {name: [problem]}
    if value is not None and not (isinstance(value, str) and value in formats.currencies()):
        return {name: [Broken(_("%(field)s: there is no such currency.", field=amount.label), "format")]}
    cleaned[name] = value
    return {}


def _out_of_reach(object_type: ObjectType, field: Field, user: Actor) -> str | None:
    right = permissions.field_right(user, object_type, field.name)
    if right == "hidden":
        return Broken(_("There is no field “%(name)s”.", name=field.name), "unknown")
    if right == "readonly" or field.system or not field.stored:
        return Broken(_("%(field)s cannot be changed.", field=field.label), "read-only")
    return None


def assign(object_type: ObjectType, record: Any, cleaned: Mapping[str, Any]) -> None:
    """Set them, of a look-up its id."""
    for name, value in cleaned.items():
        field = object_type.fields.get(name)
        setattr(record, field.attribute if field else name, value)


def complete(change: Change) -> None:
    """What is derived from other values: currencies, sort keys, what the object itself prepares."""
    record, object_type = change.record, change.object_type
    if object_type.prepare:
        object_type.prepare(change)
    for amount in object_type.own_of(CurrencyField).values():
        if getattr(record, amount.attribute) is not None and not getattr(record, amount.currency_attribute):
            setattr(record, amount.currency_attribute, change.user.currency)
    for choice in object_type.own_of(PicklistField).values():
        if isinstance(value := getattr(record, choice.attribute), str):
            setattr(record, choice.attribute, choice.clean(value))  # code may set a choice by its code
    for condition in object_type.own_of(ConditionField).values():
        if (change.is_new or condition.name in change.given) and (written := getattr(record, condition.attribute)):
            setattr(record, condition.attribute, _settled(written, condition.of))
    for text in object_type.own_of(TextField).values():
        if text.sort_attribute != text.attribute:
            setattr(record, text.sort_attribute, sort_key(getattr(record, text.attribute)))


def _settled(written: str, of: str) -> str:
    """The check that follows says what is wrong with one that cannot be read."""
    try:
        return conditions.settled(written, registry.object_type(of))
    except BadQuery:
        return written


def other_currencies(change: Change, given: Mapping[str, Any], typed: Collection[str] | None) -> dict[str, list[str]]:
    """What is wrong where somebody typed an amount in another currency than the record's: it would count as so much of that."""
    errors: dict[str, list[str]] = {}
    for name in typed or ():
        amount, value = change.object_type.fields.get(name), given.get(name)
        text = value.text if isinstance(value, Written) else value
        if isinstance(text, str) and isinstance(amount, CurrencyField):
            problem = amount.currency_problem(text, amount.value_in(change.record, amount.currency_attribute))
            errors |= {name: [Broken(problem, "format")]} if problem else {}
    return errors


@lru_cache(maxsize=1024)
def sort_key(text: str | None) -> str | None:
    """How a name is sorted: Chinese by its pinyin, the rest case folded."""
    if not text:
        return None
    if text.isascii():
        return text.casefold()[:80]
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(text)).casefold()[:80]


def snapshot(object_type: ObjectType, record: Any) -> dict[str, Any]:
    """The values by field name; an amount's currency stands beside it as ``<name>_currency``."""
    held = {name: field.value_in(record) for name, field in object_type.fields.items() if field.stored}
    amounts = (field for field in object_type.fields.values() if isinstance(field, CurrencyField) and field.stored)
    return {**held, **{field.currency_attribute: field.value_in(record, field.currency_attribute) for field in amounts}}


def compare(change: Change, before: Mapping[str, Any]) -> None:
    """Take note of what differs from before. An amount whose currency changes, changes; what it was in stands beside its old value."""
    fields = change.object_type.fields
    after = snapshot(change.object_type, change.record)
    skipped = ("modified_at", "modified_by", "id")
    changed = {name if name in fields else name.removesuffix("_currency") for name, value in after.items() if value != before[name]}
    change.new = {name: after[name] for name in fields if name in changed and name not in skipped}
    currencies = [field.currency_attribute for name in change.new if isinstance(field := fields[name], CurrencyField)]
    change.old = {name: before[name] for name in (*change.new, *currencies)}
