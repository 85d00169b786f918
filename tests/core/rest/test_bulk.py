"""Many rows in one call: a result for each, all or none, upsert by external id."""

import pytest

from core import records

URL = "/api/v1/accounts/bulk"


def test_good_rows_are_made_and_bad_ones_say_why(admin):
    answer = admin.post(f"{URL}/create", json={"rows": [{"name": "One"}, {"name": 2}, {}, "three", {"name": "Four"}]})

    assert answer.status_code == 207
    assert [one["status"] for one in answer.json["results"]] == [201, 422, 422, 422, 201]
    assert answer.json["results"][1]["problem"]["errors"][0] | {"detail": ""} == {"field": "name", "rule": "type", "detail": ""}
    assert (answer.json["done"], answer.json["failed"]) == (2, 3)
    assert {one.name for one in records.find("account", admin.actor)} == {"One", "Four"}


def test_all_or_none_keeps_none_when_one_fails(admin):
    answer = admin.post(f"{URL}/create", json={"rows": [{"name": "One"}, {}], "all_or_none": True}).json

    assert [one["problem"]["code"] for one in answer["results"]] == ["taken-back", "invalid"]
    assert records.find("account", admin.actor) == []


def test_rows_are_changed_and_a_stale_one_is_not(admin, make):
    first, second = make("account", name="First"), make("account", name="Second")
    admin.patch(f"/api/v1/accounts/{second.id}", json={"name": "Theirs"})

    answer = admin.post(f"{URL}/update", json={"rows": [
        {"id": first.id, "values": {"name": "Mine"}}, {"id": second.id, "version": second.version, "values": {"name": "Mine"}}, {"id": 999_999_999, "values": {}}, {"id": first.id},
    ]}).json  # fmt: skip

    assert [one["status"] for one in answer["results"]] == [200, 409, 404, 422]
    assert admin.get(f"/api/v1/accounts/{second.id}").json["name"] == "Theirs"


def test_sending_rows_twice_doubles_nothing(admin):
    body = {"system": "erp", "rows": [{"external_id": f"K{number}", "values": {"name": f"Company {number}"}} for number in range(5)]}
    first = admin.post(f"{URL}/upsert", json=body).json
    body["rows"][0]["values"]["name"] = "Renamed"
    second = admin.post(f"{URL}/upsert", json=body).json

    assert [one["status"] for one in first["results"]] == [201] * 5 and [one["status"] for one in second["results"]] == [200] * 5
    assert [one["id"] for one in first["results"]] == [one["id"] for one in second["results"]]
    assert len(records.find("account", admin.actor)) == 5


def test_a_new_row_of_an_upsert_needs_what_a_new_record_needs(admin):
    answer = admin.post(f"{URL}/upsert", json={"system": "erp", "rows": [{"external_id": "K1", "values": {}}]}).json

    assert answer["results"][0]["problem"]["errors"][0]["rule"] == "required"


def test_rows_are_deleted(admin, make):
    ids = [make("account").id for _number in range(3)]

    answer = admin.post(f"{URL}/delete", json={"ids": [*ids, 5, "x"]}).json

    assert [one["status"] for one in answer["results"]] == [204, 204, 204, 404, 422]
    assert records.find("account", admin.actor) == []


@pytest.mark.parametrize("rows", [[], [{"name": "x"}] * 201, {}, None, "x"])
def test_too_many_rows_or_none_are_refused(admin, rows):
    answer = admin.post(f"{URL}/create", json={"rows": rows})

    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "rows")


def test_what_one_may_not_do_to_one_row_one_may_not_do_to_many(api, make, user):
    theirs = make("account", by=user("sales_consultant", dealer="South"))
    client = api("sales_consultant")

    answer = client.post(f"{URL}/update", json={"rows": [{"id": theirs.id, "values": {"name": "Mine"}}]}).json

    assert answer["results"][0]["status"] == 404


def test_an_action_runs_on_many_with_a_result_for_each(admin, make, user):
    ids, owner = [make("lead", channel="import").id for _number in range(2)], user("sales_consultant")

    answer = admin.post("/api/v1/leads/actions/assign", json={"ids": [*ids, 5], "inputs": {"owner": owner.id}})

    assert answer.status_code == 207
    assert [one["done"] for one in answer.json["results"]] == [True, True, False]
    assert admin.post("/api/v1/leads/actions/assign", json={"ids": ids, "inputs": {}}).json["errors"][0]["field"] == "inputs.owner"
    assert admin.post("/api/v1/leads/actions/log_contact", json={"ids": ids}).status_code in (404, 422)
