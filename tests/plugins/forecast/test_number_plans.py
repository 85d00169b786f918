"""Opening a number is an indexed list: whoever opens it, nothing goes through the table or sorts it."""

import pytest

from core import registry, users
from core.testing.plans import unindexed_where
from plugins.forecast import deals


@pytest.mark.parametrize("role", ["sales_consultant", "sales_manager", "dealer_manager", "administrator"])
def test_the_list_behind_every_number_walks_an_index(deal, seen, user, other_rep, lead, role):
    for category, owner in (("commit", None), ("closed", other_rep), ("pipeline", lead)):
        deal(category, 100, owner=owner)
    opportunity, reader = registry.object_type("opportunity"), users.actor(user(role).id)
    grid = seen(reader)
    numbers = {(root, column.code): deals.where(grid, deals.places(grid, root), column) for column in grid.columns for root in (None, grid.root())}

    assert numbers
    assert {number: problems for number, where in numbers.items() if (problems := unindexed_where(opportunity, where, "close_date", reader))} == {}
