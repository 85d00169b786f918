"""How far a token reaches: scopes for one object or one action, throttling, other sites, and nobody at all."""

import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from core import ConfigError, approvals, create_app, tokens
from core.cli import main
from core.rest import windows
from plugins.leads import disqualify


def test_a_token_for_reading_one_object_does_nothing_else(api, make):
    company, client = make("account"), api(scopes=("read:account",))

    assert client.get(f"/api/v1/accounts/{company.id}").status_code == 200
    assert [one["code"] for one in client.get("/api/v1/").json["objects"]] == ["account"]
    assert client.patch(f"/api/v1/accounts/{company.id}", json={"name": "x"}).status_code == 403
    assert client.get("/api/v1/contacts").status_code == 403
    assert set(client.get("/api/v1/openapi.json").json["paths"]) & {"/api/v1/accounts", "/api/v1/contacts"} == {"/api/v1/accounts"}


def test_a_token_for_one_action_runs_it_and_nothing_else(api, make, user):
    lead, client = make("lead", channel="import", name="Pan Yue"), api(scopes=("read:lead", "act:lead.disqualify"))
    url = f"/api/v1/leads/{lead.id}"

    done = client.post(f"{url}/actions/disqualify", json={"reason": "no_intent"})

    assert done.status_code == 200, done.json
    assert client.post(f"{url}/actions/reopen", json={"reason": "again"}).status_code == 403
    assert client.patch(url, json={"name": "x"}).status_code == 403


def test_a_token_that_writes_one_object_runs_its_actions(api, make, user):
    lead, client = make("lead", channel="import"), api(scopes=("read", "write:lead"))

    assert client.post(f"/api/v1/leads/{lead.id}/actions/assign", json={"owner": user("sales_consultant").id}).status_code == 200
    assert client.post("/api/v1/accounts", json={"name": "x"}).status_code == 403


def test_a_token_says_yes_to_nothing_on_a_page(api, make, user):
    rep, lead = user("sales_consultant"), make("lead", channel="import", owner=user("sales_consultant").id)
    asked = approvals.request(disqualify, lead, {"reason": "no_intent"}, rep, user("administrator").id)
    client = api(scopes=("read",))

    assert client.get("/approvals").status_code == 200
    assert [client.post(path).status_code for path in (f"/approvals/{asked.id}/approve", f"/leads/{lead.id}/actions/take", "/notices/read")] == [403] * 3
    assert approvals.waiting_for(lead) is not None


def test_an_unknown_scope_is_refused(user):
    for scope in ("read:nothing", "fly:account", "act:lead.fly"):
        with pytest.raises(Exception, match="no scope"):
            tokens.create(user("administrator"), user("administrator").id, "test", [scope])


@pytest.mark.parametrize(("method", "path"), [("GET", "/api/v1/"), ("GET", "/api/v1/accounts"), ("POST", "/api/v1/accounts"), ("GET", "/api/v1/openapi.json"), ("GET", "/api/v1/nothing")])
def test_nobody_gets_401_and_no_page(app, method, path):
    answer = app.test_client().open(path, method=method)

    assert (answer.status_code, answer.mimetype, answer.json["code"]) == (401, "application/problem+json", "unauthenticated")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_session_needs_its_form_key_to_change_something(login, app):
    client = login("administrator")
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert client.get("/api/v1/accounts").status_code == 200
        assert client.post("/api/v1/accounts", json={"name": "Forged"}).status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_who_asks_too_often_is_told_when_to_ask_again(admin, api, app, monkeypatch):
    monkeypatch.setitem(app.config["FORECOURT"]["api"], "requests_per_minute", 3)
    answers = [admin.get("/api/v1/me") for _time in range(4)]
    other = api("sales_consultant").get("/api/v1/me")

    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[3].headers["Retry-After"]) <= 60
    assert (answers[3].json["code"], other.status_code) == ("too-many-requests", 200)


def test_a_minute_later_the_count_begins_anew_and_what_is_over_is_thrown_away(monkeypatch):
    moment, held = [1_000.0], windows.Windows()
    monkeypatch.setattr(windows, "time", SimpleNamespace(time=lambda: moment[0]))
    monkeypatch.setattr(windows, "MANY", 2)
    counted = [held.incr(who, 60) for who in ("a", "a", "b")]
    ends = held.get_expiry("a")

    moment[0] += 61

    assert (counted, ends, held.get("a")) == ([1, 2, 1], 1_060.0, 0)
    assert (held.incr("c", 60), held.reset()) == (1, 1), "the two that were over are gone"


