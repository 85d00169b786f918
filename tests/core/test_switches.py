"""Modules on and off, without a restart, for all workers and for single dealers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core import Actor, Forbidden, NotFound, Refusal, db, modules, records, state, transaction
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

    off_at(user("sales_consultant").dealer_id or 0, "opportunities", admin)

    assert north.get("/opportunities").status_code == 404
    assert north.get("/api/v1/opportunities").status_code == 404
    assert south.get("/opportunities").status_code == 200


def off_at(dealer_id: int, code: str, admin: Actor) -> None:
    """Switch a module off for a dealer, after what builds on it."""
    for one in with_dependants([code]):
        modules.set_dealer(one, dealer_id, False, admin)


def test_a_dealer_keeps_no_module_without_what_it_needs(admin: Actor, user: Callable[..., Actor]) -> None:
    north = user("sales_consultant").dealer_id or 0

    with pytest.raises(Refusal, match=r"“Products” cannot be switched off for North: Quotes build on it"):
        modules.set_dealer("products", north, False, admin)
    off_at(north, "products", admin)
    with pytest.raises(Refusal, match=r"“Quotes” needs Products, which North does not have"):
        modules.set_dealer("quotes", north, True, admin)


def test_several_dealers_are_switched_together_or_none_is(admin: Actor, user: Callable[..., Actor], login: Callable[..., Any]) -> None:
    north, south = (user("sales_consultant", dealer=dealer).dealer_id or 0 for dealer in ("North", "South"))
    modules.set_dealer("quotes", north, False, admin)

    refused = login("administrator").post("/admin/modules/products/dealers", data={})  # no dealer is to have it

    assert refused.status_code == 422
    assert "South" in refused.text and "Quotes build on it" in refused.text
    assert not {at for code, at in modules.switches().off_at if code == "products"} & {north, south}


def test_what_builds_on_a_module_that_was_switched_off_for_a_dealer_alone_is_off_there_too(
    admin: Actor, user: Callable[..., Actor], login: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    """Earlier releases let this be saved."""
    north = user("sales_consultant")
    sale = records.create("opportunity", north, name="Fleet", account=records.create("account", north, name="Northwind"))
    with transaction():
        db.session.add(modules.ModuleOffAt(code="products", dealer_id=north.dealer_id))
        state.bump("modules")

    page = login(actor=north).get(sale.url)

    assert page.status_code == 200 and "Quotes" not in page.text
    assert login(actor=north).get("/quotes").status_code == 404
    assert not [line for line in caplog.records if line.levelname in ("WARNING", "ERROR")]
    assert login("sales_consultant", dealer="South").get("/quotes").status_code == 200


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
