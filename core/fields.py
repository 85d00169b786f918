"""Typed fields. One call gives column, label, form input, API value, filter and CSV text.

``fields.Text(_("Name"), length=120)`` in a Record's class body is a mapped column that carries its ``Field``. What a
type means is in its Field class; the functions at the end are how models write them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import MappedColumn, mapped_column

from . import clock, dates, phones
from .actor import acting_or_none
from .choices import Choice, ChoicesType, ChoiceType, code_of
from .custom_values import JsonValue
from .db import BigId, MoneyAmount, UTCDateTime
from .errors import Broken, Invalid
from .i18n import Text as Label
from .i18n import gettext as _
from .i18n import gettext_lazy

EQUALITY = ("=", "!=", "in", "empty")
ORDER = ("=", "!=", "<", "<=", ">", ">=", "in", "empty")
WORDS = ("=", "!=", "in", "contains", "starts", "empty")
MONEY_LIMIT = Decimal(10) ** 14
# A currency as people write it beside the amount: ¥5, US$ 5, 5 CNY, 5万元. 万 and 亿 count.
FIRST_MOMENT, LAST_MOMENT = datetime.min.replace(tzinfo=UTC) + timedelta(days=1), datetime.max.replace(tzinfo=UTC) - timedelta(days=1)
GROUPED = re.compile(r"(?<![\d.,])\d{1,4}(?:,\d{3,4})+(?![\d,])")
"""Digits in groups of three, or of four as Chinese counts them."""
MONEY_SIGNS = re.compile(r"^(?:人民币|[A-Za-z]{1,3})?[$¢-¥₠-₿￥]?|(?:[$¢-¥₠-₿￥]|人民币|元|圆|[A-Za-z]{1,3})$")
TABLES: dict[str, str] = {}
"""Object code -> table, filled as models are defined; a look-up's foreign key is resolved by it."""


class Field:
    """What is known of one field of an object.

    ``name`` is the field's name in conditions, forms and API; ``attribute`` the attribute and column that holds it.
    """

    type: ClassVar[str] = "text"
    widget: ClassVar[str] = "text"
    operators: ClassVar[tuple[str, ...]] = EQUALITY
    align: ClassVar[str] = "start"
    absent: Label = ""
    """What stands where there is no value."""

    def __init__(
        self,
        label: Label,
        *,
        required: bool = False,
        default: Any = None,
        help: Label | None = None,
        system: bool = False,
        personal: bool = False,
        placeholder: Label | None = None,
    ) -> None:
        self.name = ""
        self.label = label
        self.required = required
        self.default = default
        self.help = help
        self.system = system
        self.personal = personal
        self.placeholder = placeholder
        self.kept: Mapping[str, JsonValue] = {}  # of a custom field: where its values lie, by attribute

    @property
    def attribute(self) -> str:
        return self.name

    @property
    def sort_attribute(self) -> str:
        """The column that lists sort by; differs from ``attribute`` where the order is not that of the characters."""
        return self.attribute

    @property
    def stored(self) -> bool:
        """Whether there is a column: only then can lists sort and filter by it."""
        return True

    def column_type(self) -> sa.types.TypeEngine[Any]:
        raise NotImplementedError

    def column(self) -> MappedColumn[Any]:
        """The mapped column, which carries this field in ``info``."""
        return mapped_column(self.column_type(), nullable=True, info={"field": self})

    def companions(self) -> dict[str, MappedColumn[Any]]:
        """Further columns the field needs beside its own, by attribute."""
        return {}

    def sql(self, table: Any, attribute: str | None = None) -> sa.ColumnElement[Any]:
        """The value in a statement over ``table``, or that of a companion: a column, or a part of the custom values."""
        attribute = attribute or self.attribute
        kept = self.kept.get(attribute)
        return table.c[attribute] if kept is None else kept.sql(table)

    def value_in(self, record: Any, attribute: str | None = None) -> Any:
        """The value in a record, or that of a companion."""
        attribute = attribute or self.attribute
        kept = self.kept.get(attribute)
        return getattr(record, attribute) if kept is None else kept.read(record.custom)

    def default_value(self) -> Any:
        return self.default() if callable(self.default) else self.default

    def parse(self, text: str) -> Any:
        """What a person typed, as a Python value; None when empty. Raises ValueError with a sentence."""
        return text.strip() or None

    def clean(self, value: Any) -> Any:
        """A value from code or JSON in its Python form. Raises ValueError with a sentence."""
        if value is None or value == "":
            return None
        if isinstance(value, str):
            return self.parse(value)
        raise ValueError(_("%(field)s: this type of value does not fit.", field=self.label))

    def problems(self, value: Any) -> Iterator[str]:
        """Sentences on what is wrong with a Python value that is not None."""
        return iter(())

    def problems_of_change(self, old: Any, new: Any) -> Iterator[str]:
        """As ``problems``, where what stood there before matters: a value that is no longer offered may stay."""
        return self.problems(new)

    def text(self, value: Any) -> str:
        """The value as plain text for CSV, print and history."""
        return "" if value is None else str(value)

    def edit_text(self, value: Any) -> str:
        """The value as it stands in an input; ``parse`` reads it back."""
        return self.text(value)

    def dump(self, value: Any) -> Any:
        """The value as JSON; ``clean`` reads it back."""
        return value

    def compare(self, column: Any, operator: str, value: Any) -> sa.ColumnElement[bool]:
        """The comparison in SQL."""
        if operator == "empty":
            return column.is_(None)  # type: ignore[no-any-return]  # columns are Any here
        if operator == "in":
            return column.in_(value)  # type: ignore[no-any-return]
        if operator == "!=":
            return sa.or_(column != value, column.is_(None))
        if operator in ("contains", "starts"):
            return _like(column, operator, str(value))
        return _COMPARE[operator](column, value)  # type: ignore[no-any-return]

    def schema(self) -> dict[str, Any]:
        """The JSON schema of a value."""
        return {"type": "string"}


