"""A file of whatever make becomes a table, or a sentence says why not."""

from __future__ import annotations

import io

import pytest

from core import Refusal
from plugins.imports.reading import read_table, readable

CHINESE = "姓名,城市\n周敏,深圳\n高磊,广州\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (CHINESE.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + CHINESE.encode(), "utf-8"),
        (CHINESE.encode("gb18030"), "gb18030"),
        (CHINESE.encode("utf-16"), "utf-16"),
        (CHINESE.encode("utf-16-le"), "utf-16-le"),
        (CHINESE.encode("utf-16-be"), "utf-16-be"),
        ("Name,Town\nAda,Bern\n".encode("utf-16-le"), "utf-16-le"),
        (CHINESE.encode("utf-32"), "utf-32"),
        ("Name,Städt\nJosé Müller,Zürich\nAndré Großmann,Köln\n".encode("cp1252"), "cp1252"),
    ],
)
def test_the_encoding_is_recognised(content, encoding):
    table = read_table(content)

    assert table.encoding == encoding
    assert table.columns[0] in ("姓名", "Name") and len(table.sample()) >= 1
    assert not any("\ufffd" in cell or "\0" in cell for row in table.rows() for cell in row.cells)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_stray_byte_spoils_its_line_only(encoding):
    text = CHINESE + "陈红,上海\n" * 30
    table = read_table(text.encode(encoding) + b"\xff,1\n" + "王芳,北京\n".encode(encoding))
    rows = list(table.rows())

    assert (table.encoding, rows[0].cells, rows[-1].cells) == (encoding, ("周敏", "深圳"), ("王芳", "北京"))
    assert [row.problem for row in rows if row.problem] == [f"The line holds bytes that do not fit the encoding {encoding}."]
    assert readable(rows[-2].cells[0]) == "\ufffd"


def test_a_file_that_was_cut_off_within_a_character_is_still_chinese():
    assert read_table((CHINESE * 20).encode()[:-8]).sample()[0].cells == ("周敏", "深圳")


def test_a_heading_with_a_stray_byte_is_refused_by_its_line():
    with pytest.raises(Refusal, match="Line 1 does not fit"):
        read_table(b"Na\xffme,\xe5\x9f\x8e\n" + (CHINESE * 20).encode())


TITLED = "客户名单 2026\n制表,王丽\n\n姓名,城市,电话,备注\n周敏,深圳,1,\n高磊,广州,2,\n"


@pytest.mark.parametrize("padded", [False, True])
def test_a_title_above_the_heading_is_left_out(padded):
    text = TITLED.replace("2026\n", "2026,,,\n").replace("王丽\n", "王丽,,\n") if padded else TITLED
    table = read_table(text.encode("gb18030"))

    assert (table.skip, table.columns) == (2, ("姓名", "城市", "电话", "备注"))
    assert [(row.number, row.line, row.cells[0]) for row in table.rows()] == [(1, 5, "周敏"), (2, 6, "高磊")]


def test_how_many_lines_stand_above_the_heading_can_be_said():
    assert read_table(TITLED.encode(), skip=0).columns[0] == "客户名单 2026"
    assert read_table(TITLED.encode(), skip=3).columns == ("周敏", "深圳", "1", "Column 4")
    with pytest.raises(Refusal, match="no heading"):
        read_table(TITLED.encode(), skip=9)


@pytest.mark.parametrize("text", ["Name,,\nAda,Bern,0311234567\n", "Name,Town\nAda,Bern\n", "Name\nAda\n", "a,b,c\n1,2,3\n"])
def test_a_heading_is_never_taken_for_a_title(text):
    assert read_table(text.encode()).skip == 0


@pytest.mark.parametrize("line", ["合计,,3000", "总 计：,2,3000", "Total,,\"3,000.50\"", ",小计,3万", "合计,,", "Grand total,,4000"])
def test_a_line_that_adds_up_the_others_is_no_record(line):
    rows = list(read_table(f"Name,Town,Amount\nAda,Bern,1000\n{line}\n".encode()).rows())

    assert rows[0].problem is None and "adds up other lines" in rows[1].problem


@pytest.mark.parametrize("line", ["Total Energies,Paris,1", "Total,Paris,1", "Total,,"])
def test_a_customer_called_like_a_sum_stays(line):
    assert [row.problem for row in read_table(f"Name,Town,Amount\n{line}\n".encode()).rows()] == [None]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_recognised(delimiter):
    assert read_table(f"a{delimiter}b{delimiter}c\n1{delimiter}2{delimiter}3\n".encode()).delimiter == delimiter


