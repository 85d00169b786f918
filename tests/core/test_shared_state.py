"""What a process works out about somebody is kept from request to request, and not a moment longer than it holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from core import Actor, modules, permissions, registry, roles, state, transaction, users
from core.actor import acting


def ways_of(user: Actor, code: str = "opportunity") -> list[permissions.Alternative]:
    return permissions.alternatives(user, registry.object_type(code))


def seen_through_links(user: Actor) -> str:
    """The ways in which this user sees what activities are linked to, with the objects that each is of, as text."""
    return str([one.shape for one in ways_of(user, "activity")[-1].others.values()])


def in_a_request(app: Flask, ask: Callable[[], Any]) -> Any:
    with app.app_context(), app.test_request_context():  # the former for a ``g`` of its own
        return ask()


def test_how_somebody_sees_an_object_is_worked_out_once_for_all_requests(app: Flask, user: Callable[..., Actor]) -> None:
    rep = user("sales_consultant")

    first = in_a_request(app, lambda: ways_of(rep))

    assert [one.kind for one in first][:1] == ["owners"]
    assert in_a_request(app, lambda: ways_of(rep)) is first


def test_one_statement_tells_who_asks_and_what_holds(login: Callable[..., Any], count_statements: Callable[..., Any]) -> None:
    client = login("sales_consultant")
    client.get("/api/v1/leads")
    with count_statements() as sent:
        client.get("/api/v1/leads")

    asked = [one for one in sent if "core_state" in one]
    assert len(asked) == 1
    assert "core_session" in asked[0]


def test_it_is_worked_out_anew_once_a_role_has_changed(app: Flask, user: Callable[..., Actor]) -> None:
    rep, role = user("sales_consultant"), roles.find("sales_consultant")
    assert in_a_request(app, lambda: ways_of(rep))[0].kind == "owners"

    roles.change(user("administrator"), role.code, grants={**role.grants, ("opportunity", "read"): "all"})

    assert in_a_request(app, lambda: ways_of(users.actor(rep.id)))[0].kind == "all"


def test_whoever_is_the_same_as_before_sees_less_once_a_module_is_off(app: Flask, user: Callable[..., Actor]) -> None:
    rep = user("sales_consultant")
    assert "'lead'" in in_a_request(app, lambda: seen_through_links(rep))

    modules.disable("leads", user("administrator"))

    assert "'lead'" not in in_a_request(app, lambda: seen_through_links(rep))


def test_what_was_worked_out_in_a_transaction_that_is_taken_back_is_forgotten(app: Flask, user: Callable[..., Actor]) -> None:
    rep, admin, role = user("sales_consultant"), user("administrator"), roles.find("sales_consultant")
    before = in_a_request(app, lambda: ways_of(rep))

    def change_and_fail() -> None:
        with pytest.raises(RuntimeError), transaction():
            roles.change(admin, role.code, grants={**role.grants, ("opportunity", "read"): "all"})
            assert ways_of(users.actor(rep.id))[0].kind == "all"
            raise RuntimeError

    in_a_request(app, change_and_fail)

    assert in_a_request(app, lambda: ways_of(users.actor(rep.id))) == before


def test_where_a_module_is_off_for_one_dealer_each_acting_user_works_it_out_alone(app: Flask, user: Callable[..., Actor]) -> None:
    north, south = user("sales_consultant"), user("sales_consultant", dealer="South")
    modules.set_dealer("leads", north.dealer_id or 0, False, user("administrator"))

    def as_seen_by(actor: Actor) -> bool:
        with acting(actor):
            return "'lead'" in seen_through_links(south)

    assert not in_a_request(app, lambda: as_seen_by(north))
    assert in_a_request(app, lambda: as_seen_by(south))


def test_no_more_people_are_kept_than_were_met_last(app: Flask, user: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "PEOPLE", 2)
    first, *others = (user(role) for role in ("sales_consultant", "sales_manager", "dealer_manager"))
    kept = in_a_request(app, lambda: state.about(first, "here", object))

    assert in_a_request(app, lambda: state.about(first, "here", object)) is kept
    for one in others:
        in_a_request(app, lambda one=one: state.about(one, "here", object))

    assert in_a_request(app, lambda: state.about(first, "here", object)) is not kept
