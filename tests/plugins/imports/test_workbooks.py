"""Workbooks are read as what they would be saved as."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.worksheet.cell_range import CellRange

from core import Refusal
from plugins.imports import contents, workbooks
from plugins.imports.reading import read_table


def workbook(*rows, before: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in before:
        book.create_sheet(name)
    sheet = book.create_sheet("Data")
    for row in rows:
        sheet.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def first_row(content: bytes) -> dict[str, str]:
    with workbooks.as_table(lambda: io.BytesIO(content)) as stream:
        table = read_table(contents.rewound(stream))
        return dict(zip(table.columns, table.sample()[0].cells, strict=True))


def test_cells_become_the_text_a_person_would_type():
    read = first_row(workbook(["Name", "Born", "Called", "Price", "Rate", "VIP"], ["周敏", date(1990, 3, 4), datetime(2026, 11, 26, 9, 30), 259800.0, 12.5, True]))  # noqa: DTZ001 - a cell has no zone

    assert read == {"Name": "周敏", "Born": "1990-03-04", "Called": "2026-11-26 09:30:00", "Price": "259800", "Rate": "12.5", "VIP": "yes"}


def test_the_first_sheet_that_holds_something_is_taken():
    assert first_row(workbook(["Name"], ["Pan Yue"], before=("Cover",))) == {"Name": "Pan Yue"}


def test_a_sheet_that_is_hidden_is_not_taken():
    book = openpyxl.Workbook()
    book.active.append(["Secret"])
    book.active.sheet_state = "hidden"
    seen = book.create_sheet("Seen")
    for row in (["Name"], ["Pan Yue"]):
        seen.append(row)

    assert first_row(saved(book)) == {"Name": "Pan Yue"}


def test_what_is_merged_over_several_rows_is_said_by_each_of_them():
    book = openpyxl.Workbook()
    for row in ([], [None, "Company", "Car"], [None, "Blue Harbor", "Han"], [None, None, "Seal"], [None, "Other", "Song"]):
        book.active.append(row)
    book.active.merge_cells("B3:B4")
    with workbooks.as_table(lambda: io.BytesIO(saved(book))) as stream:
        rows = read_table(contents.rewound(stream)).sample()

    assert [row.cells for row in rows] == [("Blue Harbor", "Han"), ("Blue Harbor", "Seal"), ("Other", "Song")]


def test_what_is_merged_over_the_whole_of_a_sheet_is_read_in_no_time():
    book = openpyxl.Workbook()
    for row in (["Name", "Car"], ["Pan Yue", "Han"]):
        book.active.append(row)
    book.active.merged_cells.ranges = {CellRange("A2:XFD1048576"), CellRange("C1:D900000")}

    assert first_row(saved(book)) == {"Name": "Pan Yue", "Car": "Han"}


def test_line_ends_and_commas_within_a_cell_stay():
    assert first_row(workbook(["Name", "Note"], ["Pan Yue", 'says "yes",\nthen no']))["Note"] == 'says "yes",\nthen no'


@pytest.mark.parametrize("content", [b"PK\x03\x04 no workbook at all", b"\xd0\xcf\x11\xe0 an old one, cut short"])
def test_a_damaged_workbook_is_refused_in_a_sentence(content):
    assert workbooks.is_workbook(lambda: io.BytesIO(content))
    with pytest.raises(Refusal, match="may be damaged"):
        first_row(content)


def test_an_empty_workbook_is_refused_in_a_sentence():
    with pytest.raises(Refusal, match="holds anything"):
        first_row(workbook())


def test_a_workbook_that_swells_beyond_measure_is_refused_unread(monkeypatch):
    monkeypatch.setattr(workbooks, "LARGEST", 1000)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 5000)

    with pytest.raises(Refusal, match="too large"):
        first_row(target.getvalue())
