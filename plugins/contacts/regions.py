"""China's provinces, cities and districts by their official codes, and the field type that picks one.

The table is ``data/divisions.csv`` (see SOURCES.md there). A code begins with its parent's, so "310104" lies in "3101"
and in "31", and a filter for a province needs no join.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask_babel import get_locale

from core import Choice, SeededName, fields
from core import gettext as _

LEVELS = {"province": 2, "city": 4, "district": 6}
"""Level -> digits of its codes."""

ABOVE = {"city": "province", "district": "city"}
UNNAMED = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
"""Names that only group: nobody writes them in an address."""

NAMESAKE = r" \([^)]+\)$"
"""What tells a city from another of the same spelling: "Suzhou (Anhui)"."""

NAMED = 4
"""So many places of one name are written out to choose from."""

KIND = rf"( (Autonomous )?(District|County|Prefecture|League|Banner))?({NAMESAKE})?$"

DATA = Path(__file__).with_name("data") / "divisions.csv"


@cache
def divisions() -> Mapping[str, Choice]:
    """Every division by code, in the order of the codes; ``parent`` is the code one level up. Each is shown in the reader's language;
    ``chinese`` and ``latin`` are its two names."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = [(row["code"], row["name"], row["latin"]) for row in csv.DictReader(file)]
    return {
        code: Choice(code, SeededName(latin, name_zh=name), parent=code[:-2] or None, chinese=name, latin=latin)
        for code, name, latin in rows
    }  # fmt: skip


@cache
def at_level(level: str) -> tuple[Choice, ...]:
    """All provinces, all cities or all districts."""
    return tuple(one for code, one in divisions().items() if len(code) == LEVELS[level])


@cache
def _children() -> Mapping[str, tuple[Choice, ...]]:
    found: dict[str, list[Choice]] = defaultdict(list)
    for one in divisions().values():
        if one.parent:
            found[one.parent].append(one)
    return {parent: tuple(ones) for parent, ones in found.items()}


def within(code: str | None) -> tuple[Choice, ...]:
    """The divisions directly below one, none for a code that has none."""
    return _children().get(code or "", ())


def code_of(value: Choice | str | None) -> str | None:
    """The code of a division given as itself or by its code."""
    return value.code if isinstance(value, Choice) else value


def find(code: Choice | str | None) -> Choice | None:
    """The division with this code, or None."""
    return divisions().get(code_of(code) or "")


@lru_cache(8192)
def called(name: str, level: str, parent: str = "") -> tuple[Choice, ...]:
    """The divisions of this name under ``parent``, in Chinese (with or without 省, 市, 区, 县) or as English readers write
    it (with or without the kind, or the province of a city that has a namesake); or those meant by a longer name."""
    here = [one for one in at_level(level) if one.code.startswith(parent)]
    for same in (_written_alike, _meant_alike, _written_out):
        if found := tuple(one for one in here if same(one, name)):
            return found
    return ()


def _written_alike(one: Choice, name: str) -> bool:
    return one.chinese == name or _plain(one.latin) == _plain(name)


def _meant_alike(one: Choice, name: str) -> bool:
    if not name.isascii() and "ü" not in name.casefold():
        return _short(one.chinese) == _short(name)
    return _plain(re.sub(KIND, "", one.latin)) == _plain(re.sub(KIND, "", name))


def _plain(latin: str) -> str:
    """For comparing: without case, blanks, apostrophes and dots."""
    return re.sub(r"[\s'\u2019-]", "", latin.casefold()).replace("ü", "u").replace("lv", "lu")


def _written_out(one: Choice, name: str) -> bool:
    """Whether a longer name means it: 北京市朝阳区, or Chaoyang District, Beijing, where several 朝阳区 exist."""
    if "," in name:
        return _plain(_in_latin(_line(one))) == _plain(name)
    wanted = "".join(name.split())
    return one.chinese != wanted and _in_chinese(_line(one)).endswith(wanted)


def _in_chinese(line: Sequence[Choice]) -> str:
    return "".join(one.chinese for one in line)


def _in_latin(line: Sequence[Choice]) -> str:
    return ", ".join(re.sub(NAMESAKE, "", one.latin) for one in reversed(line))


def _spoken(line: Sequence[Choice]) -> str:
    return _in_chinese(line) if str(get_locale() or "en").startswith("zh") else _in_latin(line)


def _line(one: Choice) -> list[Choice]:
    """The division and what it lies in, the largest first, without groups that have no name of their own."""
    codes = (one.code[:digits] for digits in LEVELS.values() if digits <= len(one.code))
    return [above for code in codes if (above := divisions()[code]).chinese not in UNNAMED]


