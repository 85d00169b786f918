"""What a column means is guessed from its heading, what a date means from all its cells."""

from __future__ import annotations

import pytest

from plugins.imports.guesses import date_orders, guess_columns, guess_date_order, parse_date, parse_moment

NAMES = {"mobile": ["mobile", "Mobile", "手机号码"], "name": ["name", "Name", "姓名"], "close_date": ["close_date", "Close date", "结束日期"]}


@pytest.mark.parametrize(
    ("column", "field"),
    [("Mobile", "mobile"), ("手机号码", "mobile"), ("CloseDate", "close_date"), ("close_date", "close_date"), ("Close Dat", "close_date"), ("Sector", None), ("手机", "mobile"), ("联系电话", "mobile"), ("客户姓名", "name")],
)
def test_columns_are_guessed_by_name_and_by_label_in_both_languages(column, field):
    assert guess_columns([column], NAMES).get(column) == field


@pytest.mark.parametrize("column", ["手机号码(必填)", "Mobile (11 digits)", "手机号码*", "手机【必填】"])
def test_what_a_heading_adds_in_brackets_hides_no_field(column):
    assert guess_columns([column], NAMES) == {column: "mobile"}


@pytest.mark.parametrize("names", [{"landline": ["landline"], "mobile": ["mobile"]}, {"phone": ["phone"], "fax": ["fax"]}])
def test_a_fixed_telephone_is_the_landline_of_a_person_and_the_telephone_of_a_firm(names):
    assert guess_columns(["固定电话"], names) == {"固定电话": next(iter(names))}


def test_a_field_is_guessed_for_one_column_only():
    assert guess_columns(["Name", "name "], NAMES) == {"Name": "name"}


@pytest.mark.parametrize(
    ("samples", "orders"),
    [
        (["2026-11-28", "2026/1/3"], ("ymd", "dmy", "mdy")),
        (["28/11/2026", "03/04/2026"], ("dmy",)),
        (["11/28/2026", "03/04/2026"], ("mdy",)),
        (["03/04/2026"], ("dmy", "mdy")),
        (["2026年11月28日"], ("ymd", "dmy", "mdy")),
        (["99-11-28"], ("ymd",)),
        (["2026-11-28", "28/11/2026"], ("dmy",)),
        (["28/11/2026", "soon"], ("dmy",)),
        (["20261128"], ("ymd", "dmy", "mdy")),
        (["28-Nov-2026", "Sept 3, 2026"], ("ymd", "dmy", "mdy")),
        (["soon"], ()),
        ([""], ()),
    ],
)
def test_the_order_of_a_date_is_judged_by_all_samples(samples, orders):
    assert date_orders(samples) == orders


def test_an_open_order_says_that_it_is_not_certain():
    assert guess_date_order(["03/04/2026"], "en") == ("dmy", False)
    assert guess_date_order(["2026-04-03"], "en") == ("ymd", True)
    assert guess_date_order(["03/03/2026"], "en") == ("dmy", False)


@pytest.mark.parametrize("samples", [["20260403"], ["3 Apr 2026", "Apr 4, 2026"]])
def test_a_date_that_can_be_read_in_one_way_only_needs_no_check(samples):
    assert guess_date_order(samples, "en")[1]


def test_where_no_order_fits_all_the_one_that_fits_most_is_taken_and_to_be_checked():
    assert guess_date_order(["11/28/2026", "11/27/2026", "28/11/2026"], "en") == ("mdy", False)


@pytest.mark.parametrize("order", ["ymd", "dmy", "mdy"])
def test_a_year_of_four_digits_at_the_front_is_the_year_in_whatever_order_the_column_is(order):
    assert parse_date("2026/4/3", order).isoformat() == "2026-04-03"


@pytest.mark.parametrize(("text", "year"), [("1/5/68", 1968), ("1/5/30", 1930), ("1/5/29", 2029)])
def test_a_year_of_two_digits_is_read_as_a_spreadsheet_reads_it(text, year):
    """A customer born in 68 would else be born in 2068."""
    assert parse_date(text, "dmy").year == year


def test_a_day_that_does_not_exist_is_none():
    assert parse_date("31/02/2026", "dmy") is None
    assert parse_date("99/99/9999", "dmy") is None


@pytest.mark.parametrize(
    ("text", "day"),
    [("28-Nov-2026", "2026-11-28"), ("28 november 2026", "2026-11-28"), ("Nov 28, 2026", "2026-11-28"), ("28. Nov. 26", "2026-11-28"), ("1st Sept 2026", "2026-09-01"), ("28-Novel-2026", None), ("31 Feb 2026", None),
     ("1899-12-31", "1899-12-31"), ("２０２６年１１月２８日", "2026-11-28")],
)  # fmt: skip
def test_a_month_may_be_named(text, day):
    found = parse_date(text, "ymd")

    assert (found and found.isoformat()) == day


def test_times_and_offsets_are_read():
    assert parse_moment("28.11.2026 15:30", "dmy").isoformat() == "2026-11-28T15:30:00"
    assert parse_moment("2026-11-28T15:30:00+08:00", "ymd").utcoffset().total_seconds() == 28_800
    assert parse_moment("11/28/26 3:05 PM", "mdy").isoformat() == "2026-11-28T15:05:00"
    assert parse_moment("2026/11/28 下午 3:05:00", "ymd").isoformat() == "2026-11-28T15:05:00"
    assert parse_moment("Nov 28, 2026, 09:30", "dmy").isoformat() == "2026-11-28T09:30:00"
