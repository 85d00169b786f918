"""No text, however long and however it is made, keeps a worker busy: what reads it takes time in proportion to its length."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from flask import Flask

from core import Invalid, cells, fields, phones
from core.rest import bodies
from plugins.imports import amounts, guesses
from plugins.leads import referrals
from plugins.search import terms

LENGTH = 200_000
MOST = 2.0
"""Seconds. What goes back over a text from each of its characters takes minutes for one of this length."""
HOSTILE = {
    "blanks": "1" + " " * LENGTH + "x", "digits": "'" + "1" * LENGTH + "x", "digits and blanks": "1 " * (LENGTH // 2) + "x", "brackets": "(" * LENGTH,
    "a bracket and blanks": "( " + " " * LENGTH, "hyphens": "12-" + "-" * LENGTH + "x", "points": "a." * (LENGTH // 2) + " x", "groups": "1" + ",111" * (LENGTH // 4) + ",x",
}  # fmt: skip
READERS: dict[str, Callable[[str], object]] = {
    "a telephone number": fields.named({"phone": fields.Phone("Phone")})["phone"].clean,
    "a guessed telephone number": phones.guess,
    "a mail address": lambda text: list(fields.named({"mail": fields.Email("Mail")})["mail"].problems(text)),
    "a web address": lambda text: list(fields.named({"web": fields.Url("Web")})["web"].problems(f"https://{text}")),
    "an amount": fields.named({"amount": fields.Currency("Amount")})["amount"].clean,
    "a cell of a CSV file": cells.harmless,
    "an imported date": lambda text: guesses.parse_moment(text, "dmy"),
    "an imported heading": lambda text: guesses.BRACKETS.sub("", text),
    "the unit in a heading": lambda text: amounts.guess_unit(text, ()),
    "a word looked for": terms.NUMBER.fullmatch,
    "a line with a referred person": referrals.split,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_a_long_text_is_read_or_refused_at_once(read: Callable[[str], object], text: str, app: Flask) -> None:
    began = time.process_time()
    try:
        read(text)
    except (ValueError, Invalid):
        pass

    assert time.process_time() - began < MOST


def test_a_body_with_very_many_names_is_refused_at_once_where_one_stands_twice(app: Flask) -> None:
    names = [f'"n{number}": 1' for number in range(LENGTH // 4)]
    body = "{" + ", ".join([*names, '"last": 1', '"last": 2']) + "}"
    began = time.process_time()
    with app.test_request_context("/api/v1/me", method="POST", data=body, content_type="application/json"), pytest.raises(bodies.BadBody, match="“last” twice"):
        bodies.json_body()

    assert time.process_time() - began < MOST
