"""Every type of field x every kind of bad value, by page, by the API and by an import: named by field, nothing written, nothing typed is lost."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import pytest
from flask import Flask

from core import Actor, Invalid, acting, customization, queries, records, registry
from plugins.imports import mapping, perform, prepare, results

ACCOUNTS, SCRIPT, ENDLESS = "/api/v1/accounts", "<script>alert(1)</script>", "9" * 400
VALUES = [{"label": {"en": "Red", "zh_CN": "红"}}, {"label": {"en": "Blue", "zh_CN": "蓝"}}]
NO_TEXT: tuple[Any, ...] = (5, True, [], {}, ["x"])
NO_NUMBER: tuple[Any, ...] = (True, [], {}, "NaN", "Infinity", SCRIPT, "\x00")


@dataclass(frozen=True)
class Bad:
    """What a field of a type refuses: as text, typed or in a file; and as JSON."""

    typed: tuple[str, ...]
    sent: tuple[Any, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""
    """A field that accounts have; without it one of the type is added."""


LINKS: tuple[Any, ...] = ("5", True, [], {}, 1.5, 0, -1, 987654321, 2**63, 10**40)
BAD = {
    "text": Bad(("x" * 300,), (*NO_TEXT, "x" * 300)),
    "long_text": Bad(("x" * 32_001,), (*NO_TEXT, "x" * 32_001)),
    "email": Bad(("nobody", "ada@host", "a b@x.de", f"{SCRIPT}@x.de", "x" * 300 + "@x.de"), (*NO_TEXT, "nobody")),
    "phone": Bad(("12", "call me", SCRIPT, ENDLESS), (*NO_TEXT, "12", "call me", "138\x00")),
    "url": Bad(("javascript:alert(1)", "ftp://x.de", "nothing", "https://", "https://" + "x" * 3000 + ".de"), (*NO_TEXT, "javascript:alert(1)", "ftp://x.de")),
    "integer": Bad(("a lot", "1.5", "12,50", "NaN", "Infinity", "-1", ENDLESS, SCRIPT), (*NO_NUMBER, "5", 1.5, -1, 2**70, 10**400), {"options": {"minimum": 0}}),
    "decimal": Bad(("a lot", "12,50", "NaN", "Infinity", "-1", ENDLESS, "1.23456", SCRIPT), (*NO_NUMBER, "-1", "1.23456", ENDLESS), {"options": {"places": 2, "minimum": 0}}),
    "percent": Bad(("101", "-1", "half", "NaN", ENDLESS), (*NO_NUMBER, 101, -1, 1.5, 10**400)),
    "currency": Bad(("a lot", "1.234,50", "12,50", "1,23,456", "NaN", "Infinity", "-1", ENDLESS, SCRIPT), (*NO_NUMBER, 5, 1.5, "-1", ENDLESS, "1.00001"), {"options": {"minimum": 0}}),
    "date": Bad(("31/31/2026", "2026-02-31", "0000-01-01", "one day", "99999-01-01", ENDLESS, SCRIPT), (*NO_TEXT, 20261128, "2026-02-31", "0000-01-01", "-0001-01-01", "2026-11-28T00:00:00Z")),
    "datetime": Bad(("2026-02-31 10:00", "9999-12-31 23:59", "0001-01-01 09:00", "0000-01-01 10:00", "2026-11-28 25:00", "one day", ENDLESS, SCRIPT), (*NO_TEXT, "2026-11-28", "2026-11-28T10:00:00", "9999-99-99T10:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "0000-01-01T10:00:00Z")),
    "checkbox": Bad(("perhaps", "2", SCRIPT), (1, "true", [], {})),
    "picklist": Bad(("purple", "x" * 300, SCRIPT), (*NO_TEXT, "purple", "Red"), {"values": VALUES}),
    "multi_picklist": Bad(("purple", "red;purple", SCRIPT), (5, True, {}, "red", ["purple"], [5], [["red"]], [None]), {"values": VALUES}),
    "lookup": Bad(("Nobody of this name", "987654321", ENDLESS, SCRIPT), LINKS, {"options": {"to": "account"}}),
    "user": Bad(("Nobody of this name", "987654321", ENDLESS, SCRIPT), LINKS),
    "region": Bad(("Atlantis", ENDLESS, SCRIPT), (*NO_TEXT, "Atlantis", "99"), name="province"),
}  # fmt: skip
READ_ONLY = {"auto_number": "number", "formula": "number"}
"""Nobody writes these; accounts have no formula, which is as read-only as the number."""
BY_THEIR_MODULE = {"unit": "as user, over units", "parts": "a part of the leads' conversion", "model_year": "products", "plate": "products", "vin": "products", "product_family": "forecast"}


@pytest.fixture
def admin(user: Callable[..., Actor]) -> Actor:
    return user("administrator")


@pytest.fixture(params=sorted(BAD))
def shape(request: pytest.FixtureRequest, admin: Actor) -> tuple[str, str, Bad]:
    """(name, label, what it refuses) of a field of the type."""
    bad = BAD[request.param]
    name = bad.name or customization.add(admin, "account", type=request.param, label={"en": "Extra"}, **bad.settings)
    return name, str(registry.object_type("account").fields[name].label), bad


def accounts(admin: Actor) -> int:
    return queries.count("account", admin)[0]


def test_every_type_of_field_is_tried(app: Flask) -> None:
    assert set(registry.current().field_types) <= {*BAD, *READ_ONLY, *BY_THEIR_MODULE}


def test_a_page_names_the_field_and_keeps_what_was_typed(shape: tuple[str, str, Bad], admin: Actor, login: Callable[..., Any]) -> None:
    (name, label, bad), client = shape, login("administrator")
    widget = registry.object_type("account").fields[name].widget
    for typed in bad.typed:
        given = {name: "", f"{name}__text": typed} if widget in ("lookup", "user") and not typed.isdigit() else {name: typed}
        answer = client.post("/accounts/new", data={"name": "Blue Harbor", **given})

        assert answer.status_code == 422, typed[:50]
        part = box(answer.text, name)
        assert label in part and re.search(r'class="error".*?<span>[^<]{10,}</span>', part, re.DOTALL), typed[:50]
        assert 'value="Blue Harbor"' in answer.text
        assert SCRIPT not in answer.text
        if widget not in OFFERING:
            assert typed in unescape(part), typed[:50]
    assert accounts(admin) == 0


OFFERING = ("checkbox", "select", "segments", "multiselect")
"""Inputs that hold only what they offer."""


def box(page: str, name: str) -> str:
    """One field's part of the form: label, input and what is wrong."""
    return page.partition(f'data-field="{name}"')[2].partition('data-field="')[0]


