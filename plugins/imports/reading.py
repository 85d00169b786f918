"""A table of text out of a file: its encoding, its delimiter, its heading, its rows.

A file is read as a stream, so that a million rows take no more memory than ten. Nothing here raises for one bad line: a line
that cannot be read is a row that says why, so that it can be given back. Only a file that is no table at all is refused.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, count, islice
from typing import BinaryIO

from core import Refusal, ngettext, without_nul
from core import gettext as _

ENCODINGS = ("utf-8", "gb18030", "big5", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
DELIMITERS = (",", ";", "\t", "|")
SAMPLE_LINES = 50
SAMPLE_BYTES = 200_000
CHUNK = 1 << 20
MAX_COLUMNS = 500
SUMS = frozenset({"合计", "总计", "小计", "共计", "total", "totals", "grandtotal", "subtotal", "sum", "summe", "gesamt"})
"""How the last line of a list begins that adds up what stands above it."""
_NUMBER = re.compile(r"[\d\W_]*(?:万|亿)?元?")
# A PDF, a gzip file: what people upload in place of a table.
FOREIGN = ((b"%PDF", "PDF"), (b"\x1f\x8b", "gzip"), (b"{\\rtf", "RTF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"))
MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|table|meta|\?xml)\b", re.IGNORECASE)
BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Of the double bytes of running Chinese text nearly all lie in GB 2312's own square; of Western text read as Chinese nearly none.
CHINESE_SHARE = 0.7
# Big5 also puts second halves below 0x7F, which GB 2312 never does: about four in ten.
BIG5_SHARE = 0.2
STRAY = 20
"""Of so many characters that are no ASCII one byte may be wrong: the file is what it looks like, and the line says what is wrong with it."""
STRAYING = "surrogateescape"
STRAYED = re.compile("[\udc80-\udcff]")
"""A byte that fits no character, as the codec's surrogateescape writes it."""
LATIN = "forecourt.latin"

Source = Callable[[], BinaryIO]
"""Opens the bytes of a file from their beginning, as often as it is called."""
Record = tuple[int, list[str], str | None]
"""The line a record starts on, its cells, and why it cannot be read."""


def _as_latin(problem: UnicodeError) -> tuple[str, int]:
    """The five bytes that cp1252 leaves undefined are read as Latin-1 has them: a Western file is never refused for one of them."""
    if not isinstance(problem, UnicodeDecodeError):
        raise problem
    return problem.object[problem.start : problem.end].decode("latin-1"), problem.end


codecs.register_error(LATIN, _as_latin)


@dataclass(frozen=True)
class Row:
    """One row of the file. ``number`` counts data rows from 1, ``line`` is the line it starts on, ``problem`` why it cannot be read."""

    number: int
    line: int
    cells: tuple[str, ...]
    problem: str | None = None


@dataclass(frozen=True)
class Table:
    """The text of a file, understood. ``columns`` are unique and never empty; without a ``heading`` they are numbered."""

    source: Source = field(repr=False)
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    heading: bool = True
    skip: int = 0
    """Filled lines above the heading that are none of the table's: a title, who made it, when."""

    def rows(self) -> Iterator[Row]:
        """Every row below the heading; blank lines are left out."""
        lines = _records(self.source, self.encoding, self.delimiter)
        for _above in range(self.skip + self.heading):
            _first_filled(lines)
        number = 0
        for line, cells, problem in lines:
            if problem is None and not any(cell.strip() for cell in cells):
                continue
            number += 1
            cells = cells if any(cell.strip() for cell in cells[len(self.columns) :]) else cells[: len(self.columns)]
            yield Row(number, line, tuple(cells), problem or self._misfit(cells))

    def sample(self, count: int = 5) -> list[Row]:
        return list(islice(self.rows(), count))

    def count(self) -> int:
        return sum(1 for _row in self.rows())

    def _misfit(self, cells: Sequence[str]) -> str | None:
        text = "".join(cells)
        if STRAYED.search(text):
            return _("The line holds bytes that do not fit the encoding %(encoding)s.", encoding=self.encoding)
        if len(cells) != len(self.columns):
            return ngettext("The line has %(num)d cell, the heading has %(wanted)d.", "The line has %(num)d cells, the heading has %(wanted)d.", len(cells), wanted=len(self.columns))
        if self.heading and (word := _summed_by(cells)) is not None:
            return _("The line begins with “%(word)s”: it adds up other lines and is none of the records.", word=word)
        return None


