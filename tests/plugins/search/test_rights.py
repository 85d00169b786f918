"""Nobody finds what they may not see, and a field one may not see is no place to look."""

import pytest

from core import queries, records, registry, roles
from plugins.activities import put_on_record


@pytest.fixture
def theirs(make, user):
    return make("account", name="周敏", phone="13800138000", by=user("sales_consultant", dealer="South"))


@pytest.mark.parametrize("typed", ["周敏", "zm", "zhoumin", "138", "8000", "0013", "周敏 8000"])
def test_another_dealers_record_is_not_found(find, theirs, typed, user):
    assert find(typed) == []
    assert find(typed, by=user("dealer_manager")) == []
    assert find(typed, by=user("administrator")) == [theirs.id]
    assert find(typed, by=user("dealer_manager", dealer="South")) == [theirs.id]


def test_a_manager_finds_what_the_team_has(find, make, user):
    record = make("account", name="周敏", phone="13800138000", by=user("sales_consultant", number=2))

    assert find("zm", by=user("sales_manager")) == [record.id]
    assert find("0013", by=user("sales_manager")) == [record.id]


@pytest.mark.parametrize("typed", ["周敏", "zm", "0013"])
def test_a_shared_record_is_found(find, theirs, me, typed, user):
    records.share(theirs, me.id, user("administrator"))

    assert find(typed) == [theirs.id]


def test_a_record_seen_by_way_of_a_module_is_found(find, make, me, user):
    boss = user("administrator")
    account = make("account", name="吴桐", by=me)
    activity = make("activity", name="试驾回访", by=boss)
    assert find("试驾", among="activity") == []

    put_on_record.run(activity, boss, to=account)
    assert find("试驾", among="activity") == [activity.id]


def test_a_hidden_field_is_not_searched(find, make, user, me):
    record = make("account", name="周敏", phone="13800138000", by=me)
    roles.change(user("administrator"), "sales_consultant", fields={("account", "phone"): "hidden"})
    hidden = user("sales_consultant")

    assert find("8000", by=hidden) == find("0013", by=hidden) == find("周敏 8000", by=hidden) == []
    assert find("周敏", by=hidden) == [record.id]


def test_an_object_out_of_reach_is_not_there(make, me):
    from dataclasses import replace

    make("account", name="周敏", by=me)
    nobody = replace(me, grants={})

    assert queries.indexed([registry.object_type("account")], nobody, "周敏", 5) == {"account": []}
