"""The workbook: its formulas, worked out anew, give the numbers of the page to the cent, and follow what is changed in it."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from core import audit
from plugins.forecast import adjustments, workbook
from plugins.forecast.hierarchy import home_of

PATH = "/forecast/export.xlsx?period=2026-10-01"
PAGE, SUMS, SALES, SET = range(4)


class Sheets:
    """A workbook whose formulas are worked out from what stands in it: cells, + and /, SUM, SUMIFS, IF and ISBLANK, which is all that it uses."""

    def __init__(self, content):
        self.book = openpyxl.load_workbook(BytesIO(content))
        self.kept = openpyxl.load_workbook(BytesIO(content), data_only=True)

    def value(self, sheet, cell):
        found = self.book[sheet][cell].value
        if not (isinstance(found, str) and found.startswith("=") and self.book[sheet][cell].data_type == "f"):
            return Decimal(str(found)) if isinstance(found, float) else found
        return self.work_out(sheet, found[1:])

    def work_out(self, sheet, formula):
        """By reading it as Python, with each reference as a look at its cells."""
        quoted = re.compile(r"\"[^\"]*\"|(?:'([^']+)'!)?\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")

        def look(match):
            if match[0].startswith('"'):
                return match[0]
            where, first = match[1] or sheet, f"{match[2]}{match[3]}"
            return f"span({where!r}, '{first}:{match[4]}{match[5]}')" if match[4] else f"cell({where!r}, {first!r})"

        names = {"span": self.span, "cell": self.value, "SUM": _sum, "SUMIFS": _sum_ifs, "ISBLANK": lambda one: one is None, "IF": lambda test, yes, no: yes if test else no}
        return eval(quoted.sub(look, formula), {"__builtins__": {}}, names)

    def span(self, sheet, cells):
        return [self.value(sheet, cell.coordinate) for (cell,) in self.book[sheet][cells]]

    def sheet(self, number):
        return self.book.sheetnames[number]

    def rows(self, number=PAGE):
        """By name the values of each line, worked out."""
        sheet = self.book[self.sheet(number)]
        lines = sheet.iter_rows(min_row=workbook.FIRST + 1)
        return {cells[0].value: [self.value(sheet.title, one.coordinate) for one in cells[1:]] for cells in lines}


def _number(value):
    return Decimal(str(value)) if isinstance(value, (int, float, Decimal)) else Decimal(0)


def _sum(*parts):
    return sum((sum(map(_number, one), Decimal(0)) if isinstance(one, list) else _number(one) for one in parts), Decimal(0))


def _sum_ifs(values, *tests):
    wanted = list(zip(tests[::2], tests[1::2], strict=True))
    return _sum([value for number, value in enumerate(values) if all(column[number] == text for column, text in wanted)])


@pytest.fixture(autouse=True)
def november(at):
    with at("2026-11-20 10:00"):
        yield


@pytest.fixture
def opened(login):
    """``opened(role)``: the workbook as that role takes it."""

    def take(role="sales_manager", path=PATH, **session):
        answer = login(role, **session).get(path)
        assert answer.status_code == 200
        return Sheets(answer.data)

    return take


def test_its_formulas_give_the_numbers_of_the_page_to_the_cent(deal, seen, opened, rep, other_rep, lead, chief):
    for number, category in enumerate(("closed", "commit", "best_case", "pipeline") * 2):
        deal(category, f"{1000 + number * 7}.{10 + number}", owner=(rep, other_rep, lead)[number % 3])
    found = seen(chief)
    column = found.columns[1]
    adjustments.make(found.forecast, found.period, home_of(rep.id), column, rep, value=Decimal("2222.22"), base=Decimal(1), note="slips", seen=0)
    adjustments.make(found.forecast, found.period, home_of(rep.id), column, lead, value=Decimal("1999.99"), base=Decimal(1), note="slips more", seen=0)
    found, book = seen(chief), opened("dealer_manager")

    page = book.rows()
    for person, which in ((chief, "owner"), (lead, "forecast"), (rep, "forecast"), (other_rep, "forecast")):
        numbers = [getattr(found.cell(home_of(person.id), one.code), which) for one in found.columns]
        assert page[person.name][1:5] == numbers, person.name
    assert page[rep.name][2] == Decimal("1999.99")


def test_each_formula_carries_its_value_for_programs_that_work_out_nothing(deal, opened, rep):
    deal("commit", "100.10", owner=rep)
    book = opened()

    sheet = book.kept[book.sheet(PAGE)]
    kept = {cells[0].value: [cell.value for cell in cells[2:6]] for cells in sheet.iter_rows(min_row=workbook.FIRST + 1)}
    assert kept[rep.name] == [0, 100.1, 100.1, 100.1]


def test_whoever_changes_an_opportunity_in_it_sees_the_totals_follow(deal, opened, rep, lead):
    deal("commit", "100.10", owner=rep)
    book = opened()
    book.book[book.sheet(SALES)].cell(workbook.FIRST + 1, 4).value = 500

    assert [book.rows()[one.name][2] for one in (rep, lead)] == [500, 500]


def test_attainment_is_a_formula_over_closed_and_quota(deal, opened, seen, rep):
    from core import records, system_actor

    records.create("forecast_quota", system_actor(), typed=("owner",), owner=rep.id, forecast_type=seen(rep).forecast.id, starts_on="2026-10-01", amount=200)
    deal("closed", 125, owner=rep)
    book = opened()

    line = book.rows()[rep.name]
    assert (line[0], line[-1]) == (200, Decimal("0.625"))


def test_the_two_kinds_of_adjustment_have_columns_of_their_own_and_a_sheet_that_says_why(deal, seen, opened, rep, lead):
    deal("commit", 100, owner=rep)
    found = seen(lead)
    adjustments.make(found.forecast, found.period, home_of(rep.id), found.columns[1], lead, value=Decimal(80), base=Decimal(100), note="=1+1", seen=0)
    book = opened()

    own, base, by_person, says, by_manager, forecast = book.rows(SUMS)[rep.name][9:15]
    assert (own, base, by_person, says, by_manager, forecast) == (100, 100, None, 100, 80, 80)
    line = book.rows(SET)[rep.name]
    assert (line[0], line[1], *line[3:8]) == (str(found.columns[1].label), lead.name, 100, 80, 100, 0, "=1+1")


def test_the_workbook_says_by_how_much_the_sum_beneath_an_adjustment_has_moved(deal, seen, opened, rep):
    deal("commit", 100, owner=rep)
    found = seen(rep)
    adjustments.make(found.forecast, found.period, home_of(rep.id), found.columns[1], rep, value=Decimal(90), base=Decimal(100), note="slips", seen=0)
    deal("commit", "20.50", owner=rep)

    assert opened().rows(SET)[rep.name][3:7] == [100, 90, Decimal("120.5"), Decimal("20.5")]


def test_a_name_that_looks_like_a_formula_stays_a_name(deal, opened, rep):
    deal("commit", 100, owner=rep, name='=HYPERLINK("http://example.com","win")')
    book = opened()

    cell = book.book[book.sheet(SALES)].cell(workbook.FIRST + 1, 1)
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://example.com","win")')


def test_everybody_in_sight_together_is_the_sum_of_the_tops(deal, opened, seen, user, rep):
    deal("commit", 100, owner=rep)
    deal("commit", 40, owner=user("sales_consultant", dealer="South"))
    book = opened("administrator")

    first = book.book[book.sheet(PAGE)].cell(workbook.FIRST + 1, 1).value
    assert (first, book.rows()[first][2]) == ("Everybody in sight", 140)


def test_it_speaks_the_readers_language_and_its_currency(deal, opened, rep):
    deal("commit", 100, owner=rep)
    book = opened(language="zh_CN")

    assert book.book.sheetnames[0] == "预测"
    assert book.rows()[rep.name][2] == 100
    assert book.book["预测"].cell(workbook.FIRST + 1, 4).number_format == '"¥"#,##0.00;-"¥"#,##0.00'


def test_units_are_counted_without_a_currency(deal, opened, seen, rep):
    deal("commit", 100, owner=rep, quantity=3)
    cars = seen(rep, "cars").forecast.id
    book = opened(path=f"{PATH}&type={cars}")

    assert book.rows()[rep.name][2] == 3
    assert book.book[book.sheet(PAGE)].cell(workbook.FIRST + 1, 4).number_format == "#,##0"


def test_it_takes_the_right_to_export_and_the_log_says_who_took_it(deal, login, user, rep):
    deal("commit", 100, owner=rep)
    taker = login("sales_manager")
    taker.get(PATH)

    assert login("sales_consultant").get(PATH).status_code == 403
    (line,) = audit.page(user("administrator"), group="exports")[0]
    assert (line.actor_id, line.object, line.details["count"], line.details["format"]) == (taker.actor.id, "opportunity", 1, "xlsx")


def test_more_opportunities_than_a_workbook_holds_are_refused_in_a_sentence(deal, login, monkeypatch, rep):
    monkeypatch.setattr(workbook, "MOST", 1)
    for _one in range(2):
        deal("commit", 100, owner=rep)

    answer = login("sales_manager").get(PATH)
    assert answer.status_code == 422
    assert "Open a team with fewer" in answer.text


def test_reports_that_stand_apart_are_summed_in_as_few_ranges_as_they_make():
    assert workbook._sums([4, 5, 6, 9], 2) == ["SUM(C5:C7,C10)"]
    assert len(workbook._sums(range(0, 900, 2), 2)) == 3