def test_the_api_names_field_and_rule(shape: tuple[str, str, Bad], admin: Actor, login: Callable[..., Any]) -> None:
    (name, _label, bad), client = shape, login("administrator")
    for sent in bad.sent:
        answer = client.post(ACCOUNTS, json={"name": "Blue Harbor", name: sent})

        assert answer.status_code == 422, repr(sent)[:50]
        [problem] = answer.get_json()["errors"]
        assert problem["field"] == name and problem["rule"], repr(sent)[:50]
        assert len(problem["detail"]) > 10
    assert accounts(admin) == 0


def test_an_import_gives_each_row_back_with_its_reason(shape: tuple[str, str, Bad], admin: Actor) -> None:
    name, label, bad = shape
    results = take_in(admin, ("Account name", label), [("Blue Harbor", typed) for typed in bad.typed], {"Account name": "name", label: name})

    assert [reason for reason in results if label not in reason] == []
    assert len(results) == len(bad.typed)
    assert accounts(admin) == 0


def take_in(admin: Actor, heading: Sequence[str], rows: Sequence[Sequence[str]], columns: Mapping[str, str]) -> list[str]:
    """Import the rows; the reasons of those that failed."""
    text = io.StringIO()
    csv.writer(text).writerows([heading, *rows])
    with acting(admin):
        plan = mapping.load({"columns": [{"column": column, "field": target} for column, target in columns.items()]})
        one = prepare(registry.object_type("account"), "rows.csv", io.BytesIO(text.getvalue().encode()), admin, plan)
        perform(one, admin)
        return [row.reason for row in results.failures(one)]


def test_what_nobody_writes_is_refused_by_its_name(admin: Actor, login: Callable[..., Any]) -> None:
    answer = login("administrator").post(ACCOUNTS, json={"name": "Blue Harbor", "number": "A-1"})

    assert (answer.status_code, answer.get_json()["errors"][0]["field"], answer.get_json()["errors"][0]["rule"]) == (422, "number", "read-only")
    with pytest.raises(Invalid, match="number"):
        take_in(admin, ("Account name", "Number"), [("Blue Harbor", "A-1")], {"Account name": "name", "Number": "number"})
    assert accounts(admin) == 0


def test_what_is_required_is_named_when_it_is_empty(admin: Actor, login: Callable[..., Any]) -> None:
    client = login("administrator")

    pages = [client.post("/accounts/new", data=data) for data in ({}, {"name": "   "}, {"name": "\x00"})]
    assert {page.status_code for page in pages} == {422}
    assert all("Please fill in Account name." in box(page.text, "name") for page in pages)
    answers = [client.post(ACCOUNTS, json=body) for body in ({}, {"name": None}, {"name": ""}, {"name": "  "})]
    assert {answer.get_json()["errors"][0]["detail"] for answer in answers} == {"Please fill in Account name."}
    assert take_in(admin, ("Account name", "Employees"), [("", "5")], {"Account name": "name", "Employees": "employees"}) == ["Please fill in Account name."]
    assert accounts(admin) == 0


