"""The four ways a file comes in: by the page's form, by its script, and twice by the API. What is bad is refused by each in a sentence."""

from __future__ import annotations

import io
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from core import settings
from plugins.files import attached, folder

RAW = "application/octet-stream"
WAYS = ("form", "script", "api form", "api bytes")
CHINESE = "报价单" * 85


def send(client: Any, record: Any, way: str, name: str, content: bytes) -> Any:
    if way.endswith("form"):
        # Encoded here: the test client leaves the temporary file open into which it puts a large form.
        boundary, form = encode_multipart({"file": FileStorage(io.BytesIO(content), name)})
        path = f"/files/{record.id}" if way == "form" else f"/api/v1/files/{record.id}"
        return client.post(path, data=form, content_type=f"multipart/form-data; boundary={boundary}", follow_redirects=way == "form")
    return client.post(f"/files/{record.id}" if way == "script" else f"/api/v1/files/{record.id}", query_string={"name": name}, data=content, content_type=RAW)


@pytest.fixture(params=WAYS)
def way(request: Any) -> str:
    return request.param


@pytest.mark.parametrize(("given", "kept_as"), [("../../etc/passwd.txt", "passwd.txt"), ("C:/Users/ada/报价单.pdf", "报价单.pdf"), (f"{CHINESE[:251]}.txt", f"{CHINESE[:251]}.txt")])
def test_a_name_loses_its_path_and_may_be_long_and_chinese(login, account, fetch, way, given, kept_as):
    assert send(login("sales_consultant"), account, way, given, b"%PDF-1.4 price").status_code in (200, 201)

    [made] = attached(account)
    assert made.name == kept_as
    assert fetch(f"/files/{account.id}/{made.id}").data == b"%PDF-1.4 price"
    assert sorted(path.name for path in folder.folder().rglob("*") if path.is_file()) == sorted([made.sha256, "lock"])


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [("offer.pdf", b"MZ\x90\x00", "is a program"), ("photo.jpg", b"<html><script>alert(1)</script>", "is a web page"), ("setup.exe", b"x", "Files that end in .exe"), ("empty.txt", b"", "The file is empty."), ("big.bin", b"\x01" * (1024**2 + 1), "at most 1 MB")],
)
def test_what_is_bad_is_refused_in_a_sentence_and_nothing_is_kept(login, account, user, way, name, content, sentence):
    settings.put("files.most_mb", 1, user("administrator"))

    answer = send(login("sales_consultant"), account, way, name, content)
    assert sentence in answer.text and "Traceback" not in answer.text
    assert answer.status_code == (200 if way == "form" else 422)  # of a form's several files the others are attached
    assert attached(account) == []
    assert [path.name for path in folder.folder().rglob("*") if path.is_file()] in ([], ["lock"])


def test_a_sentence_is_in_the_readers_language(login, account, way):
    answer = send(login("sales_consultant", language="zh_CN"), account, way, "offer.pdf", b"MZ\x90\x00")

    assert "无论名称如何，“offer.pdf”实际上是一个程序" in (str(answer.get_json()) if "api" in way else answer.text)


def test_a_large_file_is_handed_out_piece_by_piece(app, login, account, put):
    import tracemalloc

    made = put("film.bin", b"\x01" * (30 * 1024**2))
    tracemalloc.start()
    answer = login("sales_consultant").get(f"/files/{account.id}/{made.id}", buffered=False)
    size = sum(len(piece) for piece in answer.response)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    answer.close()

    assert size == 30 * 1024**2
    assert most < 8 * 1024**2