def read_table(content: bytes | Source, encoding: str | None = None, delimiter: str | None = None, *, heading: bool = True, skip: int | None = None) -> Table:
    """The table in ``content``; what is not given is recognised. ``skip``: filled lines above the heading, or above the first row without one.

    Raises:
        Refusal: the file is empty, is no text, does not fit the encoding, or has no heading.
    """
    source: Source = content if callable(content) else lambda: io.BytesIO(content)
    _refuse_foreign(source)
    encoding = encoding or recognise_encoding(source)
    _refuse_misfit(source, encoding)
    delimiter = delimiter or recognise_delimiter(source, encoding)
    if skip is None:
        skip = recognise_preamble(source, encoding, delimiter) if heading else 0
    return Table(source, encoding, delimiter, _columns(source, encoding, delimiter, heading, skip), heading, skip)


def recognise_encoding(content: bytes | Source) -> str:
    """The most likely encoding: the byte order mark, else by its zeros UTF-16, else UTF-8 if it fits, else Chinese or Western by the look of the bytes.

    A stray byte or two, as in a file that was cut off, make no other encoding of it.
    """
    source: Source = content if callable(content) else lambda: io.BytesIO(content)
    start = _start(source)
    for mark, encoding in BYTE_ORDER_MARKS:
        if start.startswith(mark):
            return encoding
    if (wide := _wide(start)) is not None:
        return wide
    if _fits(source, "utf-8"):
        return "utf-8"
    square, low = _chinese_shares(start)
    if low >= BIG5_SHARE and _line_that_misfits(source, "big5") is None:
        return "big5"
    if square >= CHINESE_SHARE and _fits(source, "gb18030"):
        return "gb18030"
    return "cp1252"


def recognise_delimiter(source: Source, encoding: str) -> str:
    """The delimiter Excel's first line announces (``sep=;``), else the one that cuts the first lines into the most, and the most even, cells."""
    announced = _announced(next(_lines(source, encoding), ""))
    return announced or max(DELIMITERS, key=lambda delimiter: _evenness(source, encoding, delimiter))


def recognise_preamble(source: Source, encoding: str, delimiter: str) -> int:
    """How many filled lines stand above the heading. They fill at most half of what the fullest line fills; the heading fills nearly as much,
    with different words. Where that is not so the first line is the heading.
    """
    first = islice(_records(source, encoding, delimiter), SAMPLE_LINES)
    filled = [found for _line, cells, problem in first if (found := [cell.strip() for cell in cells if cell.strip()]) or problem]
    most = max(map(len, filled), default=0)
    place = next((place for place, cells in enumerate(filled) if 2 * len(cells) > most), 0)
    return place if most > 2 and 5 * len(filled[place]) >= 4 * most and _names_columns(filled[place]) else 0


def _names_columns(cells: Sequence[str]) -> bool:
    return len(set(cells)) == len(cells) and not any(_NUMBER.fullmatch(cell) for cell in cells)