def test_bytes_that_are_no_text_never_break_a_page_or_the_api(admin: Actor, login: Callable[..., Any]) -> None:
    client, form = login("administrator"), "application/x-www-form-urlencoded"

    assert client.post("/accounts/new", data=b"name=\xff\xfe&email=%ff%00", content_type=form).status_code == 422
    assert client.get("/accounts?q=%ff%00%ed%a0%80").status_code == 200
    assert client.get("/api/v1/accounts?where=name%20%3D%20%22%ff%00%22").status_code in (200, 400)
    assert client.post(ACCOUNTS, data=b'{"name": "\xed\xa0\x80"}', content_type="application/json").status_code in (400, 422)
    assert accounts(admin) == 0


@pytest.mark.parametrize("part", ['"employees": NaN', '"employees": Infinity', '"employees": -Infinity', '"employees": 1e400', '"city": "\\ud800"', '"email": "ada@\\udfff.de"'])
def test_what_is_no_number_or_no_text_in_json_is_refused_with_the_whole_body(part: str, admin: Actor, login: Callable[..., Any]) -> None:
    answer = login("administrator").post(ACCOUNTS, data=f'{{"name": "Blue Harbor", {part}}}', content_type="application/json")

    assert answer.status_code in (400, 422) and len(answer.get_json()["detail"]) > 10
    assert accounts(admin) == 0


@pytest.mark.parametrize("name", ["\u200fשבת\u200e Motors", "🚗 Autohaus 👩🏽‍🔧", "\u202eevil", "𠮷野汽车"], ids=["right to left", "emoji", "turned", "rare character"])
def test_letters_of_every_script_are_kept_as_they_are_by_page_api_and_import(name: str, admin: Actor, login: Callable[..., Any]) -> None:
    client = login("administrator")
    client.post("/accounts/new", data={"name": name})
    client.post(ACCOUNTS, json={"name": f"{name} 2"})
    take_in(admin, ("Account name",), [(f"{name} 3",)], {"Account name": "name"})

    assert [one.name for one in records.find("account", admin, sort="id")] == [name, f"{name} 2", f"{name} 3"]


def test_markup_is_kept_as_text_and_shown_as_text(admin: Actor, login: Callable[..., Any]) -> None:
    client = login("administrator")
    url = client.post("/accounts/new", data={"name": SCRIPT}).location

    assert client.get(url).text.count(SCRIPT) == client.get("/accounts").text.count(SCRIPT) == 0
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in client.get(url).text
    assert client.get(f"{ACCOUNTS}/{url.rpartition('/')[2]}").get_json()["name"] == SCRIPT


@pytest.mark.parametrize("state", ["deleted", "hidden", "of another object"])
def test_a_look_up_that_leads_nowhere_is_refused_by_page_api_and_import(state: str, admin: Actor, make: Callable[..., Any], user: Callable[..., Actor], login: Callable[..., Any]) -> None:
    manager = user("dealer_manager")
    target = make("contact", by=manager) if state == "of another object" else make("account", name="Northwind", by=user("dealer_manager", dealer="South" if state == "hidden" else "North"))
    if state == "deleted":
        records.delete(target, admin)
    client, before = login("dealer_manager"), accounts(admin)

    page = client.post("/accounts/new", data={"name": "Blue Harbor", "parent": str(target.id)})
    assert page.status_code == 422 and 'class="error"' in box(page.text, "parent")
    answer = client.post(ACCOUNTS, json={"name": "Blue Harbor", "parent": target.id})
    assert (answer.status_code, answer.get_json()["errors"][0]["field"], answer.get_json()["errors"][0]["rule"]) == (422, "parent", "reference")
    [reason] = take_in(manager, ("Account name", "Parent account"), [("Blue Harbor", "Northwind")], {"Account name": "name", "Parent account": "parent"})
    assert "Parent account" in reason
    assert accounts(admin) == before


def test_a_nul_is_left_out_however_it_comes(login: Any, make: Any, user: Any) -> None:
    """Nobody types one and PostgreSQL stores none: code, page, query and address know nothing of it."""
    client, rep = login("sales_consultant"), user("sales_consultant")

    made = records.create("account", rep, name="Nor\x00thwind\x00")
    typed = client.post("/accounts/new", data={"name": "Blue\x00 Harbor", "email": "a\x00da@example.com", "type\x00": "prospect"})
    found = client.get("/accounts?q=Nor%00thwind")

    assert made.name == "Northwind"
    assert records.get("account", int(typed.location.rpartition("/")[2]), rep).email == "ada@example.com"
    assert f'href="/accounts/{made.id}"' in found.text
    assert client.get("/accounts/new%00").status_code == 404
    assert client.get(f"/accounts/{made.id}/cell/name%00").status_code in (403, 404)
