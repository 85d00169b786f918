"""Lists: keyset paging, sight, what may be sorted and filtered, and the indexes that serve it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from core import Actor, BadQuery, db, is_postgresql, queries, records, units


@pytest.fixture
def opportunities(user: Callable[..., Actor]) -> list[Any]:
    """Of two consultants at North and one at South; every third without a close date, one deleted."""
    made = []
    for number, who in enumerate([user(), user(number=2), user(dealer="South")] * 5):
        account = records.create("account", who, name=f"Account {number}")
        date = None if number % 3 == 1 else f"2030-01-{number % 7 + 1:02d}"
        made.append(records.create("opportunity", who, name=f"Car {number}", account=account, close_date=date, amount=number))
    records.delete(made.pop(), user("administrator"))
    return made


def walk(who: Actor, sort: str, where: str | None = None) -> list[int]:
    found: list[int] = []
    cursor = None
    while True:
        page = queries.page("opportunity", who, where=where, sort=sort, cursor=cursor, limit=2)
        found += [row.id for row in page.rows]
        cursor = page.next
        if cursor is None:
            return found


@pytest.mark.parametrize("sort", ["close_date", "-close_date", "name", "-amount", "-modified_at"])
@pytest.mark.parametrize("role", ["sales_consultant", "sales_manager", "dealer_manager", "administrator"])
def test_paging_meets_every_record_in_sight_exactly_once(role: str, sort: str, opportunities: list[Any], user: Callable[..., Actor]) -> None:
    who = user(role)
    found = walk(who, sort)
    at_once = [row.id for row in queries.page("opportunity", who, sort=sort, limit=200).rows]
    wanted = {one.id for one in opportunities if role == "administrator" or one.owner_id == who.id or (role != "sales_consultant" and one.dealer_id == who.dealer_id)}

    assert found == at_once
    assert len(found) == len(set(found))
    assert set(found) == wanted


def test_a_shared_record_is_met_once_although_two_ways_lead_to_it(opportunities: list[Any], user: Callable[..., Actor]) -> None:
    mine = next(one for one in opportunities if one.owner_id == user().id)
    theirs = next(one for one in opportunities if one.owner_id == user(dealer="South").id)
    for one in (mine, theirs):
        records.share(one, user().id, user("administrator"))

    found = walk(user(), "close_date")

    assert found.count(mine.id) == found.count(theirs.id) == 1


@pytest.mark.parametrize("sort", ["close_date", "-close_date", "-modified_at"])
def test_who_sees_every_dealer_walks_once_and_meets_the_same_records(
    sort: str, opportunities: list[Any], user: Callable[..., Actor], count_statements: Callable[..., Any]
) -> None:
    director = replace(user("dealer_manager"), dealer_ids=tuple(one.id for one in units.dealers()))
    with count_statements() as sent:
        found = walk(director, sort)

    assert sorted(found) == sorted(one.id for one in opportunities)
    assert found == walk(user("administrator"), sort)
    assert not any("json_each" in one or "unnest" in one for one in sent)


BOUNDED = ("close_date <= 2030-01-04", "close_date is not empty and amount > 2", "close_date in (2030-01-03, 2030-01-05)", "close_date < 2030-01-03 or close_date = 2030-01-06")
UNBOUNDED = ("amount > 2", "close_date != 2030-01-04", "close_date < 2030-01-03 or amount > 9", "not (close_date < 2030-01-03)", 'close_date = ""')


@pytest.mark.parametrize(("where", "asked"), [*((one, 1) for one in BOUNDED), *((one, 2) for one in UNBOUNDED)])
@pytest.mark.parametrize("sort", ["close_date", "-close_date"])
def test_records_without_a_value_to_sort_by_are_asked_for_only_where_some_may_fit(
    sort: str, where: str, asked: int, opportunities: list[Any], user: Callable[..., Actor], count_statements: Callable[..., Any]
) -> None:
    admin = user("administrator")
    with count_statements() as sent:
        found = [row.id for row in queries.page("opportunity", admin, where=where, sort=sort).rows]

    assert sorted(found) == sorted(row.id for row in queries.page("opportunity", admin, where=where, sort="-modified_at").rows) != []
    assert sum("FROM opportunities_opportunity" in one for one in sent) == asked
    assert walk(admin, sort, where) == found


@pytest.mark.parametrize("where", ["owner = me", "(owner = me and amount > 0) and name starts Car"])
def test_ones_own_records_are_read_by_their_owner_alone(
    where: str, opportunities: list[Any], user: Callable[..., Actor], count_statements: Callable[..., Any]
) -> None:
    manager = user("dealer_manager")
    records.update(opportunities[4], user("administrator"), owner=manager.id)
    with count_statements() as sent:
        found = [row.id for row in queries.page("opportunity", manager, where=where).rows]

    assert found == [opportunities[4].id]
    assert not any("core_share" in one or "json_each" in one or "LATERAL" in one for one in sent)


def test_the_records_of_one_who_is_not_in_sight_stay_hidden(opportunities: list[Any], user: Callable[..., Actor]) -> None:
    assert not queries.page("opportunity", user(), where=f"owner = {user(number=2).id}").rows
    assert queries.page("opportunity", user("sales_manager"), where=f"owner = {user(number=2).id}").rows


@pytest.mark.parametrize("cursor", ["x", "e30", "W10", "WyItbW9kaWZpZWRfYXQiLDAsbnVsbCwxXQ", "é"])
def test_a_bad_cursor_is_refused_in_a_sentence(cursor: str, user: Callable[..., Actor]) -> None:
    with pytest.raises(BadQuery, match="first page"):
        queries.page("opportunity", user("administrator"), cursor=cursor)


def test_a_hidden_field_is_an_unknown_one(opportunities: list[Any], user: Callable[..., Actor]) -> None:
    blind = replace(user(), field_rights={("opportunity", "amount"): "hidden"})

    for asked in ({"sort": "amount"}, {"where": "amount > 1"}, {"columns": ("amount",)}):
        with pytest.raises(BadQuery) as hidden:
            queries.page("opportunity", blind, **asked)  # type: ignore[arg-type]  # one of three
        assert "amount" in hidden.value.message
    for measured in ({"measures": ["sum:amount"]}, {"counts": {"dear": "amount > 1"}}):
        with pytest.raises(BadQuery):
            queries.aggregate("opportunity", blind, group_by=["stage"], **measured)  # type: ignore[arg-type]  # one of two


def test_counts_are_capped(opportunities: list[Any], user: Callable[..., Actor]) -> None:
    assert queries.count("opportunity", user("administrator"), cap=3) == (3, True)
    assert queries.count("opportunity", user("administrator"))[1] is False


def test_sums_of_money_never_mix_currencies(opportunities: list[Any], user: Callable[..., Actor]) -> None:
    admin = user("administrator")
    records.update(opportunities[0], admin, amount="7", amount_currency="EUR")

    rows = queries.aggregate("opportunity", admin, group_by=[], measures=["count", "sum:amount"])

    assert {row.amount_currency for row in rows} == {"CNY", "EUR"}
    assert next(row.sum_amount for row in rows if row.amount_currency == "EUR") == 7


def test_each_group_tells_how_many_fit_a_further_condition(opportunities: list[Any], user: Callable[..., Actor]) -> None:
    admin = user("administrator")
    records.update(opportunities[0], admin, amount="70000")

    [row] = queries.aggregate("opportunity", admin, group_by=[], counts={"dear": "amount > 1000", "every": None, "none": "amount < 0"})

    assert (row.count, row.dear, row.every, row.none) == (len(opportunities), 1, len(opportunities), 0)


@pytest.mark.parametrize("role", ["sales_consultant", "dealer_manager", "administrator"])
def test_a_list_is_read_by_an_index(role: str, opportunities: list[Any], user: Callable[..., Actor], count_statements: Callable[..., Any]) -> None:
    if is_postgresql():
        db.session.execute(sa.text("SET enable_seqscan = off"))
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if "FROM opportunities_opportunity" in statement:
            seen.append((statement, parameters))

    sa.event.listen(db.engine, "before_cursor_execute", note)
    queries.page("opportunity", user(role), sort="-modified_at", columns=("name", "amount"))
    sa.event.remove(db.engine, "before_cursor_execute", note)
    statement, parameters = seen[0]
    prefix = "EXPLAIN " if is_postgresql() else "EXPLAIN QUERY PLAN "
    plan = "\n".join(str(row) for row in db.session.connection().exec_driver_sql(prefix + statement, parameters))

    assert "Seq Scan on opportunities_opportunity" not in plan
    assert "SCAN opportunities_opportunity\n" not in plan
    assert "ndex" in plan or "INDEX" in plan
