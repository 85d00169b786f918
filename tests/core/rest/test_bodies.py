"""Bad bodies: a sentence that names field and rule, nothing written, never a 500."""

import gzip
import json

import pytest

from core import records

URL = "/api/v1/accounts"
RULES = [
    ({"name": None}, "name", "required"), ({}, "name", "required"), ({"name": 5}, "name", "type"), ({"name": ["x"]}, "name", "type"), ({"name": {"x": 1}}, "name", "type"),
    ({"name": True}, "name", "type"), ({"name": "x" * 121}, "name", "limits"), ({"name": "x", "employees": "5"}, "employees", "type"),
    ({"name": "x", "employees": 1.5}, "employees", "type"), ({"name": "x", "employees": True}, "employees", "type"), ({"name": "x", "employees": 2**70}, "employees", "type"),
    ({"name": "x", "employees": -1}, "employees", "limits"), ({"name": "x", "is_person": "yes"}, "is_person", "type"), ({"name": "x", "type": "nothing"}, "type", "choice"),
    ({"name": "x", "type": "Prospect"}, "type", "choice"), ({"name": "x", "parent": "17"}, "parent", "type"), ({"name": "x", "parent": 2**63}, "parent", "type"),
    ({"name": "x", "parent": 987654321}, "parent", "reference"), ({"name": "x", "email": "nobody"}, "email", "limits"), ({"name": "x", "website": "ftp://x"}, "website", "limits"),
    ({"name": "x", "nothing": 1}, "nothing", "unknown"), ({"name": "x", "created_at": "2026-01-01T00:00:00Z"}, "created_at", "read-only"),
    ({"name": "x", "version": 3}, "version", "read-only"), ({"name": "x", "id": 3}, "id", "read-only"), ({"name": "x", "phone": "12"}, "phone", "format"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "field", "rule"), RULES)
def test_a_value_that_is_wrong_is_named_with_its_rule(admin, user, body, field, rule):
    answer = admin.post(URL, json=body)

    assert answer.status_code == 422, answer.json
    assert (field, rule) in {(one["field"], one["rule"]) for one in answer.json["errors"]}
    assert records.find("account", admin.actor) == []


@pytest.mark.parametrize("body", ["[]", '"text"', "17", "null", "true"])
def test_a_body_that_is_no_object_is_refused(admin, body):
    answer = admin.post(URL, data=body, content_type="application/json")

    assert (answer.status_code, answer.json["errors"][0]["rule"]) == (422, "type")


