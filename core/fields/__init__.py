"""Typed fields. One call gives column, label, form input, API value, filter and CSV text.

``fields.Text(_("Name"), length=120)`` in a Record's class body is a mapped column that carries its ``Field``. What a type means is in its Field
class; the functions here are how models, inputs of actions and settings write them.

- ``base``: what every field has.
- ``texts``, ``numbers``, ``moments``, ``picklists``, ``lookups``, ``formulas``: the types.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..choices import Choice
from ..errors import Broken, Invalid, Unreadable
from ..i18n import Text as Label
from ..i18n import gettext as _
from .base import Field, string
from .formulas import FormulaAttribute, FormulaField, is_declared, unwrap
from .lookups import TABLES, LookupField, UnitField, UserField
from .moments import DateField, DateTimeField
from .numbers import CurrencyCodeField, CurrencyField, DecimalField, DurationField, IntegerField, PercentField, Written
from .picklists import CheckboxField, MultiPicklistField, PicklistField
from .texts import AutoNumberField, ConditionField, EmailField, LongTextField, PhoneField, TextField, UrlField

__all__ = [
    "CORE_TYPES", "TABLES", "AutoNumber", "AutoNumberField", "Checkbox", "CheckboxField", "Condition", "ConditionField", "Currency", "CurrencyCodeField",
    "CurrencyField", "Date",
    "DateField", "DateTime", "DateTimeField", "DecimalField", "Declared", "Duration", "DurationField", "Email", "EmailField", "Field", "Formula",
    "FormulaAttribute", "FormulaField", "Integer", "IntegerField", "LongText", "LongTextField", "Lookup", "LookupField", "MultiPicklist", "MultiPicklistField",
    "Number", "Percent", "PercentField", "Phone", "PhoneField", "Picklist", "PicklistField", "Text", "TextField", "Unit", "UnitField", "Url", "UrlField",
    "User", "UserField", "Written", "checked", "is_declared", "named", "string", "unwrap",
]  # fmt: skip

CORE_TYPES: dict[str, type[Field]] = {
    one.type: one
    for one in (
        TextField, LongTextField, EmailField, PhoneField, UrlField, IntegerField, DecimalField, PercentField, CurrencyField, DateField, DateTimeField,
        CheckboxField, PicklistField, MultiPicklistField, LookupField, UserField, UnitField, AutoNumberField, FormulaField,
    )
}  # fmt: skip
"""The field types that every module may use; further ones are registered by ``register_field_types``."""

Declared = Any
"""What the functions below return: a MappedColumn, typed loosely so that models read naturally under mypy."""


def Text(label: Label, **options: Any) -> Declared:  # noqa: N802 - field types read as types in models
    """One line of text. ``length`` in characters, 255 unless told."""
    return TextField(label, **options).column()


def LongText(label: Label, **options: Any) -> Declared:  # noqa: N802 - as above
    """Several lines of text."""
    return LongTextField(label, **options).column()


def Condition(label: Label, *, of: str, always: Label, **options: Any) -> Declared:  # noqa: N802 - as above
    """A condition on records of the object ``of``, shown as a sentence: ``always`` where there is none. One that cannot be read is refused when it is saved."""
    return ConditionField(label, of=of, always=always, **options).column()


def Email(label: Label, **options: Any) -> Declared:  # noqa: N802 - as above
    """A mail address."""
    return EmailField(label, **{"personal": True, **options}).column()


def Phone(label: Label, **options: Any) -> Declared:  # noqa: N802 - as above
    """A telephone number, E.164 in storage. ``kind``: "mobile", "landline", "fax" or None."""
    return PhoneField(label, **{"personal": True, **options}).column()


def Url(label: Label, **options: Any) -> Declared:  # noqa: N802 - as above
    """A web address."""
    return UrlField(label, **options).column()


def Integer(label: Label, **options: Any) -> Declared:  # noqa: N802 - as above
    """A whole number; ``minimum``, ``maximum``, ``unit``."""
    return IntegerField(label, **options).column()


def Duration(label: Label, **options: Any) -> Declared:  # noqa: N802 - as above
    """A time in whole minutes; ``minimum``, ``maximum``."""
    return DurationField(label, **options).column()


def Number(label: Label, **options: Any) -> Declared:  # noqa: N802 - as above
    """A number with ``places`` decimals, at most four; a Decimal. ``minimum``, ``maximum``, ``unit``."""
    return DecimalField(label, **options).column()


def Percent(label: Label, **options: Any) -> Declared:  # noqa: N802 - as above
    """A whole percentage from 0 to 100."""
    return PercentField(label, **options).column()


def Currency(label: Label, **options: Any) -> Declared:  # noqa: N802 - as above
    """Money; a Decimal, its currency in ``<name>_currency``."""
    return CurrencyField(label, **options).column()


def Date(label: Label, **options: Any) -> Declared:  # noqa: N802 - as above
    """A day."""
    return DateField(label, **options).column()


def DateTime(label: Label, **options: Any) -> Declared:  # noqa: N802 - as above
    """A moment, aware UTC."""
    return DateTimeField(label, **options).column()


def Checkbox(label: Label, **options: Any) -> Declared:  # noqa: N802 - as above
    """Yes or no."""
    return CheckboxField(label, **options).column()


def Picklist(label: Label, choices: Sequence[Choice], **options: Any) -> Declared:  # noqa: N802 - as above
    """One Choice; the database holds its code.

    ``same_as``: "account.industry", a field with the same choices; what an administrator adds or retires of one holds for both, so that a value
    may go from record to record. ``fixed``: the product itself decides by the values, so that none may be added or retired; without it, those
    of ``system`` fields are.
    """
    return PicklistField(label, choices, **options).column()


def MultiPicklist(label: Label, choices: Sequence[Choice], **options: Any) -> Declared:  # noqa: N802 - as above
    """A tuple of Choices."""
    return MultiPicklistField(label, choices, **options).column()


def Lookup(label: Label, *, to: str | None, **options: Any) -> Declared:  # noqa: N802 - as above
    """A link to a record; ``<name>`` loads it, ``<name>_id`` is its id. ``on_delete``: restrict, clear or own."""
    return LookupField(label, to=to, **options).column()


def User(label: Label, **options: Any) -> Declared:  # noqa: N802 - as above
    """A link to a user (with ``queues=True`` or to a queue)."""
    return UserField(label, **options).column()


def Unit(label: Label, **options: Any) -> Declared:  # noqa: N802 - as above
    """A link to a unit."""
    return UnitField(label, **options).column()


def AutoNumber(label: Label, **options: Any) -> Declared:  # noqa: N802 - as above
    """A number from a series; ``pattern`` formats it."""
    return AutoNumberField(label, **options).column()


def Formula(label: Label, *, compute: Callable[[Any], Any], **options: Any) -> Declared:  # noqa: N802 - as above
    """A value computed from the record, shown as the field ``of`` shows its own; ``needs`` names the fields it is made of: who may not know of those does
    not see it."""
    return FormulaField(label, compute=compute, **options).declared()


def named(declared: Mapping[str, Any]) -> dict[str, Field]:
    """Inputs as they are declared, each Field called by its name."""
    found = {name: unwrap(one) for name, one in declared.items()}
    for name, one in found.items():
        one.name = name
    return found


def checked(inputs: Mapping[str, Field], given: Mapping[str, Any], wrong: Mapping[str, list[str]] | None = None) -> dict[str, Any]:
    """What was given for some inputs, typed or in its Python form, in its Python form; missing ones as their default. ``wrong`` is what is known
    to be wrong with some already, told with the rest.

    Raises Invalid with every problem at once: an unknown name, a value that cannot be read (also ``Unreadable``), one missing, one beyond its limits.
    """
    unknown: dict[str, list[str]] = {name: [Broken(_("There is no field “%(name)s”.", name=name), "unknown")] for name in given if name not in inputs}
    errors = {**unknown, **Unreadable.among(given), **(wrong or {})}
    cleaned: dict[str, Any] = {}
    for name, one in inputs.items():
        if name in errors:
            continue
        try:
            value = cleaned[name] = one.clean(given.get(name, one.default_value()))
        except ValueError as problem:
            errors[name] = [Broken(str(problem), "format")]
            continue
        if value in (None, ()):
            if one.required and not isinstance(one, CheckboxField):
                errors[name] = [Broken(_("Please fill in %(field)s.", field=one.label), "required")]
        elif found := [Broken(sentence, "limits") for sentence in one.problems(value)]:
            errors[name] = [*found]
    if errors:
        raise Invalid(errors)
    return cleaned
