"""The reminder: some days before a forecast is due, whoever has not submitted hears of it once.

Who was told is kept, so that nobody is told twice, however often the job runs; and it asks who is due, not which day it is, so that a day on which
no worker ran is caught up with as long as the period lasts.
"""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from core import Actor, Job, db, jobs, notices, now, savepoint, speaking, today, users
from core import gettext_lazy as _

from . import submissions
from .due_days import due_on, reminds_from
from .models import Reminder
from .periods import Period
from .types import TypeInfo, all_types

TABLE = Reminder.__table__
COMING = _("Your forecast of %(period)s (%(type)s) is due by %(due)s.")
PASSED = _("Your forecast of %(period)s (%(type)s) was due by %(due)s and has not been submitted.")


def remind(user: Actor) -> dict[str, int]:
    """The daily job: answers how many were told."""
    told = 0
    for forecast, period in _due():
        for person in _missing(forecast, period):
            with jobs.alone("user", person):
                told += _tell(forecast, period, person)
    return {"told": told}


remind_job = Job("forecast.remind", _("Remind of forecasts that are due"), run=remind, schedule="daily")


def _due() -> Iterator[tuple[TypeInfo, Period]]:
    """The periods whose reminder is due: the present one of each type, or already the next."""
    present = today()
    for forecast in all_types().values():
        for step in (0, 1) if forecast.active else ():
            period = forecast.period(present).after(step)
            begins = reminds_from(forecast, period)
            if begins is not None and begins <= present:
                yield forecast, period


def _missing(forecast: TypeInfo, period: Period) -> list[int]:
    """Who is asked to submit, has not, and has not been told."""
    asked = submissions.asked()
    told = sa.select(TABLE.c.person_id).where(TABLE.c.type_id == forecast.id, TABLE.c.starts_on == period.start)
    return sorted(asked - submissions.standings(forecast, period, asked).keys() - set(db.session.scalars(told)))


def _tell(forecast: TypeInfo, period: Period, person_id: int) -> int:
    """The note that somebody was told and the notice are one transaction. Of two workers the one that comes second tells nobody."""
    person, due = users.find(person_id), due_on(forecast, period)
    if person is None or due is None:
        return 0
    try:
        with savepoint(), speaking(person.locale):
            db.session.execute(sa.insert(TABLE).values(type_id=forecast.id, starts_on=period.start, person_id=person_id, told_at=now()))
            sentence = PASSED if due < today(person.dealer_id) else COMING
            return notices.send(person_id, sentence, module="forecast", url=f"/forecast?type={forecast.id}&period={period.code}", period=str(period), type=str(forecast), due=due)
    except sa.exc.IntegrityError:
        return 0
