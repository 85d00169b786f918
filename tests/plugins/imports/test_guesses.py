"""What a column means is guessed from its heading, what a date means from all its cells."""

from __future__ import annotations

import pytest

from plugins.imports.guesses import date_orders, guess_columns, guess_date_order, parse_date, parse_moment

NAMES = {"mobile": ["mobile", "Mobile", "手机号码"], "name": ["name", "Name", "姓名"], "close_date": ["close_date", "Close date", "结束日期"]}


@pytest.mark.parametrize(
    ("column", "field"),
    [("Mobile", "mobile"), ("手机号码", "mobile"), ("CloseDate", "close_date"), ("close_date", "close_date"), ("Close Dat", "close_date"), ("Sector", None)],
)
def test_columns_are_guessed_by_name_and_by_label_in_both_languages(column, field):
    assert guess_columns([column], NAMES).get(column) == field


def test_a_field_is_guessed_for_one_column_only():
    assert guess_columns(["Name", "name "], NAMES) == {"Name": "name"}


@pytest.mark.parametrize(
    ("samples", "orders"),
    [
        (["2026-11-28", "2026/1/3"], ("ymd",)),
        (["28/11/2026", "03/04/2026"], ("dmy",)),
        (["11/28/2026", "03/04/2026"], ("mdy",)),
        (["03/04/2026"], ("dmy", "mdy")),
        (["2026年11月28日"], ("ymd",)),
        (["20261128"], ("ymd", "dmy", "mdy")),
        (["soon"], ()),
        ([""], ()),
    ],
)
def test_the_order_of_a_date_is_judged_by_all_samples(samples, orders):
    assert date_orders(samples) == orders


def test_an_open_order_says_that_it_is_not_certain():
    assert guess_date_order(["03/04/2026"], "en") == ("dmy", False)
    assert guess_date_order(["2026-04-03"], "en") == ("ymd", True)


def test_a_day_that_does_not_exist_is_none():
    assert parse_date("31/02/2026", "dmy") is None
    assert parse_date("99/99/9999", "dmy") is None


def test_times_and_offsets_are_read():
    assert parse_moment("28.11.2026 15:30", "dmy").isoformat() == "2026-11-28T15:30:00"
    assert parse_moment("2026-11-28T15:30:00+08:00", "ymd").utcoffset().total_seconds() == 28_800
    assert parse_moment("11/28/26 3:05 PM", "mdy").isoformat() == "2026-11-28T15:05:00"
