"""How values read in a language: money, days, moments, numbers. Built once per language, zone and day, then plain Python."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from math import inf
from typing import Literal
from zoneinfo import ZoneInfo

from babel.core import Locale
from babel.dates import format_timedelta
from babel.numbers import get_currency_symbol
from flask import g, has_request_context

from . import clock
from .actor import acting_or_none
from .i18n import gettext as _

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS_ZH = "一二三四五六日"


@cache
def currencies() -> frozenset[str]:
    """The codes of ISO 4217, those of the past too."""
    return frozenset(Locale("en").currencies)


class Formats:
    """The ways of one language and zone. ``today`` decides which dates may go without their year."""

    def __init__(self, locale: str, zone_name: str, today: date) -> None:
        self.locale, self.zone, self.today = locale, clock.zone(zone_name), today
        self.chinese = locale.startswith("zh")
        self.day: Callable[[date], str] = self._day_zh if self.chinese else self._day_en
        self.short_day: Callable[[date], str] = self._short_zh if self.chinese else self._short_en

    def _day_en(self, value: date) -> str:
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"

    def _day_zh(self, value: date) -> str:
        return f"{value.year}年{value.month}月{value.day}日"

    def _short_en(self, value: date) -> str:
        text = f"{value.day} {MONTHS[value.month - 1]}"
        return text if value.year == self.today.year else f"{text} {value.year}"

    def _short_zh(self, value: date) -> str:
        text = f"{value.month}月{value.day}日"
        return text if value.year == self.today.year else f"{value.year}年{text}"

    def long_day(self, value: date) -> str:
        """A day with its weekday, for headings."""
        if self.chinese:
            return f"{value.month}月{value.day}日 星期{WEEKDAYS_ZH[value.weekday()]}"
        return f"{WEEKDAYS[value.weekday()]} {value.day} {MONTHS[value.month - 1]}"

    def month(self, value: date) -> str:
        """The month a day lies in, for headings."""
        return f"{value.year}年{value.month}月" if self.chinese else f"{MONTHS[value.month - 1]} {value.year}"

    def local(self, value: datetime) -> datetime:
        return value.astimezone(self.zone)

    def when(self, value: datetime) -> str:
        """A moment: the day, and the time on the reader's clock."""
        here = value.astimezone(self.zone)
        return f"{self.short_day(here.date())} {here.hour:02d}:{here.minute:02d}"

    def apart(self, delta: timedelta, unit: Literal["minute", "hour", "day"]) -> str:
        """How far from now, counted in "minute", "hour" or "day": "3 days ago", "2小时后"."""
        return format_timedelta(delta, granularity=unit, threshold=inf, add_direction=True, locale="zh_CN" if self.chinese else "en")

    def duration(self, minutes: int) -> str:
        """"45 min", "2 h", "1 h 30": a time in minutes."""
        hours, rest = divmod(minutes, 60)
        if not hours:
            return _("%(num)s min", num=rest)
        return _("%(hours)s h %(minutes)s", hours=f"{hours:,}", minutes=f"{rest:02d}") if rest else _("%(hours)s h", hours=f"{hours:,}")

    def number(self, value: int | Decimal) -> str:
        return f"{value:,}"

    def money(self, value: Decimal | int, currency: str | None = None) -> str:
        """An amount with its sign; whole amounts without decimals."""
        amount = Decimal(value)
        text = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
        sign, digits = ("−", text[1:]) if text.startswith("-") else ("", text)
        return f"{sign}{symbol(currency or _own_currency(), self.locale)}{digits}"

    def short_money(self, value: Decimal | int, currency: str | None = None) -> str:
        """An amount in millions, or in 万 and 亿, for figures one reads at a glance."""
        amount = Decimal(value)
        steps = ((Decimal(10**8), " 亿"), (Decimal(10**4), " 万")) if self.chinese else ((Decimal(10**9), " B"), (Decimal(10**6), " M"))
        for size, unit in steps:
            if abs(amount) >= size:
                scaled = f"{amount / size:,.2f}".rstrip("0").rstrip(".")
                return f"{symbol(currency or _own_currency(), self.locale)}{scaled}{unit}"
        return self.money(amount.quantize(Decimal(1)), currency)


@lru_cache(maxsize=64)
def symbol(currency: str, locale: str) -> str:
    """The sign written before an amount: ¥, $, €, or the code."""
    found = get_currency_symbol(currency, locale="zh_CN" if locale.startswith("zh") else "en")
    return found.replace("CN¥", "¥") if len(found) < 4 and found != currency else f"{currency} "


def _own_currency() -> str:
    actor = acting_or_none()
    return actor.currency if actor else "CNY"


@lru_cache(maxsize=32)
def _formats(locale: str, zone_name: str, today: date) -> Formats:
    return Formats(locale, zone_name, today)


def formats_of(locale: str, zone_name: str) -> Formats:
    """The ways of somebody else's language and zone, such as whoever a mail goes to."""
    return _formats(locale, zone_name, clock.today_in(zone_name))


def formats() -> Formats:
    """The ways of the reader, looked up once per request."""
    if has_request_context() and "formats" in g:
        return g.formats  # type: ignore[no-any-return]  # g is untyped
    from .reader import locale

    actor = acting_or_none()
    found = formats_of(locale(), actor.zone if actor else "UTC")
    if has_request_context():
        g.formats = found
    return found


def zone_of_reader() -> ZoneInfo:
    return formats().zone


def short_day(value: date) -> str:
    """A day as the reader writes it in a sentence, without the year where it is this one: "30 Nov", "11月30日"."""
    return formats().short_day(value)
