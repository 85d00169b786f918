"""NUL: a character that nobody types and PostgreSQL stores nowhere. It is left out wherever something is read, and told to nobody.

What a browser or program sends has none (``Request``, ``rest.bodies``), nor have the texts of fields (``fields.texts``), which files and code give.
"""

from __future__ import annotations

import re
from typing import Any, overload

import flask
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.utils import cached_property

NUL = "\x00"
_ESCAPED = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
"""As JSON writes it: after an even number of backslashes, which stand for themselves."""


@overload
def without_nul(text: str) -> str: ...
@overload
def without_nul(text: None) -> None: ...
def without_nul(text: str | None) -> str | None:
    """The text without NUL characters; None stays None."""
    return text.replace(NUL, "") if text else text


def json_without_nul(text: str) -> str:
    """A JSON text whose strings are without NUL characters."""
    return _ESCAPED.sub(r"\1", text) if "\\u0000" in text else text


class Request(flask.Request):
    """A request whose form and query hold no NUL character."""

    @cached_property
    def args(self) -> MultiDict[str, str]:
        found: MultiDict[str, str] = _plain(super().args)
        return found

    def _load_form_data(self) -> None:
        super()._load_form_data()
        self.__dict__["form"] = _plain(self.__dict__["form"])


def _plain(sent: Any) -> Any:
    if not any(NUL in name or NUL in text for name, text in sent.items(multi=True)):
        return sent
    return ImmutableMultiDict((without_nul(name), without_nul(text)) for name, text in sent.items(multi=True))
