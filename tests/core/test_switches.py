"""Modules on and off, without a restart, for all workers and for single dealers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core import Actor, Forbidden, NotFound, Refusal, modules, records
from core.testing.modules_off import with_dependants


@pytest.fixture
def admin(user: Callable[..., Actor]) -> Actor:
    return user("administrator")


def test_a_switch_is_obeyed_from_the_next_request_on(admin: Actor, login: Callable[..., Any]) -> None:
    client = login("administrator")
    assert client.get("/leads").status_code == 200

    modules.disable("leads", admin)
    assert client.get("/leads").status_code == 404
    assert "/leads" not in client.get("/").text

    modules.enable("leads", admin)
    assert client.get("/leads").status_code == 200


def test_off_for_one_dealer_leaves_the_other_alone(admin: Actor, user: Callable[..., Actor], login: Callable[..., Any]) -> None:
    north, south = login("sales_consultant"), login("sales_consultant", dealer="South")

    modules.set_dealer("opportunities", user("sales_consultant").dealer_id or 0, False, admin)

    assert north.get("/opportunities").status_code == 404
    assert north.get("/api/v1/opportunities").status_code == 404
    assert south.get("/opportunities").status_code == 200


def test_a_module_others_build_on_cannot_be_switched_off(admin: Actor) -> None:
    with pytest.raises(Refusal, match="build on it"):
        modules.disable("contacts", admin)


def test_a_module_is_not_switched_on_before_what_it_needs(admin: Actor) -> None:
    for code in with_dependants(["contacts"]):
        modules.disable(code, admin)

    with pytest.raises(Refusal, match="first"):
        modules.enable("leads", admin)


def test_only_administrators_switch(user: Callable[..., Actor]) -> None:
    with pytest.raises(Forbidden):
        modules.disable("history", user("sales_consultant"))


def test_a_module_that_is_not_there_is_not_found(admin: Actor) -> None:
    with pytest.raises(NotFound):
        modules.enable("unheard", admin)


def test_a_locked_module_follows_the_settings(admin: Actor, app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config["FORECOURT"]["modules"], "locked", ["history"])

    with pytest.raises(Refusal, match="locked"):
        modules.disable("history", admin)


def test_records_stay_while_their_module_is_off(admin: Actor, user: Callable[..., Actor], login: Callable[..., Any]) -> None:
    rep = user("sales_consultant")
    account = records.create("account", rep, name="Northwind")
    lead = records.create("lead", rep, channel="lenient", name="Pan Yue", referrer_account=account)

    modules.disable("leads", admin)
    assert login("sales_consultant").get(account.url).status_code == 200
    modules.enable("leads", admin)

    assert records.get("lead", lead.id, rep).name == "Pan Yue"
