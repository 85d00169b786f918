"""The plans of lists: a sort that no index holds is noticed. Every module's own views are held against this by its contract."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from core import Actor, conditions, db, is_postgresql, queries, records, registry, units
from core.queries.readers import Reader
from core.testing.plans import plan, problems_of, unindexed


def test_a_list_sorted_by_what_has_no_index_is_noticed(app: Flask) -> None:
    table = registry.objects()[0].table
    text = plan(sa.select(table.c.id).order_by(table.c.custom).limit(1), {})
    assert problems_of(text, table.name)


def test_who_sees_every_dealer_walks_an_index_in_its_order_too(user: Callable[..., Actor]) -> None:
    director, opportunity = replace(user("dealer_manager"), dealer_ids=tuple(one.id for one in units.dealers())), registry.object_type("opportunity")

    assert not [problem for view in opportunity.list_views for problem in unindexed(opportunity, view, director)]


def test_the_records_of_one_account_are_found_by_it_whatever_else_is_asked(user: Callable[..., Actor]) -> None:
    """A yes or no looks as selective as a look-up to SQLite, which would go through half of all contacts."""
    contact, rep = registry.object_type("contact"), user("sales_consultant")
    reader = Reader(contact, rep, conditions.read("account = 1 and is_person = true"), queries.read_sort(contact, rep, "name"), (), "read", 2)

    assert "account_id" in plan(reader.statement(0, None), reader.values(0, None))


@pytest.mark.parametrize(("role", "column"), [("sales_consultant", "owner_id"), ("sales_manager", "owner_id"), ("dealer_manager", "dealer_id")])
@pytest.mark.parametrize(("code", "where"), [("lead", "is_open = true"), ("opportunity", "is_closed = false"), ("account", "is_person = true")])
def test_figures_of_what_one_sees_are_not_taken_of_everybodys_records(code: str, where: str, role: str, column: str, user: Callable[..., Actor]) -> None:
    asked = queries.visible_ids(code, user(role), where=where)
    if is_postgresql():  # whose plan of a table of a few rows tells nothing: it is the array by which it may use the index of the ids beside that of the column
        assert ".id = any(array((SELECT core_share" in str(asked.compile(db.engine))
    else:
        assert f"({column}=?" in plan(asked, {})


def test_what_belongs_to_one_account_is_counted_without_naming_all_that_is_in_sight(user: Callable[..., Actor]) -> None:
    asked = queries.visible_ids("case", user("sales_consultant"), where="account = 1 and is_closed = false")

    assert "UNION ALL" not in str(asked)
    assert is_postgresql() or "(account_id=?" in plan(asked, {}).splitlines()[0]


def test_who_asks_for_the_own_records_is_asked_nothing_else(user: Callable[..., Actor]) -> None:
    """An activity is seen by its links to some thirty objects too, each with its own ways."""
    asked = str(queries.visible_ids("activity", user("sales_consultant"), where="owner = me and status = open"))

    assert "activities_link" not in asked
    assert "core_share" not in asked


@pytest.mark.parametrize(("code", "column"), [("case_comment", "case_id"), ("opportunity_line", "opportunity_id"), ("key_person", "account_id")])
def test_a_list_of_what_belongs_to_ones_own_begins_with_ones_own(code: str, column: str, user: Callable[..., Actor]) -> None:
    object_type, rep = registry.object_type(code), user("sales_consultant")
    everything, sort = conditions.read(None), queries.read_sort(object_type, rep, object_type.list_views[0].sort)
    reader = Reader(object_type, rep, everything, sort, (), "read", 50)

    assert reader.ways[0].by == column
    assert is_postgresql() or f"({column}=?" in plan(reader.statement(0, None), reader.values(0, None))  # of an empty table PostgreSQL's tells nothing


def test_the_parts_of_one_record_are_found_by_it(user: Callable[..., Actor]) -> None:
    comment, rep = registry.object_type("case_comment"), user("sales_consultant")
    reader = Reader(comment, rep, conditions.read("case = 1"), queries.read_sort(comment, rep, "said_at"), (), "read", 50)

    assert reader.ways[0].ids is None


def test_what_is_shared_is_walked_share_by_share_whatever_else_is_asked(user: Callable[..., Actor]) -> None:
    """In a plan for any value PostgreSQL takes little to fit a condition, and would read all that does to join it with the shares."""
    opportunity, rep = registry.object_type("opportunity"), user("sales_consultant")
    reader = Reader(opportunity, rep, conditions.read("close_date >= today and close_date < today+30"), queries.read_sort(opportunity, rep, "close_date"), (), "read", 50)
    place = next(place for place, way in enumerate(reader.ways) if way.kind == "shared")
    asked = str(reader.part(place, 0, None).compile(db.engine))

    assert ("JOIN LATERAL" if is_postgresql() else "CROSS JOIN") in asked, asked
    assert asked.index("core_share") < asked.index("close_date >= "), asked


def test_what_lies_in_the_recycle_bin_is_not_looked_for_among_what_lives(user: Callable[..., Actor], count_statements: Callable[..., Any]) -> None:
    with count_statements() as sent:
        records.deleted(user("dealer_manager"))

    [asked] = [one for one in sent if "FROM core_record" in one]
    if not is_postgresql():  # which goes by how few there are
        shown = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", (None,) * asked.count("?"))
        assert not [row[3] for row in shown if row[3].startswith("SCAN")]
