"""The close date that is proposed."""

from __future__ import annotations

from datetime import date

import pytest

from plugins.opportunities.conversion import end_of_quarter


@pytest.mark.parametrize(("day", "last"), [("2026-01-01", "2026-03-31"), ("2026-11-24", "2026-12-31"), ("2026-09-30", "2026-09-30"), ("2028-02-29", "2028-03-31")])
def test_the_close_date_is_proposed_at_the_quarters_end(day: str, last: str) -> None:
    assert end_of_quarter(date.fromisoformat(day)) == date.fromisoformat(last)
