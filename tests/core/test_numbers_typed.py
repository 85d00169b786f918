"""Numbers as people type them: marks of thousands, full-width digits, units. What could be read in two ways is refused (test_bad_values)."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from core.fields import CurrencyField, DecimalField, IntegerField, PercentField


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("1,234.50", "1234.5"), ("1,234,567", "1234567"), ("12,3456.5", "123456.5"), ("\uff11\uff0c\uff12\uff13\uff14\uff0e\uff15\uff10", "1234.5"), ("¥1,234", "1234"), ("RMB 12 800", "12800"), ("-1,000", "-1000"), ("12.5万", "125000")],
)
def test_an_amount_may_have_marks_of_thousands_and_its_unit(typed, meant):
    assert CurrencyField("Price").parse(typed) == Decimal(meant)


@pytest.mark.parametrize(("typed", "meant"), [("1,234", "1234"), ("１２３", "123"), ("1\u00a0234", "1234")])
def test_a_number_may_have_marks_of_thousands(typed, meant):
    assert IntegerField("Count").parse(typed) == int(meant)
    assert DecimalField("Length", places=2).parse(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", ["50%", "50 %", "50\uff05", "50"])
def test_a_percent_sign_is_the_unit_of_a_percentage_or_of_a_number_without_one(typed):
    assert PercentField("Share").parse(typed) == 50
    assert IntegerField("Share").parse(typed) == 50
    assert DecimalField("Share", unit="%").parse(typed) == DecimalField("Share").parse(typed) == Decimal(50)


def test_a_percentage_may_have_decimals_where_the_field_has_them():
    assert DecimalField("Share", places=2).parse("12.5%") == Decimal("12.5")


@pytest.mark.parametrize("field", [DecimalField("Length", unit="m"), IntegerField("Doors", unit="doors"), CurrencyField("Price")])
def test_no_percentage_is_read_as_metres_or_money(field):
    with pytest.raises(ValueError, match=str(field.label)):
        field.parse("50%")


def test_an_amount_of_a_trillion_is_too_large_so_that_hundreds_of_the_largest_can_be_added_up():
    field = CurrencyField("Price")

    assert field.parse("999,999,999,999.9999") == Decimal("999999999999.9999")
    assert 900 * field.parse("999,999,999,999.9999") * 10_000 < 2**63
    with pytest.raises(ValueError, match="at most 12 digits"):
        field.parse("10000亿")
    assert re.match(field.schema()["pattern"], "1000000000000") is None


@pytest.mark.parametrize(
    ("text", "unit", "other"),
    [("USD 30,000", "CNY", "USD"), ("$30,000", "CNY", "$"), ("3万€", "CNY", "€"), ("30,000 €", "CNY", "€"), ("US$ 5", "CNY", "US$"), ("¥5", "USD", "¥"), ("5 CNY", "EUR", "CNY"),
     ("¥30,000", "CNY", None), ("3万元", "CNY", None), ("人民币5", "CNY", None), ("RMB 5", "CNY", None), ("5 cny", "CNY", None), ("$5", "USD", None), ("US$5", "USD", None),
     ("HK$5", "HKD", None), ("$5", "HKD", None), ("5 kr", "SEK", None), ("￥5", "JPY", None), ("5", "CNY", None), ("", "CNY", None), ("USD 5", None, None)],
)  # fmt: skip
def test_an_amount_in_another_currency_than_the_record_s_is_told_apart(text, unit, other):
    problem = CurrencyField("Amount").currency_problem(text, unit)

    assert problem == (None if other is None else f"Amount is in {unit}, not in {other}. Enter what it comes to in {unit}.")
