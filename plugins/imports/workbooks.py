"""Workbooks of Excel and LibreOffice: the first sheet in sight that holds something, as the CSV text it would be saved as."""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, BinaryIO

from core import Refusal
from core import gettext as _

from . import percents
from .reading import Source

MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
EXACT = 1e15
LARGEST = 512 << 20
"""Bytes a workbook may unpack to: a small file may be made to swell until memory is gone."""


def is_workbook(source: Source) -> bool:
    """Whether the file is an .xlsx, .xls or .ods, by its first bytes."""
    with source() as stream:
        return stream.read(4).startswith(MARKS)


def as_table(source: Source) -> BinaryIO:
    """The first sheet with anything in it, as CSV in UTF-8, in a temporary file.

    Raises Refusal for a workbook that is broken, locked by a password, empty or too large.
    """
    rows = _rows(source)
    target = tempfile.TemporaryFile()  # noqa: SIM115 - whoever reads it closes it
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
    csv.writer(text).writerows([_text(cell) for cell in row] for row in rows)
    text.detach()
    return target


def _rows(source: Source) -> Iterator[Sequence[Any]]:
    # Imported here: only who uploads a workbook needs the library.
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    with source() as stream:
        content = io.BytesIO(stream.read())
    _refuse_swelling(content)
    try:
        book = CalamineWorkbook.from_filelike(content)
        sheets = (book.get_sheet_by_name(one.name) for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible)
        rows = next((_complete(content, sheet, found) for sheet in sheets if (found := sheet.to_python(skip_empty_area=True))), None)
    except PasswordError:
        raise Refusal(_("This workbook is locked by a password. Save it without one, then upload it."), field="file") from None
    except (CalamineError, OSError, ValueError) as problem:
        raise Refusal(_("This workbook cannot be read: it may be damaged. Save it as CSV, then upload that."), field="file") from problem
    if rows is None:
        raise Refusal(_("No sheet of this workbook holds anything."), field="file")
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
