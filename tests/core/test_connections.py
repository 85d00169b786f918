"""Connections to PostgreSQL: reading costs no way to the server but its own, what is asked often stands prepared, and a server that was away is noticed."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from core import Actor, NotFound, connections, db, records, transaction

ENDED = sa.text("SELECT pg_terminate_backend(:number, 5000)")
PREPARED = sa.text("SELECT count(*) FROM pg_prepared_statements")
PLANNED = sa.text("SELECT custom_plans FROM pg_prepared_statements WHERE strpos(statement, 'way_0_0') > 0")
TURNS, MOST_LOOKS = 14, 5
"""The driver prepares a statement the fifth time, and PostgreSQL plans it for its values five times more before it compares."""


def driver() -> Any:
    return db.session.connection().connection.driver_connection


@pytest.fixture
def asked(app: Any, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether the server answered, each time that it was asked whether it is there; no connection of an earlier test is left."""
    db.engine.dispose()
    held: list[bool] = []
    answers = connections._answers

    def note(connection: Any) -> bool:
        held.append(answers(connection))
        return held[-1]

    monkeypatch.setattr(connections, "_answers", note)
    return held


def end_the_connection() -> None:
    """As when the server was started again: the one connection in the pool leads nowhere any more."""
    number = driver().info.backend_pid
    db.session.remove()
    with sa.create_engine(db.engine.url, poolclass=sa.NullPool).connect() as another:
        another.execute(ENDED, {"number": number})


def test_reading_begins_no_transaction(user: Any) -> None:
    records.find("account", user("sales_consultant"))

    assert driver().info.transaction_status.name == "IDLE"


def test_writing_does_and_ends_it(user: Any, make: Any) -> None:
    with transaction():
        make("account")
        assert driver().info.transaction_status.name == "INTRANS"

    assert driver().info.transaction_status.name == "IDLE"


def test_a_page_that_is_asked_again_and_again_stands_prepared(login: Any) -> None:
    client: FlaskClient = login("sales_consultant")
    for _turn in range(7):
        assert client.get("/leads").status_code == 200

    assert db.session.execute(PREPARED).scalar_one() > 0


@pytest.mark.parametrize("role", ["sales_consultant", "sales_manager", "dealer_manager"])
@pytest.mark.parametrize("address", ["/opportunities?view=open", "/api/v1/accounts"])
def test_a_list_that_is_asked_again_and_again_is_planned_for_all_values(login: Any, make: Any, role: str, address: str) -> None:
    """A plan for these few owners is thrown away with the answer, and takes longer than that."""
    db.session.remove()
    db.engine.dispose()  # with what earlier tests prepared
    for _turn in range(60):
        make("account", name="Harbour Works")
    client: FlaskClient = login(role)
    for _turn in range(TURNS):
        assert client.get(address).status_code == 200

    planned = db.session.execute(PLANNED).all()
    assert planned
    assert all(row.custom_plans <= MOST_LOOKS for row in planned), planned


def test_no_statement_is_compiled_to_machine_code_first(app: Any) -> None:
    assert db.session.execute(sa.text("SHOW jit")).scalar_one() == "off"


def test_a_connection_in_use_is_not_asked_whether_it_is_there(login: Any, asked: list[bool]) -> None:
    client: FlaskClient = login("sales_consultant")
    for _turn in range(3):
        client.get("/leads")

    assert asked == []


def test_after_the_server_was_away_the_next_page_stands_as_before(login: Any, asked: list[bool]) -> None:
    client: FlaskClient = login("sales_consultant")
    db.session.remove()
    client.get("/leads")
    end_the_connection()

    assert client.get("/leads").status_code == 200
    assert asked == [False]


def test_a_connection_that_lay_long_is_asked_first(login: Any, asked: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    client: FlaskClient = login("sales_consultant")
    client.get("/leads")
    monkeypatch.setattr(connections, "TRUSTED", 0)

    assert client.get("/leads").status_code == 200
    assert asked
    assert all(asked)


def test_what_fails_halfway_is_taken_back_whole(user: Any, make: Any) -> None:
    rep: Actor = user("administrator")
    with pytest.raises(RuntimeError), transaction():
        account = make("account")
        raise RuntimeError("the plug is pulled")

    with pytest.raises(NotFound):
        records.get("account", account.id, rep)
