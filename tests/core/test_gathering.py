"""What a transaction only writes is written once for a table, and found by whoever looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core import Actor, Invalid, Refusal, changes, chunks, gathering, records, savepoint, system_actor, transaction


@pytest.fixture
def rep(user: Callable[..., Actor]) -> Actor:
    return user("sales_consultant")


def logged(record: Any) -> list[str]:
    return [row.operation for row in changes.of(record.id)]


def test_two_saves_write_the_change_log_by_one_statement(rep: Actor, count_statements: Callable[..., Any]) -> None:
    with count_statements() as sent, transaction():
        birch, cedar = (records.create("account", rep, name=name) for name in ("Birch", "Cedar"))

    assert len([one for one in sent if one.startswith("INSERT INTO core_change")]) == 1
    assert (logged(birch), logged(cedar)) == (["create"], ["create"])


def test_a_long_transaction_does_not_gather_without_end(rep: Actor, count_statements: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MOST", 2)
    with count_statements() as sent, transaction():
        made = [records.create("account", rep, name=name) for name in ("Birch", "Cedar", "Elm")]

    assert len([one for one in sent if one.startswith("INSERT INTO core_change")]) == 2
    assert [logged(one) for one in made] == [["create"]] * 3


def test_whoever_reads_the_log_within_the_transaction_finds_it(rep: Actor) -> None:
    with transaction():
        birch = records.create("account", rep, name="Birch")
        assert logged(birch) == ["create"]
        records.update(birch, rep, name="Birch Ltd")
        assert logged(birch) == ["update", "create"]


def test_a_savepoint_that_is_taken_back_takes_only_its_own_rows_along(rep: Actor) -> None:
    with transaction():
        birch = records.create("account", rep, name="Birch")
        with pytest.raises(Refusal), savepoint():
            records.update(birch, rep, name="Cedar")
            raise Refusal("no cedars")

    assert logged(birch) == ["create"]


def test_nothing_of_a_transaction_that_fails_is_left_for_the_next(rep: Actor, count_statements: Callable[..., Any]) -> None:
    with pytest.raises(Refusal), transaction():
        records.create("account", rep, name="Birch")
        raise Refusal("no birches")

    with count_statements() as sent, transaction():
        cedar = records.create("account", rep, name="Cedar")
    assert len([one for one in sent if one.startswith("INSERT INTO core_change")]) == 1
    assert logged(cedar) == ["create"]


def test_what_a_transaction_knows_is_forgotten_at_its_end_and_with_a_savepoint(rep: Actor) -> None:
    with transaction():
        chunks.facts("seen")["birch"] = True
        with pytest.raises(Refusal), savepoint():
            assert chunks.facts("seen") == {"birch": True}
            raise Refusal("back")
        assert chunks.facts("seen") == {}
        chunks.facts("seen")["cedar"] = True

    assert chunks.facts("seen") == {}


def test_a_look_up_to_what_was_made_and_deleted_meanwhile_is_refused(rep: Actor) -> None:
    with transaction():
        birch = records.create("account", rep, name="Birch")
        records.create("contact", rep, name="Ann", account=birch)
        records.delete(birch, system_actor())
        with pytest.raises(Invalid) as problem:
            records.create("contact", rep, name="Ben", account=birch)

    assert "account" in problem.value.errors
