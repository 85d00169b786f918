"""Building the whole index anew: as much as needed at a time, and as it was before however it went."""

import pytest
import sqlalchemy as sa

from bench.counts import counted
from core import db, is_postgresql, records, registry
from plugins.search import building, index, tables


def build():
    return building.build_all(lambda _object_type, _done: None)


def shape():
    """Key and indexes of both tables, as the database has them."""
    looked = sa.inspect(db.engine)
    names = ("search_text", "search_token")
    return {one: (looked.get_pk_constraint(one)["constrained_columns"], sorted(index["name"] for index in looked.get_indexes(one))) for one in names}


@pytest.fixture
def many(monkeypatch):
    """An installation as large as one whose indexes are made behind the words."""
    monkeypatch.setattr(building, "MANY", 0)


@pytest.fixture
def zhou(make, me):
    return make("account", name="周敏", phone="13800138000", by=me)


def test_built_anew_the_tables_are_as_they_were_and_everything_is_found(many, find, zhou):
    before = shape()

    building.start_over()
    assert build()["account"] == 1

    assert shape() == before
    assert building.waiting() == []
    assert find("zm") == find("8000") == [zhou.id]


def test_nothing_is_searched_by_the_index_until_its_own_indexes_stand(many, zhou, monkeypatch):
    monkeypatch.setattr(tables, "settle", lambda: False)
    building.start_over()
    build()

    account = registry.object_type("account")
    assert (account in building.complete([account])) is not is_postgresql()


def test_what_is_saved_while_it_is_built_is_found_once_under_its_new_name(many, find, make, zhou, me):
    building.start_over()
    building._prepare()
    records.update(zhou, me, name="吴桐")
    new = make("account", name="赵云", by=me)
    build()

    assert find("wt") == [zhou.id]
    assert find("zy") == [new.id]
    assert find("周敏") == []


def test_a_building_that_was_cut_short_goes_on_where_it_was(many, find, zhou, monkeypatch):
    building.start_over()
    with monkeypatch.context() as patch:
        patch.setattr(tables, "settle", lambda: False)
        build()

    assert build().get("account", 0) in (0, 1)
    assert building.waiting() == []
    assert find("zm") == [zhou.id]


def test_an_index_whose_making_was_cut_short_is_made_anew(find, zhou):
    before = shape()
    if is_postgresql():  # SQLite has its indexes all the time
        with db.engine.begin() as connection:
            connection.exec_driver_sql(f"DROP INDEX {tables.TRIGRAMS}, {tables.BY_OWNER}")
    building.start_over(["account"])
    build()

    assert shape() == before
    assert find("zm") == [zhou.id]


def test_ten_times_the_records_are_indexed_by_the_same_statements(app, make, me):
    account = registry.object_type("account")

    def statements(number):
        for _one in range(number):
            make("account", name="周敏", by=me)
        building.start_over(["account"])
        with counted(app) as sent:
            building.build_batch(account, trust=True)
        return len(sent)

    assert statements(2) == statements(20)


def test_what_a_record_is_found_by_is_the_same_saved_or_built(zhou):
    def held():
        return [sorted(map(tuple, db.session.execute(sa.select(*(one for one in table.c if one.name != "id"))))) for table in (index.TEXT, index.TOKEN)]

    saved = held()
    building.start_over()
    build()

    assert held() == saved
