"""The outbox: at least once, with effect once, parked in the end, waiting while its module is off."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import huey
import pytest
import sqlalchemy as sa
from background import Effect, create_tables, in_threads, make_app, people
from huey.consumer import Scheduler, Worker

from core import modules, outbox
from core.db import db, transaction
from core.worker import Trouble

EVENTS = 500
FULL = OSError(28, "No space left on device")


def effects() -> list[int]:
    db.session.commit()
    return sorted(db.session.scalars(sa.select(Effect.number)))


def make_due() -> None:
    with transaction():
        db.session.execute(sa.update(outbox.OutboxEntry).values(due_at=outbox.now()))


def test_an_event_is_handled_after_the_commit_and_then_gone(boats):
    outbox.add("boats.counted", {"number": 7})

    assert outbox.drain() == 1
    assert effects() == [7]
    assert outbox.drain() == 0


def test_an_event_of_a_rolled_back_save_never_happens(boats):
    with pytest.raises(KeyError), transaction():
        outbox.add("boats.counted", {"number": 7})
        raise KeyError

    assert outbox.drain() == 0


def test_a_delayed_event_waits_for_its_time(boats):
    outbox.add("boats.counted", {"number": 7}, delay=timedelta(hours=1))

    assert outbox.drain() == 0
    make_due()
    assert outbox.drain() == 1


def test_what_fails_is_tried_again_later_with_the_same_id(boats):
    event_id = outbox.add("boats.counted", {"number": 7})
    boats.heard.problem = OSError("no route")
    outbox.drain()
    assert outbox.drain() == 0, "not before the back-off has passed"

    boats.heard.problem = None
    make_due()
    outbox.drain()

    assert {event.id for event in boats.heard.events} == {event_id}
    assert effects() == [7]


def test_what_keeps_failing_is_parked_with_its_error_and_can_be_retried(boats):
    outbox.add("boats.counted", {"number": 7})
    boats.heard.problem = OSError("no route")
    for _attempt in range(len(outbox.BACK_OFF) + 1):
        make_due()
        outbox.drain()

    assert "no route" in outbox.failed()[0].error
    assert outbox.backlog().failed == 1
    boats.heard.problem = None
    assert outbox.retry(outbox.failed()[0].id) == 1
    outbox.drain()
    assert effects() == [7]


def test_what_can_never_work_is_parked_at_once(boats):
    outbox.add("boats.counted", {"number": 7})
    boats.heard.problem = outbox.Undeliverable("no such mailbox")
    outbox.drain()

    assert outbox.backlog().failed == 1


def test_events_of_a_disabled_module_wait_until_it_is_on_again(boats):
    modules.disable("boats", boats.admin)
    outbox.add("boats.counted", {"number": 7})
    assert outbox.drain() == 0
    assert outbox.backlog().resting == 1

    modules.enable("boats", boats.admin)
    outbox.drain()

    assert effects() == [7]


def test_a_worker_whose_lease_ran_out_has_no_effect(boats):
    outbox.add("boats.counted", {"number": 7})
    slow = outbox.claim()[0]
    with transaction():
        db.session.execute(sa.update(outbox.OutboxEntry).values(leased_until=outbox.now() - timedelta(seconds=1)))
    outbox.drain()

    with pytest.raises(outbox.LeaseLost), slow.once():
        db.session.add(Effect(event_id=slow.id, number=7))

    assert effects() == [7]


def test_many_workers_share_the_work_without_overlap(boats):
    for number in range(60):
        outbox.add("boats.counted", {"number": number})

    in_threads(boats.app, 4, lambda _number: outbox.drain())
    outbox.drain()

    assert effects() == list(range(60))


def test_a_killed_worker_loses_nothing_and_repeats_nothing(database, tmp_path, start_worker):
    queue = f"sqlite:///{tmp_path}/queue.db" if database.startswith("sqlite") else database  # the queue beside the database, as in an installation
    app = make_app(database, "none")
    with app.app_context():
        create_tables()
        people()
        first = start_worker(database, queue)
        expected = add_events()
        wait_for(lambda: len(effects()) > EVENTS // 10)
        first.send_signal(signal.SIGKILL)
        first.wait()
        assert 0 < len(effects()) < len(expected), "the worker must die in the middle"
        with transaction():  # stands for the minute that a dead worker's lease lasts
            db.session.execute(sa.update(outbox.OutboxEntry).values(leased_until=None))
        second = start_worker(database, queue)
        wait_for(lambda: outbox_is_empty())
        second.terminate()
        second.wait()

        assert effects() == expected
        db.session.remove()
        db.engine.dispose()


def add_events() -> list[int]:
    """500 saves, of which each tenth is rolled back; returns the numbers that were kept."""
    kept = []
    for number in range(EVENTS):
        try:
            with transaction():
                outbox.add("boats.counted", {"number": number})
                if number % 10 == 0:
                    raise KeyError(number)
            kept.append(number)
        except KeyError:
            continue
    return kept


@pytest.fixture
def start_worker():
    """Starts real workers; none outlives its test."""
    started: list[subprocess.Popen] = []

    def start(database: str, queue: str) -> subprocess.Popen:
        root = Path(__file__).parents[2]
        command = [sys.executable, str(Path(__file__).with_name("background.py")), database, queue]
        started.append(subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(root)}, cwd=root))
        return started[-1]

    yield start
    for worker in started:
        worker.kill()
        worker.wait()


def outbox_is_empty() -> bool:
    db.session.commit()
    return not db.session.scalar(sa.select(sa.func.count()).select_from(outbox.OutboxEntry))


def wait_for(condition, seconds: int = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


@pytest.fixture
def queue():
    """A queue as a worker's process has it, and what huey does with it over and over."""
    made = huey.MemoryHuey()
    made.trouble = Trouble(made)
    made.trouble.speak_for_the_consumer()
    yield made
    for process in ("Worker", "Scheduler"):
        logging.getLogger(f"huey.consumer.{process}").removeFilter(made.trouble)


def test_a_queue_that_is_full_is_told_once_and_once_when_it_works_again(queue, caplog, monkeypatch):
    listener, clock = Worker(queue, threading.Event(), 0.001, 0.001, 1), Scheduler(queue, threading.Event(), 1, periodic=False)
    queue.storage.blocking = False

    def look():
        clock._next_loop = time.monotonic()
        clock.stop_flag.set()
        listener.loop()
        clock.loop()

    def fail(*_given):
        raise FULL

    with monkeypatch.context() as full:
        for name in ("dequeue", "read_schedule"):
            full.setattr(queue.storage, name, fail)
        for _time in range(5):
            look()
    told = [record.getMessage() for record in caplog.records]
    for _time in range(5):
        look()

    assert told == ["the queue cannot be reached; the work waits in the outbox"]
    assert [record.getMessage() for record in caplog.records][1:] == ["the queue is reached again"]


def test_another_mistake_than_the_queues_is_told_as_ever(queue, caplog):
    logging.getLogger("huey.consumer.Worker").error("Error reading from queue")

    assert len(caplog.records) == 1
