"""The field type of vehicle identification numbers (ISO 3779), with the check digit of 49 CFR 565.15."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from core import fields
from core import gettext as _

LENGTH = 17
VALUES = {**{digit: int(digit) for digit in "0123456789"}, **dict(zip("ABCDEFGH", range(1, 9), strict=True)),
          **dict(zip("JKLMN", range(1, 6), strict=True)), "P": 7, "R": 9, **dict(zip("STUVWXYZ", range(2, 10), strict=True))}  # fmt: skip
"""What each character counts; I, O and Q are in no VIN, since they read like 1 and 0."""
WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
CHECKED = frozenset("12345")
"""First characters of makers in North America, where the ninth place is a check digit by law."""
ADVISED = frozenset("L")
"""China: GB 16735 asks for the check digit since 2004. Older cars are without, so there a wrong one is only pointed out."""


def check_digit(vin: str) -> str:
    """The ninth character that a VIN of these other sixteen has: 0 to 9, or X for ten."""
    remainder = sum(VALUES[one] * weight for one, weight in zip(vin, WEIGHTS, strict=True)) % 11
    return "X" if remainder == 10 else str(remainder)


def is_vin(text: str) -> bool:
    """Seventeen of the characters that a VIN has."""
    return len(text) == LENGTH and all(one in VALUES for one in text)


def doubtful(vin: str | None) -> str | None:
    """The check digit that a Chinese VIN should have and has not, or None."""
    if not vin or not is_vin(vin) or vin[0] not in ADVISED:
        return None
    right = check_digit(vin)
    return None if vin[8] == right else right


class VinField(fields.TextField):
    """A VIN in capital letters without blanks or dashes."""

    type = "vin"

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, length=LENGTH, **options)

    def parse(self, text: str) -> Any:
        plain = "".join(chr(ord(one) - 0xFEE0) if "！" <= one <= "～" else one for one in super().parse(text) or "")
        return re.sub(r"[\s\-]", "", plain).upper() or None

    def problems(self, value: Any) -> Iterator[str]:
        strange = sorted({one for one in value if one not in VALUES})
        if len(value) != LENGTH:
            yield _("%(field)s has 17 characters; this has %(count)s.", field=self.label, count=len(value))
        elif strange:
            yield _("%(field)s has only digits and capital letters without I, O and Q; found: %(found)s.", field=self.label, found=" ".join(strange))
        elif value[0] in CHECKED and value[8] != (right := check_digit(value)):
            yield _("%(field)s: the check digit does not fit. With these characters the ninth would be %(right)s; please compare.", field=self.label, right=right)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[A-HJ-NPR-Z0-9]{17}$", "examples": ["LGXCE4CBXP0123451"]}


def Vin(label: Any, **options: Any) -> Any:  # noqa: N802 - field types read as types in models
    """A vehicle identification number; a str of 17 characters."""
    return VinField(label, **options).column()