_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "=": lambda column, value: column == value,
    "<": lambda column, value: column < value,
    "<=": lambda column, value: column <= value,
    ">": lambda column, value: column > value,
    ">=": lambda column, value: column >= value,
}


def _like(column: Any, operator: str, value: str) -> sa.ColumnElement[bool]:
    escaped = value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").lower()
    pattern = f"%{escaped}%" if operator == "contains" else f"{escaped}%"
    return sa.func.lower(column).like(pattern, escape="\\")


def string(length: int) -> sa.types.TypeEngine[Any]:
    """Text that both databases sort by code point; PostgreSQL would otherwise follow its locale."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


class TextField(Field):
    """One line of text, at most ``length`` characters."""

    operators: ClassVar[tuple[str, ...]] = WORDS

    def __init__(self, label: Label, *, length: int = 255, **options: Any) -> None:
        super().__init__(label, **options)
        self.length = length

    def column_type(self) -> sa.types.TypeEngine[Any]:
        return string(self.length)

    @property
    def sort_attribute(self) -> str:
        return f"{self.name}_sort" if self._has_sort_key else self.attribute

    @property
    def _has_sort_key(self) -> bool:
        """A record's name is sorted case folded and by its pinyin, the same on both databases."""
        return self.name == "name" and type(self) is TextField

    def companions(self) -> dict[str, MappedColumn[Any]]:
        return {self.sort_attribute: mapped_column(string(80), nullable=True)} if self._has_sort_key else {}

    def parse(self, text: str) -> Any:
        return " ".join(text.replace("\x00", "").split()) or None

    def clean(self, value: Any) -> Any:
        if isinstance(value, str) and "\x00" in value:
            raise ValueError(_("%(field)s contains a character that cannot be stored.", field=self.label))
        return super().clean(value)

    def problems(self, value: Any) -> Iterator[str]:
        if len(value) > self.length:
            yield _(
                "%(field)s may have at most %(most)s characters; this has %(count)s.",
                field=self.label, most=self.length, count=len(value),
            )  # fmt: skip

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.length}


class LongTextField(TextField):
    """Several lines of text."""

    type = "long_text"
    widget = "textarea"
    operators = ("contains", "empty")

    def __init__(self, label: Label, *, length: int = 32_000, **options: Any) -> None:
        super().__init__(label, length=length, **options)

    def column_type(self) -> sa.types.TypeEngine[Any]:
        return sa.Text()

    def parse(self, text: str) -> Any:
        return text.replace("\x00", "").replace("\r\n", "\n").strip() or None


