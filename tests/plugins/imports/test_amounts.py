"""Amounts of a file are taken in as whoever wrote them meant them, or refused with a sentence: never as another amount without a word."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core import fields
from plugins.imports import amounts

PRICE = fields.CurrencyField("Price")


@pytest.mark.parametrize(
    ("cells", "delimiter", "guessed"),
    [
        (["1.234", "12.500,00"], ";", (",", True)), (["1,5"], ",", (",", True)), (["1.234.567"], ",", (",", True)), (["0,125"], ",", (",", True)),
        (["1,200", "80.5", "12万"], ",", (".", True)), (["1,234,567"], ",", (".", True)), (["0.125"], ";", (".", True)), (["12345.678"], ";", (".", True)),
        (["1.234"], ",", (".", False)), (["1.234"], ";", (",", False)), (["1,234"], ",", (".", True)), (["1,234"], ";", (".", False)),
        (["1.234,56", "1,234.56"], ",", (".", False)), (["12", ""], ";", (".", True)), (["¥1,2345"], ",", (".", True)),
    ],
)  # fmt: skip
def test_the_mark_before_the_decimals_is_judged_by_all_cells(cells, delimiter, guessed):
    assert amounts.guess_mark(cells, delimiter) == guessed


@pytest.mark.parametrize(
    ("text", "mark", "amount"),
    [
        ("1.234,56", ",", "1234.56"), ("1.234", ",", "1234"), ("1.234.567", ",", "1234567"), ("€ 1 234,5", ",", "1234.5"), ("-12,5", ",", "-12.5"), ("1,2345", ",", "1.2345"),
        ("1,234.56", ".", "1234.56"), ("1'234.50", ".", "1234.50"), ("1\u202f234", ".", "1234"), ("１２３", ",", "123"), ("12万", ",", "120000"),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_its_column_is_written(text, mark, amount):
    assert amounts.read(PRICE, text, mark, 1) == Decimal(amount)


@pytest.mark.parametrize(("text", "mark"), [("12.5", ","), ("1,234.56", ","), ("1.23.456", ","), ("1.234,56", "."), ("12,50", ".")])
def test_an_amount_written_otherwise_than_its_column_is_refused(text, mark):
    with pytest.raises(ValueError, match="Price"):
        amounts.read(PRICE, text, mark, 1)


@pytest.mark.parametrize(
    ("heading", "times"),
    [
        ("注册资金(万元)", 10_000), ("金额（单位：万元）", 10_000), ("预算万元", 10_000), ("产值【亿元】", 100_000_000), ("注册资金（千元）", 1_000), ("投资(千万元)", 10_000_000),
        ("Turnover (k€)", 1_000), ("Amount in thousands", 1_000), ("Volume (EUR million)", 1_000_000), ("价格(元)", 1), ("里程(万公里)", 1), ("万达广场", 1), ("Model", 1),
    ],
)  # fmt: skip
def test_a_heading_says_what_its_amounts_are_counted_in(heading, times):
    assert amounts.guess_unit(heading, ["Price"]) == times


def test_a_field_that_says_itself_that_it_counts_in_ten_thousands_gets_the_numbers_as_they_are():
    assert amounts.guess_unit("注册资金(万元)", ["Capital", "注册资金（万元）"]) == 1


def test_what_a_column_counts_in_goes_for_each_cell_that_does_not_count_itself():
    assert amounts.read(PRICE, "80.5", ".", 10_000) == 805_000
    assert amounts.read(PRICE, "12万", ".", 10_000) == 120_000
