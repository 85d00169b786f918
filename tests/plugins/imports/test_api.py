"""A program sends a file, has it tried and run, and reads what became of it."""

from __future__ import annotations

import base64
import io
import json

import pytest

from core import db, jobs, outbox, records
from plugins.activities import activity
from plugins.imports import contents, models

TEXT = "Subject,Kind\nCall Gao,call\nWrong,flight\n"


@pytest.fixture
def client(login):
    return login("dealer_manager")


def send(client, **body):
    return client.post("/api/v1/imports", json={"object": "activity", "filename": "rows.csv", "content": TEXT, **body})


def test_a_file_is_tried_then_run_and_its_failures_read(client, user):
    tried = send(client, dry_run=True)
    outbox.drain()
    assert tried.status_code == 202
    assert client.get(tried.location).json | {"columns": None} == {
        "id": tried.json["id"], "object": "activity", "filename": "rows.csv", "status": "checked", "dry_run": True, "rows": 2, "created": 1, "updated": 0,
        "unchanged": 0, "failed": 1, "deleted": 0, "changed_back": 0, "left": 0, "columns": None, "doubts": [], "error": None,
    }  # fmt: skip

    assert client.post(f"{tried.location}/start").status_code == 202
    outbox.drain()
    assert (client.get(tried.location).json["status"], client.get(tried.location).json["created"]) == ("done", 1)
    [failure] = client.get(f"{tried.location}/failures").json["data"]
    assert failure["line"] == 3 and "flight" in failure["reason"]
    assert [one.name for one in records.find(activity, user("dealer_manager"))] == ["Call Gao"]


def test_a_workbook_comes_as_base64(client):
    assert send(client, content=None, content_base64=base64.b64encode(TEXT.encode()).decode()).status_code == 202


@pytest.mark.parametrize(
    ("body", "field"),
    [({"object": "boat"}, "object"), ({"content": None}, "content"), ({"content_base64": "x"}, "content"), ({"content": None, "content_base64": "?"}, "content_base64"),
     ({"mapping": "unknown"}, "mapping"), ({"key": "nonsense"}, "mapping"), ({"filename": 7}, "filename"), ({"colour": "red"}, "colour"), ({"content": "a,b\n"}, "file")],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_field(client, body, field):
    answer = send(client, **body)

    assert answer.status_code == 422
    assert {one["field"] for one in answer.json["errors"]} == {field}


def test_the_same_file_again_is_refused_unless_asked_for(client):
    send(client)
    outbox.drain()

    assert (send(client).status_code, send(client).json["code"]) == (422, "import-repeated")
    assert send(client, again=True).status_code == 202


def test_nobody_follows_anothers_import(client, login):
    location = send(client).location

    assert login("dealer_manager", dealer="South").get(location).status_code == 404
    assert login("sales_consultant").get(location).status_code == 403


def test_whoever_may_not_import_is_refused(login):
    assert send(login("sales_consultant")).status_code == 403


def tree(kind, *rows):
    return json.dumps({"records": [{"attributes": {"type": kind, "referenceId": f"{kind}{number}"}, **row} for number, row in enumerate(rows)]}).encode()


PLAN = json.dumps([{"sobject": "Ladder_Step", "files": ["steps.json"]}, {"sobject": "Activity", "files": ["calls.json"]}]).encode()
STEPS, CALLS = tree("Ladder_Step", {"Name": "Ask again", "Days": "2"}), tree("Activity", {"Subject": "Call Gao", "Kind": "call"}, {"Subject": "Wrong", "Kind": "flight"})


def send_tree(client, query="", **files):
    parts = {name: (io.BytesIO(content), f"{name}.json") for name, content in files.items()}
    return client.post(f"/api/v1/imports/trees?{query}", data={"file": list(parts.values())}, content_type="multipart/form-data")


def test_a_tree_with_its_plan_goes_in_file_by_file(login):
    client = login("administrator")
    sent = send_tree(client, plan=PLAN, steps=STEPS, calls=CALLS)
    outbox.drain()

    assert sent.status_code == 202 and [one["object"] for one in sent.get_json()["data"]] == ["ladder_step", "activity"]
    states = [client.get(f"/api/v1/imports/{one['id']}").get_json() for one in sent.get_json()["data"]]
    assert [(one["status"], one["created"], one["failed"]) for one in states] == [("done", 1, 0), ("done", 1, 1)]
    assert send_tree(client, plan=PLAN, steps=STEPS, calls=CALLS).get_json()["code"] == "import-repeated"


def test_a_tree_is_tried_without_a_trace(login, user):
    assert send_tree(login("administrator"), "dry_run=true", calls=CALLS).get_json()["data"][0]["dry_run"]
    outbox.drain()

    assert records.find(activity, user("administrator")) == []


@pytest.mark.parametrize(
    ("files", "sentence"),
    [({}, "Choose a file"), ({"plan": PLAN}, "steps.json, which is missing"), ({"calls": b"{"}, "is no JSON file"), ({"calls": tree("Boat", {"Name": "x"})}, "no object “Boat”"),
     ({"calls": tree("Activity", {f"f{number}": "x" for number in range(10_000)})}, "columns; at most 500")],
)  # fmt: skip
def test_a_tree_that_cannot_be_read_is_refused_in_a_sentence(login, files, sentence):
    answer = send_tree(login("administrator"), **files)

    assert answer.status_code == 422 and sentence in answer.get_json()["errors"][0]["detail"]


def test_a_run_that_was_refused_says_why_although_others_ran_since(client, user):
    location = send(client).location
    one = db.session.get(models.Import, int(location.rsplit("/", 1)[1]))
    contents.drop(one.id)
    db.session.commit()
    outbox.drain()
    send(client, content="Subject\nOther\n")
    outbox.drain()

    assert "no longer kept" in client.get(location).json["error"]
    assert "no longer kept" in client.get(f"/imports/{one.id}").text


def test_an_import_is_stopped_and_taken_back(client, user):
    sent = send(client)
    assert client.post(f"{sent.location}/stop").json["status"] == "stopped"
    assert client.post(f"{sent.location}/undo").status_code == 422  # its run still waits
    outbox.drain()
    assert client.get(sent.location).json["created"] == 0

    client.post(f"{sent.location}/start")
    outbox.drain()
    begun = client.post(f"{sent.location}/undo")
    assert (begun.status_code, begun.location, begun.json["status"], begun.json["deleted"]) == (202, sent.location, "undoing", 0)
    assert client.post(f"{sent.location}/start").status_code == 422
    assert client.post(f"{sent.location}/stop").json["status"] == "partly"
    outbox.drain()
    client.post(f"{sent.location}/undo")
    client.post(f"{sent.location}/undo")  # in another window
    assert [len(jobs.under_way(code)) for code in ("imports.run", "imports.take_back")] == [0, 1]
    outbox.drain()
    done = client.get(sent.location).json
    assert (done["status"], done["deleted"], done["changed_back"], done["left"]) == ("undone", 1, 0, 0)
    assert client.post(f"{sent.location}/undo").status_code == 422


def test_what_was_guessed_is_told_to_who_sends_a_file_without_a_mapping(client):
    sent = send(client, content="Calls\n\nSubject,Kind,Due,Colour\nCall Gao,call,03/04/2026,red\n", dry_run=True)

    assert len(sent.json["doubts"]) == 3 and "Colour" in sent.json["doubts"][2]
    assert send(client, content="Subject,Kind\nCall,call\n", skip=0, dry_run=True).json["doubts"] == []
