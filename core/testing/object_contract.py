"""The battery of tests that every object passes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask import Flask

from .. import objects, queries, records, registry
from ..actor import Actor
from ..errors import Forbidden, NotFound
from .fixtures import Client
from .modules_off import switch, with_dependants


class ObjectContract:
    """What every object must do, whoever wrote it. Subclass it in a module's tests:

        class TestAppraisalContract(ObjectContract):
            object_code = "appraisal"
            valid = {"account": "Northwind Mills", "offer": "31500"}
            change = {"offer": "32000"}
            invalid = {"offer": "a lot"}

    ``valid`` makes a record beyond what ``make`` fills in (a function is given ``make``), ``change`` alters it, ``invalid`` must be refused by its field.
    """

    object_code: str
    valid: Mapping[str, Any] = {}
    change: Mapping[str, Any]
    invalid: Mapping[str, Any]

    @pytest.fixture
    def object_type(self, app: Flask) -> objects.ObjectType:
        return registry.object_type(self.object_code)

    @pytest.fixture
    def record(self, make: Callable[..., Any]) -> Any:
        return make(self.object_code, **{name: value(make) if callable(value) else value for name, value in self.valid.items()})

    @pytest.fixture
    def admin(self, login: Callable[..., Client]) -> Client:
        return login("administrator")

    def test_its_pages_open_in_both_languages(self, object_type: objects.ObjectType, record: Any, login: Callable[..., Client]) -> None:
        for language in ("en", "zh_CN"):
            client = login("administrator", language=language)
            for path in (f"/{object_type.slug}", f"/{object_type.slug}/new", record.url, f"{record.url}/edit", f"{record.url}/print"):
                assert client.get(path).status_code == 200, path

    def test_the_list_and_the_api_show_it(self, object_type: objects.ObjectType, record: Any, admin: Client) -> None:
        rows = admin.get(f"/api/v1/{object_type.slug}?where=id%20%3D%20{record.id}").get_json()["data"]

        assert [row["id"] for row in rows] == [record.id]
        assert admin.get(f"/api/v1/{object_type.slug}/{record.id}").get_json()["version"] == record.version

    def test_a_change_is_logged(self, record: Any, user: Callable[..., Actor]) -> None:
        records.update(record, user("administrator"), **self.change)

        latest = records.history(record, user("administrator"))[0]
        assert set(self.change) <= set(latest.diff)

    def test_a_bad_value_is_refused_by_its_field_and_changes_nothing(self, object_type: objects.ObjectType, record: Any, admin: Client) -> None:
        answer = admin.patch(f"/api/v1/{object_type.slug}/{record.id}", json=dict(self.invalid))

        assert answer.status_code == 422
        assert {one["field"] for one in answer.get_json()["errors"]} == set(self.invalid)
        assert admin.get(f"/api/v1/{object_type.slug}/{record.id}").get_json()["version"] == record.version

    def test_a_stale_write_is_refused(self, object_type: objects.ObjectType, record: Any, admin: Client) -> None:
        answer = admin.delete(f"/api/v1/{object_type.slug}/{record.id}", headers={"If-Match": '"999"'})

        assert answer.status_code == 412

    def test_it_goes_to_the_recycle_bin_and_comes_back(self, record: Any, admin: Client, user: Callable[..., Actor]) -> None:
        batch = records.delete(record, user("administrator"))
        assert admin.get(record.url).status_code == 404
        assert str(record.id) in {str(row.id) for row in records.deleted(user("administrator"))}

        records.restore(batch, user("administrator"))
        assert admin.get(record.url).status_code == 200

    def test_nobody_without_a_role_learns_of_it(self, object_type: objects.ObjectType, record: Any) -> None:
        nobody = Actor(id=record.created_by_id, name="Nobody", principal_ids=())

        with pytest.raises(NotFound):
            records.get(object_type, record.id, nobody)
        with pytest.raises(Forbidden):
            queries.page(object_type, nobody)
        assert queries.count(object_type, nobody) == (0, False)

    def test_an_unknown_sort_filter_and_cursor_are_refused_in_a_sentence(self, object_type: objects.ObjectType, admin: Client) -> None:
        for query in ("sort=nonsense", "where=nonsense%20%3D%201", "cursor=nonsense"):
            answer = admin.get(f"/api/v1/{object_type.slug}?{query}")
            assert answer.status_code == 400, query
            assert answer.get_json()["title"], query

    def test_switched_off_it_is_gone_and_switched_on_it_is_back(self, object_type: objects.ObjectType, record: Any, admin: Client, user: Callable[..., Actor]) -> None:
        off = with_dependants([object_type.plugin])
        switch(off, False, user("administrator"))
        assert admin.get(f"/{object_type.slug}").status_code == 404
        assert admin.get(record.url).status_code == 404
        assert admin.get(f"/api/v1/{object_type.slug}").status_code == 404
        assert admin.get("/").status_code == 200

        switch(off, True, user("administrator"))
        assert admin.get(record.url).status_code == 200
