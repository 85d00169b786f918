"""What of a value is kept in the index.

A value is made plain (full width and case do not matter). A telephone number is kept by its digits, forwards and backwards;
Chinese by each of its suffixes, so that any part of it is the beginning of one, and by the pinyin and initials of these.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, product

from core import fields, phones

from .models import TOKEN_LENGTH

HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
EAST_ASIAN = rf"{HAN}\u3040-\u30ff\uac00-\ud7af"
RUN = re.compile(f"[{EAST_ASIAN}]+")
CHINESE = re.compile(f"[{HAN}]+")
WORD = re.compile(rf"[^\W_{EAST_ASIAN}]+")

SUFFIX = 12
"""Characters of a Chinese suffix that are kept; longer terms find what begins so."""
MOST_SUFFIXES, MOST_WORDS = 64, 24
SYLLABLES, INITIALS, READINGS = 6, 8, 8
NAME = 4
"""Up to this length, in characters or words, a value may be a person's name: 单 and 曾 are kept with each of their readings."""
LONGEST = 500
"""Characters of a value that are kept: a name, not a letter."""
KEPT = 8192
"""Chinese whose pinyin was asked for last: a customer's name is that of a lead, an account, a contact and the sales."""
BACKWARDS = "<"
"""Marks a number kept backwards, to be found by its last digits."""


def plain(text: str) -> str:
    """Half width, folded case, single blanks, no control characters."""
    text = unicodedata.normalize("NFKC", text).casefold()
    if not text.isprintable():
        text = "".join(" " if unicodedata.category(one)[0] == "C" else one for one in text)
    return " ".join(text.split())


def read(field: fields.Field, value: object) -> tuple[str, set[str]]:
    """The value as it is searched for parts, and what it is found by from the first character on."""
    if isinstance(field, fields.PhoneField):
        numbers = _numbers(str(value))
        return " ".join(numbers), _tokens(one for number in numbers for one in (number, BACKWARDS + number[::-1]))
    text = plain(value if isinstance(value, str) else field.text(value))[:LONGEST]
    return text, _tokens((*_words(text), *_suffixes(text), *_pinyin(text)))


def _tokens(words: Iterable[str]) -> set[str]:
    return {one[:TOKEN_LENGTH] for one in words if one}


def _numbers(stored: str) -> tuple[str, ...]:
    """The digits with the country's code and as people of the country write them; an extension belongs to neither."""
    number = phones.plain(stored)
    return tuple(dict.fromkeys(re.sub(r"\D", "", one) for one in (number, phones.show(number))))


def _words(text: str) -> Iterator[str]:
    if " " not in text and not RUN.fullmatch(text):
        yield text  # a mail address, a record's number or a plate, whole
    words = [found.group() for found in islice(WORD.finditer(text), MOST_WORDS)]
    yield from words
    if 1 < len(words) <= NAME:
        yield "".join(words)  # Pan Yue, as panyue and py
        yield "".join(word[0] for word in words)


def _suffixes(text: str) -> Iterator[str]:
    for run in RUN.findall(text):
        yield from (run[start : start + SUFFIX] for start in range(min(len(run), MOST_SUFFIXES)))


def _pinyin(text: str) -> Iterator[str]:
    for run in CHINESE.findall(text):
        yield from _sounds(run[:MOST_SUFFIXES])


@lru_cache(maxsize=KEPT)
def _sounds(run: str) -> tuple[str, ...]:
    """By which pinyin and initials it is found, from each of its characters on."""
    found: dict[str, None] = {}
    for syllables in _readings(run):
        for start in range(len(syllables)):
            found["".join(syllables[start : start + SYLLABLES])] = None
            if len(syllables) - start > 1:
                found["".join(one[0] for one in syllables[start : start + INITIALS])] = None
    return tuple(found)


def _readings(run: str) -> Iterator[tuple[str, ...]]:
    # Imported here: its tables are large, and a process that saves no Chinese does without them.
    from pypinyin import Style, pinyin

    possible = pinyin(run, style=Style.NORMAL, heteronym=len(run) <= NAME, errors="ignore")
    return islice(product(*(filter(None, one) for one in possible)), READINGS)