def test_excels_remark_on_its_delimiter_is_heeded():
    for remark in (b"sep=;\n", b"sep=;\r\n", b"SEP=;\r", b'"sep=;"\n'):
        assert read_table(remark + b"a,x;b\n1,5;2\n").columns == ("a,x", "b")


def test_headings_become_unique_and_never_empty():
    assert read_table(b"a,a,\n1,2,3\n").columns == ("a", "a (2)", "Column 3")
    assert read_table(b"a,a,a (2)\n1,2,3\n").columns == ("a", "a (3)", "a (2)")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"\xff\xfe", "empty"),
        (bytes(range(256)) * 20 + b"\0" * 4000, "not text"),
        (b"%PDF-1.7", "Save it as CSV"),
        (b"<html>\n<table>\n<tr><td>Name</td></tr>\n</table></html>", "save it as CSV"),
        (b'<?xml version="1.0"?>\n<Workbook/>\n', "save it as CSV"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(content, sentence):
    with pytest.raises(Refusal, match=sentence):
        read_table(content)


def test_a_wrong_encoding_names_the_line():
    with pytest.raises(Refusal, match="Line 3"):
        read_table("a,b\n1,2\n周,敏\n".encode("gb18030"), "utf-8")


def test_ragged_lines_are_rows_that_say_why():
    rows = list(read_table(b"a,b\n1,2\n1,2,3\n1\n3,4\n").rows())

    assert [row.problem is None for row in rows] == [True, False, False, True]
    assert rows[1].problem == "The line has 3 cells, the heading has 2."
    assert rows[2].line == 4


def test_empty_cells_behind_the_last_column_are_none():
    rows = list(read_table(b"a,b\n1,2,\n3,4,, \n5,6,7\n").rows())

    assert [row.cells for row in rows[:2]] == [("1", "2"), ("3", "4")]
    assert rows[2].problem is not None


def test_blank_lines_are_left_out_and_quoted_line_ends_kept():
    rows = list(read_table(b'a,b\n\n"one\ntwo",2\n,\n3,4\n').rows())

    assert [row.cells for row in rows] == [("one\ntwo", "2"), ("3", "4")]
    assert rows[1].line == 6


def test_a_quotation_mark_never_closed_is_named_by_its_line():
    rows = list(read_table(b'a,b\n1,2\n"3,4\n5,6\n').rows())

    assert rows[0].problem is None
    assert "line 3" in str(rows[1].problem)


def test_a_nul_is_left_out_of_what_is_read():
    table = read_table(b"a,b\n1,2\n\0,4\n5,6\n")

    assert table.columns == ("a", "b")
    assert [(row.problem, row.cells) for row in table.rows()] == [(None, ("1", "2")), (None, ("", "4")), (None, ("5", "6"))]


def test_a_file_without_a_heading_numbers_its_columns():
    table = read_table(b"1;Han EV\n2;Seal\n", heading=False)

    assert table.columns == ("Column 1", "Column 2")
    assert [row.cells for row in table.rows()] == [("1", "Han EV"), ("2", "Seal")]


def test_big5_is_told_from_gb18030():
    text = "姓名,城市\n陳大文,香港九龍旺角彌敦道\n黃小明,台北市信義區\n李國華,新界沙田\n"

    assert read_table(text.encode("big5")).encoding == "big5"


def test_ten_thousand_columns_are_refused_in_a_sentence():
    with pytest.raises(Refusal, match="10000 columns; at most 500"):
        read_table(",".join(f"c{number}" for number in range(10_000)).encode() + b"\n1\n")


def test_a_byte_that_cp1252_leaves_undefined_refuses_nothing():
    assert read_table(b"Name,Town\nM\xfcller,Z\xfcrich\x81\n").sample()[0].cells == ("Müller", "Zürich\x81")


def test_a_file_is_never_held_in_memory_as_a_whole():
    import tracemalloc

    line = b"Han EV,2026-11-26,12345\n"
    tracemalloc.start()
    table = read_table(lambda: io.BufferedReader(Repeated(b"Name,Day,Price\n", line, 300_000)))
    assert table.count() == 300_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 300_000 * len(line)


class Repeated(io.RawIOBase):
    """A heading and a line so many times, made while it is read."""

    def __init__(self, heading: bytes, line: bytes, times: int) -> None:
        super().__init__()
        self.rest, self.line, self.left = heading, line, times

    def readable(self) -> bool:
        return True

    def readinto(self, target: bytearray) -> int:
        while len(self.rest) < len(target) and self.left:
            lines = min(self.left, 10_000)
            self.rest, self.left = self.rest + self.line * lines, self.left - lines
        taken, self.rest = self.rest[: len(target)], self.rest[len(target) :]
        target[: len(taken)] = taken
        return len(taken)
