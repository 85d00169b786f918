"""The page of the log speaks the reader's language: no key, no code, no bare id."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from core import Actor, audit, calendars, customization, db, modules, records, roles, settings, units, users
from core.web.admin_people import log_words


@pytest.fixture
def busy_day(make: Callable[..., Any], user: Callable[..., Actor], login: Callable[..., Any]) -> None:
    """Something of every kind that the log holds."""
    admin, rep = user("administrator"), user("sales_consultant")
    dealer = units.dealers()[0]
    users.change(admin, rep.id, name="Ada Wang", locale="zh_CN", role_codes=("sales_manager",))
    units.change(admin, dealer.id, manager_id=rep.id, zone="Asia/Urumqi")
    calendar = calendars.save(admin, "Showroom", {"mon": "9-18"}, days="2026-10-01 National Day")
    calendars.save(admin, "Showroom", {"mon": "9-18"}, calendar_id=calendar.id)
    units.change(admin, dealer.id, calendar_id=calendar.id)
    queue = users.add_queue(admin, name="Night desk", members=(rep.id,))
    users.change_queue(admin, queue.id, name="Late desk")
    roles.change(admin, "read_only", grants={("account", "read"): "dealer"}, fields={("account", "phone"): "hidden"})
    settings.put("core.notices_by_mail", "1", admin, dealer.id)
    settings.reset("core.notices_by_mail", admin, dealer.id)
    modules.set_dealer("forecast", dealer.id, False, admin)
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
     "Account · Phone: No limit → Hidden", "Business calendar: – → Showroom", "Monday: – → 09:00-18:00", "Special days added: 2026-10-01 National Day",
     "Special days removed: 2026-10-01 National Day"],
)  # fmt: skip
def test_a_line_says_what_was_done_in_words(text: str, busy_day: None) -> None:
    assert text in told()


def test_the_page_shows_them_in_chinese(busy_day: None, login: Callable[..., Any]) -> None:
    page = login("administrator", language="zh_CN").get("/admin/log").text

    assert "设置已更改" in page or "设置" in page
    for key in ("unit_id", "notices_by_mail", "scopes:", "enabled"):
        assert key not in page


@pytest.fixture
def own_fields(user: Callable[..., Actor]) -> None:
    """Everything that can be done to the set-up of an object."""
    admin = user("administrator")
    name = customization.add(admin, "account", type="picklist", label={"en": "Colour", "zh_CN": "颜色"}, values=[{"label": {"en": "Red"}}], section="Account")
    customization.change(admin, "account", name, label={"en": "Paint", "zh_CN": "颜色"}, required_in=["api"], listed=True)
    limited = customization.add(admin, "account", type="integer", label={"en": "Seats"}, options={"minimum": 1})
    customization.change(admin, "account", limited, options={"minimum": 2})
    customization.map_field(admin, "account", name, "contact", customization.add(admin, "contact", type="picklist", label={"en": "Paint"}, values=[{"label": {"en": "Red"}}]))
    customization.remove(admin, "account", limited)
    customization.bring_back(admin, "account", limited)
    customization.rename(admin, "account", {"": {"en": "Client"}, "phone": {"en": "Phone 1"}})
    customization.reset_layout(admin, "account")


def test_a_line_says_what_was_done_to_an_object(own_fields: None) -> None:
    assert {
        "Field: Paint (x_colour)", "Type: Picklist", "Label: English: Colour, 简体中文: 颜色", "Required in: – → API", "Limits: Smallest value: 1 → Smallest value: 2",
        "Label: English: Colour, 简体中文: 颜色 → English: Paint, 简体中文: 颜色", "Goes to: Contact · Paint (x_paint)", "One record: English: Client", "Sections: as shipped",
    } <= set(told())  # fmt: skip


def test_the_page_opens_after_anything_was_done_to_an_object(own_fields: None, login: Callable[..., Any]) -> None:
    assert login("administrator").get("/admin/log").status_code == 200
