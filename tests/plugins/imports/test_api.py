"""A program sends a file, has it tried and run, and reads what became of it."""

from __future__ import annotations

import base64

import pytest

from core import outbox, records
from plugins.activities import activity

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
        "unchanged": 0, "failed": 1, "columns": None,
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
