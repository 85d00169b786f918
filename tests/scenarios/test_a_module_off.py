"""A module that is off leaves no trace on the pages of the others, and all is back when it is on again."""

from __future__ import annotations

from typing import Any

import pytest

from core import Actor, records, today
from core.testing.modules_off import switch, with_dependants


@pytest.fixture
def seller(user: Any) -> Actor:
    return user("sales_consultant")


TRACES = {
    "leads": ("Named by this customer", "/leads", "New leads", "Who else might buy?", "Add people named"),
    "opportunities": ("/opportunities", "Funnel", "My pipeline", "Prospect plan"),
}


@pytest.mark.parametrize("code", TRACES)
def test_off_it_leaves_no_trace_and_on_again_everything_is_there(code: str, seller: Actor, login: Any, user: Any) -> None:
    admin = user("administrator")
    account = records.create("account", seller, name="Blue Harbor")
    lead = records.create("lead", seller, channel="lenient", name="Gao Lei", mobile="13800138000", referrer_account=account)
    sale = records.create("opportunity", seller, name="Fleet", account=account, amount="100000", close_date=today(seller.dealer_id))
    mine = lead if code == "leads" else sale
    browser = login("sales_consultant")
    pages = ("/", account.url, "/accounts", "/search?q=Blue")

    off = with_dependants([code])
    switch(off, False, admin)
    for path in pages:
        answer = browser.get(path)
        assert answer.status_code == 200, path
        assert not [trace for trace in TRACES[code] if trace in answer.text], path
    assert browser.get(mine.url).status_code == browser.get(f"/api/v1{mine.url}").status_code == 404

    switch(off, True, admin)
    assert browser.get(mine.url).status_code == 200
    assert [trace for trace in TRACES[code] if trace in browser.get("/").text + browser.get(account.url).text]
    assert records.get(mine.__object_code__, mine.id, seller).version == mine.version
