"""The forecast as a workbook with live formulas, so that a controller can take every number apart.

Sheets: Forecast, the page; Calculation, how each number of it comes about, by the formula of ``rollup``; Opportunities, what they are made of; and
Adjustments, who set what and why. The page refers to the calculation, and that sums the opportunities: whoever changes one of these sees all of it follow.

Text is always written as text: a name that begins with "=" is no formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import IO, Any

from babel.numbers import get_currency_precision, get_currency_symbol
from flask_babel import get_locale
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from core import Refusal, local, now, permissions, queries, registry, users
from core import gettext as _

from . import deals, rates
from .adjustments import Made
from .asking import Asked
from .columns import COUNTED, Column
from .grid import Grid
from .hierarchy import Place
from .sums import place_of

MOST = 50_000
"""Opportunities in one workbook: more than people look through, and few enough for every spreadsheet."""
HEAD = 3
"""Row (from 0) of the headings on each sheet; above them stands what it is about."""
FIRST = HEAD + 1
ALL = Column("all", "", frozenset(COUNTED))
PARTS = 6
"""Columns of the calculation for each column of the forecast: own, sum, own adjustment, says, manager's adjustment, forecast."""
OWN, SUM, OWN_SET, SAYS, MANAGER_SET, FORECAST = range(PARTS)
DEEPEST = 15
"""Steps by which a name is moved in: spreadsheets know no more."""
SUMMED = 200
"""Ranges in one SUM; spreadsheets take 255."""
PLACES_FROM = 4
"""The column (from 0) with which the blocks of the calculation begin: name, place, reports to and level stand before."""


def write(asked: Asked, target: IO[bytes]) -> int:
    """Write what the user sees of the place looked at and all below; answers how many opportunities are in it. Raises Refusal beyond ``MOST``."""
    count = deals.count(asked.grid, asked.grid.places(asked.root), ALL)
    if count > MOST:
        raise Refusal(_("These are %(count)s opportunities, and a workbook holds %(most)s. Open a team with fewer.", count=count, most=MOST))
    with Workbook(target, {"constant_memory": True, "in_memory": False}) as book:
        return _Writing(asked, book).all_sheets()


