"""Words: a line, several, a condition written as a filter, mail and web addresses, telephone numbers, numbers from a series."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import MappedColumn, mapped_column

from .. import phones
from ..i18n import Text as Label
from ..i18n import gettext as _
from ..nul import without_nul
from .base import WORDS, Field, string


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
        return " ".join(without_nul(text).split()) or None

    def problems(self, value: Any) -> Iterator[str]:
        if len(value) > self.length:
            yield _(
                "%(field)s may have at most %(most)s characters; this has %(count)s.",
                field=self.label, most=self.length, count=len(value),
            )  # fmt: skip

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.length}


class CountryField(TextField):
    """A country by its code of two letters (ISO 3166), of those whose telephone numbers are known."""

    def __init__(self, label: Label, **options: Any) -> None:
        super().__init__(label, length=2, **options)

    def parse(self, text: str) -> Any:
        return text.strip().upper() or None

    def problems(self, value: Any) -> Iterator[str]:
        if value not in phones.regions():
            yield _("“%(code)s” is not a country code of two letters, such as CN.", code=value)


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
        return without_nul(text).replace("\r\n", "\n").strip() or None


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
        if not re.fullmatch(r"https?://[^\s/][^\s/.]*\.\S+", value, re.IGNORECASE):
            yield _("%(field)s is not a web address: it starts with https:// or http://.", field=self.label)


class AutoNumberField(TextField):
    """A number drawn from a series when the record is made; never reused."""

    type = "auto_number"

    def __init__(self, label: Label, *, pattern: str = "{:06d}", length: int = 40, **options: Any) -> None:
        super().__init__(label, length=length, system=True, **options)
        try:
            pattern.format(1)
        except (IndexError, KeyError, ValueError):
            raise ValueError(f"pattern {pattern!r} of {str(label)!r} cannot take a number: write \"A-{{:06d}}\"") from None
        self.pattern = pattern
