"""Workbooks of Excel and LibreOffice: the first sheet in sight that holds something, as the CSV text it would be saved as."""

from __future__ import annotations

import csv
import io
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import IntEnum
from typing import Any, BinaryIO, NoReturn

from core import Refusal
from core import gettext as _

from . import percents
from .reading import Source

MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
EXACT = 1e15
LARGEST = 512 << 20
"""Bytes a workbook may unpack to: a small file may be made to swell until memory is gone."""
MEMORY, SECONDS = 4 << 30, 300
"""Bytes of memory and seconds of reckoning that reading a workbook may take."""
ALONE = "from plugins.imports.workbooks import read_alone; read_alone()"


class Ending(IntEnum):
    """How reading a workbook may end; 1 and 2 are Python's own."""

    LOCKED, DAMAGED, EMPTY, LARGE = 3, 4, 5, 6


def is_workbook(source: Source) -> bool:
    """Whether the file is an .xlsx, .xls or .ods, by its first bytes."""
    with source() as stream:
        return stream.read(4).startswith(MARKS)


def as_table(source: Source) -> BinaryIO:
    """The first sheet with anything in it, as CSV in UTF-8, in a temporary file.

    A process of its own reads it: a few bytes that name the last cell of a sheet, or repeat one text over all of it, take any amount of memory,
    and where there is no more the library ends the process it runs in.

    Raises Refusal for a workbook that is broken, locked by a password, empty or too large.
    """
    with source() as stream, tempfile.TemporaryFile() as given:
        shutil.copyfileobj(stream, given)
        _refuse_swelling(given)
        given.flush()
        os.lseek(given.fileno(), 0, os.SEEK_SET)
        target = tempfile.TemporaryFile()  # noqa: SIM115 - whoever reads it closes it
        done = subprocess.run([sys.executable, "-c", ALONE], stdin=given, stdout=target, stderr=subprocess.PIPE, check=False)  # noqa: S603 - our own code
    if done.returncode != 0:
        target.close()
        _refuse(done.returncode, done.stderr)
    return target


def _refuse(code: int, said: bytes) -> NoReturn:
    """Raises Refusal for what the process ended with; one that was ended by a signal had no more memory or time."""
    match code:
        case Ending.LOCKED:
            raise Refusal(_("This workbook is locked by a password. Save it without one, then upload it."), field="file")
        case Ending.DAMAGED:
            raise Refusal(_("This workbook cannot be read: it may be damaged. Save it as CSV, then upload that."), field="file")
        case Ending.EMPTY:
            raise Refusal(_("No sheet of this workbook holds anything."), field="file")
        case _ if code == Ending.LARGE or code < 0:
            raise Refusal(_("This workbook is too large. Save it as CSV, then upload that."), field="file")
    raise RuntimeError(f"reading a workbook ended with {code}: {said.decode(errors='replace')[-2000:]}")


def read_alone() -> NoReturn:
    """What the process does: a workbook from the standard input goes as CSV to the standard output. It ends with an ``Ending``, or 0."""
    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_CORE, 0)):
        _soft, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))
    try:
        text = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="", write_through=True)
        csv.writer(text).writerows([_text(cell) for cell in row] for row in _rows(io.BytesIO(sys.stdin.buffer.read())))
        text.detach()
    except MemoryError:
        sys.exit(Ending.LARGE)
    sys.exit(0)


def _rows(content: BinaryIO) -> Iterator[Sequence[Any]]:
    # Imported here: only who uploads a workbook needs the library.
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(content)
        sheets = (book.get_sheet_by_name(one.name) for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible)
        rows = next((_complete(content, sheet, found) for sheet in sheets if (found := sheet.to_python(skip_empty_area=True))), None)
    except PasswordError:
        sys.exit(Ending.LOCKED)
    except (CalamineError, OSError, ValueError):
        sys.exit(Ending.DAMAGED)
    if rows is None:
        sys.exit(Ending.EMPTY)
    return iter(rows)


def _complete(content: BinaryIO, sheet: Any, rows: list[list[Any]]) -> list[list[Any]]:
    percents.as_shown(content, sheet.name, rows, sheet.start or (0, 0))
    return _filled(sheet, rows)


def _filled(sheet: Any, rows: list[list[Any]]) -> list[list[Any]]:
    """The rows, each saying what is merged over it: a name merged over three rows is the name of all three. What lies beside it stays empty."""
    top, left = sheet.start or (0, 0)
    room = sum(map(len, rows))  # blocks that lie over one another, as no program makes them, fill no more than the sheet has
    for (first, column), (last, _end) in sheet.merged_cell_ranges or ():
        begin, end, place = max(first - top, 0), min(last - top + 1, len(rows)), column - left
        room -= end - begin
        for row in rows[begin + 1 : end] if room >= 0 <= place < len(rows[0]) else ():
            row[place] = rows[begin][place]
    return rows


def _refuse_swelling(content: BinaryIO) -> None:
    try:
        with zipfile.ZipFile(content) as packed:
            size = sum(one.file_size for one in packed.infolist())
    except zipfile.BadZipFile:
        return  # the older format, or one that the reader will say is damaged
    finally:
        content.seek(0)
    if size > LARGEST:
        raise Refusal(_("This workbook is too large. Save it as CSV, then upload that."), field="file")


def _text(cell: Any) -> str:
    """A cell as the file would hold it in CSV: whole numbers without a point, days without a time. Of a number a spreadsheet keeps fifteen
    digits: what is longer, as the number of an identity card, comes as the shortened number that it is."""
    match cell:
        case bool():
            return "yes" if cell else "no"
        case float() if abs(cell) >= EXACT:
            return f"{cell:.5E}"
        case float() if cell.is_integer():
            return str(int(cell))
        case float():
            return f"{Decimal(f'{cell:.15g}'):f}"
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime():
            return cell.isoformat(sep=" ", timespec="seconds")
        case date() | time() | timedelta():
            return cell.isoformat() if not isinstance(cell, timedelta) else str(cell)
    return str(cell)