class ConditionField(LongTextField):
    """A condition on records of the object ``of``, written as a filter and shown as a sentence; ``always`` says what none means."""

    def __init__(self, label: Label, *, of: str, always: Label, length: int = 2000, **options: Any) -> None:
        super().__init__(label, length=length, **options)
        self.of, self.absent = of, always


class EmailField(TextField):
    """A mail address, stored in lower case."""

    type = "email"
    widget = "email"

    def parse(self, text: str) -> Any:
        value = super().parse(text)
        return value.lower() if value else None

    def problems(self, value: Any) -> Iterator[str]:
        yield from super().problems(value)
        if not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+", value):
            yield _("%(field)s is not a mail address: it needs a name, an @ and a domain.", field=self.label)


class PhoneField(TextField):
    """A telephone number: stored as E.164, shown as people of its country write it."""

    type = "phone"
    widget = "tel"
    operators = ("=", "!=", "in", "starts", "empty")

    def __init__(self, label: Label, *, length: int = 24, kind: str | None = None, **options: Any) -> None:
        super().__init__(label, length=length, **options)
        self.kind = kind  # "mobile", "landline", "fax" or None; country profiles have a rule for each

    def parse(self, text: str) -> Any:
        return phones.normalise(text, self.kind) if text.strip() else None

    def text(self, value: Any) -> str:
        return phones.show(value) if value else ""


class UrlField(TextField):
    """A web address; without a scheme https is meant."""

    type = "url"
    widget = "url"

    def parse(self, text: str) -> Any:
        value = super().parse(text)
        return value if not value or re.match(r"[a-z][a-z0-9+.-]*:", value, re.IGNORECASE) else f"https://{value}"

    def problems(self, value: Any) -> Iterator[str]:
        yield from super().problems(value)
        if not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", value, re.IGNORECASE):
            yield _("%(field)s is not a web address: it starts with https:// or http://.", field=self.label)


class IntegerField(Field):
    """A whole number within limits, with an optional unit."""

    type = "integer"
    widget = "number"
    operators = ORDER
    align = "end"

    def __init__(
        self, label: Label, *, minimum: int = -(2**31), maximum: int = 2**31 - 1, unit: Label | None = None, **options: Any
    ) -> None:
        super().__init__(label, **options)
        self.minimum, self.maximum, self.unit = minimum, maximum, unit

    def column_type(self) -> sa.types.TypeEngine[Any]:
        return sa.Integer()

    def parse(self, text: str) -> Any:
        text = _number(text, self.unit)
        if not text:
            return None
        if not re.fullmatch(r"[+-]?\d+", text):
            raise ValueError(_("%(field)s must be a whole number.", field=self.label))
        return self._storable(int(text[:25]))

    def clean(self, value: Any) -> Any:
        if isinstance(value, int) and not isinstance(value, bool):
            return self._storable(value)
        return super().clean(value)

    def _storable(self, value: int) -> int:
        """Also a filter's number must fit into the 64 bits of a column."""
        if abs(value) >= 2**63:
            raise ValueError(next(iter(self.problems(value))))
        return value

    def problems(self, value: Any) -> Iterator[str]:
        if not self.minimum <= value <= self.maximum:
            yield _(
                "%(field)s must lie between %(least)s and %(most)s.",
                field=self.label, least=self.minimum, most=self.maximum,
            )  # fmt: skip

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.minimum, "maximum": self.maximum}


class DurationField(IntegerField):
    """A time in whole minutes, shown in hours and minutes: business hours make no days."""

    def __init__(self, label: Label, **options: Any) -> None:
        super().__init__(label, unit=gettext_lazy("min"), **options)


