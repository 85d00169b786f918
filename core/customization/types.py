"""The types a custom field may have: what each needs, and the Field made from a stored row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from .. import fields
from ..choices import Choice
from ..custom_values import IsoDate, IsoMoment, JsonValue
from ..fields import CurrencyField, DateField, DateTimeField, Field, IntegerField, LookupField, PicklistField
from ..i18n import LANGUAGES, LazyText, Text, language
from ..i18n import gettext_lazy as _
from ..nul import without_nul

Options = Mapping[str, Any]


class OwnText(LazyText):
    """A text an administrator gave, by language; where the reader's is missing, ``otherwise`` or that of another."""

    __slots__ = ("otherwise", "texts")

    def __init__(self, texts: Mapping[str, str], otherwise: Text = "") -> None:
        super().__init__("")
        self.texts, self.otherwise = dict(texts), otherwise

    def __str__(self) -> str:
        return self.texts.get(language()) or str(self.otherwise) or next(iter(self.texts.values()), "")

    def __repr__(self) -> str:
        return f"OwnText({self.texts!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OwnText) and (self.texts, self.otherwise) == (other.texts, other.otherwise)

    def __hash__(self) -> int:
        return hash((tuple(self.texts.items()), self.otherwise))


@dataclass(frozen=True, slots=True)
class FieldType:
    """One type: its name and an example for people, the options its form asks for, and how its Field is made from them."""

    code: str
    label: Text
    about: Text
    options: tuple[str, ...]
    make: Callable[[Text, Options, dict[str, Any]], Field]
    listed: bool = True
    searched: bool = False

    @property
    def has_values(self) -> bool:
        return self.code in ("picklist", "multi_picklist")


def _text(label: Text, options: Options, common: dict[str, Any]) -> Field:
    return fields.TextField(label, length=options.get("length", 255), **common)


def _integer(label: Text, options: Options, common: dict[str, Any]) -> Field:
    limits = {name: options[name] for name in ("minimum", "maximum") if options.get(name) is not None}
    return fields.IntegerField(label, unit=options.get("unit"), **limits, **common)


def _decimal(label: Text, options: Options, common: dict[str, Any]) -> Field:
    limits = {name: Decimal(str(options[name])) for name in ("minimum", "maximum") if options.get(name) is not None}
    return fields.DecimalField(label, places=options.get("places", 2), unit=options.get("unit"), **limits, **common)


def _currency(label: Text, options: Options, common: dict[str, Any]) -> Field:
    minimum = options.get("minimum")
    return CurrencyField(label, minimum=None if minimum is None else Decimal(str(minimum)), **common)


def _look_up(label: Text, options: Options, common: dict[str, Any]) -> Field:
    return LookupField(label, to=options["to"], on_delete=options.get("on_delete", "clear"), **common)


def _plain(kind: Callable[..., Field]) -> Callable[[Text, Options, dict[str, Any]], Field]:
    return lambda label, options, common: kind(label, **common)


TYPES: Mapping[str, FieldType] = {
    one.code: one
    for one in (
        FieldType("text", _("Text"), _("One line: a chassis number, a name."), ("length",), _text, searched=True),
        FieldType("long_text", _("Long text"), _("Several lines: a remark, a report."), (), _plain(fields.LongTextField), listed=False, searched=True),
        FieldType("integer", _("Whole number"), _("A count: doors, kilometres."), ("minimum", "maximum", "unit"), _integer),
        FieldType("decimal", _("Number with decimals"), _("A measure: litres, tonnes; exact to four decimals."), ("places", "minimum", "maximum", "unit"), _decimal),
        FieldType("percent", _("Percent"), _("0 to 100: a discount, a share."), (), _plain(fields.PercentField)),
        FieldType("currency", _("Money"), _("An exact amount with its currency."), ("minimum",), _currency),
        FieldType("date", _("Date"), _("A day: the next inspection."), (), _plain(DateField)),
        FieldType("datetime", _("Date and time"), _("A day with its time."), (), _plain(DateTimeField)),
        FieldType("checkbox", _("Checkbox"), _("Yes or no."), (), _plain(fields.CheckboxField)),
        FieldType("picklist", _("Picklist"), _("One of several values: a colour, a source."), (), _plain(PicklistField)),
        FieldType("multi_picklist", _("Picklist, several values"), _("Several of the values: extras wanted."), (), _plain(fields.MultiPicklistField)),
        FieldType("email", _("Mail address"), _("Checked, and a link to write to."), (), _plain(fields.EmailField), searched=True),
        FieldType("phone", _("Telephone"), _("Kept in one form, however it is typed."), (), _plain(fields.PhoneField), searched=True),
        FieldType("url", _("Web address"), _("A link to a page."), (), _plain(fields.UrlField)),
        FieldType("lookup", _("Link to a record"), _("To a record of any object: who recommended us."), ("to", "on_delete"), _look_up),
        FieldType("user", _("User"), _("Somebody of the house."), (), _plain(fields.UserField)),
    )
}


def build(row: Any, choices: Sequence[Choice] = (), retired: frozenset[str] = frozenset()) -> Field:
    """The Field of a row of ``CustomField`` (or what looks like one), bound to its key of the custom values."""
    kind = TYPES[row.type]
    common: dict[str, Any] = {"help": OwnText(row.help) if row.help else None}
    if kind.has_values:
        common["choices"] = choices
    found = kind.make(OwnText(row.label), row.options, common)
    found.name = row.name
    if isinstance(found, PicklistField):
        found.retired = retired
    kept = {found.attribute: JsonValue(found.attribute, stored_type(found))}
    if isinstance(found, CurrencyField):
        kept[found.currency_attribute] = JsonValue(found.currency_attribute, sa.String(3))
    found.kept = kept
    found.default = default_of(found, row.default)
    return found


def stored_type(field: Field) -> sa.types.TypeEngine[Any]:
    """The type of a value within JSON; days and moments are text there."""
    if isinstance(field, DateTimeField):
        return IsoMoment()
    if isinstance(field, DateField):
        return IsoDate()
    return sa.BigInteger() if isinstance(field, IntegerField) else field.column_type()


def default_of(field: Field, stored: Any) -> Any:
    """The default as a Python value; "today" and "now" are worked out when a record is made."""
    if stored in ("today", "now") and isinstance(field, (DateField, DateTimeField)):
        return lambda: _present(field)
    if stored is None:
        return field.default
    try:
        return field.clean(stored)
    except ValueError:
        return None  # the values of a picklist have changed since


def _present(field: Field) -> Any:
    from .. import clock

    return clock.today() if isinstance(field, DateField) else clock.now()


def texts(given: Mapping[str, str]) -> dict[str, str]:
    """Texts by language without empty ones and blanks."""
    tidy = {code: " ".join(without_nul(str(given.get(code) or "")).split()) for code in LANGUAGES}
    return {code: text for code, text in tidy.items() if text}
