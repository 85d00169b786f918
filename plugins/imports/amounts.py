"""How the numbers of a column are written: which mark stands before the decimals, and in what they are counted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from core import gettext as _

POINT, COMMA = ".", ","
MARKS = (POINT, COMMA)
COUNTED_IN = (1, 1_000, 10_000, 1_000_000, 10_000_000, 100_000_000)
"""What one in a cell may stand for: one, a thousand (千元), ten thousand (万元), a million, ten million (千万元), a hundred million (亿元)."""

_NUMERAL = re.compile(r"\d[\d.,'\u2019\s]*")
_GROUP_SIGNS = re.compile(r"(?<=\d)['\u2019\s](?=\d{3})")
_WITH_COMMA = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?")
_OWN_UNIT = re.compile(r"[千万亿]")
_CHINESE_UNIT = re.compile(r"(百万|千万|[千万亿])\s*(?:元|圆|人民币|美元|欧元)|[(（\[【]\s*(?:单位\s*[:：]?\s*)?(百万|千万|[千万亿])\s*[)）\]】]")
_WORDED_UNIT = re.compile(r"\bin (thousand|million)s?\b|[(\[]\s*(?:[a-z]{3}|[$€£¥])?\s*(thousand|million|k|mn|m)s?\s*(?:[a-z]{3}|[$€£¥])?\s*[)\]]", re.IGNORECASE)
_UNITS = {"千": 1_000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000, "thousand": 1_000, "k": 1_000, "million": 1_000_000, "mn": 1_000_000, "m": 1_000_000}


def guess_mark(cells: Iterable[str], delimiter: str) -> tuple[str, bool]:
    """(the mark before the decimals, whether that was certain), by all cells: 12,50 and 1.234,56 say comma, 12.5 and 1,234.56 point.

    Where all that is written would fit either, as 1.234 alone, a file cut by semicolons is one of a country that writes the comma.
    """
    found = [said for cell in cells for numeral in _NUMERAL.findall(unicodedata.normalize("NFKC", cell)) if (said := _said(numeral.strip())) is not None]
    if COMMA in found and POINT in found:
        return POINT, False
    if COMMA in found or POINT in found:
        return (COMMA if COMMA in found else POINT), True
    if "open point" in found:  # 1.234
        return (COMMA if delimiter == ";" else POINT), False
    return POINT, "open comma" not in found or delimiter != ";"


def _said(numeral: str) -> str | None:
    """The mark before the decimals that a numeral can only have; "open …" where its one mark may cut groups as well; None without a mark."""
    numeral = numeral.rstrip(".,")
    marks = [one for one in numeral if one in MARKS]
    if not marks:
        return None
    if len(set(marks)) == 2:
        return marks[-1] if marks.count(marks[-1]) == 1 else None
    mark, other = marks[0], COMMA if marks[0] == POINT else POINT
    if len(marks) > 1:
        return other
    before, _mark, behind = numeral.partition(mark)
    grouped = len(behind) == 3 or (mark == COMMA and len(behind) == 4)
    return f"open {'point' if mark == POINT else 'comma'}" if grouped and before != "0" and len(before) <= 4 else mark


def guess_unit(heading: str, labels: Sequence[str]) -> int:
    """What one in a column stands for, by its heading: 注册资金(万元), Turnover (k€). A field whose own label says so is counted like that."""
    unit = _unit(heading)
    return 1 if any(_unit(label) == unit for label in labels) else unit


def _unit(text: str) -> int:
    text = " ".join(text.split())  # a run of blanks can be shared out among the parts in as many ways as it is long
    found = _CHINESE_UNIT.search(text) or _WORDED_UNIT.search(text)
    return _UNITS.get((found[1] or found[2]).lower(), 1) if found else 1


def read(field: Any, cell: str, mark: str, times: int) -> Any:
    """What a cell says to the field, times what the column is counted in unless the cell counts itself (12万). Raises ValueError with a sentence."""
    try:
        written = _plain(cell, mark)
    except ValueError:
        raise ValueError(_("%(field)s: “%(text)s” is no number with a decimal comma, such as 12.800,50.", field=field.label, text=cell)) from None
    value = field.clean(written)
    return value if value is None or times == 1 or _OWN_UNIT.search(cell) else field.clean(value * times)


def _plain(text: str, mark: str) -> str:
    """The text with a decimal point and without signs between groups, as fields read it. Raises ValueError for one that is not written so."""
    text = _GROUP_SIGNS.sub("", unicodedata.normalize("NFKC", text))
    if mark != COMMA:
        return text
    found = re.search(r"\d[\d.,]*", text)
    if found is None:
        return text
    if not _WITH_COMMA.fullmatch(found[0]):
        raise ValueError(text)
    return text[: found.start()] + found[0].replace(".", "").replace(",", ".") + text[found.end() :]
