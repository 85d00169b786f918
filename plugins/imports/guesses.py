"""Which field a column means, and how its dates are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz, process

# Below this a likeness is a coincidence of letters.
LIKENESS = 82
DATE_ORDERS = ("ymd", "dmy", "mdy")
PIVOT = 70  # a two-digit year below it is of this century

_DATE = re.compile(
    r"\s*(\d{1,4})\s*[-/.年\s]\s*(\d{1,2})\s*[-/.月\s]\s*(\d{1,4})\s*日?"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(am|pm)?\s*(Z|[+-]\d{2}:?\d{2})?)?\s*",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"\s*(\d{4})(\d{2})(\d{2})\s*")


def guess_columns(columns: Sequence[str], names: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Column → field, each field at most once.

    ``names`` maps a field to all it is called: its name and its label in every language.
    """
    choices = [(_plain(called), field) for field, all_names in names.items() for called in all_names if called]
    scored = sorted(
        ((score, column, field) for column in columns for score, field in _likenesses(column, choices)), key=lambda found: -found[0]
    )
    guessed: dict[str, str] = {}
    for _score, column, field in scored:
        if column not in guessed and field not in guessed.values():
            guessed[column] = field
    return {column: guessed[column] for column in columns if column in guessed}


def _likenesses(column: str, choices: Sequence[tuple[str, str]]) -> list[tuple[float, str]]:
    words = _plain(column)
    found = process.extract(words, [name for name, _field in choices], scorer=fuzz.ratio, score_cutoff=LIKENESS, limit=5)
    return [(score, choices[place][1]) for _name, score, place in found]


def _plain(name: str) -> str:
    """Lower case, words apart by one space, no punctuation: "E-Mail_Address " and "email address" are near."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.sub(r"[\W_]+", " ", spaced).lower().split())


def date_orders(samples: Iterable[str]) -> tuple[str, ...]:
    """Every order of day, month and year in which all the samples are dates; several when the samples leave it open."""
    filled = [sample for sample in samples if sample.strip()]
    if not filled:
        return ()
    return tuple(order for order in DATE_ORDERS if all(parse_moment(sample, order) for sample in filled))


def guess_date_order(samples: Iterable[str], locale: str) -> tuple[str, bool]:
    """(order, whether it was certain). Left open, the reader's language decides: Chinese puts the year first, English the day."""
    orders = date_orders(samples)
    if len(orders) == 1:
        return orders[0], True
    preferred = "ymd" if locale.startswith("zh") else "dmy"
    return (preferred if preferred in orders or not orders else orders[0]), False


def parse_date(text: str, order: str) -> date | None:
    moment = parse_moment(text, order)
    return moment.date() if moment else None


def parse_moment(text: str, order: str) -> datetime | None:
    """The date, with its time if one is written; None if it is not one in this order. Aware only where the text names an offset."""
    match = _DATE.fullmatch(text)
    if match is None:
        return _compact(text)
    year, month, day = _ordered(match.group(1, 2, 3), order)
    if year is None:
        return None
    try:
        return datetime.combine(date(year, month, day), _clock(*match.group(4, 5, 6, 7)), _offset(match.group(8)))
    except ValueError:
        return None


def aware(moment: datetime, zone: str) -> datetime:
    """The moment in UTC; without an offset of its own it is a time on the clocks of ``zone``."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def _compact(text: str) -> datetime | None:
    match = _COMPACT.fullmatch(text)
    if match is None:
        return None
    try:
        return datetime(*(int(part) for part in match.groups()))  # type: ignore[arg-type]  # noqa: DTZ001 - three groups: a day, which has no zone
    except ValueError:
        return None


def _ordered(parts: Sequence[str], order: str) -> tuple[int | None, int, int]:
    found = dict(zip(order, parts, strict=True))
    if len(found["m"]) > 2 or len(found["d"]) > 2 or len(found["y"]) not in (2, 4):
        return None, 0, 0
    year = int(found["y"])
    if len(found["y"]) == 2:
        year += 2000 if year < PIVOT else 1900
    return year, int(found["m"]), int(found["d"])


def _clock(hour: str | None, minute: str | None, second: str | None, half: str | None) -> time:
    if hour is None:
        return time()
    hours = int(hour)
    if half:
        hours = hours % 12 + (12 if half.lower() == "pm" else 0)
    return time(hours, int(minute or 0), int(second or 0))


def _offset(text: str | None) -> timezone | None:
    if not text:
        return None
    if text in "Zz":
        return UTC
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))
