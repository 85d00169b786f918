"""The three ways a file comes in, by page, command line and API: each takes the same files, and refuses the same ones in a sentence."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import openpyxl
import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from core import outbox, records
from plugins.activities import activity
from plugins.imports import mapping
from plugins.imports.commands import import_file
from plugins.imports.mapping import Column, Plan

WHO = "dealer_manager.north.1@example.com"
ROWS = [("周敏 called", "call", "2026-12-01"), ("Gao Lei", "visit", "2026-12-02")]


@dataclass(frozen=True)
class Said:
    """What somebody was told; ``taken``: the file was taken in."""

    taken: bool
    text: str


class Ways:
    """One file, sent one way. Each imports it at once, with the mapping that was guessed."""

    def __init__(self, app: Any, login: Callable[..., Any], folder: Any) -> None:
        self.app, self.login, self.folder = app, login, folder

    def page(self, content: bytes, name: str, *, heading: bool = True, **_options: str) -> Said:
        client = self.login("dealer_manager")
        # Encoded here: the test client leaves the temporary file open into which it puts a large form.
        boundary, form = encode_multipart({"object": "activity", "heading": "1" if heading else "0", "file": FileStorage(io.BytesIO(content), name)})
        sent = client.post("/imports", data=form, content_type=f"multipart/form-data; boundary={boundary}")
        if sent.status_code == 422:
            return Said(False, sent.text)
        number = sent.location.split("/")[2]
        client.post(f"/imports/{number}/start")
        outbox.drain()
        return Said(True, client.get(f"/imports/{number}").text)

    def command(self, content: bytes, name: str, *, heading: bool = True, **options: str) -> Said:
        path = self.folder / name.rpartition("/")[2]
        path.write_bytes(content)
        words = [word for option, value in options.items() for word in (f"--{option}", value)]
        done = self.app.test_cli_runner().invoke(import_file, ["activity", str(path), "--as", WHO, *words, *([] if heading else ["--no-heading"])])
        assert done.exit_code in (0, 1, 3), done.exception
        return Said(done.exit_code != 1, done.output)

    def api(self, content: bytes, name: str, *, heading: bool = True, **options: str) -> Said:
        client = self.login("dealer_manager")
        body = {"object": "activity", "filename": name, "content_base64": base64.b64encode(content).decode(), "heading": heading, **options}
        sent = client.post("/api/v1/imports", json=body)
        if sent.status_code == 422:
            return Said(False, sent.get_json()["errors"][0]["detail"])
        outbox.drain()
        return Said(True, client.get(f"{sent.location}/failures").text)


@pytest.fixture(params=["page", "command", "api"])
def send(request: Any, app: Any, login: Callable[..., Any], tmp_path: Any) -> Callable[..., Said]:
    return getattr(Ways(app, login, tmp_path), request.param)


def table(delimiter: str, *rows: tuple[str, ...]) -> str:
    return "".join(delimiter.join(row) + "\n" for row in rows)


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return target.getvalue()


HEAD = ("Subject", "Kind", "Due")
FILES = {
    "rows.csv": table(",", HEAD, *ROWS).encode(),
    "rows.tsv": table("\t", HEAD, *ROWS).encode(),
    "chinese.txt": table(";", ("主题", "类型", "到期"), *ROWS).encode("gb18030"),
    "unicode.txt": table("\t", HEAD, *ROWS).encode("utf-16"),
    "unmarked.csv": table(",", HEAD, *ROWS).encode("utf-16-le"),
    "book.xlsx": workbook(HEAD, *ROWS),
}


@pytest.mark.parametrize("name", sorted(FILES))
def test_each_way_takes_each_kind_of_file(send, user, name):
    assert send(FILES[name], name).taken

    made = records.find(activity, user("administrator"), sort="due_on")
    assert [(one.name, one.kind.code, str(one.due_on)) for one in made] == ROWS


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."), (b"Subject,Kind\n", "has a heading but no rows"), (b"\0" * 4000, "This file is not text."),
        (",".join(f"c{number}" for number in range(10_000)).encode() + b"\n1\n", "10000 columns; at most 500"),
        (workbook([f"c{number}" for number in range(10_000)], [1]), "10000 columns; at most 500"), (b"<html><table></table></html>", "a web page or XML inside"),
        (b"PK\x03\x04 cut short", "may be damaged"), (b"%PDF-1.7", "This is a PDF file."),
    ],
    ids=["empty", "heading only", "no text", "wide", "wide workbook", "web page", "damaged", "pdf"],
)
def test_each_way_refuses_what_is_no_table_in_a_sentence(send, user, content, sentence):
    said = send(content, "rows.csv")

    assert not said.taken
    assert sentence in said.text or (not content and "Send the file" in said.text)  # an empty text of JSON is none
    assert records.find(activity, user("administrator")) == []


def test_a_nul_is_left_out_by_each_way(send, user):
    assert send(b"Subject,Kind\nSo\0me,call\nGao Lei,call\n", "rows.csv").taken

    assert {one.name for one in records.find(activity, user("administrator"))} == {"Some", "Gao Lei"}


def test_a_mapping_kept_by_name_maps_a_file_without_a_heading(app, login, user, tmp_path):
    mapping.keep(activity, "Old system", Plan((Column("Column 1", "name"), Column("Column 2", "kind"))), user("dealer_manager"))
    ways = Ways(app, login, tmp_path)

    for way in (ways.command, ways.api):
        assert way(table(",", ("Gao Lei", "visit")).encode(), f"{way.__name__}.csv", heading=False, mapping="Old system", key="name").taken
    assert [(one.name, one.kind.code) for one in records.find(activity, user("administrator"))] == [("Gao Lei", "visit")]


def test_a_newcomer_sees_by_page_how_a_file_without_a_heading_is_read(login):
    client = login("dealer_manager")
    sent = client.post("/imports", data={"object": "activity", "heading": "0", "file": (io.BytesIO(b"Gao Lei,visit\n"), "rows.csv")})

    assert "Column 1" in client.get(sent.location).text and "Gao Lei" in client.get(sent.location).text