class _Writing:
    """One workbook while it is written. Rows of a sheet are written in their order and then let go."""

    def __init__(self, asked: Asked, book: Workbook) -> None:
        self.asked, self.grid, self.book = asked, asked.grid, book
        self.names = {"page": _("Forecast"), "sums": _("Calculation"), "sales": _("Opportunities"), "set": _("Adjustments")}
        self.sheets = {code: book.add_worksheet(name) for code, name in self.names.items()}
        self.indents: dict[int, Any] = {}
        self.visible = permissions.visible_fields(self.grid.user, registry.object_type("opportunity"))
        self.title, self.bold = book.add_format({"bold": True, "font_size": 14}), book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.number, self.share = book.add_format({"num_format": _number_format(self.grid)}), book.add_format({"num_format": "0%"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self.places = [place for place, _depth in self.grid.hierarchy.indented(asked.root)]
        self.rows = {place: FIRST + number for number, place in enumerate(self.places)}

    def all_sheets(self) -> int:
        sold = self._sales()
        self._calculation(FIRST + max(sold, 1))
        self._page()
        self._adjustments()
        self.sheets["page"].activate()
        return sold

    def _heading(self, code: str, heads: Sequence[str], widths: Mapping[int, int]) -> Any:
        sheet, grid = self.sheets[code], self.grid
        for number in range(len(heads)):
            sheet.set_column(number, number, widths.get(number, 16))
        sheet.freeze_panes(FIRST, 1)
        who = self.asked.root.name if self.asked.root else _("Everybody in sight")
        sheet.write_string(0, 0, f"{self.names[code]} · {grid.forecast} · {grid.period}", self.title)
        sheet.write_string(1, 0, " · ".join((who, f"{grid.period.start} – {grid.period.last}", rates.currency() if grid.forecast.is_money else "", self._made())))
        for number, head in enumerate(heads):
            sheet.write_string(HEAD, number, head, self.bold)
        return sheet

    def _made(self) -> str:
        when = local(now(), self.grid.user.zone)
        return _("made on %(when)s by %(name)s", when=when.strftime("%Y-%m-%d %H:%M"), name=self.grid.user.name)

    # ------------------------------------------------------------ opportunities

    def _sales(self) -> int:
        """One line each, in the order of their close date; answers how many."""
        heads = (_("Opportunity"), _("Place"), _("Category code"), _("Counts as"), _("Forecast category"), _("Owner"), _("Amount") if "amount" in self.visible else "",
                 _("Currency") if "amount" in self.visible else "", _("Quantity") if "quantity" in self.visible else "", _("Close date") if "close_date" in self.visible else "", _("Number"))  # fmt: skip
        sheet, row = self._heading("sales", [str(one) for one in heads], {0: 36, 4: 18, 5: 22}), FIRST
        for page in self._sold():
            values = deals.values(page, self.grid)
            for sale in page:
                self._sale(sheet, row, sale, values[sale.id])
                row += 1
        return row - FIRST

    def _sold(self) -> Iterator[Sequence[Any]]:
        known = [name for name in deals.COLUMNS if name in self.visible]
        where = deals.where(self.grid, self.grid.places(self.asked.root), ALL)
        return queries.export(registry.object_type("opportunity"), self.grid.user, where=where, sort="close_date", columns=known)

    def _sale(self, sheet: Any, row: int, sale: Any, value: Decimal | None) -> None:
        category = getattr(sale.forecast_category, "code", sale.forecast_category)
        sheet.write_string(row, 0, sale.name or "")
        sheet.write_string(row, 1, place_of(sale.owner_id, getattr(sale, "unit_id", None), category).code)
        sheet.write_string(row, 2, category)
        if value is None:
            sheet.write_string(row, 3, _("no rate"))
        else:
            sheet.write_number(row, 3, value, self.number)
        sheet.write_string(row, 4, str(sale.forecast_category))
        sheet.write_string(row, 5, users.name_of(sale.owner_id) or "")
        for column, name in ((6, "amount"), (8, "quantity")):
            if getattr(sale, name, None) is not None:
                sheet.write_number(row, column, getattr(sale, name))
        sheet.write_string(row, 7, getattr(sale, "amount_currency", None) or "")
        if getattr(sale, "close_date", None) is not None:
            sheet.write_datetime(row, 9, sale.close_date, self.day)
        sheet.write_number(row, 10, sale.id)

    # ------------------------------------------------------------ calculation

    def _calculation(self, sales_end: int) -> None:
        """Each place with, for each column, what ``rollup`` says: own → sum → what the person says → what the manager sees."""
        parts = (_("Own sales"), _("Sum"), _("Adjusted by the person"), _("Says"), _("Adjusted by the manager"), _("Forecast"))
        heads = [str(one) for one in (_("Person"), _("Place"), _("Reports to"), _("Level"))]
        heads += [f"{column.label}: {part}" for column in self.grid.columns for part in parts]
        sheet = self._heading("sums", heads, {0: 28})
        for place, depth in self.grid.hierarchy.indented(self.asked.root):
            row, above = self.rows[place], self.grid.hierarchy.parents[place]
            for number, text in enumerate((_name(place), place.code, above.code if above in self.rows else "")):
                sheet.write_string(row, number, text)
            sheet.write_number(row, 3, depth)
            for number, column in enumerate(self.grid.columns):
                self._block(sheet, place, column, PLACES_FROM + number * PARTS, sales_end)

    def _block(self, sheet: Any, place: Place, column: Column, first: int, sales_end: int) -> None:
        row, cell = self.rows[place], self.grid.cell(place, column.code)
        own, base, set_own, says, set_by_manager, _forecast = (xl_rowcol_to_cell(row, first + part) for part in range(PARTS))
        sheet.write_formula(row, first + OWN, _sum_ifs(self.names["sales"], sales_end, xl_rowcol_to_cell(row, 1, col_abs=True), column), self.number, cell.own)
        reports = [self.rows[one] for one in self.grid.hierarchy.children.get(place, ())]
        sheet.write_formula(row, first + SUM, f"={own}" + "".join(f"+{one}" for one in _sums(reports, first + FORECAST)), self.number, cell.base)
        for part, made in zip((OWN_SET, MANAGER_SET), self._made_for(place, column.code), strict=True):
            if made is not None:
                sheet.write_number(row, first + part, made.value, self.number)
            else:
                sheet.write_blank(row, first + part, None, self.number)
        sheet.write_formula(row, first + SAYS, f"=IF(ISBLANK({set_own}),{base},{set_own})", self.number, cell.owner)
        sheet.write_formula(row, first + FORECAST, f"=IF(ISBLANK({set_by_manager}),{says},{set_by_manager})", self.number, cell.forecast)

    def _made_for(self, place: Place, column: str) -> tuple[Made | None, Made | None]:
        """The adjustments that stand here: the person's own, and that of the present manager, if the reader sees the manager."""
        manager = self.grid.hierarchy.parents[place]
        made = (self.grid.standing.get((place, one.person_id or 0, column)) if one is not None else None for one in (place, manager))
        own, by_manager = (one if one is not None and one.value is not None else None for one in made)
        return own, by_manager

    # ------------------------------------------------------------ page

    def _page(self) -> None:
        """The page: each number refers to the calculation; what has closed is set against the quota."""
        heads = [str(_("Person")), str(_("Quota")), *(str(one.label) for one in self.grid.columns), str(_("Attainment"))]
        sheet, row = self._heading("page", heads, {0: 28}), FIRST
        if self.asked.root is None:
            self._line(sheet, row, None, 0)
            row += 1
        for place, depth in self.grid.hierarchy.indented(self.asked.root):
            self._line(sheet, row, place, depth)
            row += 1

    def _line(self, sheet: Any, row: int, place: Place | None, depth: int) -> None:
        """A place at the top as it sees itself, the others as their managers see them."""
        sheet.write_string(row, 0, _name(place) if place else _("Everybody in sight"), self._indent(depth))
        quota = self.grid.quota(place)
        if quota is not None:
            sheet.write_number(row, 1, quota, self.number)
        part = SAYS if depth == 0 else FORECAST
        for number, column in enumerate(self.grid.columns):
            cell, at = self.grid.cell(place, column.code), PLACES_FROM + number * PARTS + part
            value = cell.owner if depth == 0 else cell.forecast
            sheet.write_formula(row, 2 + number, self._refer(place, at), self.number, value)
        last, closed = 2 + len(self.grid.columns), xl_rowcol_to_cell(row, 2)
        if quota:
            reached = self.grid.cell(place, self.grid.columns[0].code).raw / quota
            sheet.write_formula(row, last, f"={closed}/{xl_rowcol_to_cell(row, 1)}", self.share, reached)

    def _refer(self, place: Place | None, column: int) -> str:
        wanted = [self.rows[place]] if place is not None else [self.rows[one] for one in self.grid.tops]
        sheet = f"'{self.names['sums']}'!"
        return "=" + ("+".join(_sums(wanted, column, sheet)) if place is None else f"{sheet}{xl_rowcol_to_cell(wanted[0], column)}")

    def _indent(self, depth: int) -> Any:
        depth = min(depth, DEEPEST)
        if depth not in self.indents:
            self.indents[depth] = self.book.add_format({"indent": depth})
        return self.indents[depth]

    # ------------------------------------------------------------ adjustments

    def _adjustments(self) -> None:
        """Every adjustment that stands, with who, when, why, the sum as it was then, as it is now, and by how much it has moved."""
        heads = (_("Person"), _("Column"), _("Adjusted by"), _("When"), _("Sum then"), _("Adjusted number"), _("Sum now"), _("Moved since"), _("Why"))
        sheet, row = self._heading("set", [str(one) for one in heads], {0: 28, 8: 60}), FIRST
        for place in self.places:
            for number, column in enumerate(self.grid.columns):
                for part, made in zip((SUM, SAYS), self._made_for(place, column.code), strict=True):
                    if made is not None:
                        self._adjustment(sheet, row, place, column, made)
                        self._moved(sheet, row, place, column, made, PLACES_FROM + number * PARTS + part)
                        row += 1

    def _moved(self, sheet: Any, row: int, place: Place, column: Column, made: Made, at: int) -> None:
        """What the number would be without the adjustment, and the difference from what it was then."""
        cell = self.grid.cell(place, column.code)
        without = cell.base if made.by_owner else cell.owner
        then, present = (xl_rowcol_to_cell(row, one) for one in (4, 6))
        sheet.write_formula(row, 6, self._refer(place, at), self.number, without)
        sheet.write_formula(row, 7, f"={present}-{then}", self.number, made.moved(without))

    def _adjustment(self, sheet: Any, row: int, place: Place, column: Column, made: Made) -> None:
        for number, text in ((0, _name(place)), (1, str(column.label)), (2, made.author)):
            sheet.write_string(row, number, text)
        sheet.write_datetime(row, 3, local(made.made_at, self.grid.user.zone).replace(tzinfo=None), self.moment)
        sheet.write_number(row, 4, made.base, self.number)
        sheet.write_number(row, 5, made.value, self.number)
        sheet.write_string(row, 8, made.note)


def _name(place: Place) -> str:
    return f"{place.name} ({_('formerly %(unit)s', unit=place.unit_name)})" if place.is_past else place.name


def _number_format(grid: Grid) -> str:
    if not grid.forecast.is_money:
        return "#,##0"
    symbol = get_currency_symbol(rates.currency(), locale=get_locale()).replace('"', "")
    decimals = get_currency_precision(rates.currency())
    number = "#,##0" + ("." + "0" * decimals if decimals else "")
    return f'"{symbol}"{number};-"{symbol}"{number}'


def _sum_ifs(sheet: str, end: int, place: str, column: Column) -> str:
    """The sales of a place in the categories of a column."""
    values, places, categories = (f"'{sheet}'!${name}${FIRST + 1}:${name}${end}" for name in ("D", "B", "C"))
    return "=" + "+".join(f'SUMIFS({values},{places},{place},{categories},"{category}")' for category in sorted(column.categories))


def _sums(rows: Sequence[int], column: int, sheet: str = "") -> list[str]:
    """The sums of cells of one column, which is one unless they make more ranges than a sum takes."""
    found = _ranges(rows, column, sheet)
    return [f"SUM({','.join(found[one:one + SUMMED])})" for one in range(0, len(found), SUMMED)]


def _ranges(rows: Sequence[int], column: int, sheet: str) -> list[str]:
    """Cells of one column as few ranges as they make: reports that lead nobody stand one below the other."""
    found: list[list[int]] = []
    for row in sorted(rows):
        if found and row == found[-1][1] + 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    name = xl_col_to_name(column)
    return [f"{sheet}{name}{first + 1}" + (f":{name}{last + 1}" if last > first else "") for first, last in found]
