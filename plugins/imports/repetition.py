"""The same file twice: asked about before it makes its records again, refused while it is being taken in, gone on with where it was cut off."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from core import Refusal, db, transaction, users
from core import gettext as _

from . import intake, models
from .models import Import


def taken_before(one: Import) -> Import | None:
    """The last other import of the very same file that is under way, stopped or finished; one that was taken back does not count, one that was in part does."""
    return _latest(one, Import.status.in_((models.RUNNING, models.STOPPED, models.DONE, models.UNDOING, models.PARTLY))) if one.digest else None


def refuse_repetition(one: Import, again: bool, *, key: str | None = None) -> None:
    """Raises Refusal where running this would make every record a second time; ``again`` says that it is wanted.

    An import that updates by a ``key``, of its plan unless told, may be run as often as one likes, but one at a time.
    """
    before = None if again else taken_before(one)
    if before is None or (before.status != models.RUNNING and (one.plan.get("key") if key is None else key)):
        return
    raise Refusal(repetition(before), code="import-running" if before.status == models.RUNNING else "import-repeated")


def repetition(before: Import) -> str:
    """That this file is taken in already, or was, and by whom."""
    if before.status == models.RUNNING:
        return _under_way(before.id)
    who = users.names([before.user_id]).get(before.user_id, "")
    return _("%(who)s imported this very file already, as import %(number)d. Importing it again makes its records a second time.", who=who, number=before.id)


def refuse_finished(one: Import) -> None:
    """Raises Refusal for an import that takes in nothing more: it has ended, or is or was taken back."""
    if one.status == models.DONE or one.status in models.GOING_BACK:
        raise Refusal(_("This import is finished."))


def take(one: Import, *, again: bool = False) -> None:
    """Mark an import as under way. Of one file only one is at a time: who comes second is refused, with nothing changed. Raises Refusal,
    also for one that is or was taken back."""
    with transaction():
        if one.status in models.GOING_BACK:
            refuse_finished(one)
        same = sa.select(Import.id, Import.status).where(Import.digest == one.digest, Import.object == one.object).order_by(Import.id)
        others = db.session.execute(same.with_for_update()).all() if one.digest else []
        running = next((other.id for other in others if other.id != one.id and other.status == models.RUNNING), None)
        if running is not None and not again:
            raise Refusal(_under_way(running), code="import-running")
        one.status = models.RUNNING


def begun_before(one: Import) -> Import | None:
    """The import that this one would begin anew: of the same file, by the same person, in the same way, and cut off or still under way."""
    before = _latest(one, Import.status == models.RUNNING, Import.user_id == one.user_id)
    return before if before is not None and _way(before) == _way(one) else None


def gone_on_with(series: Sequence[Import]) -> Sequence[Import]:
    """The files of a tree, or the series that they would begin anew: then these are forgotten."""
    before = _series_begun_before(series)
    if before is None:
        return series
    for one in reversed(series):  # the others refer to the first
        intake.discard(one)
    return before


def _series_begun_before(series: Sequence[Import]) -> list[Import] | None:
    """As ``begun_before``, of the files of a tree: a series of the same files of which not all are taken in."""
    first = series[0]
    heads = sa.select(Import).where(Import.digest == first.digest, Import.user_id == first.user_id, Import.place == 1, Import.series_id != first.id)
    for head in db.session.execute(heads.order_by(Import.id.desc())).scalars():
        found = intake.series_of(head)
        states = {one.status for one in found}
        begun = states & {models.RUNNING, models.DONE} and states != {models.DONE} and not states & {*models.GOING_BACK}
        if begun and [one.digest for one in found] == [one.digest for one in series]:
            return found
    return None


def _under_way(number: int) -> str:
    return _("This very file is being imported already, as import %(number)d. Wait until it is done; if it was interrupted, go on with that one.", number=number)


def _latest(one: Import, *conditions: sa.ColumnElement[bool]) -> Import | None:
    """The last other import of the same file."""
    same = sa.select(Import).where(Import.digest == one.digest, Import.object == one.object, Import.id != one.id, *conditions)
    found: Import | None = db.session.execute(same.order_by(Import.id.desc()).limit(1).execution_options(populate_existing=True)).scalar_one_or_none()
    return found


def _way(one: Import) -> object:
    """How the file is read and what becomes of its columns."""
    return one.encoding, one.delimiter, one.heading, one.skip, one.plan