@pytest.mark.parametrize(
    "body",
    [b"{", b'{"name": NaN}', b'{"name": Infinity}', b'{"name": "\\ud800"}', b'{"name": "\xff"}', b"[" * 100_000, b'{"a":' * 100_000, b"1" * 10_000, b"{'name': 1}", b"\x00"],
    ids=["cut off", "NaN", "infinity", "half a surrogate", "no UTF-8", "deep list", "deep object", "endless number", "single quotes", "NUL"],
)
def test_a_body_that_is_no_json_is_refused(admin, body):
    answer = admin.post(URL, data=body, content_type="application/json")

    assert answer.status_code in (400, 422), answer.data[:200]
    assert answer.json["detail"] and answer.json["request_id"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/xml", ""])
def test_another_type_of_body_is_refused(admin, kind):
    answer = admin.post(URL, data=json.dumps({"name": "x"}), content_type=kind)

    assert (answer.status_code, answer.json["code"]) == (415, "unsupported-media-type")


def test_errors_of_the_protocol_are_problems_too(admin, app):
    wrong_method, nowhere = admin.put(URL), admin.get("/api/v1/nothing/5/here")
    app.config["MAX_CONTENT_LENGTH"], before = 1000, app.config["MAX_CONTENT_LENGTH"]
    large = admin.post(URL, json={"name": "x" * 2000})
    app.config["MAX_CONTENT_LENGTH"] = before

    for answer, status in ((wrong_method, 405), (nowhere, 404), (large, 413)):
        assert (answer.status_code, answer.mimetype, answer.json["status"]) == (status, "application/problem+json", status)
    assert "POST" in wrong_method.headers["Allow"]


def test_an_action_that_there_is_not_is_named(admin, make):
    answer = admin.post(f"/api/v1{make('account').url}/actions/disclse", json={})

    assert (answer.status_code, answer.json["code"], answer.json["detail"]) == (404, "not-found", "There is no action “disclse”.")


def test_what_a_rule_of_a_module_refuses_is_called_a_rule(admin):
    answer = admin.post("/api/v1/imports", json={"object": "nothing", "filename": "a.csv", "content": "name\nx\n"})

    assert [(one["field"], one["rule"]) for one in answer.json["errors"]] == [("object", "rule")]


def test_an_address_of_the_api_itself_is_no_object(admin):
    answers = [admin.post("/api/v1/users", json={}), admin.delete("/api/v1/users/1"), admin.post("/api/v1/search")]

    assert {one.status_code for one in answers} == {405}
    assert set(admin.options("/api/v1/users/1").allow) == {"GET", "HEAD", "OPTIONS"}


def test_a_mistake_of_ours_is_a_problem_with_its_number(admin, app, monkeypatch):
    def fail(*_given, **_named):
        raise RuntimeError("secret")

    monkeypatch.setattr("core.rest.lists.queries.page", fail)
    answer = admin.get(URL)

    assert (answer.status_code, answer.json["code"]) == (500, "internal")
    assert answer.json["request_id"] and "secret" not in answer.text


def test_the_language_is_the_one_asked_for(admin):
    def sentence(language):
        return admin.post(URL, json={}, headers={"Accept-Language": language}).json["errors"][0]["detail"]

    assert sentence("en") == "Please fill in Account name."
    assert sentence("zh-CN,zh;q=0.9") == sentence("zh_CN") != sentence("en")


def test_money_is_a_string_with_its_currency(admin, make):
    made = make("opportunity", account=make("account"), amount="123456789012.45")
    url = f"/api/v1/opportunities/{made.id}"

    shown = admin.get(url).json
    assert (shown["amount"], shown["amount_currency"]) == ("123456789012.45", "CNY")
    for wrong in (12.5, "12,5", "1e3", "1234567890123", "0.00001", "NaN", " 5"):
        assert admin.patch(url, json={"amount": wrong}).status_code == 422, wrong
    for wrong in ("€", "XXQ"):
        assert admin.patch(url, json={"amount_currency": wrong}).json["errors"][0]["field"] == "amount_currency", wrong


def test_times_are_utc_and_days_are_days(admin, make):
    made = make("opportunity", account=make("account"), close_date="2026-12-31")
    shown = admin.get(f"/api/v1/opportunities/{made.id}").json

    assert shown["created_at"].endswith("Z") and shown["close_date"] == "2026-12-31"
    for wrong in ("31/12/2026", "2026-02-30", "tomorrow", "2026-12-31T00:00:00Z", 20261231):
        assert admin.patch(f"/api/v1/opportunities/{made.id}", json={"close_date": wrong}).status_code == 422, wrong


def test_a_name_that_stands_twice_in_an_object_is_refused(admin):
    for body in (b'{"name": "One", "name": "Two"}', b'{"name": "One", "parts": {"a": 1, "a": 2}}'):
        answer = admin.post(URL, data=body, content_type="application/json")

        assert (answer.status_code, answer.json["code"]) == (400, "bad-body")
        assert "twice" in answer.json["detail"]
    assert records.find("account", admin.actor) == []


def test_a_compressed_body_is_refused_in_a_sentence_also_where_a_file_is_sent(admin, make):
    account = make("account")
    packed = {"data": gzip.compress(b'{"name": "Once"}'), "headers": {"Content-Encoding": "gzip"}}

    answers = [admin.post(URL, content_type="application/json", **packed), admin.post(f"/api/v1/files/{account.id}?name=a.txt", content_type="text/plain", **packed)]

    assert [(one.status_code, "without Content-Encoding" in one.json["detail"]) for one in answers] == [(415, True)] * 2


def test_a_byte_order_mark_before_a_body_is_passed_over(admin):
    made = admin.post(URL, data='\ufeff{"name": "周"}'.encode(), content_type="application/json; charset=utf-8")

    assert (made.status_code, made.json["name"]) == (201, "周")


@pytest.mark.parametrize("coding", ["utf-16", "gbk"])
def test_a_body_in_another_coding_than_utf_8_is_refused(admin, coding):
    answer = admin.post(URL, data='{"name": "周"}'.encode(coding), content_type=f"application/json; charset={coding}")

    assert (answer.status_code, answer.json["code"]) == (400, "bad-body")


def test_where_a_body_breaks_off_is_told_in_the_readers_language(admin):
    answer = admin.post(URL, data=b'{"name": }', content_type="application/json", headers={"Accept-Language": "zh-CN"})

    assert "第 1 行" in answer.json["detail"]
