"""Roles: two layers, merged, and never without an administrator."""

from __future__ import annotations

import pytest
from people import Group, people  # noqa: F401 - people is a fixture

from core import registry, roles, state, users
from core.db import transaction
from core.errors import Conflict, Forbidden, Invalid, Refusal
from core.permissions import Role


@pytest.fixture
def shipped(people: Group) -> dict[str, Role]:
    """What a module ships for two roles."""
    declared = registry.current().roles
    declared["sales_consultant"] = Role(
        "sales_consultant", "Sales consultant", grants={"boat": {"create": True, "read": "own", "edit": "own"}}, fields={("boat", "price"): "hidden"}
    )
    declared["read_only"] = Role("read_only", "Read only", grants={"boat": {"read": "dealer"}}, permissions=("export",))
    refresh()
    return declared


def refresh() -> None:
    with transaction():
        state.bump("rights")


def test_the_widest_scope_of_all_roles_wins(people: Group, shipped: dict[str, Role]) -> None:
    users.change(people.system(), people.min, role_codes=("sales_consultant", "read_only"))
    actor = people.actor(people.min)

    assert actor.grants["boat", "read"] == "dealer"
    assert actor.grants["boat", "edit"] == "own"
    assert ("boat", "delete") not in actor.grants
    assert actor.may("export")


def test_a_field_is_hidden_only_where_every_role_hides_it(people: Group, shipped: dict[str, Role]) -> None:
    assert people.actor(people.min).field_rights["boat", "price"] == "hidden"
    users.change(people.system(), people.min, role_codes=("sales_consultant", "front_desk"))
    assert people.actor(people.min).field_rights["boat", "price"] == "hidden"  # the front desk reads no boats

    users.change(people.system(), people.min, role_codes=("sales_consultant", "read_only"))
    assert ("boat", "price") not in people.actor(people.min).field_rights


def test_an_upgrade_improves_the_default_and_keeps_what_was_decided_here(people: Group, shipped: dict[str, Role]) -> None:
    role = roles.find("sales_consultant")
    roles.change(people.system(), role.code, grants={**role.grants, ("boat", "read"): "team"})

    shipped["sales_consultant"] = Role("sales_consultant", "Sales consultant", grants={"boat": {"create": True, "read": "own", "delete": "own"}})
    refresh()

    grants = roles.find("sales_consultant").grants
    assert grants == {("boat", "create"): "all", ("boat", "read"): "team", ("boat", "delete"): "own"}


def test_a_right_taken_away_stays_away_until_the_role_is_reset(people: Group, shipped: dict[str, Role]) -> None:
    roles.change(people.system(), "read_only", permissions=())
    assert not roles.find("read_only").permissions

    roles.reset(people.system(), "read_only")

    assert roles.find("read_only").permissions == {"export"}
    assert not roles.find("read_only").differs


def test_rights_that_do_not_exist_are_refused(people: Group) -> None:
    for rights in ({"grants": {("boot", "read"): "all"}}, {"grants": {("boat", "read"): "galaxy"}}, {"permissions": ("boat.fly",)}):
        with pytest.raises(Invalid):
            roles.change(people.system(), "read_only", **rights)


def test_the_administrators_rights_cannot_be_limited(people: Group) -> None:
    with pytest.raises(Refusal, match="cannot be limited"):
        roles.change(people.system(), "administrator", permissions=())


def test_a_role_made_here_begins_like_another_and_goes_when_nobody_has_it(people: Group, shipped: dict[str, Role]) -> None:
    code = roles.add(people.system(), label="Intern", like="read_only")
    assert roles.find(code).grants == {("boat", "read"): "dealer"}
    users.change(people.system(), people.min, role_codes=(code,))

    with pytest.raises(Refusal, match="still have this role"):
        roles.remove(people.system(), code)
    with pytest.raises(Refusal, match="preset"):
        roles.remove(people.system(), "read_only")
    users.change(people.system(), people.min, role_codes=())
    roles.remove(people.system(), code)

    assert code not in {role.code for role in roles.all_roles()}


def test_unknown_roles_stale_versions_and_strangers_are_refused(people: Group) -> None:
    with pytest.raises(Invalid, match="no role"):
        roles.assign(people.system(), people.min, ("emperor",))
    with pytest.raises(Forbidden):
        roles.assign(people.actor(people.sam), people.sam, ("administrator",))
    roles.change(people.system(), "read_only", label="Looker")
    with pytest.raises(Conflict):
        roles.change(people.system(), "read_only", 1, label="Viewer")


def test_a_removed_roles_code_is_never_another_roles(people: Group) -> None:
    admin = people.system()
    first = roles.add(admin, label="客户经理")
    roles.remove(admin, first)

    assert roles.add(admin, label="财务") != first, "what a module keeps for the one would be the other's"