class DecimalField(Field):
    """A number with at most four decimals, exact on both databases, with an optional unit."""

    type = "decimal"
    widget = "number"
    operators = ORDER
    align = "end"

    def __init__(
        self, label: Label, *, places: int = 2, minimum: Decimal | int | None = None, maximum: Decimal | int | None = None,
        unit: Label | None = None, **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(label, **options)
        self.places, self.minimum, self.maximum, self.unit = places, minimum, maximum, unit

    def column_type(self) -> sa.types.TypeEngine[Any]:
        return MoneyAmount()  # the same exact count of ten-thousandths

    def parse(self, text: str) -> Any:
        plain = _number(text, self.unit)
        try:
            return self.clean(Decimal(plain)) if plain else None
        except InvalidOperation:
            raise ValueError(_("%(field)s must be a number, such as 12.5.", field=self.label)) from None

    def clean(self, value: Any) -> Any:
        if isinstance(value, float):
            value = repr(value)  # what JSON said, not what binary makes of it
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            return self._rounded(Decimal(value))
        return super().clean(value)

    def _rounded(self, value: Decimal) -> Decimal:
        if not value.is_finite() or abs(value) >= MONEY_LIMIT:
            raise ValueError(_("%(field)s may have at most 14 digits before the point.", field=self.label))
        if value != value.quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP):
            raise ValueError(_("%(field)s may have at most %(places)s decimals.", field=self.label, places=self.places))
        return _exact(value)

    def problems(self, value: Any) -> Iterator[str]:
        if self.minimum is not None and value < self.minimum:
            yield _("%(field)s must be at least %(least)s.", field=self.label, least=self.minimum)
        if self.maximum is not None and value > self.maximum:
            yield _("%(field)s must be at most %(most)s.", field=self.label, most=self.maximum)

    def text(self, value: Any) -> str:
        return "" if value is None else f"{value:.{self.places}f}"

    def dump(self, value: Any) -> Any:
        return None if value is None else self.text(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": rf"^-?\d{{1,14}}(\.\d{{1,{max(self.places, 1)}}})?$"}


class PercentField(IntegerField):
    """A percentage, 0 to 100, whole."""

    type = "percent"

    def __init__(self, label: Label, *, minimum: int = 0, maximum: int = 100, **options: Any) -> None:
        super().__init__(label, minimum=minimum, maximum=maximum, unit="%", **options)


class CurrencyField(Field):
    """Money: an exact amount, with its currency in the column beside it."""

    type = "currency"
    widget = "money"
    operators = ORDER
    align = "end"

    def __init__(self, label: Label, *, minimum: Decimal | int | None = None, **options: Any) -> None:
        super().__init__(label, **options)
        self.minimum = minimum

    def column_type(self) -> sa.types.TypeEngine[Any]:
        return MoneyAmount()

    @property
    def currency_attribute(self) -> str:
        return f"{self.name}_currency"

    def companions(self) -> dict[str, MappedColumn[Any]]:
        return {self.currency_attribute: mapped_column(sa.String(3), nullable=True)}

    def parse(self, text: str) -> Any:
        typed = text.strip()
        text = MONEY_SIGNS.sub("", _digits(text))
        factor = 1
        if text[-1:] in "万亿" and text:
            factor = 10_000 if text[-1] == "万" else 100_000_000
            text = text[:-1]
        if not typed:
            return None
        try:
            return self._storable(Decimal(text) * factor)
        except InvalidOperation:
            raise ValueError(_("%(field)s must be an amount of money, such as 12,800.50.", field=self.label)) from None

    def clean(self, value: Any) -> Any:
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            return self._storable(Decimal(value)) if Decimal(value).is_finite() else super().clean([])
        return super().clean(value)

    def _storable(self, value: Decimal) -> Decimal:
        """Also a filter's amount must fit into the 64 bits of a column."""
        if value.is_finite() and abs(value) >= MONEY_LIMIT:
            raise ValueError(next(iter(self.problems(value))))
        return _exact(value)

    def problems(self, value: Any) -> Iterator[str]:
        if abs(value) >= MONEY_LIMIT:
            yield _("%(field)s may have at most 14 digits before the point.", field=self.label)
        if self.minimum is not None and value < self.minimum:
            yield _("%(field)s must be at least %(least)s.", field=self.label, least=self.minimum)

    def text(self, value: Any) -> str:
        return "" if value is None else f"{value.normalize():f}" if value != value.to_integral_value() else f"{value:.0f}"

    def dump(self, value: Any) -> Any:
        return None if value is None else self.text(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^-?\d{1,14}(\.\d{1,4})?$"}


def _exact(value: Decimal) -> Decimal:
    """Four decimals, rounded half up: the one place where typed money is rounded."""
    return value.quantize(Decimal("0.0001"), ROUND_HALF_UP)


def _number(text: str, unit: Label | None) -> str:
    """The digits; a percent sign beside them is the unit, or that of a number without one: 12.5% is 12.5."""
    return _digits(text).strip("%") if unit in (None, "", "%") else _digits(text)


def _digits(text: str) -> str:
    """Without blanks and marks of thousands, full-width characters made plain. A comma that groups no digits stays, so that 12,50 is no 1250."""
    plain = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text).replace(" ", "").replace("\u00a0", "").strip()
    return GROUPED.sub(lambda found: found[0].replace(",", ""), plain)


class DateField(Field):
    """A day, without a zone."""

    type = "date"
    widget = "date"
    operators = ORDER

    def column_type(self) -> sa.types.TypeEngine[Any]:
        return sa.Date()

    def parse(self, text: str) -> Any:
        if not text.strip():
            return None
        return dates.parse_date(text, clock.today_in(_zone()))

    def clean(self, value: Any) -> Any:
        if isinstance(value, datetime):
            raise ValueError(_("%(field)s is a day, without a time.", field=self.label))
        return value if isinstance(value, date) else super().clean(value)

    def text(self, value: Any) -> str:
        return value.isoformat() if value else ""

    def dump(self, value: Any) -> Any:
        return value.isoformat() if value else None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


class DateTimeField(Field):
    """A moment: aware UTC in storage, the user's local time on screen."""

    type = "datetime"
    widget = "datetime"
    operators = ORDER

    def column_type(self) -> sa.types.TypeEngine[Any]:
        return UTCDateTime()

    def parse(self, text: str) -> Any:
        if not text.strip():
            return None
        if re.search(r"(Z|[+-]\d\d:?\d\d)$", text.strip()) and "T" in text:
            return self._aware(text.strip())
        wall = dates.parse_moment(text, clock.today_in(_zone()))
        return self._aware(wall.replace(tzinfo=clock.zone(_zone())).isoformat())

    def _aware(self, text: str) -> datetime:
        try:
            return self._told(datetime.fromisoformat(text).astimezone(UTC))
        except (ValueError, OverflowError):
            return self._told(None)

    def _told(self, moment: datetime | None) -> datetime:
        """Only a moment that the clocks of every zone can tell: on the first and the last day of the calendar some cannot."""
        if moment is None or not FIRST_MOMENT <= moment <= LAST_MOMENT:
            raise ValueError(_("%(field)s is not a time, such as 2026-11-28T09:00:00Z.", field=self.label))
        return moment

    def clean(self, value: Any) -> Any:
        if isinstance(value, datetime):
            if value.tzinfo is None:
                raise ValueError(_("%(field)s needs a time with its zone.", field=self.label))
            return self._told(value)
        return super().clean(value)

    def text(self, value: Any) -> str:
        return clock.local(value, _zone()).strftime("%Y-%m-%d %H:%M") if value else ""

    def dump(self, value: Any) -> Any:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value else None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date-time"}


def _zone() -> str:
    actor = acting_or_none()
    return actor.zone if actor else "UTC"


class CheckboxField(Field):
    """Yes or no."""

    type = "checkbox"
    widget = "checkbox"
    operators = ("=", "!=")

    def __init__(self, label: Label, *, default: bool = False, **options: Any) -> None:
        super().__init__(label, default=default, **options)

    def column_type(self) -> sa.types.TypeEngine[Any]:
        return sa.Boolean()

    def parse(self, text: str) -> Any:
        text = text.strip().lower()
        if text in ("", "0", "no", "n", "false", "off", "否", "f"):
            return False
        if text in ("1", "yes", "y", "true", "on", "是", "t", "x"):
            return True
        raise ValueError(_("%(field)s must be yes or no.", field=self.label))

    def clean(self, value: Any) -> Any:
        return False if value is None else value if isinstance(value, bool) else super().clean(value) or False

    def text(self, value: Any) -> str:
        return _("Yes") if value else _("No")

    def edit_text(self, value: Any) -> str:
        return "1" if value else ""

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


class PicklistField(Field):
    """One of several values that ship with the code."""

    type = "picklist"
    widget = "select"
    depends_on: str | None = None
    """The field of the same record whose value narrows the choices, as a province does a city's."""

    def __init__(self, label: Label, choices: Sequence[Choice] = (), **options: Any) -> None:
        super().__init__(label, **options)
        self.choices = tuple(choices)
        self.retired: frozenset[str] = frozenset()  # codes that old records keep and nobody is offered

    def column_type(self) -> sa.types.TypeEngine[Any]:
        return ChoiceType(self.choices)

    def options(self, chosen: Any = None) -> tuple[Choice, ...]:
        """What can be chosen now; retired values only where the record holds them already (``chosen``)."""
        if not self.retired:
            return self.choices
        held = {code_of(one) for one in (chosen if isinstance(chosen, tuple) else (chosen,))}
        return tuple(one for one in self.choices if one.code not in self.retired or one.code in held)

    def problems_of_change(self, old: Any, new: Any) -> Iterator[str]:
        yield from self.problems(new)
        before, after = (one if isinstance(one, tuple) else (one,) for one in (old, new))
        for choice in after:
            if code_of(choice) in self.retired and choice not in before:
                yield _("%(field)s: “%(value)s” is no longer offered.", field=self.label, value=choice)

    def parse(self, text: str) -> Any:
        text = text.strip()
        return self._choice(text) if text else None

    def parse_beside(self, text: str, values: Mapping[str, Any]) -> Any:
        """The same where the record's other ``values`` are known: a field that ``depends_on`` one of them tells namesakes apart by it."""
        return self.parse(text)

    def knows(self, text: str) -> bool:
        """Whether something is called so, be it that only the values beside it tell which."""
        try:
            return self.parse(text) is not None
        except ValueError:
            return False

    def clean(self, value: Any) -> Any:
        return self._choice(value.code) if isinstance(value, Choice) else super().clean(value)

    def _choice(self, text: str) -> Choice:
        for choice in self.choices:
            if choice.code == text:
                return choice
        folded = text.casefold()
        for choice in self.options():
            if folded in (choice.code.casefold(), str(choice.label).casefold()):
                return choice
        raise ValueError(_("“%(value)s” is not one of the values of %(field)s.", value=text, field=self.label))

    def edit_text(self, value: Any) -> str:
        return code_of(value) or ""

    def dump(self, value: Any) -> Any:
        return code_of(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": [choice.code for choice in self.choices]}


class MultiPicklistField(PicklistField):
    """Several of the values."""

    type = "multi_picklist"
    widget = "multiselect"
    operators = ("contains", "empty")

    def column_type(self) -> sa.types.TypeEngine[Any]:
        return ChoicesType(self.choices)

    def parse(self, text: str) -> Any:
        return self.clean([part for part in re.split(r"[;,，；|]", text) if part.strip()])

    def clean(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.parse(value)
        found = [item if isinstance(item, Choice) else self._choice(str(item).strip()) for item in value or ()]
        return tuple(choice for choice in self.choices if choice in found) or None

    def text(self, value: Any) -> str:
        return "; ".join(str(choice) for choice in value or ())

    def edit_text(self, value: Any) -> str:
        return ";".join(choice.code for choice in value or ())

    def dump(self, value: Any) -> Any:
        return [choice.code for choice in value or ()]

    def compare(self, column: Any, operator: str, value: Any) -> sa.ColumnElement[bool]:
        if operator == "contains":
            return sa.or_(*(column.like(f"%;{code_of(choice)};%", escape="\\") for choice in value or ()))
        return super().compare(column, operator, value)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": super().schema()}


class LookupField(Field):
    """A link to a record of one object (``to``), or of any object (``to=None``).

    ``on_delete`` says what happens to this record when that one is deleted: "restrict" refuses the deletion,
    "clear" empties the link, "own" deletes this record with it.
    """

    type = "lookup"
    widget = "lookup"
    operators = EQUALITY

    def __init__(self, label: Label, *, to: str | None, on_delete: str = "clear", **options: Any) -> None:
        super().__init__(label, **options)
        if on_delete not in ("restrict", "clear", "own"):
            raise ValueError(f"on_delete of {label!r} must be restrict, clear or own")
        self.to, self.on_delete = to, on_delete

    @property
    def attribute(self) -> str:
        return f"{self.name}_id"

    def column_type(self) -> sa.types.TypeEngine[Any]:
        return BigId

    def target_column(self) -> str:
        if self.to is None:
            return "core_record.id"
        return f"{TABLES[self.to]}.id"

    def column(self) -> MappedColumn[Any]:
        """Without its foreign key, which is known only when the model's table is: see Record."""
        return mapped_column(self.column_type(), nullable=True, info={"field": self})

    def parse(self, text: str) -> Any:
        text = text.strip()
        if not text:
            return None
        if not text.isdecimal() or len(text) > 18:
            raise ValueError(_("%(field)s must be chosen from the list.", field=self.label))
        return int(text)

    def clean(self, value: Any) -> Any:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        return value.id if hasattr(value, "id") else super().clean(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "description": f"id of a record of the object {self.to}" if self.to else "id of a record"}

    def edit_text(self, value: Any) -> str:
        """The id: the words beside it are the picker's."""
        return "" if value is None else str(getattr(value, "id", value))


class UserField(LookupField):
    """A link to a user or, with ``queues``, also to a queue."""

    type = "user"
    widget = "user"

    def __init__(self, label: Label, *, queues: bool = False, **options: Any) -> None:
        super().__init__(label, to=None, **options)
        self.queues = queues

    def target_column(self) -> str:
        return "core_principal.id"

    def text(self, value: Any) -> str:
        from .users import name_of

        return name_of(value) if value else ""

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "description": "id of a user" + (" or queue" if self.queues else "")}


class UnitField(UserField):
    """A link to a unit of the organisation."""

    type = "unit"
    widget = "unit"

    def target_column(self) -> str:
        return "core_unit.id"

    def text(self, value: Any) -> str:
        from .units import name_of

        return name_of(value) if value else ""

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "description": "id of a unit"}


class AutoNumberField(TextField):
    """A number drawn from a series when the record is made; never reused."""

    type = "auto_number"

    def __init__(self, label: Label, *, pattern: str = "{:06d}", length: int = 40, **options: Any) -> None:
        super().__init__(label, length=length, system=True, **options)
        self.pattern = pattern


class FormulaField(Field):
    """Computed from the record where it is shown; has no column, so lists neither sort nor filter by it."""

    type = "formula"
    operators = ()

    def __init__(self, label: Label, *, compute: Callable[[Any], Any], of: Field | None = None, needs: Sequence[str] = (), **options: Any) -> None:
        super().__init__(label, system=True, **options)
        self.compute, self.of, self.needs = compute, of or TextField(label), tuple(needs)
        self.align = self.of.align  # type: ignore[misc]  # an instance may differ from its class here

    @property
    def stored(self) -> bool:
        return False

    def text(self, value: Any) -> str:
        return self.of.text(value)

    def dump(self, value: Any) -> Any:
        return self.of.dump(value)

    def schema(self) -> dict[str, Any]:
        return {**self.of.schema(), "readOnly": True}


CORE_TYPES: dict[str, type[Field]] = {
    one.type: one
    for one in (
        TextField, LongTextField, EmailField, PhoneField, UrlField, IntegerField, DecimalField, PercentField, CurrencyField, DateField, DateTimeField,
        CheckboxField, PicklistField, MultiPicklistField, LookupField, UserField, UnitField, AutoNumberField, FormulaField,
    )
}  # fmt: skip
"""The field types that every module may use; further ones are registered by ``register_field_types``."""


class FormulaAttribute:
    """Lets ``record.name`` compute the formula."""

    def __init__(self, field: FormulaField) -> None:
        self.field = field

    def __get__(self, record: Any, owner: type) -> Any:
        return self.field if record is None else self.field.compute(record)


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
    """One Choice; the database holds its code."""
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
    """A value computed from the record; ``of`` is the field type it is shown as."""
    return FormulaAttribute(FormulaField(label, compute=compute, **options))


def unwrap(declared: Any) -> Field:
    """The Field behind what the functions above return: inputs of actions and settings are written with them."""
    if isinstance(declared, Field):
        return declared
    if isinstance(declared, FormulaAttribute):
        return declared.field
    field: Field = declared.column.info["field"]
    return field


def named(declared: Mapping[str, Any]) -> dict[str, Field]:
    """Inputs as they are declared, each Field called by its name."""
    found = {name: unwrap(one) for name, one in declared.items()}
    for name, one in found.items():
        one.name = name
    return found


def checked(inputs: Mapping[str, Field], given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given for some inputs, typed or in its Python form, in its Python form; missing ones as their default.

    Raises Invalid with every problem at once: an unknown name, a value that cannot be read, one missing, one beyond its limits.
    """
    errors: dict[str, list[str]] = {name: [Broken(_("There is no field “%(name)s”.", name=name), "unknown")] for name in given if name not in inputs}
    cleaned: dict[str, Any] = {}
    for name, one in inputs.items():
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