def test_a_site_that_is_named_may_ask(app, tmp_path):
    settings = {"data_dir": str(tmp_path), "secret_key": "test", "queue": {"url": "none"}, "api": {"origins": ["https://partner.example"]}}
    client = create_app(settings).test_client()
    ask = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}

    named = client.options("/api/v1/accounts", headers={"Origin": "https://partner.example", **ask})
    other = client.options("/api/v1/accounts", headers={"Origin": "https://elsewhere.example", **ask})

    assert (named.status_code, named.headers["Access-Control-Allow-Origin"]) == (200, "https://partner.example")
    assert "POST" in named.headers["Access-Control-Allow-Methods"] and "Access-Control-Allow-Credentials" not in named.headers
    assert "Access-Control-Allow-Origin" not in other.headers


def test_an_origin_that_is_a_pattern_is_refused_at_start(tmp_path):
    with pytest.raises(ConfigError, match="origins"):
        create_app({"data_dir": str(tmp_path), "api": {"origins": ["*"]}})


def test_a_token_is_made_for_one_object_on_ones_own_page(login, app):
    client = login("administrator")
    page = client.post("/account/tokens", data={"name": "ERP", "days": "30", "scopes": ["read", "write"], "objects": ["account"], "actions": ["act:lead.take"]})

    assert page.status_code == 200 and "fct_" in page.text
    assert tokens.tokens_of(client.actor.id)[0].scopes == ["read:account", "write:account", "act:lead.take"]


def test_tokens_are_made_listed_and_revoked_by_command(app, user):
    email = user("administrator").email
    run = CliRunner()

    def forecourt(*words):
        return run.invoke(main, list(words), obj=app, catch_exceptions=False)

    made = forecourt("token", "create", email, "--name", "ERP", "--scope", "read:lead", "--days", "5")
    listed = json.loads(forecourt("token", "list", email, "--json").output)
    assert made.output.startswith("fct_") and listed[0]["scopes"] == ["read:lead"]
    assert forecourt("token", "revoke", str(listed[0]["id"])).exit_code == 0
    assert json.loads(forecourt("token", "list", email, "--json").output) == []
    assert "no scope" in forecourt("token", "create", email, "--name", "ERP", "--scope", "fly").output
    assert json.loads(forecourt("api-schema", "--user", email).output)["openapi"].startswith("3.1")


def test_no_other_site_may_ask_unless_it_is_named(admin):
    answer = admin.get("/api/v1/me", headers={"Origin": "https://elsewhere.example"})

    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(
    ("held", "method", "path", "scopes"),
    [
        ("write", "GET", "/api/v1/accounts", ["read", "read:account"]),
        ("write", "GET", "/api/v1/accounts/{id}", ["read", "read:account"]),
        ("write", "PATCH", "/api/v1/accounts/{id}", ["read", "read:account"]),
        ("write", "GET", "/api/v1/files/{id}", ["read"]),
        ("read", "POST", "/api/v1/accounts", ["write", "write:account"]),
        ("read:account", "DELETE", "/api/v1/accounts/{id}", ["write", "write:account"]),
        ("read", "POST", "/api/v1/accounts/{id}/actions/disclose", ["write", "write:account", "act:account.disclose"]),
        ("write", "GET", "/api/v1/admin/objects/account/fields", ["admin"]),
    ],
)
def test_a_token_that_does_not_reach_so_far_is_told_which_scope_it_lacks(api, make, held, method, path, scopes):
    company = make("account")

    answer = api(scopes=(held,)).open(path.format(id=company.id), method=method, json={} if method in ("POST", "PATCH") else None)

    assert (answer.status_code, answer.json["code"], answer.json["scopes"]) == (403, "forbidden", scopes)
    assert f"“{scopes[0]}”" in answer.json["detail"]
    assert f'error="insufficient_scope", scope="{scopes[0]}"' in answer.headers["WWW-Authenticate"]


def test_no_scope_is_named_that_would_not_help(api, make):
    """Neither where the user has no right either, nor of a record that there is not or that is hidden."""
    mine, company = api("sales_consultant", scopes=("read",)), make("account")

    assert "scopes" not in api("read_only", scopes=("read",)).post("/api/v1/accounts", json={"name": "x"}).json
    assert [mine.get(f"/api/v1/accounts/{number}").status_code for number in (company.id, 10**9)] == [404, 404]


def test_a_token_without_the_scope_learns_nothing_of_which_records_there_are(api, make):
    writer = api("sales_consultant", scopes=("write",))
    told = [writer.get(f"/api/v1/accounts/{number}").json for number in (make("account").id, 10**9)]

    assert told[0] | {"request_id": ""} == told[1] | {"request_id": ""}
