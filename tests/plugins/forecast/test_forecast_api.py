"""The API of the forecast: adjustments of both kinds, judgements, snapshots, accuracy, the curve and quotas, by the same rights as the pages."""

from __future__ import annotations

import pytest

from core import records, system_actor
from plugins.forecast.hierarchy import home_of

API, WHERE = "/api/v1/forecast", "period=2026-10-01"


@pytest.fixture(autouse=True)
def november(at):
    with at("2026-11-20 10:00"):
        yield


def cell(person, column="commit_forecast"):
    return f"{API}/adjustments/{home_of(person.id).code}/{column}?{WHERE}"


def commit(client, person):
    rows = client.get(f"{API}?{WHERE}").json["data"]
    return next(one["cells"]["commit_forecast"] for one in rows if one["person"] == person.id)


def test_both_kinds_of_adjustment_are_set_and_told_apart(deal, login, rep, lead):
    deal("commit", "100.10", owner=rep)
    own = login("sales_consultant").put(cell(rep), json={"value": "90", "note": "one slips"})
    manager = login("sales_manager").put(cell(rep), json={"value": "80.50", "note": "two slip"})

    assert (own.status_code, own.json["kind"], own.json["base"], manager.json["kind"], manager.json["value"]) == (200, "own", "100.1", "manager", "80.5")
    assert (commit(login("sales_manager"), rep)["owner"], commit(login("sales_manager"), rep)["forecast"]) == ("90", "80.5")
    assert [one["kind"] for one in login("sales_manager").get(f"{API}/adjustments?{WHERE}").json["data"]] == ["own", "manager"]
    assert [one["kind"] for one in login("sales_consultant").get(f"{API}/adjustments?{WHERE}").json["data"]] == ["own"]


def test_one_adjusts_what_one_has_seen_or_is_told(deal, login, rep):
    deal("commit", 100)
    client = login()
    seen = client.get(cell(rep)).headers["ETag"]
    first = client.put(cell(rep), json={"value": "90", "note": "one slips"}, headers={"If-Match": seen})
    late = client.put(cell(rep), json={"value": "70", "note": "two slip"}, headers={"If-Match": seen})

    assert (first.status_code, first.headers["ETag"], late.status_code, late.json["code"]) == (200, '"1"', 412, "stale")
    assert commit(client, rep)["owner"] == "90"


def test_an_adjustment_is_taken_back_and_stays_in_the_history(deal, login, rep):
    deal("commit", 100)
    client = login()
    client.put(cell(rep), json={"value": "90", "note": "one slips"})

    assert client.delete(cell(rep)).json["value"] is None
    assert commit(client, rep)["owner"] == "100"
    assert [one["value"] for one in client.get(cell(rep)).json["data"]] == [None, "90"]


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [({"value": "lots", "note": "hm"}, 422, "value"), ({"value": "80"}, 422, "note"), ({"value": 80, "note": "hm"}, 422, "value"), ({"note": "hm"}, 422, "value")],
)
def test_a_wrong_adjustment_is_refused_by_field(deal, login, rep, body, status, field):
    answer = login().put(cell(rep), json=body)

    assert (answer.status_code, [one["field"] for one in answer.json["errors"]]) == (status, [field])


def test_what_the_pages_refuse_the_api_refuses(deal, login, rep, other_rep):
    assert login("sales_consultant").put(cell(rep, "closed_only"), json={"value": "80", "note": "hm"}).status_code == 422
    assert login("sales_consultant").put(cell(other_rep), json={"value": "80", "note": "hm"}).status_code == 404
    assert login("dealer_manager").put(cell(rep), json={"value": "80", "note": "hm"}).status_code == 422
    assert login("read_only").put(cell(rep), json={"value": "80", "note": "hm"}).status_code == 403
    assert login("sales_consultant").put(cell(rep, "nonsense"), json={"value": "80", "note": "hm"}).status_code == 400


def test_single_categories_are_adjusted_too(deal, login, rep):
    deal("commit", 100)

    assert login().put(cell(rep, "commit"), json={"value": "80", "note": "hm"}).status_code == 200


def test_a_judgement_by_hand_is_the_field_of_the_opportunity(deal, login, rep):
    record = deal("pipeline", 100)
    client = login()
    answer = client.patch(f"/api/v1/opportunities/{record.id}", json={"forecast_category": "commit"})

    assert answer.status_code == 200
    assert commit(client, rep)["own"] == "100"


def test_snapshots_are_taken_on_demand_and_listed(deal, login):
    client = login("sales_manager")
    made = client.post(f"{API}/snapshots")

    assert made.status_code == 201
    assert [(one["id"], one["source"]) for one in client.get(f"{API}/snapshots").json["data"]] == [(made.json["id"], "user")]
    assert login("sales_consultant").post(f"{API}/snapshots").status_code == 403
    assert login("front_desk").get(f"{API}/snapshots").status_code == 403


def test_accuracy_says_what_was_said_and_what_came(deal, login, at, rep):
    deal("commit", 200)
    with at("2026-12-20 10:00"):
        login("sales_manager").post(f"{API}/snapshots")
    deal("closed", 100)
    with at("2026-12-30 10:00"):
        lines = login("sales_consultant").get(f"{API}/accuracy?{WHERE}").json["data"]

    (line,) = lines
    assert (line["place"], line["came"], line["said"][2]) == (home_of(rep.id).code, "100", {"days_before": 7, "said": "200", "share": 50})


def test_the_curve_sets_now_against_the_period_before(deal, login):
    deal("closed", 100, close_date="2026-10-02")
    deal("closed", 40, close_date="2026-07-03")
    answer = login().get(f"{API}/curve?{WHERE}").json

    assert (answer["reached"], answer["then"], answer["share"], answer["now"][0]) == ("100", "40", 250, "100")


def test_quotas_are_records_and_are_copied_with_a_percentage(deal, login, rep, seen, lead):
    forecast = seen(lead).forecast
    client = login("sales_manager")
    made = client.post("/api/v1/quotas", json={"owner": rep.id, "forecast_type": forecast.id, "starts_on": "2025-10-15", "amount": "100.05"})
    copied = client.post(f"{API}/quotas/copy", json={"period": "2026-10-01", "percent": 110})

    assert (made.status_code, made.json["starts_on"], copied.status_code, copied.json) == (201, "2025-10-01", 201, {"made": 1})
    found = records.find("forecast_quota", system_actor(), where={"starts_on": "2026-10-01"})
    assert [str(one.amount) for one in found] == ["110.06"]
    assert client.post(f"{API}/quotas/copy", json={"period": "2026-10-01", "percent": 110}).json == {"made": 0}
    assert login("sales_consultant").post(f"{API}/quotas/copy", json={}).status_code == 403


def test_the_document_shows_every_address_with_an_example_where_there_is_a_body(deal, login):
    document = login("administrator").get("/api/v1/openapi.json").json["paths"]
    found = {path: one for path, one in document.items() if path == API or path.startswith(f"{API}/")}

    bodies = [(path, method) for path, methods in found.items() for method, one in methods.items() if "requestBody" in one and one["requestBody"]["required"]]
    assert len(found) >= 12
    assert len(bodies) == 4
    assert all("example" in found[path][method]["requestBody"]["content"]["application/json"] for path, method in bodies)
