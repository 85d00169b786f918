"""One record by the API: versions, what one may not see, labels, history, bringing back, external ids."""

import pytest

from core import records


@pytest.fixture
def company(make):
    return make("account", name="Northwind Mills", phone="+8613800138000")


def test_a_record_is_made_read_changed_and_deleted(admin):
    made = admin.post("/api/v1/accounts", json={"name": "Blue Harbour"})
    url = made.headers["Location"]
    changed = admin.patch(url, json={"name": "Blue Harbor"}, headers={"If-Match": made.headers["ETag"]})

    assert (made.status_code, changed.status_code) == (201, 200)
    assert admin.get(url).json["name"] == "Blue Harbor"
    assert changed.json["version"] == made.json["version"] + 1
    assert admin.delete(url).status_code == 204
    assert admin.get(url).status_code == 404


def test_a_program_that_has_the_record_already_gets_304(admin, company):
    url = f"/api/v1/accounts/{company.id}"
    tag = admin.get(url).headers["ETag"]

    assert admin.get(url, headers={"If-None-Match": tag}).status_code == 304
    admin.patch(url, json={"name": "Southwind Mills"})
    assert admin.get(url, headers={"If-None-Match": tag}).status_code == 200


def test_a_stale_change_is_refused_with_both_values(admin, company):
    url, seen = f"/api/v1/accounts/{company.id}", f'"{company.version}"'
    admin.patch(url, json={"name": "Theirs"})

    refused = admin.patch(url, json={"name": "Mine"}, headers={"If-Match": seen})

    assert (refused.status_code, refused.json["code"]) == (412, "stale")
    assert refused.json["errors"][0] | {"detail": ""} == {"field": "name", "rule": "stale", "detail": "", "yours": "Mine", "theirs": "Theirs"}
    assert refused.json["version"] == company.version + 1


@pytest.mark.parametrize(("seen", "status"), [('"1"', 200), ('"7", "1"', 200), ("*", 200), ('"2"', 412), ('"01"', 412), ("nonsense", 412), ('W/"1"', 412), ('""', 412), (",", 400), ("", 400)])
def test_if_match_is_read_as_the_standard_says(admin, company, seen, status):
    url = f"/api/v1/accounts/{company.id}"

    answer = admin.patch(url, json={"name": "Mine"}, headers={"If-Match": seen})

    assert answer.status_code == status
    assert admin.get(url).json["name"] == ("Mine" if status == 200 else "Northwind Mills")
    assert ("W/" in answer.text) == seen.startswith("W/")


def test_a_stale_deletion_or_action_is_refused_and_nothing_is_done(admin, company, make, user):
    lead = make("lead", channel="import")
    calls = [("DELETE", f"/api/v1/accounts/{company.id}", None), ("POST", f"/api/v1/leads/{lead.id}/actions/assign", {"owner": user("sales_consultant").id})]

    answers = [admin.open(path, method=method, json=body, headers={"If-Match": '"99"'}) for method, path, body in calls]

    assert [(one.status_code, one.json["code"]) for one in answers] == [(412, "stale")] * 2
    assert admin.get(f"/api/v1/accounts/{company.id}").status_code == 200
    assert admin.get(f"/api/v1/leads/{lead.id}").json["version"] == lead.version


def test_without_if_match_the_last_write_wins_field_by_field(admin, company):
    url = f"/api/v1/accounts/{company.id}"
    admin.patch(url, json={"name": "Theirs"})

    assert admin.patch(url, json={"phone": None}).json["name"] == "Theirs"


def test_null_empties_a_field_and_a_missing_one_stays(admin, company):
    answer = admin.patch(f"/api/v1/accounts/{company.id}", json={"phone": None}).json

    assert (answer["phone"], answer["name"]) == (None, "Northwind Mills")


