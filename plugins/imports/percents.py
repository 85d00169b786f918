"""Which cells of a workbook are shown as percentages: its reader gives 0.5 for 50 %, and no format beside it.

Told by .xlsx and .ods. The older .xls and the binary .xlsb keep formats in records of their own that nothing here reads: their cells stay as they are.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, BinaryIO, Protocol
from xml.parsers import expat

SHIPPED = {"9", "10"}
"""Numbers of the formats 0% and 0.00%, which no workbook spells out."""
NO_SIGN = re.compile(r'"[^"]*"|[\\_*].|\[[^\]]*\]')
"""What a format only shows, a colour, a condition: a percent sign of it multiplies nothing."""
BOOK = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml")
CHUNK = 1 << 18
KEPT = 1024
"""Names and columns whose reading is kept: a workbook has as many as its author likes."""
PLACES = 10
"""Decimals of a percentage that are kept: beyond them is only what binary makes of it."""

Attributes = Mapping[str, str]
Block = tuple[range, range]
"""Rows and columns, counted from 0, of cells that are shown as percentages."""


def as_shown(content: BinaryIO, sheet: str, rows: list[list[Any]], start: tuple[int, int]) -> None:
    """Put "12.5%" in place of 0.125 wherever the sheet of this name shows it so. ``start``: the row and column at which ``rows`` begin.

    Raises ValueError where the formats cannot be read.
    """
    top, left = start
    try:
        for down, across in _blocks(content, sheet):
            for row in rows[max(down.start - top, 0) : max(down.stop - top, 0)]:
                for place in range(max(across.start - left, 0), min(across.stop - left, len(row))):
                    row[place] = _percentage(row[place])
    except (expat.ExpatError, zipfile.BadZipFile) as problem:
        raise ValueError(str(problem)) from problem


def _percentage(cell: Any) -> Any:
    """A share as it is shown; what is no number, such as a dash in place of one, stays."""
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return cell
    return f"{round(Decimal(repr(cell)) * 100, PLACES).normalize():f}%"


def _blocks(content: BinaryIO, sheet: str) -> Iterator[Block]:
    if not zipfile.is_zipfile(content):
        return
    with zipfile.ZipFile(content) as packed:
        parts = set(packed.namelist())
        if "content.xml" in parts:
            yield from _read(packed, "content.xml", _OpenDocument(sheet))
        elif parts.issuperset(BOOK):
            styles, part = _percent_styles(packed), _part(packed, sheet)
            if styles and part in parts:
                yield from _read(packed, part, _Sheet(styles))


def _part(packed: zipfile.ZipFile, sheet: str) -> str:
    """The part of an .xlsx that holds the sheet; nothing where none is called so."""
    keys = {one.get("name"): one.get("id") for name, one in _elements(packed, BOOK[0]) if name == "sheet"}
    targets = {one.get("Id"): one.get("Target") for name, one in _elements(packed, BOOK[1]) if name == "Relationship"}
    target = targets.get(keys.get(sheet))
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/") if target else ""


def _percent_styles(packed: zipfile.ZipFile) -> frozenset[str]:
    """The styles of percentages by their place among the styles of cells, as which a cell names its own."""
    formats: dict[str, str] = {}
    used: list[str] = []
    group = ""
    for name, one in _elements(packed, BOOK[2]):
        if name == "numFmt":
            formats[one.get("numFmtId", "")] = one.get("formatCode", "")
        elif name == "xf" and group == "cellXfs":
            used.append(one.get("numFmtId", ""))
        elif name.endswith(("Xfs", "Styles")):
            group = name
    signs = SHIPPED.difference(formats).union(number for number, code in formats.items() if "%" in NO_SIGN.sub("", code))
    return frozenset(str(place) for place, number in enumerate(used) if number in signs)


class _Walk(Protocol):
    """Goes through the elements of a part and notes the percentages it meets."""

    blocks: list[Block]

    def element(self, name: str, attributes: Attributes) -> None: ...


class _Sheet:
    """The cells of an .xlsx in one of these styles. A row or cell that does not say its place stands after the one before."""

    def __init__(self, styles: frozenset[str]) -> None:
        self.styles = styles
        self.blocks: list[Block] = []
        self.row = self.column = -1

    def element(self, name: str, attributes: Attributes) -> None:
        name = _bare(name)
        if name == "c":
            place = attributes.get("r")
            self.column = self.column + 1 if place is None else _column(place.rstrip("0123456789"))
            if attributes.get("s") in self.styles:
                self.blocks.append((range(self.row, self.row + 1), range(self.column, self.column + 1)))
        elif name == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1


class _OpenDocument:
    """The cells of one sheet of an .ods that say that they are percentages; rows and cells may stand for many alike."""

    def __init__(self, sheet: str) -> None:
        self.sheet, self.within = sheet, False
        self.blocks: list[Block] = []
        self.rows = range(0)
        self.column = 0

    def element(self, name: str, attributes: Attributes) -> None:
        name = _bare(name)
        if name == "table":
            self.within = attributes.get("table:name") == self.sheet
        elif name == "table-row" and self.within:
            self.rows = range(self.rows.stop, self.rows.stop + int(attributes.get("table:number-rows-repeated", 1)))
            self.column = 0
        elif name in ("table-cell", "covered-table-cell") and self.within:
            begin, self.column = self.column, self.column + int(attributes.get("table:number-columns-repeated", 1))
            if attributes.get("office:value-type") == "percentage":
                self.blocks.append((self.rows, range(begin, self.column)))


@lru_cache(maxsize=KEPT)
def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _elements(packed: zipfile.ZipFile, part: str) -> list[tuple[str, Attributes]]:
    """The elements of a short part, under their names without prefixes, as are those of their attributes."""
    found: list[tuple[str, Attributes]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: found.append((_bare(name), {_bare(key): value for key, value in attributes.items()}))
    parser.Parse(packed.read(part), True)
    return found


def _read(packed: zipfile.ZipFile, part: str, walk: _Walk) -> Iterator[Block]:
    """What the walk notes, piece by piece, so that no more of the part is held than a piece."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = walk.element
    with packed.open(part) as stream:
        while piece := stream.read(CHUNK):
            parser.Parse(piece)
            yield from walk.blocks
            walk.blocks.clear()


@lru_cache(maxsize=KEPT)
def _bare(name: str) -> str:
    """Without the prefix that each program chooses for itself."""
    return name.rpartition(":")[2]
