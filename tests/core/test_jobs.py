"""Jobs: due once under many workers, begun again where a worker left off, followed by whoever started them."""

import json
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from background import in_threads

from core import jobs, notices, outages, outbox, records, registry
from core.actor import current_actor
from core.db import CoreRecord, db, transaction
from core.errors import NotFound, Refusal
from core.i18n import gettext_lazy
from core.jobs import Job, JobRun
from core.logs import JsonLine


def declare(run, schedule=None, code="boats.paint", told=None) -> Job:
    job = Job(code, "Paint the boats", run=run, schedule=schedule, told=told)
    job.plugin = "boats"
    held = registry.current()
    held.jobs = {code: job}
    return job


def runs() -> list[JobRun]:
    return list(db.session.scalars(sa.select(JobRun).order_by(JobRun.id), execution_options={"populate_existing": True}))


@pytest.mark.parametrize(
    ("schedule", "due"),
    [
        ("daily", datetime(2026, 11, 19, 18, 0, tzinfo=UTC)),
        ("hourly", datetime(2026, 11, 20, 10, 0, tzinfo=UTC)),
        ("every 10 minutes", datetime(2026, 11, 20, 10, 30, tzinfo=UTC)),
    ],
)
def test_the_latest_due_time_of_a_schedule(schedule, due):
    job = Job("boats.paint", "Paint", run=lambda user: None, schedule=schedule)

    assert job.due_at(datetime(2026, 11, 20, 10, 37, tzinfo=UTC), "Asia/Shanghai") == due


@pytest.mark.parametrize("schedule", ["weekly", "every 0 minutes", "every ten minutes", ""])
def test_a_schedule_nobody_knows_is_refused_where_it_is_declared(schedule):
    with pytest.raises(ValueError, match="is not known"):
        Job("boats.paint", "Paint", run=lambda user: None, schedule=schedule)


def test_a_due_job_runs_once_as_the_system_user(boats):
    seen = []
    declare(lambda user: seen.append((user.is_system, current_actor().is_system)), "hourly")

    assert (jobs.queue_due("UTC"), jobs.queue_due("UTC")) == (1, 0)
    outbox.drain()

    assert seen == [(True, True)]
    assert runs()[0].status == jobs.DONE


def test_many_workers_begin_a_due_job_once(boats):
    declare(lambda user: None, "hourly")

    assert sum(in_threads(boats.app, 4, lambda _number: jobs.queue_due("UTC"))) == 1


def test_a_job_of_a_disabled_module_is_not_begun(boats):
    from core import modules

    declare(lambda user: None, "hourly")
    modules.disable("boats", boats.admin)

    assert jobs.queue_due("UTC") == 0


def test_a_failed_run_keeps_its_error_and_is_tried_again(boats):
    def paint(user):
        if not runs()[0].error:
            raise OSError("out of paint")

    declare(paint, "hourly")
    jobs.queue_due("UTC")
    outbox.drain()
    assert (runs()[0].status, "out of paint" in runs()[0].error) == (jobs.FAILED, True)


def test_a_started_job_acts_as_its_starter_and_tells_when_it_is_done(boats):
    seen = []
    declare(lambda user, run: seen.append((user.id, run.inputs["colour"])) or {"painted": 3})

    run = jobs.start("boats.paint", boats.rep, {"colour": "red"})
    outbox.drain()

    assert seen == [(boats.rep.id, "red")]
    assert runs()[0].result == {"painted": 3}
    notice = notices.latest(boats.rep)[0]
    assert (notice.text, notice.url) == ("“Paint the boats” is done.", f"/jobs/{run.id}")


def test_a_job_that_has_more_to_tell_says_it_and_leads_to_its_outcome(boats):
    declare(lambda user, run: {"painted": 3}, told=lambda run: (gettext_lazy("%(num)s boats are red.", num=run.result["painted"]), "/boats"))

    jobs.start("boats.paint", boats.rep)
    outbox.drain()

    notice = notices.latest(boats.rep)[0]
    assert (notice.text, notice.url) == ("3 boats are red.", "/boats")


def test_a_refusal_ends_a_started_job_with_its_sentence(boats):
    def paint(user, run):
        raise Refusal("There is no red left.")

    declare(paint)
    jobs.start("boats.paint", boats.rep)
    outbox.drain()

    assert (runs()[0].status, runs()[0].error) == (jobs.FAILED, "There is no red left.")
    assert outbox.backlog().due == 0


def test_a_run_begun_again_goes_on_at_its_checkpoint(boats):
    painted = []

    def paint(user, run):
        for number in range(run.checkpoint or 0, 4):
            with transaction():
                painted.append(number)
                run.progress(number + 1, total=4, checkpoint=number + 1)
            if number == 1 and len(painted) == 2:
                raise OSError("the ladder fell")

    declare(paint)
    jobs.start("boats.paint", boats.rep)
    outbox.drain()
    with transaction():
        db.session.execute(sa.update(outbox.OutboxEntry).values(due_at=outbox.now()))
    outbox.drain()

    assert painted == [0, 1, 2, 3]
    assert (runs()[0].status, runs()[0].percent) == (jobs.DONE, 100)


def test_a_job_nobody_declared_cannot_be_started(boats):
    with pytest.raises(NotFound):
        jobs.start("boats.sink", boats.rep)


def paint_all(boats, broken: str = "Two"):
    """A job over three boats, of which one fails by a mistake of the code after it was written to."""
    ids = [records.create("boat", boats.admin, name=name).id for name in ("One", "Two", "Three")]

    def paint(user, run):
        for boat_id in ids:
            with jobs.alone("boat", boat_id):
                boat = records.get("boat", boat_id, boats.admin)
                name = boat.name
                records.update(boat, boats.admin, name=f"{name}, red")
                if name == broken:
                    raise AttributeError("secret words")

    declare(paint)
    jobs.start("boats.paint", boats.rep)
    outbox.drain()
    return ids, [records.get("boat", one, boats.admin).name for one in ids]


def test_a_record_that_fails_stops_no_other_and_stays_as_it_was(boats):
    _ids, names = paint_all(boats)

    assert names == ["One, red", "Two", "Three, red"]
    assert (runs()[0].status, outbox.backlog().due) == (jobs.DONE, 0)


def test_the_run_says_how_many_records_failed_and_the_log_which(boats, caplog):
    ids, _names = paint_all(boats)

    assert runs()[0].error == "1 record failed and was left as it was; the log names it."
    assert notices.latest(boats.rep)[0].text == f"“Paint the boats” is done, but not with all: {runs()[0].error}"
    [line] = [json.loads(JsonLine().format(one)) for one in caplog.records if one.name == "core.jobs"]
    assert (line["object"], line["record"], line["error"]) == ("boat", ids[1], "AttributeError")
    assert "secret words" not in json.dumps(line)


def test_within_a_batch_a_record_that_fails_takes_only_itself_back(boats):
    ids = [records.create("boat", boats.admin, name=name).id for name in ("One", "Two")]
    with transaction():
        for boat_id in ids:
            with jobs.alone("boat", boat_id):
                records.update(records.get("boat", boat_id, boats.admin), boats.admin, name="Red")
                if boat_id == ids[1]:
                    db.session.execute(sa.insert(CoreRecord.__table__).values(id=ids[0], object="boat", name="There already"))

    assert [records.get("boat", one, boats.admin).name for one in ids] == ["Red", "Two"]


def test_a_database_that_is_down_is_no_fault_of_a_record(boats):
    with pytest.raises(outages.Outage), jobs.alone("boat", 1):
        raise outages.busy("locked")
