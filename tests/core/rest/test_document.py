"""The OpenAPI document: valid, made for its reader, complete for an administrator, and of the module that is on."""

import pytest
from flask import Blueprint
from gunicorn.http.message import MAX_REQUEST_LINE
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from core import Answer, create_app, db, fields, modules, operation, registry
from core.rest import document
from core.rest.schemas import component

URL = "/api/v1/openapi.json"

pytestmark = pytest.mark.any_database  # it is made of what is declared


@pytest.fixture
def whole(admin):
    return admin.get(f"{URL}?full=true").json


def test_the_document_is_valid_openapi_3_1(whole):
    validate(whole)

    assert whole["openapi"].startswith("3.1")


def test_every_object_and_every_action_is_in_it(app, whole):
    for one in registry.objects():
        assert {"get", "post"} - (set() if one.creatable else {"post"}) <= set(whole["paths"][f"/api/v1/{one.slug}"])
        assert {"get", "patch", "delete"} <= set(whole["paths"][f"/api/v1/{one.slug}/{{record_id}}"])
        for action in registry.current().actions[one.code].values():
            paths = [f"/api/v1/{one.slug}/{{record_id}}/actions/{action.code}", f"/api/v1/{one.slug}/actions/{action.code}"]
            assert action.hidden or any("post" in whole["paths"].get(path, {}) for path in paths), action


def test_every_operation_says_who_may_be_refused_and_how(whole):
    for path, methods in whole["paths"].items():
        for method, described in methods.items():
            assert described["summary"] and described["operationId"], (method, path)
            assert {"400", "401", "403"} <= set(described["responses"]), (method, path)


def bodies(document):
    """(method and path, what the document says of the JSON body) of each operation that takes one."""
    for path, methods in document["paths"].items():
        for method, described in methods.items():
            if taken := described.get("requestBody", {}).get("content", {}).get("application/json"):
                yield f"{method} {path}", taken


def test_every_body_has_an_example_that_its_own_schema_takes(whole):
    wrong = {
        operation: [error.message for error in Draft202012Validator({**taken["schema"], "components": whole["components"]}).iter_errors(taken["example"])]
        for operation, taken in bodies(whole)
    }

    assert len(wrong) > 100
    assert not {operation: sentences for operation, sentences in wrong.items() if sentences}


def test_every_field_of_a_record_has_an_example_that_its_own_schema_takes(whole):
    records = {one.code: whole["components"]["schemas"][component(one)]["properties"] for one in registry.objects()}
    shown = {(code, name): described for code, fields in records.items() for name, described in fields.items() if "examples" in described}

    assert {(code, name) for code, one in registry.current().objects.items() for name in one.fields} <= shown.keys()
    wrong = {place: [error.message for error in Draft202012Validator(described).iter_errors(described["examples"][0])] for place, described in shown.items()}
    assert not {place: sentences for place, sentences in wrong.items() if sentences}


def test_the_examples_of_filter_and_order_fit_every_object(admin, whole):
    for one in registry.objects():
        shown = {part["name"]: part["example"] for part in whole["paths"][f"/api/v1/{one.slug}"]["get"]["parameters"] if "example" in part}
        assert set(shown) == {"where", "sort"}
        assert admin.get(f"/api/v1/{one.slug}", query_string=shown).status_code == 200, one.slug


def test_an_address_with_the_longest_values_of_its_parameters_is_one_the_web_server_reads(whole):
    for path, methods in whole["paths"].items():
        asked = [part for part in methods.get("get", {}).get("parameters", ()) if part["in"] == "query"]
        longest = sum(len(f"&{part['name']}=") + part["schema"].get("maxLength", len(str(2**63))) for part in asked)
        assert len(f"GET {path} HTTP/1.1") + longest < MAX_REQUEST_LINE, path


def test_operations_have_names_of_their_own(whole):
    names = [described["operationId"] for methods in whole["paths"].values() for described in methods.values()]

    assert len(names) == len(set(names))


def test_it_is_that_of_its_reader(api, login):
    paths = set(api("read_only").get(URL).json["paths"])

    assert "/api/v1/accounts" in paths
    assert "post" not in api("read_only").get(URL).json["paths"]["/api/v1/accounts"]
    assert not [path for path in paths if path.endswith("/actions/assign")]
    assert api("sales_consultant").get(f"{URL}?full=true").status_code == 403


def test_a_wrong_method_at_an_address_of_the_api_or_of_a_module_is_told_with_the_right_ones(admin, whole):
    """Also where an object could stand, as in /api/v1/forecast, and for objects whose records only code makes."""
    for path, methods in whole["paths"].items():
        if "{" not in path and "post" not in methods:
            answer = admin.post(path, json={})
            assert (answer.status_code, {one.lower() for one in answer.allow} - {"head", "options"}) == (405, set(methods)), path
    for path, methods in whole["paths"].items():
        if path.endswith("/external/{system}/{key}"):
            allowed = admin.options(path.replace("{system}/{key}", "sheet/7")).allow
            assert {one.lower() for one in allowed} - {"head", "options"} == set(methods), path


def test_a_module_that_is_off_is_not_in_it(admin, user):
    before = set(admin.get(URL).json["paths"])
    modules.disable("leads", user("administrator"))
    after = set(admin.get(URL).json["paths"])

    assert "/api/v1/leads" in before - after
    assert "/api/v1/opportunities" in after


def test_who_has_it_already_gets_304(admin):
    tag = admin.get(URL).headers["ETag"]

    assert admin.get(URL, headers={"If-None-Match": tag}).status_code == 304


def test_it_speaks_the_readers_language(admin):
    english = admin.get(URL).json["paths"]["/api/v1/leads"]["get"]["summary"]
    chinese = admin.get(URL, headers={"Accept-Language": "zh-CN"}).json["paths"]["/api/v1/leads"]["get"]["summary"]

    assert (english, chinese) == ("List", "列表")


def test_the_page_needs_no_script_of_its_own(login):
    page = login("sales_consultant").get("/api/docs")

    assert page.status_code == 200
    assert "<script>" not in page.text and 'id="stale"' in page.text
    assert "unsafe" not in page.headers["Content-Security-Policy"]


def test_an_address_of_a_module_is_read_and_documented_like_ours(app, admin, user, tmp_path):
    blueprint = Blueprint("visits", __name__, url_prefix="/api/v1")

    @blueprint.get("/<object:slug>/<id64:record_id>/visits")
    @operation("Visits", query={"limit": fields.Integer("Limit", minimum=1, maximum=5, default=5)})
    def visits(object_type, record_id, query):
        return Answer({"object": object_type.code, "record": record_id, "limit": query["limit"]})

    fresh = create_app({"database_url": app.config["SQLALCHEMY_DATABASE_URI"], "data_dir": str(tmp_path), "secret_key": "test", "queue": {"url": "none"}})
    fresh.register_blueprint(blueprint)
    with fresh.app_context():
        described = document.build(user("administrator"))["paths"]["/api/v1/{object}/{record_id}/visits"]["get"]
        db.session.remove()
    client, header = fresh.test_client(), {"Authorization": admin.environ_base["HTTP_AUTHORIZATION"]}

    assert {one["name"] for one in described["parameters"]} == {"object", "record_id", "limit"}
    assert client.get("/api/v1/accounts/7/visits?limit=3", headers=header).json == {"object": "account", "record": 7, "limit": 3}
    assert client.get("/api/v1/accounts/7/visits?limit=6", headers=header).json["errors"][0]["field"] == "limit"
    with fresh.app_context():
        db.session.remove()
        db.engine.dispose()  # the next test puts another file in the place of this one
