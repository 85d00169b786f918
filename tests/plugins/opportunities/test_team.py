"""The team of a sale: its row opens the opportunity to somebody who would not see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core import Actor, Forbidden, Invalid, NotFound, queries, records


@pytest.fixture
def helper(user: Callable[..., Actor]) -> Actor:
    return user("sales_consultant", dealer="South")


@pytest.fixture
def join(rep: Actor, helper: Actor) -> Callable[..., Any]:
    """``join(record, access="edit")``: the helper becomes a member."""

    def add(record: Any, **values: Any) -> Any:
        return records.create("opportunity_team_member", rep, opportunity=record, **{"member": helper.id, "role": "presales", **values})

    return add


def test_a_member_sees_the_sale_in_page_list_and_count_and_may_not_change_it(sale, join, helper):
    record = sale()
    assert queries.count("opportunity", helper)[0] == 0

    join(record)

    assert [one.id for one in records.find("opportunity", helper)] == [record.id]
    assert queries.count("opportunity", helper)[0] == 1
    with pytest.raises(Forbidden):
        records.update(record, helper, next_step="Call")


def test_a_member_with_access_to_edit_changes_it_but_does_not_delete_it(sale, join, helper):
    record = sale()
    join(record, access="edit")

    assert records.update(record, helper, next_step="Call").next_step == "Call"
    with pytest.raises(Forbidden):
        records.delete(record, helper)


def test_less_access_replaces_more(sale, join, helper, rep):
    record = sale()
    member = join(record, access="edit")

    records.update(member, rep, access="read")

    with pytest.raises(Forbidden):
        records.update(record, helper, next_step="Call")


def test_another_member_in_the_row_closes_it_to_the_first(sale, join, helper, rep, user):
    record, other = sale(), user("call_centre_agent", dealer="South")
    member = join(record)

    records.update(member, rep, member=other.id)

    with pytest.raises(NotFound):
        records.get("opportunity", record.id, helper)


def test_a_row_that_goes_to_another_sale_closes_the_first(sale, join, helper, rep):
    record, other = sale(), sale(name="Han EV")
    member = join(record)

    records.update(member, rep, opportunity=other)

    assert [one.id for one in records.find("opportunity", helper)] == [other.id]


def test_whoever_may_only_read_a_sale_adds_nobody_to_its_team(sale, helper, rep, user):
    record, own = sale(), sale(by=helper)
    records.share(record, helper.id, rep)
    values = {"member": user("call_centre_agent", dealer="South").id, "role": "presales", "access": "edit"}
    member = records.create("opportunity_team_member", helper, typed=("opportunity", *values), opportunity=own.id, **values)

    for attempt in (
        lambda: records.create("opportunity_team_member", helper, typed=("opportunity", *values), opportunity=record.id, **{**values, "member": helper.id}),
        lambda: records.update(member, helper, typed=("opportunity",), opportunity=record.id),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert records.shares(record)[0].access == "read" and len(records.shares(record)) == 1


def test_who_leaves_the_team_sees_it_no_more_and_again_once_the_row_is_restored(sale, join, helper, rep, admin):
    record = sale()
    batch = records.delete(join(record), rep)

    with pytest.raises(NotFound):
        records.get("opportunity", record.id, helper)

    records.restore(batch, admin)
    assert records.get("opportunity", record.id, helper).id == record.id


def test_a_restored_sale_is_open_to_its_team_again(sale, join, helper, rep, admin):
    record = sale()
    join(record)
    batch = records.delete(record, admin)

    records.restore(batch, admin)

    assert records.get("opportunity", record.id, helper).id == record.id


def test_who_does_not_see_the_sale_does_not_see_its_team(sale, join, rep, user):
    join(sale())

    assert records.find("opportunity_team_member", user("sales_consultant", dealer="South", number=2)) == []


def test_nobody_adds_themselves_to_a_sale_they_do_not_see(sale, helper):
    record = sale()

    with pytest.raises(Invalid) as refused:
        records.create("opportunity_team_member", helper, typed=("opportunity", "member", "role"), opportunity=record.id, member=helper.id, role="presales")

    assert "opportunity" in refused.value.errors


def test_a_member_who_may_edit_the_sale_brings_nobody_else_and_sends_nobody_away(sale, join, helper, user):
    record = sale()
    member = join(record, access="edit")
    other = user("call_centre_agent", dealer="South")

    with pytest.raises(Forbidden, match="Only the owner of a record"):
        records.create("opportunity_team_member", helper, opportunity=record, member=other.id, role="presales")
    with pytest.raises(Forbidden, match="Only the owner of a record"):
        records.delete(member, helper)
    assert [one.principal_id for one in records.shares(record)] == [helper.id]


def test_a_sale_is_deleted_with_its_team(sale, join, rep, admin):
    record = sale()
    join(record)

    records.delete(record, admin)

    assert records.first("opportunity_team_member", admin) is None
