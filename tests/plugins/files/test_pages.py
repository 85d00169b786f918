"""The panel, uploading and downloading by page and API."""

import io
import re

import pytest

from plugins.files import attached, attaching, folder
from plugins.files.demo import picture

HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_record_page_shows_the_files(login, put, account, language):
    put("报价单.pdf", b"%PDF-1.4\n")
    page = login("sales_consultant", language=language).get(account.url).text

    assert "报价单.pdf" in page
    assert 'type="file"' in page


def test_the_panel_costs_one_statement(login, put, account, count_statements):
    put("a.txt")
    put("b.txt", b"b")
    client = login("sales_consultant")
    client.get(account.url)

    with count_statements() as sent:
        assert client.get(account.url).status_code == 200
    assert len([one for one in sent if "files_" in one]) == 1


def test_files_of_a_form_are_attached_and_the_wrong_one_is_said(login, account):
    client = login("sales_consultant")
    answer = client.post(f"/files/{account.id}", data={"file": [(io.BytesIO(b"one"), "one.txt"), (io.BytesIO(b"MZ\x90\x00"), "two.pdf"), (io.BytesIO(b"three"), "three.txt")]})

    assert answer.status_code == 302
    assert {one.name for one in attached(account)} == {"one.txt", "three.txt"}
    assert "two.pdf" in client.get(account.url).text


def test_a_form_without_a_file_says_so(login, account):
    answer = login("sales_consultant").post(f"/files/{account.id}", data={})

    assert answer.status_code == 422
    assert "Choose a file" in answer.text


def test_bytes_sent_by_the_script_may_be_larger_than_any_form(app, login, account):
    most = app.config["MAX_CONTENT_LENGTH"]
    answer = login("sales_consultant").post(f"/files/{account.id}?name=film.bin", data=b"\x01" * (most + 1), content_type="application/octet-stream")

    assert answer.status_code == 200
    assert attached(account)[0].size == most + 1


def test_a_download_has_a_safe_name_and_never_runs_in_the_browser(fetch, put, account):
    made = put('报价"单.html', b"<!DOCTYPE html><html><script>alert(1)</script>")
    answer = fetch(f"/files/{account.id}/{made.id}?show=1")

    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment") and "UTF-8''%E6%8A%A5%E4%BB%B7" in disposition
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.mimetype == "application/octet-stream"


def test_a_file_whose_bytes_are_gone_is_told_in_a_sentence_and_in_the_log(login, put, account, caplog):
    made = put("offer.txt", b"offer")
    folder.path_of(made.sha256).unlink()

    answer = login("sales_consultant").get(f"/files/{account.id}/{made.id}")

    assert answer.status_code == 422
    assert "“offer.txt” is not in the folder of files" in answer.text
    assert made.sha256 in caplog.text


def test_a_picture_is_shown_and_a_download_can_be_continued(fetch, put, account):
    made = put("car.png", picture())
    shown = fetch(f"/files/{account.id}/{made.id}?show=1")
    part = fetch(f"/files/{account.id}/{made.id}", headers={"Range": "bytes=0-7"})

    assert (shown.mimetype, shown.headers["Content-Disposition"].split(";")[0]) == ("image/png", "inline")
    assert (part.status_code, part.data) == (206, b"\x89PNG\r\n\x1a\n")


def test_older_versions_can_be_fetched(fetch, put, account):
    put("a.txt", b"first")
    made = put("a.txt", b"second")
    address = f"/files/{account.id}/{made.id}"

    assert fetch(f"{address}/1").data == b"first"
    assert fetch(address).data == b"second"
    assert fetch(f"{address}/9").status_code == 404
    assert fetch(f"{address}/versions").status_code == 200
    assert "version 1" in fetch(f"{address}/versions", headers=HTMX).text


def test_a_hidden_record_answers_404_for_everything(login, put, account):
    made = put("a.txt")
    client = login("sales_consultant", dealer="South")

    for path in (f"/files/{account.id}", f"/files/{account.id}/{made.id}", f"/files/{account.id}/{made.id}/versions", f"/api/v1/files/{account.id}", f"/api/v1/files/{account.id}/{made.id}"):
        assert client.get(path, headers=HTMX).status_code == 404, path
    assert client.post(f"/files/{account.id}/{made.id}/remove").status_code == 404
    assert client.post(f"/api/v1/files/{account.id}?name=a.txt", data=b"x", content_type="application/octet-stream").status_code == 404


