"""What templates may call: icons, avatars, links, formats, the frame a page stands in."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import quote

from flask import Flask
from markupsafe import Markup, escape

from .. import once, phones
from ..formats import formats
from ..i18n import LANGUAGES, joined, lower_first
from ..objects import object_name, object_names
from . import charting
from .dialogs import frame_template, in_dialog
from .static_files import asset


def icon(name: str, size: str = "") -> Markup:
    """An icon of the sprite; ``size`` "sm" or "lg". It says nothing to a screen reader: words stand beside it or on the button."""
    kind = f"ic ic-{size}" if size else "ic"
    return Markup(f'<svg class="{kind}" aria-hidden="true"><use href="{asset("vendor/icons.svg")}#tabler-{escape(name)}"></use></svg>')


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """The letters of an avatar: family name of a Chinese name, else first letters of first and last word."""
    text = name.strip()
    if not text:
        return "?"
    if not text[0].isascii():
        return text[0]
    words = text.split()
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@lru_cache(maxsize=4096)
def _avatar(person_id: int, name: str, size: str, is_queue: bool) -> Markup:
    kind = f"avatar avatar-{size}" if size else "avatar"
    inside = icon("users", "sm") if is_queue else escape(initials(name))
    return Markup(f'<span class="{kind} tone-{person_id % 8}" title="{escape(name)}" aria-hidden="true">{inside}</span>')


def lock(reason: Any) -> Markup:
    """A small lock beside a value, with the sentence that says why it cannot be changed."""
    return Markup(' <span class="muted" title="{0}">{1}<span class="visually-hidden">{0}</span></span>').format(str(reason), icon("lock", "sm"))


def avatar(person: Any, size: str = "") -> Markup:
    """The round sign of a user or queue."""
    if person is None:
        return Markup("")
    return _avatar(person.id, str(person.name), size, bool(getattr(person, "is_queue", False)))


def person(who: Any) -> Markup:
    """A user or queue as avatar and name."""
    if who is None:
        return Markup("")
    return Markup(f'<span class="person">{avatar(who, "sm")}<span class="clip">{escape(who.name)}</span></span>')


def link(record: Any, text: str | None = None) -> Markup:
    """A record (or a ``queries.Link``) by its name; plain text where its page cannot be opened."""
    if record is None:
        return Markup("")
    name, url = text or str(getattr(record, "name", None) or record), getattr(record, "url", None)
    if not isinstance(record, tuple) and hasattr(record, "object_type"):
        name = text or str(record)
    return Markup(f'<a href="{escape(url)}">{escape(name)}</a>') if url else escape(name)


def new_link(code: str, **values: Any) -> Markup:
    """A link to the form of a new record, some of it filled in."""
    from .. import registry

    object_type = registry.enabled_object(code)
    given = "&".join(f"{name}={quote(str(getattr(value, 'id', value)))}" for name, value in values.items())
    return Markup(f'<a class="btn btn-sm" href="/{object_type.slug}/new?{escape(given)}">{icon("plus", "sm")}{escape(object_type.label)}</a>')


def page_language() -> str:
    return "zh-CN" if formats().chinese else "en"


def once_token() -> str:
    """One token against double submission for each form on the page."""
    return once.new_token()


def as_day(value: Any) -> str:
    return formats().day(value) if value else ""


def as_moment(value: Any) -> str:
    return formats().when(value) if value else ""


def as_money(value: Any, currency: str | None = None) -> str:
    return "" if value is None else formats().money(value, currency)


def as_short_money(value: Any, currency: str | None = None) -> str:
    return "" if value is None else formats().short_money(value, currency)


def as_phone(value: Any) -> str:
    return phones.show(value) if value else ""


def register(app: Flask) -> None:
    from .navigation import frame, navigation
    from .rendering import former_value, shown_value

    app.jinja_env.globals.update(
        icon=icon, avatar=avatar, person=person, link=link, new_link=new_link, asset=asset, in_dialog=in_dialog, frame_template=frame_template,
        page_language=page_language, once_token=once_token, languages=lambda: LANGUAGES, navigation=navigation, page_frame=frame, formats=formats,
        chart_drawing=charting.drawing, chart_table=charting.table, chart_floor=charting.floor_text,
        former_value=former_value,
    )  # fmt: skip
    app.jinja_env.globals.update(object_name=object_name, object_names=object_names)
    app.jinja_env.filters.update(
        day=as_day, short_day=lambda value: formats().short_day(value) if value else "", long_day=lambda value: formats().long_day(value), month=lambda value: formats().month(value), when=as_moment, money=as_money,
        short_money=as_short_money, phone=as_phone, lower_first=lower_first, joined=joined, number=lambda value: formats().number(value),
        value=lambda field, record: shown_value(field, record),
    )  # fmt: skip