def test_one_refusal_tells_what_cannot_be_read_what_is_missing_and_what_is_beyond_its_limits(admin, company, make):
    made = admin.post("/api/v1/accounts", json={"employees": "forty", "email": "nowhere", "parent": 987654321})
    changed = admin.patch(f"/api/v1/accounts/{company.id}", json={"name": None, "employees": "forty", "email": "nowhere"})
    many = admin.post("/api/v1/accounts/bulk/create", json={"rows": [{"employees": "forty"}]})

    assert broken(made) == {"employees": "type", "name": "required", "email": "limits", "parent": "reference"}
    assert broken(changed) == {"employees": "type", "name": "required", "email": "limits"}
    assert {one["field"]: one["rule"] for one in many.json["results"][0]["problem"]["errors"]} == {"employees": "type", "name": "required"}


def test_a_field_may_be_called_as_the_gate_calls_what_it_saves(admin, company, make):
    other, helper = make("account", name="Blue Harbor"), make("account", name="Red Harbor")
    made = admin.post("/api/v1/partners", json={"record": company.id, "partner_account": helper.id, "role": "referrer"})

    changed = admin.patch(made.headers["Location"], json={"record": other.id})

    assert (changed.status_code, changed.json["record"]) == (200, other.id)


@pytest.mark.parametrize(("sent", "kept"), [("a\\u0000b", "ab"), ("\\u0000\\u0000a", "a"), ("a\\\\u0000", "a\\u0000"), ("a\\\\\\u0000b", "a\\b")])
def test_a_nul_is_left_out_of_a_body_and_what_only_looks_like_one_stays(admin, sent, kept):
    made = admin.post("/api/v1/accounts", data=f'{{"name": "{sent}"}}', content_type="application/json")

    assert (made.status_code, made.json["name"]) == (201, kept)


def broken(answer):
    assert answer.status_code == 422
    return {one["field"]: one["rule"] for one in answer.json["errors"]}


def test_fields_and_labels_are_answered_as_asked(admin, company):
    answer = admin.get(f"/api/v1/accounts/{company.id}?fields=name,phone,owner&labels=true").json

    assert set(answer) == {"id", "version", "name", "phone", "owner", "labels"}
    assert answer["phone"] == "+8613800138000"
    assert answer["labels"] == {"phone": "138 0013 8000", "owner": "Administrator North"}


def test_a_deleted_record_comes_back(admin, company):
    url = f"/api/v1/accounts/{company.id}"
    admin.delete(url)
    batch = admin.get("/api/v1/recycle-bin").json["data"][0]

    assert batch["id"] == company.id
    assert admin.post(f"{url}/restore").json["data"][0]["id"] == company.id
    assert admin.post(f"{url}/restore").json["code"] == "not-deleted"
    assert admin.get(url).status_code == 200


def test_history_tells_each_save_without_what_one_may_not_see(admin, api, company, make, hide):
    admin.patch(f"/api/v1/accounts/{company.id}", json={"phone": "+8613900139000", "name": "Renamed"})
    latest = admin.get(f"/api/v1/accounts/{company.id}/history?limit=1").json
    hide("dealer_manager", "account", "phone")

    seen = api("dealer_manager").get(f"/api/v1/accounts/{company.id}/history").json["data"][0]

    assert latest["data"][0]["changes"]["name"] == {"before": "Northwind Mills", "after": "Renamed"}
    assert latest["data"][0]["source"] == "api" and latest["next"] == latest["data"][0]["id"]
    assert "phone" in latest["data"][0]["changes"] and "phone" not in seen["changes"]


def test_a_hidden_field_does_not_exist_anywhere(api, company, hide):
    hide("dealer_manager", "account", "phone")
    client, url = api("dealer_manager"), f"/api/v1/accounts/{company.id}"

    assert "phone" not in client.get(url).json
    assert "phone" not in client.get("/api/v1/accounts").json["data"][0]
    assert "phone" not in {one["name"] for one in client.get("/api/v1/accounts/fields").json["fields"]}
    assert "phone" not in client.get("/api/v1/openapi.json").json["components"]["schemas"]["Account"]["properties"]
    for query in ("fields=phone", "where=phone is empty", "sort=phone"):
        assert client.get(f"/api/v1/accounts?{query}").status_code == 400, query
    assert client.get("/api/v1/accounts/aggregate?group_by=phone").status_code == 400
    assert client.patch(url, json={"phone": None}).json["errors"][0] == client.patch(url, json={"phone": 1}).json["errors"][0]


