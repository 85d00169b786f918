"""What a spreadsheet would run as a formula leaves as text and comes back as it was."""

from __future__ import annotations

import pytest

from core import cells


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("=1+1", "'=1+1"), ("@cmd", "'@cmd"), ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"), ("-2+3", "'-2+3"), ("\t=1", "'\t=1"), ("\r=1", "'\r=1"), ("\uff1d1+1", "'\uff1d1+1"), ("\uff20SUM(1)", "'\uff20SUM(1)"),
        ("-12.50", "-12.50"), ("+86 138 0013 8000", "+86 138 0013 8000"), ("plain", "plain"), ("", ""), ("O'Neill", "O'Neill"), ("'quoted'", "'quoted'"), ("'90s", "'90s"), ("'=1+1", "''=1+1"),
        ("'0755", "''0755"),
    ],
)  # fmt: skip
def test_a_formula_goes_out_as_text_and_comes_in_as_it_was(written, sent):
    assert cells.harmless(written) == sent
    assert cells.as_meant(sent) == written


@pytest.mark.parametrize("typed", ["'0755-26005678", "'00123", "'+86 138 0013 8000"])
def test_an_apostrophe_that_keeps_digits_from_being_a_number_is_none_of_the_value(typed):
    assert cells.as_meant(typed) == typed[1:]
