"""The same file twice, two workers on one import, a file that changed: nothing twice, and a sentence."""

from __future__ import annotations

import io
from threading import Thread

import pytest

from core import Refusal, acting, db, outbox, records, system_actor
from plugins.activities import activity
from plugins.imports import models, perform, prepare, repetition, results, taking_back
from plugins.imports.commands import import_file

TEXT = "Subject,Kind\n" + "".join(f"Call {number},call\n" for number in range(250))


def test_a_file_imported_before_is_not_imported_again_unasked(run, manager):
    run("Subject,Kind\nCall,call\n")
    second = prepare(activity, "copy.csv", b"Subject,Kind\nCall,call\n", manager)

    with pytest.raises(Refusal, match="this very file already, as import 1"):
        repetition.refuse_repetition(second, again=False)
    repetition.refuse_repetition(second, again=True)


def test_an_import_by_key_may_be_repeated(run, manager):
    run("Subject,Kind\nCall,call\n")
    second = prepare(activity, "copy.csv", b"Subject,Kind\nCall,call\n", manager)
    second.plan = {**second.plan, "key": "name"}

    repetition.refuse_repetition(second, again=False)


def test_one_that_was_taken_back_does_not_count(run, manager):
    first, _counts = run("Subject,Kind\nCall,call\n")
    taking_back.begin(first)
    taking_back.perform(first, manager)

    repetition.refuse_repetition(prepare(activity, "rows.csv", b"Subject,Kind\nCall,call\n", manager), again=False)


def test_the_page_warns_and_asks(login, run):
    run("Subject,Kind\nCall,call\n", by=None)
    client = login("dealer_manager")
    answer = client.post("/imports", data={"object": "activity", "file": (io.BytesIO(b"Subject,Kind\nCall,call\n"), "rows.csv")})
    form = {"column": ["Subject", "Kind"], "field-0": "name", "field-1": "kind", "encoding": "utf-8", "delimiter": ",", "intent": "import"}

    assert "this very file already" in client.get(answer.location).text
    assert client.post(answer.location, data=form).status_code == 422
    assert client.post(answer.location, data={**form, "again": "1"}).status_code == 302


def test_two_workers_on_one_import_make_every_record_once(app, manager):
    one = prepare(activity, "rows.csv", TEXT.encode(), manager)
    number = one.id
    problems: list[BaseException] = []

    def work() -> None:
        with app.app_context(), acting(manager):
            try:
                from core import db

                perform(db.session.get(models.Import, number), manager)
            except BaseException as problem:  # noqa: BLE001 - what a thread raises is looked at by the test
                problems.append(problem)

    threads = [Thread(target=work) for _worker in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not problems
    names = [record.name for batch in records.batches(activity, manager) for record in batch]
    assert len(names) == len(set(names)) == 250
    assert results.counts(one) == {"created": 250}


def test_two_uploads_of_one_file_pressed_together_make_its_records_once(login):
    client = login("dealer_manager")
    numbers = [client.post("/imports", data={"object": "activity", "file": (io.BytesIO(b"Subject,Kind\nCall,call\n"), "rows.csv")}).location.split("/")[2] for _upload in range(2)]

    pressed = [client.post(f"/imports/{number}/start") for number in numbers]
    outbox.drain()

    assert [one.status_code for one in pressed] == [302, 422]
    assert "is being imported already, as import 1" in pressed[1].text
    assert len(records.find(activity, system_actor())) == 1


def test_of_many_who_begin_one_file_at_the_same_moment_one_may(at_once, manager):
    numbers = [prepare(activity, "rows.csv", TEXT.encode(), manager).id for _upload in range(3)]

    def take(number):
        return lambda: repetition.take(db.session.get(models.Import, number))

    answers = at_once([take(number) for number in numbers])
    assert sorted(type(one).__name__ for one in answers) == ["NoneType", "Refusal", "Refusal"]


def test_a_file_that_is_being_taken_in_is_said_where_it_is_mapped_and_may_be_forced(login, manager):
    first = prepare(activity, "rows.csv", b"Subject,Kind\nCall,call\n", manager)
    repetition.take(first)
    client = login("dealer_manager")
    second = client.post("/imports", data={"object": "activity", "file": (io.BytesIO(b"Subject,Kind\nCall,call\n"), "rows.csv")}).location

    assert f'href="/imports/{first.id}"' in client.get(second).text
    assert client.post(f"/imports/{second.split('/')[2]}/start", data={"again": "1"}).status_code == 302


def test_a_file_that_changed_after_its_dry_run_is_refused(app, tmp_path):
    file = tmp_path / "rows.csv"
    file.write_text("Subject,Kind\nCall,call\n")
    runner = app.test_cli_runner()
    runner.invoke(import_file, ["activity", str(file), "--dry-run"])
    file.write_text("Subject,Kind\nOther,call\n")

    changed = runner.invoke(import_file, ["activity", str(file), "--resume", "1"])
    assert changed.exit_code == 1 and "has changed since import 1" in changed.output
    file.write_text("Subject,Kind\nCall,call\n")
    assert runner.invoke(import_file, ["activity", str(file), "--resume", "1"]).exit_code == 0
