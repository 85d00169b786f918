"""The way of a file in the browser: upload, mapping, dry run, import, result, undo."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest

from core import acting, jobs, notices, outbox, records
from plugins.activities import activity
from plugins.imports import background, running

TEXT = "Subject,Kind,Due\nCall Gao,call,03/04/2026\nWrong,flight,05/06/2026\n"


@pytest.fixture
def upload(login: Callable[..., Any]) -> Callable[..., Any]:
    """Sends a file as the dealer manager: (client, answer)."""

    def send(content: bytes = TEXT.encode(), object_code: str = "activity", **who: Any) -> Any:
        client = login("dealer_manager", **who)
        return client, client.post("/imports", data={"object": object_code, "file": (io.BytesIO(content), "rows.csv")})

    return send


def mapped(intent: str, **more: str) -> dict[str, Any]:
    return {"column": ["Subject", "Kind", "Due"], "field-0": "name", "field-1": "kind", "field-2": "due_on", "order-2": "dmy",
            "encoding": "utf-8", "delimiter": ",", "intent": intent, **more}  # fmt: skip


def test_a_file_goes_from_upload_to_result(upload, user, app):
    client, answer = upload()
    mapping_page = client.get(answer.location)
    assert "3 April 2026" in mapping_page.text or "Apr" in mapping_page.text
    assert "Both orders would fit" in mapping_page.text

    tried = client.post(answer.location, data=mapped("check"))
    outbox.drain()
    assert "would be made" in client.get(tried.location).text

    number = tried.location.rsplit("/", 1)[-1]
    client.post(f"/imports/{number}/start")
    outbox.drain()
    result = client.get(f"/imports/{number}")
    assert "Wrong" not in result.text and "flight" in result.text
    bad = client.get(f"/imports/{number}/bad-rows.csv")
    assert bad.content_length is None, "it is sent as it is read"
    assert "Wrong,flight," in bad.get_data(as_text=True)
    assert [one.due_on.isoformat() for one in records.find(activity, user("dealer_manager"))] == ["2026-04-03"]

    assert "Being taken back" in client.post(f"/imports/{number}/undo", follow_redirects=True).text
    assert "stopped" in client.post(f"/imports/{number}/stop", follow_redirects=True).text
    outbox.drain()
    assert records.find(activity, user("dealer_manager"))
    assert "Take the rest back" in client.get(f"/imports/{number}").text
    client.post(f"/imports/{number}/undo")
    outbox.drain()
    assert "1 records were deleted" in client.get(f"/imports/{number}").text
    assert records.find(activity, user("dealer_manager")) == []
    assert "was taken back: 1 deleted" in client.get("/notices").text


@pytest.mark.parametrize(("language", "order", "spelt"), [("en", "dmy", "3 Apr 2026"), ("en", "mdy", "4 Mar 2026"), ("zh_CN", "dmy", "2026年4月3日"), ("zh_CN", "mdy", "2026年3月4日")])
def test_a_date_is_spelt_out_on_sample_rows_as_the_order_chosen_reads_it(upload, language, order, spelt):
    client, answer = upload(language=language)
    client.post(answer.location, data=mapped("read", **{"order-2": order}))

    assert f"03/04/2026 → {spelt}" in client.get(answer.location).text


def test_the_page_shows_how_far_it_is_and_asks_again_by_itself(upload, monkeypatch, user, app):
    client, answer = upload(b"Subject,Kind\n" + b"".join(b"Call %d,call\n" % number for number in range(6)))
    number = answer.location.split("/")[2]
    monkeypatch.setattr(running, "BATCH", 2)
    seen = []
    monkeypatch.setattr(background, "_tell", lambda *_given: seen.append(client.get(f"/imports/{number}", headers={"HX-Request": "true"}).text))
    client.post(f"/imports/{number}/start")
    outbox.drain()

    assert [re.search(r"(\d) of 6 rows", page)[1] for page in seen] == ["2", "4", "6"]
    assert all("hx-trigger" in page and 'id="import-state"' in page for page in seen)
    assert "hx-trigger" not in client.get(f"/imports/{number}", headers={"HX-Request": "true"}).text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "empty"), (b"PK\x03\x04", "Save it as CSV"), (b"a,b\n", "no rows"), (b"\x00" * 5000, "not text")],
)
def test_a_broken_file_is_refused_beside_its_field(upload, content, sentence):
    _client, answer = upload(content)

    assert answer.status_code == 422 and sentence in answer.text


def test_no_file_and_no_object_are_said(login):
    client = login("dealer_manager")

    assert "Choose a file." in client.post("/imports", data={"object": "activity"}).text
    assert client.post("/imports", data={"file": (io.BytesIO(b"a\n1\n"), "a.csv")}).status_code == 422


def test_a_mapping_that_goes_nowhere_comes_back_with_its_reason(upload):
    client, answer = upload()

    page = client.post(answer.location, data=mapped("check", **{"field-0": "", "field-1": "kind", "field-2": "kind"}))

    assert page.status_code == 422 and "Two columns go to" in page.text


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [({"encoding": "utf-16"}, "does not fit the encoding utf-16"), ({"encoding": "klingon"}, "encoding or delimiter is not known"), ({"keep_as": "x" * 81}, "between 1 and 80 characters"),
     ({"field-0": "external:", "system-0": "x" * 41}, "name the system"), ({"order-2": "xyz"}, "order of the date is not known")],
)  # fmt: skip
def test_a_choice_that_makes_no_sense_is_refused_in_a_sentence(upload, sent, sentence):
    client, answer = upload()

    page = client.post(answer.location, data=mapped("check", **sent))
    assert page.status_code == 422 and sentence in page.text


@pytest.mark.parametrize(("given", "shown"), [("../../etc/rows.csv", "rows.csv"), ("周" * 300 + ".csv", "周" * 251 + ".csv"), ("C:/x/a\0b.csv", "ab.csv"), ("..", "..")])
def test_the_name_of_a_file_loses_its_path_and_what_nobody_sees(login, given, shown):
    client = login("dealer_manager")
    sent = client.post("/imports", data={"object": "activity", "file": (io.BytesIO(b"Subject\nCall\n"), given)})

    assert f"<h1>{shown}</h1>" in client.get(sent.location).text


def test_a_mapping_is_kept_and_recalled(upload):
    client, answer = upload()
    client.post(answer.location, data=mapped("read", keep_as="From the old system"))

    _client, second = upload()
    assert "From the old system" in client.get(second.location).text
    assert client.get(f"{second.location}?recall=From the old system").status_code == 200


def test_nobody_sees_anothers_import(upload, login):
    _client, answer = upload()

    assert login("dealer_manager", dealer="South").get(answer.location).status_code == 404


def test_whoever_may_not_import_finds_no_page(login):
    assert login("read_only").get("/imports").status_code == 403


def test_the_job_acts_with_the_rights_of_who_started_it(upload, user, app):
    client, answer = upload()
    client.post(answer.location, data=mapped("import"))
    outbox.drain()

    made = records.first(activity, user("administrator"))
    with acting(user("administrator")):
        assert made.owner_id == user("dealer_manager").id


def test_whoever_began_an_import_is_told_what_came_of_it_and_led_there(upload, user):
    client, answer = upload()
    tried = client.post(answer.location, data=mapped("check"))
    outbox.drain()
    client.post(f"{tried.location}/start")
    outbox.drain()

    imported, checked = notices.latest(user("dealer_manager"))[:2]
    assert (imported.text, imported.url) == ("“rows.csv” was imported: 1 made, 0 changed, 1 failed.", tried.location)
    assert checked.text == "“rows.csv” was tried: 1 rows can be imported, 1 cannot."


def test_an_import_started_in_two_windows_runs_once(upload):
    client, answer = upload()
    tried = client.post(answer.location, data=mapped("check"))
    outbox.drain()

    answers = [client.post(f"{tried.location}/start") for _window in range(2)]

    assert [one.location for one in answers] == [tried.location] * 2
    assert len(jobs.under_way("imports.run")) == 1


def test_a_mapping_sent_once_the_import_has_begun_leads_to_it_and_says_so(upload):
    client, answer = upload()
    begun = client.post(answer.location, data=mapped("import"))

    late = client.post(answer.location, data=mapped("check"), follow_redirects=True)

    assert late.request.path == begun.location
    assert "has begun already" in late.text


def test_where_every_row_failed_the_way_on_is_the_mapping(upload):
    client, answer = upload(b"Subject,Kind,Due\nWrong,flight,05/06/2026\n")
    tried = client.post(answer.location, data=mapped("check"))
    outbox.drain()

    assert f'<a class="btn btn-primary" href="{tried.location}/mapping">' in client.get(tried.location).text


def test_an_import_that_waits_or_runs_can_be_stopped(upload, user, app):
    client, answer = upload()
    started = client.post(answer.location, data=mapped("import"))
    assert f"{started.location}/stop" in client.get(started.location).text

    client.post(f"{started.location}/stop")
    outbox.drain()

    page = client.get(started.location).text
    assert "Stopped" in page and f"{started.location}/start" in page
    assert records.find(activity, user("dealer_manager")) == []
    client.post(f"{started.location}/start")
    outbox.drain()
    assert len(records.find(activity, user("dealer_manager"))) == 1
    assert client.post(f"{started.location}/stop").status_code == 422
