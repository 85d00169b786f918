"""A key of one's own: the same call again does nothing and is answered alike."""

import threading
from concurrent.futures import ThreadPoolExecutor

from core import db, records

URL = "/api/v1/accounts"


def post(client, key, body, url=URL):
    return client.post(url, json=body, headers={"Idempotency-Key": key})


def test_the_same_call_again_is_answered_alike_and_does_nothing(admin):
    first, again = post(admin, "k-1", {"name": "Once"}), post(admin, "k-1", {"name": "Once"})

    assert (first.status_code, first.json, first.headers["Location"], first.headers["ETag"]) == (again.status_code, again.json, again.headers["Location"], again.headers["ETag"])
    assert again.headers["Idempotency-Replayed"] == "true" and "Idempotency-Replayed" not in first.headers
    assert len(records.find("account", admin.actor)) == 1


def test_the_key_for_another_body_address_or_query_is_a_conflict(admin):
    post(admin, "k-1", {"name": "Once"})

    answers = [post(admin, "k-1", {"name": "Twice"}), post(admin, "k-1", {"name": "Once"}, "/api/v1/contacts"), post(admin, "k-1", {"name": "Once"}, f"{URL}?x=1")]

    assert [(one.status_code, one.json["code"]) for one in answers] == [(409, "conflict")] * 3
    assert len(records.find("account", admin.actor)) == 1


def test_a_call_that_was_refused_may_be_sent_again(admin):
    assert post(admin, "k-1", {"name": 5}).status_code == 422
    assert post(admin, "k-1", {"name": "Mended"}).status_code == 201


def test_keys_are_ones_own(admin, api):
    post(admin, "k-1", {"name": "Hers"})

    assert post(api("sales_consultant"), "k-1", {"name": "His"}).status_code == 201


def test_a_key_that_is_too_long_is_refused(admin):
    answer = post(admin, "k" * 101, {"name": "Once"})

    assert (answer.status_code, answer.json["code"]) == (422, "idempotency-key")


def test_a_key_with_a_blank_or_of_nothing_is_refused_in_a_sentence(admin):
    for key in ("", "two words"):
        answer = post(admin, key, {"name": "Once"})
        assert answer.status_code == 422 and "Idempotency-Key" in answer.json["detail"], key
    assert not records.find("account", admin.actor)


def test_a_bulk_call_is_answered_alike_too(admin):
    first, again = (post(admin, "k-2", {"rows": [{"name": "One"}, {}]}, f"{URL}/bulk/create") for _time in range(2))

    assert first.json == again.json and again.status_code == 207
    assert len(records.find("account", admin.actor)) == 1


def test_two_at_the_same_moment_make_one_record(admin, app):
    together = threading.Barrier(2)

    def send(_number):
        with app.app_context():
            together.wait()
            try:
                return post(admin, "k-3", {"name": "Once"}).json["id"]
            finally:
                db.session.remove()

    with ThreadPoolExecutor(2) as pool:
        ids = list(pool.map(send, range(2)))

    assert ids[0] == ids[1]
    assert len(records.find("account", admin.actor)) == 1
