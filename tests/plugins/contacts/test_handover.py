"""S10: a leaver's customers are handed over together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from core import Actor, Forbidden, Invalid, clock, db, jobs, notices, outbox, records, system_actor
from plugins.contacts import create_person, hand_over_customers, handover, handover_job, person_of

ROOT = Path(__file__).parents[3]
WORKER = "from core import create_app, outbox\napp = create_app()\nwith app.app_context():\n    outbox.drain()"
PATIENCE = 120  # seconds, on a busy machine


@pytest.fixture
def heirs(user: Any) -> tuple[Actor, Actor]:
    return user("sales_consultant", dealer="North", number=2), user("sales_manager", dealer="North")


def test_s10_customers_move_with_their_contacts(manager: Actor, seller: Actor, company: Any, person: Any, heirs: tuple[Actor, Actor]) -> None:
    contact = records.create("contact", seller, name="陈立", account=company)

    done = hand_over_customers(seller.id, {heirs[0].id: 1}, manager, "left the company")

    assert done.total >= 3
    assert records.find("account", seller) == []
    assert {one.id for one in records.find("account", heirs[0])} == {company.id, person.id}
    assert {one.id for one in records.find("contact", heirs[0])} == {contact.id, person_of(person).id}


def test_s10_what_hangs_on_one_customer_goes_to_one_person(manager: Actor, seller: Actor, heirs: tuple[Actor, Actor]) -> None:
    for number in range(6):
        account = records.create("account", seller, name=f"Customer {number}")
        records.create("contact", seller, name=f"Person {number}", account=account)

    hand_over_customers(seller.id, {heirs[0].id: 2, heirs[1].id: 1}, manager, "left")

    owners = [one.owner_id for one in records.find("account", system_actor())]
    assert [owners.count(heir.id) for heir in heirs] == [4, 2]
    for contact in records.find("contact", system_actor()):
        assert contact.owner_id == contact.account.owner_id


def test_s10_the_history_says_who_handed_over_and_why(manager: Actor, seller: Actor, company: Any, heirs: tuple[Actor, Actor]) -> None:
    hand_over_customers(seller.id, {heirs[0].id: 1}, manager, "left the company")

    last = records.history(records.get("account", company.id, manager), manager)[0]

    assert last.source == "handover"
    assert "left the company" in last.reason
    assert manager.name in last.reason


def test_s10_only_who_may_hands_over(seller: Actor, heirs: tuple[Actor, Actor]) -> None:
    with pytest.raises(Forbidden):
        hand_over_customers(seller.id, {heirs[0].id: 1}, heirs[0], "mine now")


def test_s10_nobody_of_another_dealer_takes_over(manager: Actor, seller: Actor, user: Any) -> None:
    stranger = user("sales_consultant", dealer="South")

    with pytest.raises(Invalid) as refused:
        hand_over_customers(seller.id, {stranger.id: 1}, manager, "left")

    assert "to" in refused.value.errors


def test_s10_a_person_account_stays_one_record(manager: Actor, seller: Actor, heirs: tuple[Actor, Actor]) -> None:
    people = [create_person(seller, name=f"P{number}") for number in range(4)]

    hand_over_customers(seller.id, {heirs[0].id: 1, heirs[1].id: 1}, manager, "left")

    for account in people:
        fresh = records.get("account", account.id, manager)
        assert person_of(fresh).owner_id == fresh.owner_id


# ---------------------------------------------------------------- as a job


@pytest.fixture
def many(seller: Actor) -> list[Any]:
    """More customers than two lots hold, a contact with each."""
    made = [records.create("account", seller, name=f"Customer {number}") for number in range(60)]
    for one in made:
        records.create("contact", seller, name=f"Person {one.id}", account=one)
    return made


def owners(code: str) -> list[int]:
    return [one.owner_id for batch in records.batches(code, system_actor()) for one in batch]


def test_s10_much_is_handed_over_by_a_job_that_shows_how_far_it_is(many: Any, manager: Actor, seller: Actor, heirs: Any, login: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(handover, "AT_ONCE", 100)
    browser = login("dealer_manager")

    begun = browser.post("/handover", data={"from": seller.id, f"share-{heirs[0].id}": "2", f"share-{heirs[1].id}": "1", "reason": "left"})
    again = browser.post("/handover", data={"from": seller.id, f"share-{heirs[0].id}": "1", "reason": "left"})
    outbox.drain()

    assert begun.location.startswith("/jobs/")
    assert again.status_code == 422 and "is being handed over already" in again.text and f'href="{begun.location}"' in again.text
    assert "120 of 120" in browser.get(begun.location).text
    assert [owners("account").count(one.id) for one in heirs] == [40, 20]
    assert all(contact.owner_id == contact.account.owner_id for contact in records.find("contact", system_actor(), limit=200))
    assert [notices.unread(one) for one in heirs] == [1, 1]


def killed_after_the_first_lot(app: Flask, folder: Path, run_id: int) -> int:
    """The run as a killed worker leaves it; answers how many records it has given."""
    environment = {**os.environ, "FORECOURT_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"], "FORECOURT_DATA_DIR": str(folder), "FORECOURT_QUEUE_URL": "none",
                   "FORECOURT_MODULES_LOAD": ",".join(app.extensions["forecourt"].plugins)}  # fmt: skip
    db.session.rollback()
    db.engine.dispose()
    with subprocess.Popen([sys.executable, "-c", WORKER], cwd=ROOT, env=environment) as worker:
        deadline = time.monotonic() + PATIENCE
        while not (done := given_by(run_id)) and time.monotonic() < deadline:
            time.sleep(0.01)
        worker.send_signal(signal.SIGKILL)
    return done


def given_by(run_id: int) -> int:
    done = db.session.get_one(jobs.JobRun, run_id, populate_existing=True).done
    db.session.rollback()
    return done


def test_s10_of_each_object_what_it_calls_open_moves_and_the_rest_stays(seller: Actor, heirs: Any, manager: Actor, follow_ups: Any) -> None:
    waiting, done = follow_ups

    hand_over_customers(seller.id, {heirs[0].id: 1}, manager, "left")

    assert (records.get("activity", waiting.id, manager).owner_id, records.get("activity", done.id, manager).owner_id) == (heirs[0].id, seller.id)


@pytest.fixture
def follow_ups(seller: Actor) -> tuple[Any, Any]:
    """One that is open and one that is done."""
    waiting, done = (records.create("activity", seller, name=name, kind="call", due_on="2030-01-31", owner=seller.id) for name in ("Call back", "Called"))
    return waiting, records.update(done, seller, done_at=clock.now(), outcome="reached")


def test_s10_a_worker_killed_in_a_hand_over_leaves_the_rest_to_the_next_one(app: Flask, many: Any, manager: Actor, seller: Actor, heirs: Any, tmp_path: Path) -> None:
    run = handover_job.begin(seller.id, {heirs[0].id: 1, heirs[1].id: 1}, manager, "left")

    assert 0 < killed_after_the_first_lot(app, tmp_path, run.id) < 120
    db.session.execute(outbox.OutboxEntry.__table__.update().values(leased_until=None))  # stands for the minute that a dead worker's lease lasts
    db.session.commit()
    outbox.drain()

    assert [owners("account").count(one.id) for one in heirs] == [30, 30]
    for code in ("account", "contact"):
        for one in records.find(code, system_actor(), limit=200):
            assert [change.source for change in records.history(one, system_actor())].count("handover") == 1
    assert [(notices.unread(one), "60 records" in notices.latest(one)[0].text) for one in heirs] == [(1, True), (1, True)]


def test_s10_who_takes_over_and_why_are_asked_for_at_once(seller: Actor, make: Any, login: Any) -> None:
    make("account", by=seller)

    page = login("dealer_manager").post("/handover", data={"from": seller.id})

    assert page.status_code == 422
    assert 'id="to-error"' in page.text and 'id="reason-error"' in page.text


def test_digits_that_are_no_number_of_anybody_count_as_nothing(seller: Actor, make: Any, login: Any) -> None:
    make("account", by=seller)

    page = login("dealer_manager").post("/handover", data={"from": seller.id, f"share-{'9' * 5000}": "1", "share-1": "9" * 5000, "reason": "left"})

    assert page.status_code == 422
    assert 'id="to-error"' in page.text


def test_s10_a_customer_that_fails_stays_and_the_others_go(many: Any, manager: Actor, seller: Actor, heirs: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sound, stuck = records.update, many[0]

    def update(record: Any, *args: Any, **values: Any) -> Any:
        if record.id == stuck.id:
            raise ZeroDivisionError
        return sound(record, *args, **values)

    monkeypatch.setattr(records, "update", update)
    handed = handover.hand_over(seller.id, {heirs[0].id: 1}, manager, "Left")

    assert (handed.left, owners("account").count(seller.id)) == (1, 1)
