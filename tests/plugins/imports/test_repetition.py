"""The same file twice, two workers on one import, a file that changed: nothing twice, and a sentence."""

from __future__ import annotations

import io
from threading import Thread

import pytest

from core import Refusal, acting, records
from plugins.activities import activity
from plugins.imports import intake, models, perform, prepare, results
from plugins.imports.commands import import_file

TEXT = "Subject,Kind\n" + "".join(f"Call {number},call\n" for number in range(250))


def test_a_file_imported_before_is_not_imported_again_unasked(run, manager):
    run("Subject,Kind\nCall,call\n")
    second = prepare(activity, "copy.csv", b"Subject,Kind\nCall,call\n", manager)

    with pytest.raises(Refusal, match="this very file already, as import 1"):
        intake.refuse_repetition(second, again=False)
    intake.refuse_repetition(second, again=True)


def test_an_import_by_key_may_be_repeated(run, manager):
    run("Subject,Kind\nCall,call\n")
    second = prepare(activity, "copy.csv", b"Subject,Kind\nCall,call\n", manager)
    second.plan = {**second.plan, "key": "name"}

    intake.refuse_repetition(second, again=False)


def test_one_that_was_taken_back_does_not_count(run, manager):
    first, _counts = run("Subject,Kind\nCall,call\n")
    results.take_back(first, manager)

    intake.refuse_repetition(prepare(activity, "rows.csv", b"Subject,Kind\nCall,call\n", manager), again=False)


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


def test_two_uploads_of_one_file_do_not_run_at_once(manager, app):
    first, second = (prepare(activity, "rows.csv", TEXT.encode(), manager) for _upload in range(2))
    first.status = models.RUNNING

    with pytest.raises(Refusal, match="being imported just now, as import 1"):
        perform(second, manager)


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