def _summed_by(cells: Sequence[str]) -> str | None:
    """The word with which a line says that it is a sum; None for a line that holds anything but numbers beside it."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled or not all(_NUMBER.fullmatch(cell) for cell in filled[1:]):
        return None
    word = "".join(filled[0].rstrip(":：").casefold().split())
    return filled[0] if word in SUMS and (len(filled) > 1 or not word.isascii()) else None  # a firm may be called Total, none 合计


def _start(source: Source) -> bytes:
    with source() as stream:
        return stream.read(SAMPLE_BYTES)


def _refuse_foreign(source: Source) -> None:
    start = _start(source)
    if not start.removeprefix(b"\xef\xbb\xbf").strip() or start in (b"\xff\xfe", b"\xfe\xff"):
        raise Refusal(_("The file is empty."), field="file")
    for mark, kind in FOREIGN:
        if start.startswith(mark):
            raise Refusal(_("This is a %(kind)s file. Save it as CSV first, then upload that.", kind=kind), field="file")
    if MARKUP.match(start):
        raise Refusal(_("This is a web page or XML inside, as some programs save it for Excel. Open it there and save it as CSV first, then upload that."), field="file")
    if not any(start.startswith(mark) for mark, _encoding in BYTE_ORDER_MARKS) and _holds_zeros(start) and _wide(start) is None:
        raise Refusal(_("This file is not text. Upload a CSV file."), field="file")


def _holds_zeros(start: bytes) -> bool:
    return start.count(0) > len(start) // 100 + 1


def _wide(start: bytes) -> str | None:
    """UTF-16 that does not say so: its zeros are all first halves of characters, or all second ones, and it has lines."""
    first, second = start[::2].count(0), start[1::2].count(0)
    if not _holds_zeros(start) or min(first, second) > max(first, second) // 50:
        return None
    encoding = "utf-16-le" if second > first else "utf-16-be"
    text = start.decode(encoding, "replace")
    return encoding if "\n" in text or "\r" in text else None


def _codec(encoding: str) -> tuple[str, str]:
    """How the encoding is decoded: codec and what to do with bytes that do not fit."""
    if encoding == "utf-8":
        return "utf-8-sig", STRAYING
    return encoding, LATIN if encoding == "cp1252" else STRAYING if encoding == "gb18030" else "strict"


def _refuse_misfit(source: Source, encoding: str) -> None:
    try:
        line = _line_that_misfits(source, encoding)
    except LookupError:
        raise Refusal(_("The encoding “%(encoding)s” is not known.", encoding=encoding), field="encoding") from None
    if line is not None and not _fits(source, encoding):
        raise _misfit(line, encoding)


def _misfit(line: int, encoding: str) -> Refusal:
    return Refusal(_("Line %(line)d does not fit the encoding %(encoding)s.", line=line, encoding=encoding), field="encoding")


def _fits(source: Source, encoding: str) -> bool:
    """Whether all of it, or nearly all of what is no ASCII, is written in the encoding."""
    codec, errors = _codec(encoding)
    if _line_that_misfits(source, encoding) is None:
        return True
    if errors != STRAYING:
        return False
    text = codecs.getincrementaldecoder(codec)(errors).decode(_start(source))
    strays = len(STRAYED.findall(text))
    return sum(one > "\x7f" for one in text) - strays > STRAY * strays


def _line_that_misfits(source: Source, encoding: str) -> int | None:
    """The first line that is not written in the encoding, None if all are. Raises LookupError for an unknown one."""
    codec, errors = _codec(encoding)
    decoder, line = codecs.getincrementaldecoder(codec)(errors if errors == LATIN else "strict"), 1
    with source() as stream:
        for chunk in chain(iter(lambda: stream.read(CHUNK), b""), (b"",)):
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as problem:
                return line + problem.object[: problem.start].count(b"\n")
            except UnicodeError:  # UTF-16 without its byte order mark
                return line
            line += chunk.count(b"\n")
    return None


def _chinese_shares(content: bytes) -> tuple[float, float]:
    """Of the double bytes: the share with both halves above 0xA0, and the share whose second half is below 0x7F."""
    pairs = re.findall(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]", content)
    if not pairs:
        return 0.0, 0.0
    return sum(pair[0] > 0xA0 and pair[1] > 0xA0 for pair in pairs) / len(pairs), sum(pair[0] > 0xA0 and pair[1] < 0x7F for pair in pairs) / len(pairs)


def _announced(line: str) -> str | None:
    match = re.fullmatch(r'"?sep=([^"\r\n])"?(?:\r|\n|\r\n)', line, re.IGNORECASE)
    return match.group(1) if match else None


def _evenness(source: Source, encoding: str, delimiter: str) -> tuple[float, int]:
    widths = [len(cells) for _line, cells, _problem in islice(_records(source, encoding, delimiter), SAMPLE_LINES) if cells]
    width, count = Counter(widths).most_common(1)[0] if widths else (1, 0)  # of the table: a title above it is narrower
    return (count / len(widths), width) if width > 1 else (0.0, 0)


def _columns(source: Source, encoding: str, delimiter: str, heading: bool, skip: int) -> tuple[str, ...]:
    lines = _records(source, encoding, delimiter)
    for _above in range(skip):
        _first_filled(lines)
    found = _first_filled(lines)
    if found is not None and STRAYED.search("".join(found)):
        raise _misfit(1, encoding)
    if found is None:
        raise Refusal(_("The file has no heading: its first line should name the columns."), field="file")
    if len(found) > MAX_COLUMNS:
        raise Refusal(_("The file has %(found)d columns; at most %(most)d can be read.", found=len(found), most=MAX_COLUMNS), field="file")
    return _unique([cell.strip() if heading else "" for cell in found])


def _unique(names: list[str]) -> tuple[str, ...]:
    unique: dict[str, int] = {}
    for place, given in enumerate(names, start=1):
        name = given or _("Column %(number)d", number=place)
        numbered = (f"{name} ({number})" for number in count(2))
        unique[name if name not in unique else next(one for one in numbered if one not in unique and one not in names)] = place
    return tuple(unique)


def readable(cell: str) -> str:
    """A cell as it can be given back: with a sign for what fits no character."""
    return STRAYED.sub("\ufffd", cell)


def _first_filled(lines: Iterator[Record]) -> list[str] | None:
    for _line, cells, problem in lines:
        if problem is not None:
            return None
        if any(cell.strip() for cell in cells):
            return cells
    return None


def _lines(source: Source, encoding: str) -> Iterator[str]:
    codec, errors = _codec(encoding)
    with source() as stream, io.TextIOWrapper(stream, encoding=codec, errors=errors, newline="") as text:
        yield from map(without_nul, text)


def _records(source: Source, encoding: str, delimiter: str) -> Iterator[Record]:
    """Every record of the file. After a line that cannot be parsed the next one is tried; Excel's ``sep=;`` is no part of the table."""
    lines = _lines(source, encoding)
    first = next(lines, "")
    skipped = 1 if _announced(first) else 0
    reader = csv.reader(lines if skipped else chain((first,), lines), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1 + skipped
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
