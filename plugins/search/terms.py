"""What somebody typed, as what is looked for.

Each word is a term, and all of them must be found; a number may be typed in groups: +86 138 0013 8000 is one term.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from core import is_postgresql, phones

from .models import TOKEN_LENGTH
from .reach import PLACES, TELEPHONES, WORDS
from .words import BACKWARDS, RUN, SUFFIX, plain

LONGEST, MOST = 120, 6
NUMBER = re.compile(r"\+?[\s()./-]*\d[\d\s()./-]*")
WHOLE_NUMBER = 7
"""Digits from which on a number may be a whole one, to be read by the rules of its country."""
SEPARATORS = re.compile(r"[·•‧・-]")
BEYOND = "\U0010ffff"
THREE = re.compile(r"[^\W_]{3}")


Shape = tuple[tuple[str, ...], int]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to find: a token that begins with one of ``starts``, or a text that holds one of ``parts``.

    Trigrams need three letters or digits in a row, and Chinese is found by its tokens, so ``parts`` may be empty.
    """

    starts: tuple[str, ...]
    parts: tuple[str, ...] = ()

    @property
    def shape(self) -> Shape:
        """What two terms that differ in their words only have in common: which places may hold each start, and how many parts there are."""
        return tuple(_places_of(one) for one in self.starts), len(self.parts)

    def given(self, name: str) -> dict[str, str]:
        """Its words under names that begin so: each start with what lies beyond all that begin so, each part."""
        words = {f"{name}_start_{place}": one for place, one in enumerate(self.starts)}
        words.update({f"{name}_beyond_{place}": one + BEYOND for place, one in enumerate(self.starts)})
        return {**words, **{f"{name}_part_{place}": _as_part(one) for place, one in enumerate(self.parts)}}

    @property
    def weight(self) -> int:
        """The longer, the rarer: the heaviest term is looked up, the others are checked on what it finds."""
        return max(len(one.encode()) for one in (*self.starts, *self.parts))


def _places_of(start: str) -> str:
    """A telephone is kept by digits alone, forwards and backwards, and nothing else is kept backwards."""
    if start.startswith(BACKWARDS):
        return TELEPHONES
    return PLACES if start.isdecimal() else WORDS


def _as_part(part: str) -> str:
    """As PostgreSQL's LIKE takes it, whose own escape is the backslash; SQLite compares the part itself."""
    if not is_postgresql():
        return part
    escaped = part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def read(text: str) -> list[Term]:
    """The terms, the rarest first; none when there is nothing to look for."""
    text = plain(text[:LONGEST])
    if NUMBER.fullmatch(text):
        return [_number(text)]
    terms = [_number(word) if NUMBER.fullmatch(word) else _word(word) for word in text.split()[:MOST]]
    return sorted(dict.fromkeys(terms), key=lambda term: -term.weight)


def _number(typed: str) -> Term:
    digits = [re.sub(r"\D", "", typed)]
    if len(digits[0]) >= WHOLE_NUMBER and (guess := phones.guess(typed)):
        digits += [guess.removeprefix("+"), re.sub(r"\D", "", phones.show(guess))]
    numbers = [one[:TOKEN_LENGTH] for one in dict.fromkeys(digits)]
    starts = [start for one in numbers for start in (one, (BACKWARDS + one[::-1])[:TOKEN_LENGTH])]
    return Term(tuple(starts), tuple(one for one in dict.fromkeys((*numbers, typed)) if THREE.search(one)))


def _word(word: str) -> Term:
    if RUN.fullmatch(word):
        return Term((word[:SUFFIX],))
    joined = SEPARATORS.sub("", word)  # a plate, 苏e·12345, is kept as 苏e12345
    starts = dict.fromkeys((word[:TOKEN_LENGTH], word.replace("'", "")[:TOKEN_LENGTH] or word, joined[:TOKEN_LENGTH] or word))  # xi'an is typed so
    return Term(tuple(starts), tuple(one for one in dict.fromkeys((word, joined)) if THREE.search(one)))
