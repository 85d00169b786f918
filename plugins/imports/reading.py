"""A table of text out of a file: its encoding, its delimiter, its heading, its rows.

A file is read as a stream, so that a million rows take no more memory than ten. Nothing here raises for one bad line: a line
that cannot be read is a row that says why, so that it can be given back. Only a file that is no table at all is refused.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import BinaryIO

from core import Refusal
from core import gettext as _

ENCODINGS = ("utf-8", "gb18030", "big5", "cp1252", "utf-16")
DELIMITERS = (",", ";", "\t", "|")
SAMPLE_LINES = 50
SAMPLE_BYTES = 200_000
CHUNK = 1 << 20
MAX_COLUMNS = 500
# A PDF, a gzip file: what people upload in place of a table.
FOREIGN = ((b"%PDF", "PDF"), (b"\x1f\x8b", "gzip"), (b"{\\rtf", "RTF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"))
BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Of the double bytes of running Chinese text nearly all lie in GB 2312's own square; of Western text read as Chinese nearly none.
CHINESE_SHARE = 0.7
# Big5 also puts second halves below 0x7F, which GB 2312 never does: about four in ten.
BIG5_SHARE = 0.2
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

    def rows(self) -> Iterator[Row]:
        """Every row below the heading; blank lines are left out."""
        lines = _records(self.source, self.encoding, self.delimiter)
        if self.heading:
            _first_filled(lines)
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


def read_table(content: bytes | Source, encoding: str | None = None, delimiter: str | None = None, *, heading: bool = True) -> Table:
    """The table in ``content``; what is not given is recognised.

    Raises:
        Refusal: the file is empty, is no text, does not fit the encoding, or has no heading.
    """
    source: Source = content if callable(content) else lambda: io.BytesIO(content)
    _refuse_foreign(source)
    encoding = encoding or recognise_encoding(source)
    _refuse_misfit(source, encoding)
    delimiter = delimiter or recognise_delimiter(source, encoding)
    return Table(source, encoding, delimiter, _columns(source, encoding, delimiter, heading), heading)


def recognise_encoding(content: bytes | Source) -> str:
    """The most likely encoding: the byte order mark, else UTF-8 if it fits, else Chinese or Western by the look of the bytes."""
    source: Source = content if callable(content) else lambda: io.BytesIO(content)
    start = _start(source)
    for mark, encoding in BYTE_ORDER_MARKS:
        if start.startswith(mark):
            return encoding
    if _line_that_misfits(source, "utf-8") is None:
        return "utf-8"
    square, low = _chinese_shares(start)
    if low >= BIG5_SHARE and _line_that_misfits(source, "big5") is None:
        return "big5"
    if square >= CHINESE_SHARE and _line_that_misfits(source, "gb18030") is None:
        return "gb18030"
    return "cp1252"


def recognise_delimiter(source: Source, encoding: str) -> str:
    """The delimiter Excel's first line announces (``sep=;``), else the one that cuts the first lines into the most, and the most even, cells."""
    announced = _announced(next(_lines(source, encoding), ""))
    return announced or max(DELIMITERS, key=lambda delimiter: _evenness(source, encoding, delimiter))


def _start(source: Source) -> bytes:
    with source() as stream:
        return stream.read(SAMPLE_BYTES)


def _refuse_foreign(source: Source) -> None:
    start = _start(source)
    if not start.strip():
        raise Refusal(_("The file is empty."), field="file")
    for mark, kind in FOREIGN:
        if start.startswith(mark):
            raise Refusal(_("This is a %(kind)s file. Save it as CSV first, then upload that.", kind=kind), field="file")
    if not start.startswith((b"\xff\xfe", b"\xfe\xff")) and start.count(0) > len(start) // 100 + 1:
        raise Refusal(_("This file is not text. Upload a CSV file."), field="file")


def _codec(encoding: str) -> tuple[str, str]:
    """How the encoding is decoded: codec and what to do with bytes that do not fit."""
    if encoding == "utf-8":
        return "utf-8-sig", "strict"
    return encoding, LATIN if encoding == "cp1252" else "strict"


def _refuse_misfit(source: Source, encoding: str) -> None:
    try:
        line = _line_that_misfits(source, encoding)
    except LookupError:
        raise Refusal(_("The encoding “%(encoding)s” is not known.", encoding=encoding), field="encoding") from None
    if line is not None:
        raise Refusal(_("Line %(line)d does not fit the encoding %(encoding)s.", line=line, encoding=encoding), field="encoding")


def _line_that_misfits(source: Source, encoding: str) -> int | None:
    """The first line that is not written in the encoding, None if all are. Raises LookupError for an unknown one."""
    codec, errors = _codec(encoding)
    decoder, line = codecs.getincrementaldecoder(codec)(errors), 1
    with source() as stream:
        for chunk in chain(iter(lambda: stream.read(CHUNK), b""), (b"",)):
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as problem:
                return line + problem.object[: problem.start].count(b"\n")
            line += chunk.count(b"\n")
    return None


def _chinese_shares(content: bytes) -> tuple[float, float]:
    """Of the double bytes: the share with both halves above 0xA0, and the share whose second half is below 0x7F."""
    pairs = re.findall(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]", content)
    if not pairs:
        return 0.0, 0.0
    return sum(pair[0] > 0xA0 and pair[1] > 0xA0 for pair in pairs) / len(pairs), sum(pair[0] > 0xA0 and pair[1] < 0x7F for pair in pairs) / len(pairs)


def _announced(line: str) -> str | None:
    match = re.fullmatch(r"sep=(.)\r?\n", line)
    return match.group(1) if match else None


def _evenness(source: Source, encoding: str, delimiter: str) -> tuple[float, int]:
    widths = [len(cells) for _line, cells, _problem in islice(_records(source, encoding, delimiter), SAMPLE_LINES) if cells]
    if not widths or widths[0] == 1:
        return (0.0, 0)
    return (sum(1 for width in widths if width == widths[0]) / len(widths), widths[0])


def _columns(source: Source, encoding: str, delimiter: str, heading: bool) -> tuple[str, ...]:
    found = _first_filled(_records(source, encoding, delimiter))
    if found is None:
        raise Refusal(_("The file has no heading: its first line should name the columns."), field="file")
    if len(found) > MAX_COLUMNS:
        raise Refusal(_("The file has %(found)d columns; at most %(most)d can be read.", found=len(found), most=MAX_COLUMNS), field="file")
    return _unique([cell.replace("\0", "").strip() if heading else "" for cell in found])


def _unique(names: list[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    unique = []
    for place, name in enumerate(names, start=1):
        name = name or _("Column %(number)d", number=place)
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(unique)


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
        yield from text


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
