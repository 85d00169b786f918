"""Imports behind the page: one, or the files of a tree one after the other, as a job that any worker goes on with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa

from core import Actor, Job, NotFound, Refusal, Text, db, jobs, now, transaction
from core import gettext as _text
from core import gettext_lazy as _

from . import models, repetition, running, taking_back
from .models import Import

STOPPED_AS = {models.CHECKING: models.DRAFT, models.RUNNING: models.STOPPED, models.UNDOING: models.PARTLY}
JOB, BACK = "imports.run", "imports.take_back"
LATEST = 100
"""Runs among which that of an import is looked for: an older one has been told about long ago."""


def start(imports: Sequence[Import], user: Actor, *, trial: bool, again: bool = False) -> None:
    """Have imports done in this order. Raises Refusal where one of their files is being taken in already and this is not to do it ``again``."""
    with transaction():
        for one in imports:
            if trial:
                one.status = models.CHECKING
            else:
                repetition.take(one, again=again)
        jobs.start(JOB, user, {"imports": [one.id for one in imports], "trial": trial})


def run(user: Actor, under_way: Any) -> Mapping[str, int]:
    """The job: goes on with the imports that its inputs name, from the first row not dealt with."""
    trial, found = bool(under_way.inputs.get("trial")), Counter[str]()
    imports = [one for number in _numbers(under_way) if (one := db.session.get(Import, number, populate_existing=True)) is not None]
    if not imports:
        raise NotFound
    total, before = sum(one.total for one in imports), 0
    for one in imports:
        if one.status in (models.CHECKING, models.RUNNING):  # neither taken in already nor stopped
            found += running.perform(one, user, trial=trial, progress=partial(_tell, under_way, before, total))
        if one.status in (models.DRAFT, models.STOPPED):
            break
        before += one.total
    return dict(found)


def start_taking_back(one: Import, user: Actor) -> None:
    """Have an import taken back, or gone on with that. Raises Refusal for one that cannot be: it has not ended, or was taken back already."""
    if one.status != models.UNDOING and is_under_way(one):  # stopped, and still at its last batch
        raise taking_back.not_ended()
    with transaction():
        taking_back.begin(one)
        if not is_under_way(one):  # in another window
            jobs.start(BACK, user, {"imports": [one.id]})


def run_back(user: Actor, under_way: Any) -> Mapping[str, int]:
    """The job: goes on with the taking back of the import that its inputs name, from the first row not dealt with."""
    one = db.session.get(Import, _numbers(under_way)[0], populate_existing=True)
    if one is None:
        raise NotFound
    done = taking_back.perform(one, user, under_way.progress)
    return {"deleted": done.deleted, "changed_back": done.changed_back, "left": done.left}


def told_back(under_way: Any) -> tuple[Text, str]:
    """What whoever had an import taken back is told of the end, and where it stands."""
    one, found = db.session.get(Import, _numbers(under_way)[0]), Counter(under_way.result or {})
    name = one.filename if one is not None else ""
    if one is not None and one.status != models.UNDONE:
        sentence = _("Taking back “%(file)s” was stopped after %(count)s rows.", file=name, count=found.total())
    else:
        sentence = _("“%(file)s” was taken back: %(gone)s deleted, %(back)s as before, %(stays)s stay.", file=name, gone=found["deleted"], back=found["changed_back"], stays=found["left"])
    return sentence, f"/imports/{_numbers(under_way)[0]}"


def stop(one: Import) -> None:
    """Have a run end after the batch it is at: a dry run is forgotten, of an import and of a taking back what is done stays and can be gone on with.
    Raises Refusal for one that is not under way."""
    with transaction():
        db.session.refresh(one, with_for_update=True)
        if one.status not in models.UNDER_WAY:
            raise Refusal(_text("This import is not under way."))
        one.status, one.finished_at = STOPPED_AS[one.status], None if one.status == models.CHECKING else now()


def _tell(under_way: Any, before: int, total: int, done: int, _of_this: int) -> None:
    under_way.progress(before + done, total)


def told(under_way: Any) -> tuple[Text, str]:
    """What whoever began the imports is told of their end, and where they stand."""
    one, found = db.session.get(Import, _numbers(under_way)[0]), Counter(under_way.result or {})
    name, failed = one.filename if one is not None else "", found[models.FAILED]
    if one is not None and one.status in (models.DRAFT, models.STOPPED):
        sentence = _("“%(file)s” was stopped after %(count)s rows.", file=name, count=found.total())
    elif under_way.inputs.get("trial"):
        sentence = _("“%(file)s” was tried: %(good)s rows can be imported, %(failed)s cannot.", file=name, good=found.total() - failed, failed=failed)
    else:
        sentence = _("“%(file)s” was imported: %(made)s made, %(changed)s changed, %(failed)s failed.", file=name, made=found[models.CREATED], changed=found[models.UPDATED], failed=failed)
    return sentence, f"/imports/{_numbers(under_way)[0]}"


def is_under_way(one: Import) -> bool:
    """Whether a run of it waits or goes on."""
    return any(one.id in _numbers(run) for code in (JOB, BACK) for run in jobs.under_way(code))


def stopped(one: Import) -> str | None:
    """Why the run of an import ended before its time; None while it goes on, waits, or is done."""
    if one.status not in models.UNDER_WAY:
        return None
    latest = sa.select(jobs.JobRun).where(jobs.JobRun.job == (BACK if one.status == models.UNDOING else JOB)).order_by(jobs.JobRun.id.desc()).limit(LATEST)
    found = next((run for run in db.session.execute(latest).scalars() if one.id in _numbers(run)), None)
    return found.error if found is not None and found.ended else None


def _numbers(run: Any) -> Sequence[int]:
    return run.inputs.get("imports", ()) if run.inputs else ()


JOBS = (Job(JOB, _("Import"), run=run, told=told), Job(BACK, _("Take an import back"), run=run_back, told=told_back))