def test_a_record_one_may_not_see_is_not_there(api, make, user):
    theirs = make("account", name="Southern", by=user("sales_consultant", dealer="South"))
    client, url = api("sales_consultant"), f"/api/v1/accounts/{theirs.id}"

    answers = [client.get(url), client.patch(url, json={"name": "x"}), client.delete(url), client.get(f"{url}/history"), client.get(f"{url}/shares"),
               client.post(f"{url}/restore"), client.get(f"{url}/related/contacts"), client.get(f"{url}/actions")]  # fmt: skip

    assert {one.status_code for one in answers} == {404}


def test_sending_by_external_id_twice_makes_one_record(admin):
    url = "/api/v1/accounts/external/erp/K-77"
    first, second = admin.put(url, json={"name": "Seventy"}), admin.put(url, json={"name": "Seventy-seven"})

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json["id"] == second.json["id"]
    assert admin.get(url).json["name"] == "Seventy-seven"
    assert admin.get(f"/api/v1/accounts/{first.json['id']}/external-ids").json["data"] == [{"system": "erp", "key": "K-77"}]


def test_an_external_id_belongs_to_one_living_record(admin, company, make):
    other = make("account", name="Other")
    admin.put(f"/api/v1/accounts/{company.id}/external-ids/erp", json={"key": "1"})

    taken = admin.put(f"/api/v1/accounts/{other.id}/external-ids/erp", json={"key": "1"})
    admin.delete(f"/api/v1/accounts/{company.id}")

    assert (taken.status_code, taken.json["errors"][0]["rule"]) == (422, "unique")
    assert admin.put(f"/api/v1/accounts/{other.id}/external-ids/erp", json={"key": "1"}).status_code == 204
    assert admin.delete(f"/api/v1/accounts/{other.id}/external-ids/erp").status_code == 204
    assert admin.get("/api/v1/accounts/external/erp/1").status_code == 404


def test_sharing_opens_a_record_and_taking_it_back_closes_it(admin, api, company, user):
    other = user("sales_consultant", dealer="South")
    url, share = f"/api/v1/accounts/{company.id}", f"/api/v1/accounts/{company.id}/shares/{other.id}"
    client = api("sales_consultant", dealer="South")

    assert admin.put(share, json={"access": "read"}).status_code == 204
    assert client.get(url).status_code == 200
    assert [one["principal"] for one in admin.get(f"{url}/shares").json["data"]] == [other.id]
    assert admin.delete(share).status_code == 204
    assert client.get(url).status_code == 404


def test_two_records_become_one_and_two_again(admin, company, make):
    loser = make("account", name="Northwind Mils", website="https://northwind.example")
    url = f"/api/v1/accounts/{company.id}/merge"

    assert {one["field"] for one in admin.get(f"{url}?loser={loser.id}").json["fields"]} >= {"name", "website"}
    done = admin.post(url, json={"loser": loser.id, "picks": {"name": "loser"}}).json
    assert done["values"]["name"] == "Northwind Mils" and done["values"]["website"] == "https://northwind.example"
    assert admin.get(f"/api/v1/accounts/{loser.id}").status_code == 404
    assert admin.post(f"/api/v1/merges/{done['merge']}/undo").json["id"] == loser.id
    assert records.get("account", company.id, admin.actor).name == "Northwind Mills"


def test_a_pick_that_is_no_side_is_refused_by_its_field(admin, company, make):
    answer = admin.post(f"/api/v1/accounts/{company.id}/merge", json={"loser": make("account").id, "picks": {"name": "both"}})

    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "picks.name")
