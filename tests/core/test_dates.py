"""Dates as people type them, at a desk or in a showroom, in either language."""

from datetime import date

import pytest

from core import dates
from core.i18n import speaking

TODAY = date(2026, 11, 26)
"""A Thursday."""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-11-28", date(2026, 11, 28)), ("2026年11月28日", date(2026, 11, 28)), ("11-28", date(2026, 11, 28)), ("11月28日", date(2026, 11, 28)),
        ("28/11", date(2026, 11, 28)), ("11/28", date(2026, 11, 28)), ("28/11/2027", date(2027, 11, 28)), ("11/28/2027", date(2027, 11, 28)),
        ("fri", date(2026, 11, 27)), ("Friday", date(2026, 11, 27)), ("周五", date(2026, 11, 27)), ("星期五", date(2026, 11, 27)), ("星期天", date(2026, 11, 29)),
        ("+3", date(2026, 11, 29)), ("+2w", date(2026, 12, 10)), ("-1", date(2026, 11, 25)), ("明天", date(2026, 11, 27)), ("today", TODAY),
        ("3/2", None), ("1-2", date(2027, 1, 2)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_date_is_read_as_it_is_typed(app, language, typed, meant):
    by_language = {"en": date(2027, 2, 3), "zh_CN": date(2027, 3, 2)}
    with speaking(language):
        assert dates.parse_date(typed, TODAY) == (meant or by_language[language])


@pytest.mark.parametrize("typed", ["31/2", "13/13", "0-5", "30/02/2026", "someday", "99999", "1/2/3"])
def test_what_is_no_day_is_refused_with_a_sentence(app, typed):
    with pytest.raises(ValueError, match=r"no such day|is not a date"):
        dates.parse_date(typed, TODAY)
