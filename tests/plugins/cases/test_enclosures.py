"""Files that come along with an answer in the console. The cases know nothing of them; with files off nothing of it is left."""

from __future__ import annotations

import io
import shutil
from typing import Any

import pytest

from core import modules, records, roles, system_actor

files = pytest.importorskip("plugins.files")


@pytest.fixture(autouse=True)
def filing(app: Any) -> Any:
    if not modules.is_on("files"):
        pytest.skip("no module keeps files")
    yield
    shutil.rmtree(files.folder.folder(), ignore_errors=True)


@pytest.fixture
def say(report: Any, login: Any) -> Any:
    """``say(("offer.pdf", b"…"), direction="out")``: the agent answers a case with these files; (the answer, the case, the client)."""

    def answer(*sent: tuple[str, bytes], body: str = "See the file.", direction: str = "out") -> Any:
        case, client = report(), login("service_agent")
        typed = {"direction": direction, "body": body, "then": "stay", "enclosed": [(io.BytesIO(content), name) for name, content in sent]}
        return client.post(f"/cases/console/{case.id}/say", data=typed), case, client

    return answer


def test_files_come_along_with_an_answer_and_stand_beside_it(say):
    answer, case, client = say(("照片.txt", b"one"), ("offer <b>.txt", b"two"))
    comment = records.first("case_comment", system_actor(), where={"case": case.id})

    assert answer.status_code == 303
    assert {one.name for one in files.attached(comment)} == {"照片.txt", "offer <b>.txt"}
    for page in (client.get(f"/cases/console?case={case.id}").text, client.get(case.url).text):
        assert f"/files/{comment.id}/" in page
        assert "offer &lt;b&gt;.txt" in page
        assert "offer <b>" not in page


def test_a_file_that_is_refused_is_named_and_nothing_is_written(say):
    answer, case, _client = say(("photo.txt", b"fine"), ("invoice.pdf", b"MZ\x90 a program"))

    assert answer.status_code == 422
    assert "invoice.pdf" in answer.text
    assert "See the file." in answer.text
    assert records.first("case_comment", system_actor(), where={"case": case.id}) is None
    files.sweep(system_actor())
    assert list(files.folder.everything()) == []


def test_words_that_are_refused_leave_no_file(say):
    answer, case, _client = say(("photo.txt", b"fine"), body="")

    assert answer.status_code == 422
    assert records.first("case_comment", system_actor(), where={"case": case.id}) is None
    files.sweep(system_actor())
    assert list(files.folder.everything()) == []


def test_a_file_along_with_an_internal_note_is_with_the_note(say):
    _answer, case, _client = say(("photo.txt", b"inside"), direction="internal")
    comment = records.first("case_comment", system_actor(), where={"case": case.id})

    assert comment.direction == "internal"
    assert [one.name for one in files.attached(comment)] == ["photo.txt"]


def test_whoever_may_attach_nothing_is_offered_nothing_and_refused(say):
    roles.change(system_actor(), "service_agent", permissions=roles.find("service_agent").permissions - {"files.add"})
    answer, case, client = say(("photo.txt", b"fine"))

    assert answer.status_code == 403
    assert records.first("case_comment", system_actor(), where={"case": case.id}) is None
    assert 'name="enclosed"' not in client.get(f"/cases/console?case={case.id}").text


def test_with_files_off_the_answer_goes_without_and_no_trace_is_left(say):
    modules.disable("files", system_actor())
    answer, case, client = say(("photo.txt", b"fine"))
    page = client.get(f"/cases/console?case={case.id}").text

    assert answer.status_code == 303
    assert "multipart" not in page
    assert 'name="enclosed"' not in page
    assert "See the file." in page


def test_the_files_of_thirty_answers_are_read_by_one_statement(report, agent, login, count_statements):
    case = report()
    for turn in range(30):
        comment = records.create("case_comment", agent, case=case, direction="internal", body=f"Note {turn}")
        files.attach(comment, agent, f"{turn}.txt", io.BytesIO(b"same"))
    client = login("service_agent")
    client.get(f"/cases/console?case={case.id}")
    with count_statements() as statements:
        page = client.get(f"/cases/console?case={case.id}").text

    assert page.count("/files/") == 30
    assert sum("files_attachment" in one for one in statements) == 1
