"""Languages: what marks a string, and what formats depend on the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import flask_babel
from babel.support import Translations
from flask import g, has_app_context
from jinja2.nodes import EvalContext
from jinja2.utils import pass_eval_context
from markupsafe import Markup

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
BY_LANGUAGE = {code[:2]: code for code in LANGUAGES}


def texts() -> Any:
    """The catalog of whoever reads: looked up once, since a page asks for hundreds of words."""
    try:
        return g.texts
    except AttributeError:
        g.texts = flask_babel.get_translations()
        return g.texts


def catalog(language: str) -> Any:
    """The catalog of this language, whoever reads."""
    return flask_babel.get_domain().of(language)


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Speak this language within the block: mail and notices are in their reader's, whoever causes them."""
    held = g.pop("texts", None)
    with flask_babel.force_locale(locale):
        try:
            yield
        finally:
            g.pop("texts", None)
            if held is not None:
                g.texts = held


def gettext(message: str, **variables: Any) -> str:
    """The message in the reader's language, also outside a request (then in English)."""
    text: str = texts().ugettext(message) if has_app_context() else message
    return text % variables if variables else text


def ngettext(singular: str, plural: str, num: int, **variables: Any) -> str:
    if has_app_context():
        text: str = texts().ungettext(singular, plural, num)
    else:
        text = singular if num == 1 else plural
    return text % {"num": num, **variables}


def pgettext(context: str, message: str, **variables: Any) -> str:
    """As gettext, for a word that means two things: "Closed" of a case and of a forecast."""
    text: str = texts().upgettext(context, message) if has_app_context() else message
    return text % variables if variables else text


def joined(names: Iterable[object]) -> str:
    """Names one after the other, as a sentence of the reader's language lists them: "Name, City", 姓名、城市."""
    return pgettext("between the names of a list", ", ").join(str(one) for one in names)


def language() -> str:
    """The reader's language, a key of LANGUAGES."""
    locale = flask_babel.get_locale() if has_app_context() else None
    return BY_LANGUAGE.get(locale.language, "en") if locale is not None else "en"


class Catalogs(flask_babel.Domain):  # type: ignore[misc]  # flask_babel has no types
    """Core's catalog and those of the modules. Babel calls zh_CN zh_Hans_CN and would look in a folder of that name."""

    def get_translations(self) -> Any:
        return self.of(language())

    def of(self, code: str) -> Any:
        """The catalog of a language."""
        found = self.cache.get(code)
        if found is None:
            found = self.cache[code] = self._load(code)
        return found

    def _load(self, code: str) -> Translations:
        merged = Translations()
        for folder in self.translation_directories:
            found = Translations.load(folder, [code], self.domain[0])
            if isinstance(found, Translations):
                merged.merge(found)
                merged.plural = found.plural  # merge forgets it
        return merged


@pass_eval_context
def page_gettext(context: EvalContext, message: str, **variables: Any) -> str:
    """``_()`` of templates: a page has hundreds, and Jinja's own goes through the template's context twice for each."""
    text = texts().ugettext(message)
    return (Markup(text) if context.autoescape else text) % variables  # a catalog's text is ours; variables are escaped


class LazyText:
    """A marked string that is translated where it is shown, not where it is declared."""

    __slots__ = ("context", "message", "variables")

    def __init__(self, message: str, context: str | None = None, variables: dict[str, Any] | None = None) -> None:
        self.message = message
        self.context = context
        self.variables = variables or {}

    def __str__(self) -> str:
        if self.context is not None:
            return pgettext(self.context, self.message, **self.variables)
        return gettext(self.message, **self.variables)

    def __html__(self) -> str:
        from markupsafe import escape

        return str(escape(str(self)))

    def __repr__(self) -> str:
        return f"_({self.message!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LazyText) and (self.context, self.message, self.variables) == (other.context, other.message, other.variables)

    def __hash__(self) -> int:
        return hash((self.context, self.message))

    def __mod__(self, variables: Any) -> str:
        return str(str(self) % variables)

    def __add__(self, other: object) -> str:
        return str(self) + str(other)

    def __len__(self) -> int:
        return len(str(self))


def gettext_lazy(message: str, **variables: Any) -> LazyText:
    return LazyText(message, None, variables)


def pgettext_lazy(context: str, message: str, **variables: Any) -> LazyText:
    return LazyText(message, context, variables)


@dataclass(frozen=True, slots=True)
class SeededName:
    """The name of a record that ships and that an administrator may rename: the administrator's own, per language, before the
    shipped one (``message``), which is translated. ``context`` tells words apart that mean two things."""

    name: str
    name_zh: str | None = None
    message: str | None = None
    context: str = ""

    def __str__(self) -> str:
        if self.name_zh and language() == "zh_CN":
            return self.name_zh
        return self._shipped() if self.name == self.message else self.name

    def _shipped(self) -> str:
        in_context = pgettext(self.context, self.name)
        return in_context if in_context != self.name else gettext(self.name)


Text = str | LazyText | SeededName
"""What is shown in the reader's language; ``str()`` of it gives the words."""


def lower_first(text: Any) -> str:
    """A label within a sentence; languages without case are left alone."""
    word = str(text)
    return word[:1].lower() + word[1:] if word[1:2].islower() else word