def test_removing_offers_to_undo(login, put, account):
    made = put("a.txt")
    client = login("sales_consultant")
    panel = client.post(f"/files/{account.id}/{made.id}/remove", headers=HTMX).text
    assert f"/files/{account.id}/{made.id}/restore" in panel

    client.post(f"/files/{account.id}/{made.id}/restore")
    assert [one.name for one in attached(account)] == ["a.txt"]


def test_the_api_stores_lists_gives_out_and_removes(login, fetch, account):
    client = login("sales_consultant")
    made = client.post(f"/api/v1/files/{account.id}?name=报价.txt", data="价格".encode(), content_type="application/octet-stream")
    assert made.status_code == 201

    found = client.get(f"/api/v1/files/{account.id}").get_json()["data"]
    assert [(one["name"], one["size"], one["type"]) for one in found] == [("报价.txt", 6, "text/plain")]
    assert fetch(made.headers["Location"]).data.decode() == "价格"
    assert client.delete(f"/api/v1/files/{account.id}/{found[0]['id']}").status_code == 204
    assert client.get(f"/api/v1/files/{account.id}").get_json() == {"data": [], "next": None}


def test_the_api_takes_a_file_as_a_part_of_a_form(login, fetch, account):
    client = login("sales_consultant")
    made = client.post(f"/api/v1/files/{account.id}", data={"file": (io.BytesIO("价格".encode()), "报价.txt")})

    assert (made.status_code, made.get_json()["name"]) == (201, "报价.txt")
    assert fetch(made.headers["Location"]).data.decode() == "价格"
    assert client.post(f"/api/v1/files/{account.id}", data={"other": "x"}, content_type="multipart/form-data").get_json()["errors"][0]["field"] == "file"


def test_the_document_tells_how_files_are_sent_and_fetched(login):
    paths = login("administrator").get("/api/v1/openapi.json").get_json()["paths"]
    attach, fetched = paths["/api/v1/files/{record_id}"]["post"], paths["/api/v1/files/{record_id}/{attachment_id}"]["get"]

    assert {kind: "example" in part for kind, part in attach["requestBody"]["content"].items()} == {"multipart/form-data": True, "application/octet-stream": True}
    assert fetched["responses"]["200"]["content"] == {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}


def test_the_api_names_what_is_wrong(login, account):
    client = login("sales_consultant")
    answer = client.post(f"/api/v1/files/{account.id}?name=a.pdf", data=b"MZ\x90\x00", content_type="application/octet-stream")

    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"] == "file"
    assert client.post(f"/api/v1/files/{account.id}", data=b"", content_type="application/octet-stream").status_code == 422


@pytest.fixture
def two_at_a_time(monkeypatch):
    """A page of files holds two."""
    monkeypatch.setattr(attaching, "MOST_SHOWN", 2)
    attaching._latest.cache_clear()
    yield
    attaching._latest.cache_clear()


@pytest.fixture
def many(put, two_at_a_time):
    """Five files on the account, attached one after the other."""
    for number in range(5):
        put(f"{number}.txt", str(number).encode())


def names_on(page: str) -> list[str]:
    return re.findall(r'title="(\d+\.txt)"', page)


def test_files_beyond_those_that_are_shown_are_a_link_away(login, many, account):
    client = login("sales_consultant")

    page, found = client.get(account.url).text, []
    while True:
        found.append(names_on(page))
        link = re.search(r'href="(/files/\d+\?cursor=[^"]+)"', page)
        if link is None:
            break
        page = client.get(link[1].replace("&amp;", "&")).text
        part = client.get(link[1].replace("&amp;", "&"), headers=HTMX).text
        assert names_on(part) == names_on(page) and "<html" not in part

    assert found == [["4.txt", "3.txt"], ["2.txt", "1.txt"], ["0.txt"]]


def test_the_api_gives_all_files_page_by_page(login, many, account):
    client, pages, query = login("sales_consultant"), [], {}
    while not pages or pages[-1]["next"] is not None:
        pages.append(client.get(f"/api/v1/files/{account.id}", query_string=query).get_json())
        query = {"cursor": pages[-1]["next"]}

    assert [[one["name"] for one in page["data"]] for page in pages] == [["4.txt", "3.txt"], ["2.txt", "1.txt"], ["0.txt"]]


@pytest.mark.parametrize("cursor", ["", "x", "2026-11-26~1", "2026-11-26T10:00:00+00:00~x", "2026-11-26T10:00:00+00:00~99999999999999999999"])
def test_a_cursor_that_is_none_is_told(login, account, cursor):
    assert login("sales_consultant").get(f"/files/{account.id}", query_string={"cursor": cursor}).status_code == 400
