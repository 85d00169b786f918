"""Which field a column means, and how its dates are written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

# Below this a likeness is a coincidence of letters.
LIKENESS = 82
DATE_ORDERS = ("ymd", "dmy", "mdy")
YEAR_DIGITS = 4
"""A number of so many digits at the front is the year, whatever order the others of the column have."""
PIVOT = 30  # a two-digit year below it is of this century, as spreadsheets have it: people born in 68 buy cars
FOREIGN_RECORD = 6
"""What a likeness loses when the heading says that the value is another record's ("Account: Phone" on a contact)."""
SAME_MEANING = {
    "last name": "family name", "surname": "family name", "first name": "given name", "cell": "mobile", "cell phone": "mobile", "zip": "postal code",
    "zip code": "postal code", "postcode": "postal code", "mail": "e mail", "job title": "position", "title": "position", "assigned to": "owner",
    "sales agent": "owner", "url": "website", "web site": "website", "street": "address", "phone": "landline", "number of employees": "employees", "notes": "remarks", "comment": "remarks", "comments": "remarks",
    "手机": "mobile", "电话": "mobile", "电话号码": "mobile", "联系电话": "mobile", "联系方式": "mobile", "客户姓名": "name", "邮箱": "e mail",
    "微信号": "wechat", "地址": "address", "联系地址": "address", "邮编": "postal code", "职位": "position", "负责人": "owner", "销售顾问": "owner",
}  # fmt: skip
"""What other programs and people call the fields that most objects have."""

BRACKETS = re.compile(r"[(（\[【][^)）\]】]{0,100}[)）\]】]|\*")
"""What a heading adds to a name: a unit, a form, that it is required."""
OFFICE_TELEPHONES = frozenset({"固定电话", "固定电话号码", "座机", "固话", "公司电话", "单位电话", "办公电话", "telephone", "tel", "office phone", "business phone"})
"""On a person these are the landline, on a firm the telephone that it has."""
_DATE = re.compile(
    r"\s*(\d{1,4})\s*[-/.年\s]\s*(\d{1,2})\s*[-/.月\s]\s*(\d{1,4})\s*日?"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(am|pm)?\s*(Z|[+-]\d{2}:?\d{2})?)?\s*",
    re.IGNORECASE,
)
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_NAMED = re.compile(
    r"\s*(?:(\d{1,2})(?:st|nd|rd|th|\.)?[-/.\s]*([a-z]{3,9})|([a-z]{3,9})\.?\s*(\d{1,2})(?:st|nd|rd|th)?)[-/.,\s]+(\d{4}|\d{2})(?:,?(\s.*))?", re.IGNORECASE
)
"""28-Nov-2026, 28 November 2026, Nov 28, 2026: the month says itself which it is."""
_HALVES = re.compile(r"(上午|下午)\s*(\d{1,2}:\d{2}(?::\d{2})?)")
_DAY_NUMBER = re.compile(r"[1-6]\d{4}(?:\.\d+)?")
_COMPACT = re.compile(r"\s*(\d{4})(\d{2})(\d{2})\s*")


def guess_columns(columns: Sequence[str], names: Mapping[str, Iterable[str]], own: Iterable[str] = ()) -> dict[str, str]:
    """Column → field, each field at most once.

    ``names`` maps a field to all it is called: its name and its label in every language. ``own`` is what the object itself
    is called: "Contact: Phone" means a contact's own phone.
    """
    choices = [(plain(called), field) for field, all_names in names.items() for called in all_names if called]
    itself = {plain(called) for called in own}
    scored = sorted(
        ((score, column, field) for column in columns for score, field in _likenesses(column, choices, itself)), key=lambda found: -found[0]
    )
    guessed: dict[str, str] = {}
    for _score, column, field in scored:
        if column not in guessed and field not in guessed.values():
            guessed[column] = field
    return {column: guessed[column] for column in columns if column in guessed}


def _likenesses(column: str, choices: Sequence[tuple[str, str]], itself: Collection[str]) -> list[tuple[float, str]]:
    """(likeness, field), for all the ways in which the heading can be read."""
    # Imported here: only who uploads a file compares headings.
    from rapidfuzz import fuzz, process

    names = [name for name, _field in choices]
    return [
        (score - loss, choices[place][1])
        for words, loss in _readings(column, itself)
        for _name, score, place in process.extract(words, names, scorer=fuzz.ratio, score_cutoff=LIKENESS, limit=5)
    ]


