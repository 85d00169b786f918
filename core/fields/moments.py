"""Days, which have no zone, and moments, which are told in the reader's."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from .. import clock, dates
from ..actor import acting_or_none
from ..db import UTCDateTime
from ..i18n import gettext as _
from .base import ORDER, Field

FIRST_MOMENT, LAST_MOMENT = datetime.min.replace(tzinfo=UTC) + timedelta(days=1), datetime.max.replace(tzinfo=UTC) - timedelta(days=1)


class DateField(Field):
    """A day, without a zone."""

    type = "date"
    widget = "date"
    operators = ORDER

    def column_type(self) -> sa.types.TypeEngine[Any]:
        return sa.Date()

    def parse(self, text: str) -> Any:
        if not text.strip():
            return None
        return dates.parse_date(text, clock.today_in(_zone()))

    def clean(self, value: Any) -> Any:
        if isinstance(value, datetime):
            raise ValueError(_("%(field)s is a day, without a time.", field=self.label))
        return value if isinstance(value, date) else super().clean(value)

    def text(self, value: Any) -> str:
        return value.isoformat() if value else ""

    def dump(self, value: Any) -> Any:
        return value.isoformat() if value else None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


class DateTimeField(Field):
    """A moment: aware UTC in storage, the user's local time on screen."""

    type = "datetime"
    widget = "datetime"
    operators = ORDER

    def column_type(self) -> sa.types.TypeEngine[Any]:
        return UTCDateTime()

    def parse(self, text: str) -> Any:
        if not text.strip():
            return None
        if re.search(r"(Z|[+-]\d\d:?\d\d)$", text.strip()) and "T" in text:
            return self._aware(text.strip())
        wall = dates.parse_moment(text, clock.today_in(_zone()))
        return self._aware(wall.replace(tzinfo=clock.zone(_zone())).isoformat())

    def _aware(self, text: str) -> datetime:
        try:
            return self._told(datetime.fromisoformat(text).astimezone(UTC))
        except (ValueError, OverflowError):
            return self._told(None)

    def _told(self, moment: datetime | None) -> datetime:
        """Only a moment that the clocks of every zone can tell: on the first and the last day of the calendar some cannot."""
        if moment is None or not FIRST_MOMENT <= moment <= LAST_MOMENT:
            raise ValueError(_("%(field)s is not a time, such as 2026-11-28T09:00:00Z.", field=self.label))
        return moment

    def clean(self, value: Any) -> Any:
        if isinstance(value, datetime):
            if value.tzinfo is None:
                raise ValueError(_("%(field)s needs a time with its zone.", field=self.label))
            return self._told(value)
        return super().clean(value)

    def text(self, value: Any) -> str:
        return clock.local(value, _zone()).strftime("%Y-%m-%d %H:%M") if value else ""

    def dump(self, value: Any) -> Any:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value else None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date-time"}


def _zone() -> str:
    actor = acting_or_none()
    return actor.zone if actor else "UTC"
