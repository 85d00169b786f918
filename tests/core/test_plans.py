"""The plans of lists: a sort that no index holds is noticed. Every module's own views are held against this by its contract."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from core import registry
from core.testing.plans import plan, problems_of


def test_a_list_sorted_by_what_has_no_index_is_noticed(app: Flask) -> None:
    table = registry.objects()[0].table
    text = plan(sa.select(table.c.id).order_by(table.c.custom).limit(1), {})
    assert problems_of(text, table.name)
