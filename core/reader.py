"""In which language and zone the reader of this answer reads."""

from __future__ import annotations

from flask import g, request

from .actor import acting_or_none
from .i18n import LANGUAGES

LOCALE_COOKIE = "forecourt_language"


def locale() -> str:
    """The reader's language: the signed-in user's (for a program what it asks for goes before), else the one chosen on the sign-in page,
    else what the browser prefers."""
    actor = acting_or_none()
    if actor is not None and actor.locale in LANGUAGES:
        return (_preferred() if request and "api_token" in g else None) or actor.locale
    if not request:
        return "en"
    chosen = request.cookies.get(LOCALE_COOKIE)
    if chosen in LANGUAGES:
        return chosen
    return _preferred() or "en"


def _preferred() -> str | None:
    codes = (code[:2] for code in request.accept_languages.values())
    return next((("zh_CN" if code == "zh" else "en") for code in codes if code in ("zh", "en")), None)


def time_zone() -> str:
    actor = acting_or_none()
    return actor.zone if actor else "UTC"
