"""The plans of lists: a sort that no index holds is noticed. Every module's own views are held against this by its contract."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import sqlalchemy as sa
from flask import Flask

from core import Actor, conditions, queries, registry, units
from core.reading import Reader
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
    reader = Reader(contact, rep, conditions.read("account = 1 and is_person = true"), queries.read_sort(contact, rep, "name"), (), "read")

    assert "account_id" in plan(reader.statement(0, None), reader.values(0, None, 2))
