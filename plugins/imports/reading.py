"""A table of text out of a file: its encoding, its delimiter, its heading, its rows.

Nothing here raises for one bad line: a line that cannot be read is a row that says why, so that it can be given back.
Only a file that is no table at all is refused.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from core import Refusal
from core import gettext as _

ENCODINGS = ("utf-8", "gb18030", "big5", "cp1252", "utf-16")
DELIMITERS = (",", ";", "\t", "|")
SAMPLE_LINES = 50
MAX_COLUMNS = 500
# A workbook, an older workbook, a PDF, a gzip file: what people upload in place of a CSV file.
FOREIGN = ((b"PK\x03\x04", "xlsx"), (b"\xd0\xcf\x11\xe0", "xls"), (b"%PDF", "pdf"), (b"\x1f\x8b", "gz"))
BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Of the double bytes of running Chinese text nearly all lie in GB 2312's own square; of Western text read as Chinese nearly none.
CHINESE_SHARE = 0.7


@dataclass(frozen=True)
class Row:
    """One row of the file. ``number`` counts data rows from 1, ``line`` is the line it starts on, ``problem`` why it cannot be read."""

    number: int
    line: int
    cells: tuple[str, ...]
    problem: str | None = None


@dataclass(frozen=True)
class Table:
    """The text of a file, understood. ``columns`` are unique and never empty."""

    text: str = field(repr=False)
    encoding: str
    delimiter: str
    columns: tuple[str, ...]

    def rows(self) -> Iterator[Row]:
        """Every row below the heading; blank lines are left out."""
        lines = _records(self.text, self.delimiter)
        _skip_heading(lines)
        number = 0
        for line, cells, problem in lines:
            if problem is None and not any(cell.strip() for cell in cells):
                continue
            number += 1
            yield Row(number, line, tuple(cells), problem or self._misfit(cells))

    def sample(self, count: int = 5) -> list[Row]:
        return list(islice(self.rows(), count))

    def count(self) -> int:
        return sum(1 for _row in self.rows())

    def _misfit(self, cells: Sequence[str]) -> str | None:
        if "\0" in "".join(cells):
            return _("The line holds a NUL character, which is no text.")
        if len(cells) != len(self.columns):
            return _("The line has %(found)d cells, the heading has %(wanted)d.", found=len(cells), wanted=len(self.columns))
        return None


def read_table(content: bytes, encoding: str | None = None, delimiter: str | None = None) -> Table:
    """The table in ``content``; what is not given is recognised.

    Raises:
        Refusal: the file is empty, is no text, does not fit the encoding, or has no heading.
    """
    if not content.strip():
        raise Refusal(_("The file is empty."), field="file")
    _refuse_foreign(content)
    encoding = encoding or recognise_encoding(content)
    text = _decode(content, encoding)
    text, announced = _announced_delimiter(text)
    delimiter = delimiter or announced or recognise_delimiter(text)
    return Table(text, encoding, delimiter, _heading(text, delimiter))


def recognise_encoding(content: bytes) -> str:
    """The most likely encoding: the byte order mark, else UTF-8 if it fits, else Chinese or Western by the look of the bytes."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return encoding
    if _fits(content, "utf-8"):
        return "utf-8"
    if _fits(content, "gb18030") and _chinese_share(content) >= CHINESE_SHARE:
        return "gb18030"
    return "cp1252"


def recognise_delimiter(text: str) -> str:
    """The delimiter that cuts the first lines into the most, and the most even, cells."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _refuse_foreign(content: bytes) -> None:
    for mark, kind in FOREIGN:
        if content.startswith(mark):
            raise Refusal(_("This is a %(kind)s file. Save it as CSV first, then upload that.", kind=kind), field="file")
    sample = content[:65536]
    if not sample.startswith((b"\xff\xfe", b"\xfe\xff")) and sample.count(0) > len(sample) // 100 + 1:
        raise Refusal(_("This file is not text. Upload a CSV file."), field="file")


def _decode(content: bytes, encoding: str) -> str:
    codec = {"utf-8": "utf-8-sig"}.get(encoding, encoding)
    try:
        return content.decode(codec)
    except LookupError as error:
        raise Refusal(_("The encoding “%(encoding)s” is not known.", encoding=encoding), field="encoding") from error
    except UnicodeDecodeError as error:
        if encoding == "cp1252":
            return content.decode("latin-1")  # the five bytes that cp1252 leaves undefined
        line = content.count(b"\n", 0, error.start) + 1
        message = _("Line %(line)d does not fit the encoding %(encoding)s.", line=line, encoding=encoding)
        raise Refusal(message, field="encoding") from error


def _fits(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _chinese_share(content: bytes) -> float:
    """The share of double bytes whose both halves are above 0xA0."""
    pairs = re.findall(rb"[\x81-\xfe][\x30-\xfe]", content[:200_000])
    both = sum(1 for pair in pairs if pair[0] > 0xA0 and pair[1] > 0xA0)
    return both / len(pairs) if pairs else 0.0


def _announced_delimiter(text: str) -> tuple[str, str | None]:
    """Excel's first line ``sep=;`` is a remark about the file, not a part of the table."""
    match = re.match(r"sep=(.)\r?\n", text)
    return (text[match.end() :], match.group(1)) if match else (text, None)


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    widths = [len(cells) for _line, cells, _problem in islice(_records(text, delimiter), SAMPLE_LINES) if cells]
    if not widths or widths[0] == 1:
        return (0.0, 0)
    return (sum(1 for width in widths if width == widths[0]) / len(widths), widths[0])


def _heading(text: str, delimiter: str) -> tuple[str, ...]:
    found = _skip_heading(_records(text, delimiter))
    if found is None or len(found) > MAX_COLUMNS:
        raise Refusal(_("The file has no heading: its first line should name the columns."), field="file")
    return _unique([cell.replace("\0", "").strip() for cell in found])


def _unique(names: list[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    unique = []
    for place, name in enumerate(names, start=1):
        name = name or _("Column %(number)d", number=place)
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(unique)


def _skip_heading(lines: Iterator[tuple[int, list[str], str | None]]) -> list[str] | None:
    for _line, cells, problem in lines:
        if problem is not None:
            return None
        if any(cell.strip() for cell in cells):
            return cells
    return None


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str], str | None]]:
    """(first line, cells, problem) of every record. After a line that cannot be parsed the next one is tried."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader), None
        except StopIteration:
            return
        except csv.Error as error:
            yield line, [], _problem(error, line)


def _problem(error: csv.Error, line: int) -> str:
    if "unexpected end" in str(error):
        return _("The quotation mark opened on line %(line)d is never closed: nothing after it could be read.", line=line)
    if "field limit" in str(error):
        return _("A cell on line %(line)d is too long.", line=line)
    return _("Line %(line)d has a quotation mark in the wrong place.", line=line)