def _readings(column: str, itself: Collection[str]) -> Iterator[tuple[str, int]]:
    """(what a heading may mean, what that reading loses): as it stands, behind "Contact:", without "Id", "Name" or "__c"."""
    before, colon, behind = column.partition(":")
    loss = FOREIGN_RECORD if colon and plain(before) not in itself else 0
    words = plain(behind if colon else column)
    yield words, loss
    if words in SAME_MEANING:
        yield SAME_MEANING[words], loss + 1
    if words in OFFICE_TELEPHONES:
        yield "landline", loss + 1
        yield "phone", loss + 2
    outside = plain(BRACKETS.sub(" ", behind if colon else column))
    if outside != words:  # 注册资金(万元), Name (required)
        yield outside, loss + 1
        yield SAME_MEANING.get(outside, outside), loss + 2
    bare = re.sub(r" (id|name|c)$", "", words)
    if bare != words:
        yield bare, loss + 2
    if words == f"{plain(before)} name" and plain(before) in itself:
        yield "name", loss


def plain(name: str) -> str:
    """Lower case, words apart by one space, no punctuation: "E-Mail_Address " and "email address" are near."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.sub(r"[\W_]+", " ", spaced).lower().split())


def guess_values(cells: Iterable[str], options: Mapping[str, str]) -> dict[str, str]:
    """What values of the file most likely mean here, by code: "Customer - Direct" says the one word that an option is called.

    ``options``: code by label, in every language. A value that is a label itself needs no guess, one that says several gets none.
    """
    called = {plain(label): code for label, code in options.items()}
    found = {}
    for value in dict.fromkeys(cell.strip() for cell in cells):
        words = f" {plain(value)} "
        meant = {code for label, code in called.items() if label and f" {label} " in words}
        if len(meant) == 1 and words.strip() not in called:
            found[value] = meant.pop()
    return found


def date_orders(samples: Iterable[str]) -> tuple[str, ...]:
    """Every order of day, month and year in which all the samples are dates that are any; several when the samples leave it open."""
    dates = _dates(samples)
    return tuple(order for order in DATE_ORDERS if all(parse_moment(sample, order) for sample in dates)) if dates else ()


def _dates(samples: Iterable[str]) -> list[str]:
    """Those of the samples that are dates in some order: a word among them ("soon") says nothing of the others."""
    return [sample for sample in samples if any(parse_moment(sample, order) for order in DATE_ORDERS)]


def guess_date_order(samples: Iterable[str], locale: str) -> tuple[str, bool]:
    """(order, whether it was certain). Left open, the reader's language decides: Chinese puts the year first, English the day. Where no order
    fits all, the one that fits most is taken.
    """
    dates = _dates(samples)
    orders = date_orders(dates)
    if len(orders) == 1 or _order_free(dates, orders):
        return orders[0], True
    preferred = "ymd" if locale.startswith("zh") else "dmy"
    fits = {order: sum(parse_moment(one, order) is not None for one in dates) for order in (preferred, *DATE_ORDERS)}
    return max(fits, key=lambda order: fits[order]), False


def _order_free(samples: Sequence[str], orders: Sequence[str]) -> bool:
    """Whether every order reads the samples alike: 20261128, 28 Nov 2026, 2026/11/28."""
    return len(orders) == len(DATE_ORDERS) and all(len({parse_moment(one, order) for order in orders}) == 1 for one in samples)


def parse_date(text: str, order: str) -> date | None:
    moment = parse_moment(text, order)
    return moment.date() if moment else None


def parse_moment(text: str, order: str) -> datetime | None:
    """The date, with its time if one is written; None if it is not one in this order. Aware only where the text names an offset."""
    text = " ".join(text.split())  # a run of blanks can be shared out among the parts in as many ways as it is long
    named = _in_numbers(text)
    match = _DATE.fullmatch(named or _HALVES.sub(lambda found: f"{found[2]} {'am' if found[1] == '上午' else 'pm'}", text))
    if match is None:
        return _compact(text)
    year, month, day = _ordered(match.group(1, 2, 3), "ymd" if named or len(match[1]) == YEAR_DIGITS else order)
    if year is None:
        return None
    try:
        return datetime.combine(date(year, month, day), _clock(*match.group(4, 5, 6, 7)), _offset(match.group(8)))
    except ValueError:
        return None


def _in_numbers(text: str) -> str | None:
    """A date whose month is named, year first; None for any other."""
    found = _NAMED.fullmatch(text)
    if found is None:
        return None
    name = (found[2] or found[3]).lower()
    month = next((number for number, full in enumerate(_MONTHS, start=1) if full.startswith(name)), None)
    return f"{found[5]}-{month}-{found[1] or found[4]}{found[6] or ''}" if month else None


def spreadsheet_day(text: str) -> date | None:
    """The day that a spreadsheet means by a number as it counts days; None for what is no such number of this or the last century."""
    return date(1899, 12, 30) + timedelta(days=int(text[:5])) if _DAY_NUMBER.fullmatch(text) else None


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