def _short(name: str) -> str:
    for ending in ("特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市", "区", "县"):
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name[: -len(ending)]
    return name


def written(province: Any, city: Any, district: Any) -> str:
    """The place as an address has it in the reader's language: 江苏省苏州市吴中区, or Wuzhong District, Suzhou, Jiangsu; groups
    without a name of their own are left out."""
    return _spoken([one for code in (province, city, district) if (one := find(code)) and one.chinese not in UNNAMED])


def misfits(record: Any) -> Iterator[tuple[str, str]]:
    """(field, sentence) for a city outside the chosen province, or a district outside the city."""
    for level, above in ABOVE.items():
        lower, upper = find(getattr(record, level)), find(getattr(record, above))
        if lower and upper and not lower.code.startswith(upper.code):
            yield level, _("%(lower)s does not lie in %(upper)s.", lower=lower.label, upper=upper.label)


def complete(record: Any) -> None:
    """Fill the empty levels above a chosen one: who picks a district has picked its city."""
    for level, above in reversed(ABOVE.items()):
        lower = find(getattr(record, level))
        if lower and getattr(record, above) is None:
            setattr(record, above, find(lower.parent))


class RegionField(fields.PicklistField):
    """One division of a level; its choices depend on the field of the level above, ``depends_on``."""

    type = "region"
    widget = "region"
    template = "contacts/region.html"

    def __init__(self, label: Any, level: str, **options: Any) -> None:
        super().__init__(label, at_level(level), fixed=True, **options)
        self.level = level
        self.depends_on = ABOVE.get(level)

    def column_type(self) -> sa.types.TypeEngine[Any]:
        return RegionCode()

    def options_under(self, parent: Choice | str | None) -> tuple[Choice, ...]:
        """What can be chosen once the level above is."""
        if self.depends_on is None:
            return self.choices
        return within(code_of(parent))

    def groups(self, chosen: str | None = None, above: str | None = None) -> list[tuple[str, tuple[Choice, ...]]]:
        """(heading, choices) for a select that works without a script: provinces plainly, all cities under their provinces,
        districts of the city (``above``, or that of the ``chosen`` district)."""
        if self.level == "province":
            return [("", self.choices)]
        if self.level == "city":
            return [(str(province.label), within(province.code)) for province in at_level("province") if within(province.code)]
        return [("", within(above or (chosen or "")[:4]))]

    def parse(self, text: str) -> Any:
        return self.parse_beside(text, {})

    def parse_beside(self, text: str, values: Mapping[str, Any]) -> Any:
        """A name that several have is that of the one in the city or the province beside it."""
        text = text.strip()
        if not text:
            return None
        one = find(text)
        if one is not None and len(one.code) == LEVELS[self.level]:
            return one
        return self._only(text, called(text, self.level, self._around(values)) or called(text, self.level))

    def knows(self, text: str) -> bool:
        return super().knows(text) or bool(called(text.strip(), self.level))

    def _around(self, values: Mapping[str, Any]) -> str:
        """The code of the nearest division that the record names above this one."""
        above = self.depends_on
        while above and not values.get(above):
            above = ABOVE.get(above)
        return code_of(values[above]) or "" if above else ""

    def _only(self, text: str, found: Sequence[Choice]) -> Choice:
        if not found:
            raise ValueError(_("“%(value)s” is not one of the values of %(field)s.", value=text, field=self.label))
        if len(found) > 1:
            # Translators: between places of one name
            places = _("; ").join(_spoken(_line(one)) for one in found[:NAMED]) + ("…" if len(found) > NAMED else "")
            raise ValueError(_("%(field)s: “%(value)s” may be one of these: %(places)s.", field=self.label, value=text, places=places))
        return found[0]

    def clean(self, value: Any) -> Any:
        return self.parse(value.code) if isinstance(value, Choice) else super().clean(value)

    def schema(self) -> dict[str, Any]:
        digits = LEVELS[self.level]
        return {"type": "string", "pattern": rf"^\d{{{digits}}}$", "description": "official code of the division"}


class RegionCode(sa.types.TypeDecorator[Choice]):
    """Stores the code, gives back the division; a code that was abolished comes back as itself."""

    impl = sa.String(6)
    cache_ok = True

    def process_bind_param(self, value: Choice | str | None, dialect: sa.Dialect) -> str | None:
        return code_of(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Choice | None:
        return None if value is None else divisions().get(value) or Choice(value, value)


def Region(label: Any, level: str, **options: Any) -> Any:  # noqa: N802 - field types read as types in models
    """A province, city or district by its official code; ``level`` names which."""
    return RegionField(label, level, **options).column()
