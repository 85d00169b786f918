"""Who may administer without being an administrator: nobody gives more than they have, takes the place of somebody who may more, or moves out of the own unit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from people import Group, people  # noqa: F401 - people is a fixture

from core import audit, roles, security, tokens, units, users
from core.actor import Actor
from core.db import db
from core.errors import Refusal
from core.settings import PERMISSION

Act = Callable[[Group, Actor], Any]


@pytest.fixture
def helper(people: Group) -> Actor:
    """Somebody of the dealer North whose only role may administer, and export."""
    code = roles.add(people.system(), label="Helper")
    roles.change(people.system(), code, permissions=(PERMISSION, "export"))
    added = users.add(people.system(), name="Igor", email="igor@example.com", role_codes=(code,), unit_id=people.north, password="a quiet harbour")
    return people.actor(added.id)


def _team_of(group: Group, dealer_id: int) -> int:
    return units.add(group.system(), name="Team", kind="team", parent_id=dealer_id).id


TAKEN: dict[str, Act] = {
    "make oneself an administrator": lambda group, user: users.change(user, user.id, role_codes=(*user.role_codes, roles.ADMINISTRATOR)),
    "give somebody a role that sees the log": lambda group, user: users.change(user, group.min, role_codes=("dealer_manager",)),
    "add somebody who may more": lambda group, user: users.add(user, name="Bo", email="bo@example.com", role_codes=("administrator",)),
    "put one's own address in place of the administrator's": lambda group, user: users.change(user, group.ada, email="igor2@example.com"),
    "have a link made for the administrator's password": lambda group, user: security.invite(user, group.ada),
    "take an administrator's role away": lambda group, user: roles.assign(user, group.ada, ()),
    "disable an administrator": lambda group, user: users.disable(user, group.ada),
    "make a token of the administrator's": lambda group, user: tokens.create(user, group.ada, "mine", ("read",), timedelta(days=1)),
    "give the own role another right": lambda group, user: roles.change(user, user.role_codes[0], permissions=(PERMISSION, "export", "core.see_log")),
    "make a role like a stronger one": lambda group, user: roles.add(user, label="Twin", like="dealer_manager"),
    "move to the whole group": lambda group, user: users.change(user, user.id, unit_id=group.group),
    "bring another dealer's people over": lambda group, user: users.change(user, group.sam, unit_id=group.north),
    "add somebody at another dealer": lambda group, user: users.add(user, name="Bo", email="bo@example.com", unit_id=group.south),
    "hang another dealer's team below the own": lambda group, user: units.change(user, _team_of(group, group.south), parent_id=group.north),
    "hang a team of one's own below another dealer": lambda group, user: units.change(user, group.team, parent_id=group.south),
}


@pytest.mark.parametrize("what", TAKEN)
def test_who_may_administer_does_not(people: Group, helper: Actor, what: str) -> None:
    with pytest.raises(Refusal, match="only an administrator"):
        TAKEN[what](people, helper)

    assert not people.actor(helper.id).is_admin
    assert people.actor(people.ada).email == "ada@example.com" and people.actor(people.ada).is_admin


def test_what_one_has_oneself_one_may_give_within_the_own_unit(people: Group, helper: Actor) -> None:
    added = users.add(helper, name="Bo", email="bo@example.com", role_codes=helper.role_codes, unit_id=people.team)
    users.change(helper, added.id, name="Bo Lind", role_codes=())

    assert people.actor(added.id).name == "Bo Lind"
    assert security.invite(helper, added.id)


def test_a_role_that_goes_further_may_be_narrowed_and_named_but_not_widened(people: Group, helper: Actor) -> None:
    before = roles.find("dealer_manager").permissions

    roles.change(helper, "dealer_manager", label="Head", permissions=before - {"core.see_log"})
    for widen in (lambda: roles.change(helper, "dealer_manager", permissions=before), lambda: roles.reset(helper, "dealer_manager")):
        with pytest.raises(Refusal, match="only an administrator"):
            widen()

    assert roles.find("dealer_manager").permissions == before - {"core.see_log"}


def test_the_page_says_why_a_stronger_persons_link_is_not_made(people: Group, helper: Actor) -> None:
    browser = people.browser("igor@example.com", "a quiet harbour")

    answer = browser.post(f"/admin/users/{people.ada}/invite")

    assert "/reset/" not in answer.text
    assert "This person may do more than you" in browser.get(f"/admin/users/{people.ada}").text


def test_the_log_names_who_had_a_password_link_made(people: Group) -> None:
    people.browser("ada@example.com").post(f"/admin/users/{people.min}/invite")

    line = db.session.query(audit.AuditLine).filter_by(event="password_link_made").one()
    assert (line.actor_id, line.subject_id) == (people.ada, people.min)
