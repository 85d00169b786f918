"""Weeks, months and quarters, of calendar and fiscal years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core import BadQuery
from plugins.forecast.periods import period_of, read_period


@pytest.mark.parametrize(
    ("kind", "fiscal_start", "start", "end", "label"),
    [
        ("week", 1, date(2026, 11, 16), date(2026, 11, 23), "W47 2026"),
        ("month", 1, date(2026, 11, 1), date(2026, 12, 1), "Nov 2026"),
        ("quarter", 1, date(2026, 10, 1), date(2027, 1, 1), "Q4 2026"),
        ("quarter", 4, date(2026, 10, 1), date(2027, 1, 1), "Q3 FY2027"),
        ("quarter", 2, date(2026, 11, 1), date(2027, 2, 1), "Q4 FY2027"),
        ("quarter", 3, date(2026, 9, 1), date(2026, 12, 1), "Q3 FY2027"),
    ],
)
def test_the_period_of_a_day(app, kind, fiscal_start, start, end, label):
    found = period_of(kind, date(2026, 11, 20), fiscal_start)

    assert (found.start, found.end, str(found)) == (start, end, label)


@pytest.mark.parametrize("kind", ["week", "month", "quarter"])
@pytest.mark.parametrize("fiscal_start", range(1, 13))
def test_periods_follow_one_another_without_gap_or_overlap(kind, fiscal_start):
    day = date(2023, 12, 25)
    while day < date(2027, 2, 1):
        found = period_of(kind, day, fiscal_start)
        assert day in found
        assert found.after(1).start == found.end
        assert found.after(1).after(-1) == found
        day += timedelta(days=3)


def test_the_year_before_has_the_same_place_in_its_year():
    assert period_of("quarter", date(2026, 11, 20)).a_year_before().start == date(2025, 10, 1)
    assert period_of("month", date(2024, 2, 29)).a_year_before().start == date(2023, 2, 1)


@pytest.mark.parametrize("text", ["soon", "2026-13-01", "0001-01-01", "9999-12-31"])
def test_what_is_no_day_is_refused_in_a_sentence(app, text):
    with pytest.raises(BadQuery, match="is no day"):
        read_period("month", text, date(2026, 11, 20))
