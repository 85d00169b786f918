"""Many rows saved together come out as if each had been saved by itself."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
import sqlalchemy as sa

from core import Actor, Refusal, changes, chunks, db, outages, records, savepoint, series, transaction


@pytest.fixture
def rep(user: Callable[..., Actor]) -> Actor:
    return user("sales_consultant")


@contextmanager
def inserts(table: str) -> Iterator[list[bool]]:
    """Whether each statement that wrote to the table wrote many rows."""
    seen: list[bool] = []

    def note(_connection: Any, _cursor: Any, statement: str, _values: Any, _context: Any, many: bool) -> None:
        if statement.startswith(f"INSERT INTO {table} "):
            seen.append(many)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(db.engine, "before_cursor_execute", note)


def together(rows: list[Any], work: Callable[[Any], Any], **more: Any) -> list[Any]:
    """What became of each row: its result, or the sentence that it failed by."""
    with transaction():
        return [one.result if one.problem is None else str(one.problem) for one in chunks.each(rows, work, **more)]


def make(rep: Actor) -> Callable[[str], Any]:
    return lambda name: records.create("account", rep, name=name).name


def names(rep: Actor) -> list[str]:
    return sorted(one.name for one in records.find("account", rep))


@pytest.mark.parametrize("table", ["core_record", "contacts_account", "core_change"])
def test_what_many_saves_write_goes_in_together(table: str, rep: Actor) -> None:
    with inserts(table) as seen:
        together(["Birch", "Cedar", "Elm"], make(rep))

    assert len(seen) == 1
    assert names(rep) == ["Birch", "Cedar", "Elm"]


def test_a_record_of_many_has_its_change_log_and_its_place_in_the_register(rep: Actor) -> None:
    together(["Birch", "Cedar"], make(rep))
    birch = records.first("account", rep, where={"name": "Birch"})

    assert [row.operation for row in changes.of(birch.id)] == ["create"]
    assert changes.of(birch.id)[0].diff["name"] == [None, "Birch"]


def test_a_row_that_fails_is_found_and_the_rest_goes_in(rep: Actor) -> None:
    with inserts("contacts_account") as seen:
        found = together(["Birch", "x" * 300, "Elm"], make(rep))

    assert "at most" in found[1]
    assert len(seen) == 1
    assert names(rep) == ["Birch", "Elm"]


def test_a_row_that_fails_after_it_was_written_takes_nothing_along(rep: Actor) -> None:
    def work(name: str) -> str:
        record = records.create("account", rep, name=name)
        records.update(record, rep, email="wood@example.com")
        if name == "Cedar":
            raise Refusal("no cedars")
        return name

    assert together(["Birch", "Cedar", "Elm"], work) == ["Birch", "no cedars", "Elm"]
    assert [(one.name, one.version) for one in records.find("account", rep, sort="name")] == [("Birch", 2), ("Elm", 2)]


def test_what_the_database_refuses_is_found_among_many(rep: Actor) -> None:
    def work(name: str) -> str:
        record = records.create("account", rep, name=name)
        if name == "Cedar":
            record.dealer_id = 999_999
        return name

    found = together(["Birch", "Cedar", "Elm"], work)

    assert found[::2] == ["Birch", "Elm"] and found[1] != "Cedar"
    assert names(rep) == ["Birch", "Elm"]


def test_a_row_reads_what_the_rows_before_it_have_written(rep: Actor) -> None:
    def work(name: str) -> int:
        records.create("account", rep, name=name)
        return len(records.find("account", rep))

    assert together(["Birch", "Cedar", "Elm"], work) == [1, 2, 3]


def test_a_savepoint_within_a_row_takes_back_what_was_saved_in_it(rep: Actor) -> None:
    def work(name: str) -> str:
        with suppress(Refusal), savepoint():
            records.create("account", rep, name=f"Second {name}")
            raise Refusal("no second")
        return make(rep)(name)

    together(["Birch", "Cedar"], work)

    assert names(rep) == ["Birch", "Cedar"]


def test_a_row_that_fails_gives_its_number_back(rep: Actor) -> None:
    def work(fails: bool) -> int:
        number = series.next("boats.number")
        if fails:
            raise Refusal("out")
        return number

    assert together([False, True, False], work) == [1, "out", 2]
    assert together([True, True, False], work) == ["out", "out", 3]
    with transaction():
        assert series.next("boats.number") == 4


def test_numbers_of_many_and_a_start_in_between_agree(rep: Actor) -> None:
    def work(start: int | None) -> int:
        if start is not None:
            series.start_at("boats.number", start)
        return series.next("boats.number")

    assert together([None, 10, None], work) == [1, 10, 11]


def test_rows_done_anew_are_announced(rep: Actor) -> None:
    told: list[str] = []

    def work(name: str) -> str:
        db.session.execute(sa.update(changes.ChangeRow.__table__).values(source="user"))
        if name == "Cedar":
            raise Refusal("no cedars")
        return name

    together(["Birch", "Cedar"], work, again=lambda: told.append("again"))

    assert told == ["again"]


def test_an_error_that_is_no_refusal_is_not_kept_as_a_rows(rep: Actor) -> None:
    with pytest.raises(KeyError), transaction():
        chunks.each(["Birch", "Cedar"], {}.__getitem__)

    assert chunks.current() is None


FULL = (
    ("DO $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$",) if os.environ.get("FORECOURT_TEST_DATABASE") else
    ("PRAGMA max_page_count = 1", "CREATE TABLE ballast AS SELECT zeroblob(1000000)")
)  # fmt: skip
"""What makes the database say that its disk is full."""


def test_a_disk_that_is_full_is_no_fault_of_a_row_and_stops_all_of_them(rep: Actor) -> None:
    def work(name: str) -> str:
        if name == "Cedar":
            for statement in FULL:
                db.session.execute(sa.text(statement))
        return make(rep)(name)

    with pytest.raises(sa.exc.DBAPIError) as stopped:
        together(["Birch", "Cedar", "Elm"], work)

    found = outages.diagnose(stopped.value)
    assert found is not None and found.code == "disk-full"
    db.session.rollback()
    assert names(rep) == []
