"""Workbooks are read as what they would be saved as."""

from __future__ import annotations

import io
import re
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


def test_a_number_is_the_text_that_the_sheet_shows():
    """Fifteen digits: what adding in binary leaves behind them is no decimal that anybody typed."""
    read = first_row(workbook(["Sum", "Rate", "Telephone"], [36.900000000000006, 0.0000123, 13800138000]))

    assert read == {"Sum": "36.9", "Rate": "0.0000123", "Telephone": "13800138000"}


def test_a_number_of_which_a_workbook_has_lost_digits_comes_as_shortened():
    """An identity card's 440301199001011234 kept as a number ends in zeros: as digits it would be somebody else's."""
    assert first_row(workbook(["Card"], [440301199001011234]))["Card"] == "4.40301E+17"


def formatted(*cells: tuple[object, str], before: str | None = None) -> bytes:
    """A workbook whose second row has these values in these formats."""
    book = openpyxl.Workbook()
    sheet = book.active
    if before is not None:
        sheet.append([before])
        sheet = book.create_sheet("Data & more")
        book["Sheet"].sheet_state = "hidden"
    sheet.append([form for _value, form in cells])
    for column, (value, form) in enumerate(cells, start=1):
        sheet.cell(2, column, value).number_format = form
    return saved(book)


PERCENTAGES = [
    (0.5, "0%", "50%"), (0.125, "0.00%", "12.5%"), (0.07, "0.0%;[Red]-0.0%", "7%"), (0.1 + 0.2, "0%", "30%"), (-0.05, "0 %", "-5%"), (0, "0%", "0%"), (12, "0%", "1200%"),
]  # fmt: skip
OTHERS = [
    (0.5, "General", "0.5"), (259800.5, '"¥"#,##0.00', "259800.5"), (date(2026, 11, 26), "yyyy-mm-dd", "2026-11-26"), (0.5, '0.0" %"', "0.5"),
    (0.5, "0.0\\%", "0.5"), ("half", "0%", "half"), (True, "0%", "yes"),
]  # fmt: skip


def test_a_percentage_is_read_as_it_is_shown_and_what_is_none_stays_as_it_is():
    """One workbook for all: each is read by a process of its own."""
    cells = [one for pair in zip(PERCENTAGES, OTHERS, strict=True) for one in pair]

    read = first_row(formatted(*((value, form) for value, form, _read in cells)))

    assert list(read.values()) == [text for _value, _form, text in cells]


def test_percentages_are_those_of_the_sheet_that_is_read():
    assert first_row(formatted((0.5, "0%"), before="Cover")) == {"0%": "50%"}


def test_percentages_are_found_where_the_table_does_not_begin_in_the_corner():
    book = openpyxl.Workbook()
    book.active["C4"], book.active["D4"], book.active["C5"], book.active["D5"] = "Name", "Share", "Blue Harbor", 0.5
    book.active["D5"].number_format = "0%"

    assert first_row(saved(book)) == {"Name": "Blue Harbor", "Share": "50%"}


def test_a_percentage_merged_over_several_rows_is_said_by_each_of_them():
    book = openpyxl.Workbook()
    for row in (["Name", "Share"], ["Pan Yue", 0.5], ["Qin Fang", None]):
        book.active.append(row)
    book.active["B2"].number_format = "0%"
    book.active.merge_cells("B2:B3")
    with workbooks.as_table(lambda: io.BytesIO(saved(book))) as stream:
        assert [row.cells for row in read_table(contents.rewound(stream)).sample()] == [("Pan Yue", "50%"), ("Qin Fang", "50%")]


def test_cells_that_do_not_say_their_place_are_counted():
    content = io.BytesIO(formatted(("x", "General"), (0.5, "0%")))
    with zipfile.ZipFile(content) as packed, zipfile.ZipFile(target := io.BytesIO(), "w") as changed:
        for one in packed.infolist():
            part = packed.read(one)
            changed.writestr(one, re.sub(rb' r="[A-Z]*[0-9]+"', b"", part) if "worksheets" in one.filename else part)

    assert list(first_row(target.getvalue()).values()) == ["x", "50%"]


def open_document(*rows: str) -> bytes:
    """A workbook of LibreOffice with one sheet, its rows as XML."""
    names = " ".join(f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in ("office", "table", "text"))
    sheet = f'<table:table table:name="Data">{"".join(rows)}</table:table>'
    with zipfile.ZipFile(target := io.BytesIO(), "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>')
        packed.writestr("content.xml", f"<office:document-content {names}><office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body></office:document-content>")
    return target.getvalue()


def test_a_percentage_of_libreoffice_is_read_as_it_is_shown_also_where_a_cell_or_row_stands_for_several():
    empty = '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
    words = "".join(f'<table:table-cell office:value-type="string"><text:p>{one}</text:p></table:table-cell>' for one in ("Name", "Price", "Share", "Part"))
    price = '<table:table-cell office:value-type="currency" office:value="0.5"/>'
    shares = '<table:table-cell table:number-columns-repeated="2" office:value-type="percentage" office:value="0.125"/>'
    name = '<table:table-cell office:value-type="string"><text:p>Pan Yue</text:p></table:table-cell>'
    content = open_document(empty, f"<table:table-row>{words}</table:table-row>", f'<table:table-row table:number-rows-repeated="2">{name}{price}{shares}</table:table-row>')
    with workbooks.as_table(lambda: io.BytesIO(content)) as stream:
        rows = read_table(contents.rewound(stream)).sample()

    assert [row.cells for row in rows] == [("Pan Yue", "0.5", "12.5%", "12.5%")] * 2


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


def test_a_workbook_whose_last_cell_lies_at_the_end_of_the_sheet_ends_no_process_of_ours():
    """Few bytes: a cell in the first place and one in the last, between them seventeen thousand million."""
    book = openpyxl.Workbook()
    book.active["A1"] = book.active["XFD1048576"] = 1

    with pytest.raises(Refusal, match="too large"):
        first_row(saved(book))
