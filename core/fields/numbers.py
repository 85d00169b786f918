"""Whole numbers, times in minutes, exact decimals, percentages and money, read as people write them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from typing import Any, Self

import sqlalchemy as sa
from babel.numbers import get_currency_name, get_currency_symbol
from sqlalchemy.orm import MappedColumn, mapped_column

from .. import formats
from ..db import MoneyAmount
from ..errors import Unreadable
from ..i18n import Text as Label
from ..i18n import gettext as _
from ..i18n import gettext_lazy
from .base import ORDER, Field
from .texts import TextField

MONEY_LIMIT = Decimal(10) ** 12
"""A trillion: nine hundred such amounts can be added up in the 64 bits in which a database counts their ten-thousandths."""
GROUPED = re.compile(r"(?<![\d.,])\d{1,4}(?:,\d{3,4})+(?![\d,])")
"""Digits in groups of three, or of four as Chinese counts them."""
MONEY_SIGNS = re.compile(r"^(?:人民币|[美欧日港]元|美金|港币|英镑|[A-Za-z]{1,3})?[$¢-¥₠-₿￥]?|(?:[$¢-¥₠-₿￥]|人民币|[美欧日港]元|美金|港币|英镑|元|圆|[A-Za-z]{1,3})$")
"""A currency as people write it beside the amount: ¥5, US$ 5, 5 CNY, 5万元. 万 and 亿 count."""
WORDS = {"人民币": "CNY", "美元": "USD", "美金": "USD", "欧元": "EUR", "日元": "JPY", "港元": "HKD", "港币": "HKD", "英镑": "GBP"}
NAMES = {"CNY": {"RMB", "¥", "￥"}, "JPY": {"¥", "￥"}}
"""Signs and words for a currency besides its code and the sign that each language has for it."""


class IntegerField(Field):
    """A whole number within limits, with an optional unit."""

    type = "integer"
    widget = "number"
    operators = ORDER
    align = "end"

    def __init__(self, label: Label, *, minimum: int = -(2**31), maximum: int = 2**31 - 1, unit: Label | None = None, **options: Any) -> None:
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
            raise ValueError(_("%(field)s may have at most 12 digits before the point.", field=self.label))
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
        return {"type": "string", "pattern": rf"^-?\d{{1,12}}(\.\d{{1,{max(self.places, 1)}}})?$"}


class PercentField(IntegerField):
    """A percentage, 0 to 100, whole."""

    type = "percent"

    def __init__(self, label: Label, *, minimum: int = 0, maximum: int = 100, **options: Any) -> None:
        super().__init__(label, minimum=minimum, maximum=maximum, unit="%", **options)


class Written(Decimal):
    """An amount that a file holds as a text, with the currency that may stand beside it in ``text``: the number was read by the rules of the file, the
    currency the gate holds against the record's."""

    text: str

    def __new__(cls, value: Decimal, text: str) -> Self:
        found = super().__new__(cls, value)
        found.text = text
        return found


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

    @property
    def currency(self) -> CurrencyCodeField:
        """What stands in the column beside the amount, as a field: for whoever writes the two apart."""
        found = CurrencyCodeField(gettext_lazy("%(amount)s: currency", amount=self.label))
        found.name = self.currency_attribute
        return found

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

    def read(self, text: str) -> Any:
        """An amount goes to the gate as it was typed: in which currency it may be, the gate knows."""
        value = super().read(text)
        return value if value is None or isinstance(value, Unreadable) else text

    def currency_problem(self, text: str, unit: str | None) -> str | None:
        """The sentence for an amount beside which another currency than ``unit`` (a code) is written, else None."""
        other = self._other_currency(text, unit)
        return None if other is None else _("%(field)s is in %(unit)s, not in %(typed)s. Enter what it comes to in %(unit)s.", field=self.label, unit=unit, typed=other)

    def _other_currency(self, text: str, unit: str | None) -> str | None:
        """What is written beside an amount, where it means another currency: "USD" or "€" of an amount in CNY. Signs that
        several share, and words that no code knows, are taken for the unit, as the amount alone is."""
        if unit is None:
            return None
        own = {unit, *(get_currency_symbol(unit, locale) for locale in ("en", "zh"))}
        for found in MONEY_SIGNS.findall(_digits(text)):
            sign = WORDS.get(found) or found.strip("元圆").upper()
            known = sign in formats.currencies() or not sign.isalpha()
            if sign and known and sign not in own | NAMES.get(unit, set()) and not any(one.endswith(sign) for one in own):
                return str(found)
        return None

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
            yield _("%(field)s may have at most 12 digits before the point.", field=self.label)
        if self.minimum is not None and value < self.minimum:
            yield _("%(field)s must be at least %(least)s.", field=self.label, least=self.minimum)

    def text(self, value: Any) -> str:
        return "" if value is None else f"{value.normalize():f}" if value != value.to_integral_value() else f"{value:.0f}"

    def dump(self, value: Any) -> Any:
        return None if value is None else self.text(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^-?\d{1,12}(\.\d{1,4})?$"}


class CurrencyCodeField(TextField):
    """Three capital letters of ISO 4217; what people write is a code, a sign that means one currency alone, or its name in one of the languages."""

    def __init__(self, label: Label, **options: Any) -> None:
        super().__init__(label, length=3, **options)

    def parse(self, text: str) -> Any:
        written = super().parse(text)
        if written is None:
            return None
        code = written[:3].upper() if not written[3:4].isalpha() else ""  # USD - U.S. Dollar, as other programs list them
        if code in formats.currencies():
            return code
        try:
            return _currencies_by_word()[written.casefold()]
        except KeyError:
            raise ValueError(_("%(field)s: “%(text)s” is no currency, such as CNY or USD.", field=self.label, text=written)) from None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[A-Z]{3}$"}


@cache
def _currencies_by_word() -> dict[str, str]:
    """Codes by the signs and names that mean one currency alone: € and 欧元, not ¥."""
    found = {(tell(code, locale=locale).casefold(), code) for code in formats.currencies() for locale in ("en", "zh") for tell in (get_currency_symbol, get_currency_name)}
    meant = Counter(word for word, _code in found)
    return {**{word: code for word, code in found if meant[word] == 1}, **WORDS, "rmb": "CNY"}


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
