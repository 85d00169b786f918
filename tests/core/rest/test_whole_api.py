"""The whole API against a running server: what tools of others make of its document."""

import importlib
import io
import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from conftest import Served

HERE = Path(__file__).parent
SEED = "2" if os.environ.get("FORECOURT_TEST_DATABASE") else "1"
"""Other calls on the second database than on the first: one made up for each operation stays below a minute, and both runs together try two.
bench/fuzz_api.py tries many."""


def test_no_call_that_schemathesis_makes_up_is_answered_wrongly(served):
    """Statuses, types of content, headers and bodies are those of the document; bad values are refused, good ones are no accident."""
    command = [
        str(Path(sys.executable).with_name("st")), "--config-file", str(HERE / "schemathesis.toml"), "run", f"{served.url}/api/v1/openapi.json",
        "--header", f"Authorization: Bearer {served.token}", "--phases", "examples,fuzzing", "--max-examples", "1", "--seed", SEED, "--no-color",
    ]  # fmt: skip

    ended = subprocess.run(command, cwd=served.folder, capture_output=True, text=True, check=False, timeout=900)

    assert ended.returncode == 0, ended.stdout


@pytest.fixture(scope="module")
def workshop(tmp_path_factory):
    """Where the client's code lies; it is generated once."""
    return tmp_path_factory.mktemp("client")


@pytest.fixture
def generated(served: Served, workshop, monkeypatch):
    """A client generated from the document of the running server."""
    if not (workshop / "client").exists():
        generate(served, workshop)
    monkeypatch.syspath_prepend(str(workshop / "client"))
    package = importlib.import_module("forecourt_client")
    with package.AuthenticatedClient(base_url=served.url, token=served.token) as client:
        yield client
    for name in [name for name in sys.modules if name.startswith("forecourt_client")]:
        del sys.modules[name]


def generate(served: Served, folder: Path) -> None:
    asked = urllib.request.Request(f"{served.url}/api/v1/openapi.json", headers={"Authorization": f"Bearer {served.token}"})
    with urllib.request.urlopen(asked) as answer:
        (folder / "openapi.json").write_bytes(answer.read())
    (folder / "client.json").write_text(json.dumps({"post_hooks": [], "project_name_override": "forecourt-client", "package_name_override": "forecourt_client"}))
    tool = str(Path(sys.executable).with_name("openapi-python-client"))
    made = subprocess.run(
        [tool, "generate", "--path", "openapi.json", "--output-path", "client", "--config", "client.json", "--fail-on-warning"],
        cwd=folder, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert made.returncode == 0, made.stdout + made.stderr


def call(client, tag, name, *path, **given):
    """One operation of the generated client; its model of the answer, and the status."""
    module = importlib.import_module(f"forecourt_client.api.{tag}.{name}")
    answer = module.sync_detailed(*path, client=client, **given)
    return answer.parsed, answer.status_code


def model(name, /, **values):
    return getattr(importlib.import_module("forecourt_client.models"), name).from_dict(values)


@pytest.mark.any_database
def test_a_generated_client_does_the_main_job(generated):
    card = {"name": "周敏", "gender": "female", "province": "44", "city": "4403", "mobile": "+8613700000001", "expected_time": "month", "model_label": "Song L"}
    lead, made = call(generated, "leads", "create_lead", body=model("LeadCreate", **card))
    refused, doubled = call(generated, "leads", "create_lead", body=model("LeadCreate", **card))
    assert (made, doubled) == (201, 422) and refused.errors

    _done, converted = call(generated, "leads", "lead_convert", lead.id, body=model("LeadConvertInputs", parts={"opportunity": {"choice": "create"}}))
    page, _status = call(generated, "opportunities", "list_opportunity", sort="-created_at")
    assert converted == 200 and len(page.data) == 1

    stages, _status = call(generated, "stages", "list_stage", where="is_won = true", sort="id")
    target = model("OpportunityMoveInputs", stage=stages.data[0].id, amount="259800")
    won, moved = call(generated, "opportunities", "opportunity_move", page.data[0].id, body=target)
    assert stages.data and moved == 200, won
    opportunity, _status = call(generated, "opportunities", "show_opportunity", page.data[0].id)
    assert opportunity.is_won

    log, _status = call(generated, "any_object", "show_history", "opportunities", opportunity.id)
    assert {"create", "update"} <= {one.operation for one in log.data}


@pytest.mark.any_database
def test_a_generated_client_walks_through_120_records(generated):
    rows = [{"name": f"Company {number:03}"} for number in range(120)]
    result, status = call(generated, "accounts", "create_many_account", body=model("AccountRowsToCreate", rows=rows))
    assert (status, result.done) == (207, 120)

    names, cursor = [], ""
    while cursor is not None:
        page, _status = call(generated, "accounts", "list_account", sort="name", limit=50, cursor=cursor)
        names += [one.name for one in page.data]
        cursor = page.next_

    assert names == [row["name"] for row in rows]


@pytest.mark.any_database
def test_a_generated_client_attaches_a_file_and_fetches_it(generated):
    files = importlib.import_module("forecourt_client.types")
    account, _made = call(generated, "accounts", "create_account", body=model("AccountCreate", name="Blue Harbor"))
    part = files.File(payload=io.BytesIO(b"two cars"), file_name="offer.txt", mime_type="text/plain")

    kept, attached = call(generated, "files", "attach_file", account.id, body=importlib.import_module("forecourt_client.models").AttachFileFilesBody(file=part))
    assert (attached, kept.name, kept.size) == (201, "offer.txt", 8)
    content, fetched = call(generated, "files", "download_file", account.id, kept.id)
    assert (fetched, content.payload.read()) == (200, b"two cars")
