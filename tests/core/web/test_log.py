"""The page of the log speaks the reader's language: no key, no code, no bare id."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from core import Actor, audit, db, modules, records, roles, settings, units, users
from core.web.admin_people import log_words


@pytest.fixture
def busy_day(make: Callable[..., Any], user: Callable[..., Actor], login: Callable[..., Any]) -> None:
    """Something of every kind that the log holds."""
    admin, rep = user("administrator"), user("sales_consultant")
    dealer = units.dealers()[0]
    users.change(admin, rep.id, name="Ada Wang", locale="zh_CN", role_codes=("sales_manager",))
    units.change(admin, dealer.id, manager_id=rep.id, zone="Asia/Urumqi")
    queue = users.add_queue(admin, name="Night desk", members=(rep.id,))
    users.change_queue(admin, queue.id, name="Late desk")
    roles.change(admin, "read_only", grants={("account", "read"): "dealer"}, fields={("account", "phone"): "hidden"})
    settings.put("core.notices_by_mail", "1", admin, dealer.id)
    settings.reset("core.notices_by_mail", admin, dealer.id)
    modules.set_dealer("opportunities", dealer.id, False, admin)
    account = make("account", name="Northwind Mills", by=admin)
    records.share(account, rep.id, admin)
    client = login("administrator")
    client.post("/account/tokens", data={"name": "Robot", "days": "30", "scopes": "read"})
    assert client.get("/accounts/export.csv", buffered=True).status_code == 200


def told() -> list[str]:
    lines = db.session.scalars(sa.select(audit.AuditLine))
    return [text for line in lines for text in log_words.details(line)]


def test_every_kind_of_line_and_every_key_has_its_label(busy_day: None) -> None:
    for line in db.session.scalars(sa.select(audit.AuditLine)):
        assert line.event in audit.EVENTS, line.event
        assert set(line.details) - {"changed"} <= set(log_words.LABELS), line.details


@pytest.mark.parametrize(
    "text",
    ["Name: Sales Consultant North → Ada Wang", "Language: – → 简体中文", "Time zone: Asia/Shanghai → Asia/Urumqi", "Before: Sales consultant", "After: Sales manager",
     "Manager: Dealer Manager North → Ada Wang", "Setting: Notices also by mail", "Value: No → Yes", "Module: Opportunities", "Dealer: North", "It may: Read",
     "Account · Phone: No limit → Hidden"],
)  # fmt: skip
def test_a_line_says_what_was_done_in_words(text: str, busy_day: None) -> None:
    assert text in told()


def test_the_page_shows_them_in_chinese(busy_day: None, login: Callable[..., Any]) -> None:
    page = login("administrator", language="zh_CN").get("/admin/log").text

    assert "设置已更改" in page or "设置" in page
    for key in ("unit_id", "notices_by_mail", "scopes:", "enabled"):
        assert key not in page
