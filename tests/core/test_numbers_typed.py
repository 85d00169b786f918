"""Numbers as people type them: marks of thousands, full-width digits, units. What could be read in two ways is refused (test_bad_values)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core.fields import CurrencyField, DecimalField, IntegerField


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
