"""What is promised of every record, tried on one of each object: its log, its files, its next follow-up, and that it is found."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from core import Actor, Invalid, ObjectType, Refusal, registry
from core.testing import Client
from plugins.files import folder

BYTES = "application/octet-stream"
AT_LEAST = 20
"""Of so many objects the shipped modules make one from valid values alone; others have rules of their own."""


@pytest.fixture(autouse=True)
def empty_folder(app: Flask) -> Iterator[None]:
    """The database is new for each test, so the folder is too."""
    yield
    shutil.rmtree(folder.folder(), ignore_errors=True)


@pytest.fixture
def boss(login: Callable[..., Client]) -> Client:
    return login("administrator")


@pytest.fixture
def one_of_each(app: Flask, make: Callable[..., Any]) -> list[tuple[ObjectType, Any]]:
    """A record of each object, as far as valid values alone make one."""
    found = []
    for object_type in registry.objects():
        declared = object_type.model.__record_fields__.items()
        anything = {name: make("account") for name, field in declared if field.required and field.type == "lookup" and field.to is None}
        try:
            found.append((object_type, make(object_type.code, **anything)))
        except (Invalid, Refusal):
            continue
    assert len(found) >= AT_LEAST
    return found


def test_the_change_log_of_every_record_is_told_on_its_page(one_of_each: Any, boss: Client) -> None:
    for object_type, record in one_of_each:
        assert "history.latest" in boss.get(record.url).text, object_type.code
        assert "Created" in boss.get(f"/history/{record.id}").text, object_type.code


def test_a_file_is_attached_to_every_record_that_is_no_set_up(one_of_each: Any, boss: Client) -> None:
    for object_type, record in one_of_each:
        if object_type.setup:
            continue
        made = boss.post(f"/api/v1/files/{record.id}?name=offer.txt", data=object_type.code.encode(), content_type=BYTES)
        assert made.status_code == 201 or made.get_json()["code"] == "read-only", object_type.code
        assert 'id="files"' in boss.get(record.url).text, object_type.code


def test_every_list_of_records_worked_on_sorts_and_filters_by_the_next_follow_up(one_of_each: Any, boss: Client, make: Callable[..., Any], user: Callable[..., Actor]) -> None:
    for object_type, record in one_of_each:
        if object_type.code == "activity" or object_type.setup or not object_type.owners:
            continue
        make("activity", by=user("administrator"), about=record, due_on="2030-12-01")
        asked = {"where": "activities.next = 2030-12-01", "sort": "-activities.next"}
        page = boss.get(f"/{object_type.slug}", query_string={**asked, "view": "all", "columns": f"{object_type.name_field},activities.next"})
        rows = boss.get(f"/api/v1/{object_type.slug}", query_string=asked)

        assert page.status_code == 200 and record.url in page.text, object_type.code
        assert [row["id"] for row in rows.get_json()["data"]] == [record.id], object_type.code


def test_every_record_with_a_name_to_search_by_is_found_in_the_box(one_of_each: Any, boss: Client) -> None:
    for object_type, record in one_of_each:
        if object_type.search and object_type.menu and not object_type.setup:
            shown = boss.get("/search", query_string={"q": object_type.name_of(record), "in": object_type.code}).text
            assert record.url in shown, object_type.code
