"""A form that arrives twice takes effect once, whichever form it is, one after the other and at the same moment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from core import Actor, db, records, units

ROOT = Path(__file__).parents[3]
TOKEN = {"_once": "the-token-of-this-form"}
ACCOUNT = {"name": "Twice", "type": "prospect"}


@pytest.fixture
def count() -> Callable[[str], int]:
    """How many rows a table has."""
    return lambda table: db.session.execute(sa.select(sa.func.count()).select_from(sa.text(table))).scalar_one()


def at_once(client: Any, url: str, data: dict[str, Any]) -> list[Any]:
    """The answers of two threads that send the same form, each over its own connection."""
    browsers = [client.application.test_client(), client.application.test_client()]
    for browser in browsers:
        browser._cookies = dict(client._cookies)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda browser: browser.post(url, data=dict(data)), browsers))
    db.session.rollback()  # what the test read before is old now
    return answers


def seen(answer: Any) -> tuple[int, str | None]:
    return answer.status_code, answer.headers.get("Location")


ADMIN_FORMS = {
    "/admin/users/new": ("core_user", lambda: {"name": "Twice", "email": "twice@example.com", "unit_id": units.all_units()[0].id, "roles": "read_only"}),
    "/admin/units/new": ("core_unit", lambda: {"name": "Twice", "kind": "team", "parent_id": units.all_units()[0].id}),
    "/admin/queues/new": ("core_principal", lambda: {"name": "Twice"}),
    "/admin/roles/new": ("core_role", lambda: {"code": "twice", "label": "Twice"}),
    "/admin/calendars/new": ("core_calendar", lambda: {"name": "Twice", "mon": "09:00-18:00"}),
    "/account/tokens": ("core_token", lambda: {"name": "Twice", "days": "30", "scopes": "read"}),
    "/accounts/new": ("contacts_account", lambda: ACCOUNT),
    "/accounts/views": ("core_saved_view", lambda: {"name": "Twice", "where": "", "columns": "name"}),
    "/imports": ("imports_import", lambda: {"object": "account", "file": (BytesIO(b"name,type\nTwice,prospect\n"), "twice.csv")}),
}  # fmt: skip


@pytest.mark.parametrize("url", ADMIN_FORMS)
def test_a_form_sent_twice_makes_one_row_and_is_answered_alike(url: str, login: Callable[..., Any], count: Callable[[str], int]) -> None:
    table, fields = ADMIN_FORMS[url]
    client, before = login("administrator"), count(table)

    answers = [client.post(url, data={**fields(), **TOKEN}) for _time in range(2)]

    assert answers[0].status_code < 400, answers[0].text
    assert seen(answers[0])[1] == seen(answers[1])[1] or url == "/account/tokens"
    assert count(table) == before + 1


def test_the_same_moment_makes_one_record_and_both_are_shown_it(login: Callable[..., Any], user: Callable[..., Actor]) -> None:
    answers = at_once(login("sales_consultant"), "/accounts/new", {**ACCOUNT, **TOKEN})

    assert {one.status_code for one in answers} == {303}
    assert len({one.location for one in answers}) == 1
    assert len(records.find("account", user("sales_consultant"), where={"name": "Twice"})) == 1


def test_the_second_answer_says_what_the_first_said(login: Callable[..., Any]) -> None:
    client = login("sales_consultant")
    client.post("/accounts/new", data={**ACCOUNT, **TOKEN})
    client.get("/")  # the message is shown, and gone

    second = client.post("/accounts/new", data={**ACCOUNT, **TOKEN}, follow_redirects=True)

    assert "“Twice” was created" in second.text


def test_other_content_is_another_form_although_its_token_is_the_same(login: Callable[..., Any], user: Callable[..., Actor]) -> None:
    client = login("sales_consultant")
    for name in ("First", "Second"):
        client.post("/accounts/new", data={**ACCOUNT, "name": name, **TOKEN})

    assert {one.name for one in records.find("account", user("sales_consultant"))} >= {"First", "Second"}


def test_a_form_that_was_refused_may_come_again(login: Callable[..., Any], user: Callable[..., Actor]) -> None:
    client = login("sales_consultant")

    refused = [client.post("/accounts/new", data={"name": "", **TOKEN}).status_code for _time in range(2)]

    assert refused == [422, 422]
    assert client.post("/accounts/new", data={**ACCOUNT, **TOKEN}).status_code == 303


@pytest.mark.parametrize("twice", ["one after the other", "at once"])
def test_an_action_pressed_twice_acts_once(twice: str, login: Callable[..., Any], make: Callable[..., Any], user: Callable[..., Actor]) -> None:
    lead = make("lead", name="Pan Yue", by=user("sales_consultant"), channel="import")  # the lenient way in: only a name
    client, url = login("sales_consultant"), f"{lead.url}/convert"
    data = {"account_choice": "create", "contact_choice": "create", "owner": str(lead.owner_id), "account_name": "Pan Yue", "contact_name": "Pan Yue", **TOKEN}

    answers = at_once(client, url, data) if twice == "at once" else [client.post(url, data=data) for _time in range(2)]

    assert {one.status_code for one in answers} == {303}, answers[0].text
    assert len({one.location for one in answers}) == 1
    assert len(records.find("account", user("administrator"), where={"name": "Pan Yue"})) == 1


@pytest.mark.parametrize("twice", ["one after the other", "at once"])
def test_a_note_written_twice_stands_once(twice: str, login: Callable[..., Any], make: Callable[..., Any], user: Callable[..., Actor]) -> None:
    account = make("account", name="Northwind Mills", by=user("sales_consultant"))
    client, url, data = login("sales_consultant"), f"/timeline/{account.id}", {"kind": "note", "subject": "Once only", "body": "Once only", **TOKEN}

    answers = at_once(client, url, data) if twice == "at once" else [client.post(url, data=data) for _time in range(2)]

    assert all(one.status_code < 400 for one in answers), answers[0].text
    assert db.session.execute(sa.text("SELECT count(*) FROM activities_activity")).scalar_one() == 1


def test_deleting_twice_says_twice_that_it_is_in_the_recycle_bin(login: Callable[..., Any], make: Callable[..., Any], user: Callable[..., Actor]) -> None:
    account = make("account", name="Northwind Mills", by=user("administrator"))
    client = login("administrator")

    answers = [client.post(f"{account.url}/delete", data=TOKEN, follow_redirects=True) for _time in range(2)]

    assert all("is in the recycle bin" in one.text for one in answers)


def test_a_token_of_the_api_is_shown_once_only_and_kept_nowhere(login: Callable[..., Any]) -> None:
    client, data = login("administrator"), {"name": "Robot", "days": "30", "scopes": "read", **TOKEN}
    secret = re.search(r"fct_[\w-]{20,}", client.post("/account/tokens", data=data).text)
    assert secret is not None

    again = client.post("/account/tokens", data=data, follow_redirects=True)

    assert secret[0] not in again.text
    kept = db.session.execute(sa.text("SELECT answer FROM core_once")).scalars().all()
    assert secret[0] not in repr(kept)


def _posting_forms() -> Iterator[tuple[str, str]]:
    for path in sorted([*ROOT.glob("core/templates/**/*.html"), *ROOT.glob("plugins/*/templates/**/*.html")]):
        text = path.read_text("utf-8")
        for found in re.finditer(r'<form\b[^>]*method="post".*?</form>', text, re.DOTALL):
            yield str(path.relative_to(ROOT)), found.group()


def test_every_form_that_posts_holds_the_token() -> None:
    without = {path for path, form in _posting_forms() if "csrf()" not in form}

    assert without == {
        "core/templates/parts/languages.html",  # before sign-in: it sets a cookie
        "plugins/cases/templates/cases/report.html",  # a stranger's form: its token also says how long the form was open
    }


def test_a_form_that_was_saved_or_comes_back_with_its_errors_is_told_by_its_token(login: Callable[..., Any]) -> None:
    client = login("sales_consultant")
    kept = [client.post("/accounts/new", data=data) for data in (ACCOUNT | TOKEN, {"name": ""} | TOKEN)]
    lost = [client.post("/nowhere/new", data=ACCOUNT | TOKEN), client.post("/accounts/new", data=ACCOUNT)]

    assert [one.status_code for one in kept] == [303, 422]
    assert all(f"answered={TOKEN['_once']};" in one.headers["Set-Cookie"] for one in kept)
    assert not any("answered=" in value for one in lost for value in one.headers.getlist("Set-Cookie"))
