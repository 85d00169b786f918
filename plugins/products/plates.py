"""The field type of number plates: kept without separators, so that one plate is one text; shown as plates are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from core import fields
from core import gettext as _

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
LETTER = "[A-HJ-NP-Z]"
"""A plate has no I and no O (GA 36)."""
ORDINARY = re.compile(rf"[{PROVINCES}]{LETTER}[A-HJ-NP-Z0-9]{{4}}[A-HJ-NP-Z0-9挂学警港澳领]")
NEW_ENERGY = re.compile(rf"[{PROVINCES}]{LETTER}(?:[A-HJK][A-HJ-NP-Z0-9]\d{{4}}|\d{{5}}[A-HJK])")
"""One place longer; the letter that says electric or hybrid stands first on cars and last on large vehicles."""
SPECIAL = re.compile(r"使\d{6}|\d{6}使|WJ[0-9A-Z京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]{5,7}")
FOREIGN = re.compile(r"(?=.*\d)[A-Z0-9ÄÖÜ]{2,12}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
DOT = "·"


def normalised(text: str) -> str:
    """Capital letters and digits without blanks, dots and dashes; full-width characters made plain."""
    plain = "".join(chr(ord(one) - 0xFEE0) if "！" <= one <= "～" else one for one in text)
    return re.sub(r"[\s\-.·•‧・]", "", plain).upper()


def is_chinese(plate: str) -> bool:
    """Whether it is a plate of mainland China by its form."""
    return any(form.fullmatch(plate) for form in (ORDINARY, NEW_ENERGY, SPECIAL))


class PlateField(fields.TextField):
    """A number plate."""

    type = "plate"

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, length=20, **{"personal": True, **options})

    def parse(self, text: str) -> Any:
        return normalised(super().parse(text) or "") or None

    def problems(self, value: Any) -> Iterator[str]:
        if CHINESE.search(value):
            if not is_chinese(value):
                yield _("%(field)s: a Chinese plate is a province, a letter and 5 characters, 6 for new-energy cars, without I and O: 苏E·12345.", field=self.label)
        elif not FOREIGN.fullmatch(value):
            yield _("%(field)s may have 2 to 12 letters and digits, a digit among them.", field=self.label)

    def text(self, value: Any) -> str:
        return f"{value[:2]}{DOT}{value[2:]}" if value and value[0] in PROVINCES else value or ""


def Plate(label: Any, **options: Any) -> Any:  # noqa: N802 - field types read as types in models
    """A number plate; a str."""
    return PlateField(label, **options).column()
