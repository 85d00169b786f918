"""Signing in and out, passwords by mail, and how guessing is slowed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from people import PASSWORD, Group, people, sign_in  # noqa: F401 - people is a fixture

from core import outbox, security, users
from core.db import db


def last_mail() -> dict[str, str]:
    entry = db.session.query(outbox.OutboxEntry).order_by(outbox.OutboxEntry.id.desc()).first()
    assert entry is not None
    return entry.payload


def without_tokens(page: str) -> str:
    return re.sub(r'value="[^"]*"', "", page)


def reset_link() -> str:
    found = re.search(r"/reset/\S+", last_mail()["body"])
    assert found is not None
    return found.group()


def test_an_anonymous_page_leads_to_sign_in_and_back(people: Group) -> None:
    answer = people.browser().get("/admin/users?q=x")

    assert answer.status_code == 302
    assert answer.location == "/login?next=/admin/users%3Fq%3Dx"


def test_an_anonymous_api_call_gets_401_json_and_no_redirect(people: Group) -> None:
    for answer in (people.browser().get("/api/v1/me"), people.browser().post("/api/v1/me")):
        assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_the_address_counts_in_any_case(people: Group) -> None:
    assert people.browser("ADA@example.COM").get("/").text == "hello Ada"


def test_an_address_with_what_no_database_stores_is_just_a_wrong_one(people: Group) -> None:
    assert "The e-mail address or the password is wrong." in sign_in(people.browser(), "no\x00body@example.com").text
    assert people.browser().post("/reset", data={"email": "no\x00body@example.com"}).status_code in (200, 302)


def test_signing_in_leads_to_the_page_asked_for_but_never_to_another_site(people: Group) -> None:
    assert sign_in(people.browser(), "ada@example.com", next="/admin/log").location == "/admin/log"
    assert "evil" not in sign_in(people.browser(), "ada@example.com", next="https://evil.example").headers.get("Location", "")


def test_unknown_address_wrong_password_and_disabled_user_read_alike(people: Group) -> None:
    users.disable(people.system(), people.min)

    pages = [
        sign_in(people.browser(), "nobody@example.com", "x" * 12).text,
        sign_in(people.browser(), "nobody@example.com").text,
        sign_in(people.browser(), "min@example.com").text,
    ]

    assert all("The e-mail address or the password is wrong." in page for page in pages)
    assert len({without_tokens(page) for page in pages}) == 1


def test_guessing_is_throttled_alike_for_addresses_that_exist_and_that_do_not(people: Group) -> None:
    for email in ("ada@example.com", "nobody@example.com"):
        client = people.browser()
        for _attempt in range(10):
            assert "is wrong" in sign_in(client, email, "guess number").text
        assert "wait 15 minutes" in sign_in(client, email).text


def test_guessing_from_elsewhere_keeps_nobody_out_of_the_own_account(people: Group) -> None:
    client = people.browser()
    for _attempt in range(11):
        answer = client.post("/login", data={"email": "ada@example.com", "password": "guess number"}, environ_base={"REMOTE_ADDR": "198.51.100.7"})
    assert "wait 15 minutes" in answer.text

    assert people.browser("ada@example.com").get("/").text == "hello Ada"


def test_another_address_of_the_same_ipv6_network_gives_no_further_guesses(people: Group) -> None:
    client = people.browser()
    for number in range(11):
        answer = client.post("/login", data={"email": "ada@example.com", "password": "guess number"}, environ_base={"REMOTE_ADDR": f"2001:db8:1:2::{number:x}"})

    assert "wait 15 minutes" in answer.text


def test_guesses_from_many_networks_are_counted_together(people: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(security.throttle.SIGN_IN, "account", security.throttle.Limit(3, timedelta(minutes=15)))
    client = people.browser()
    for number in range(4):
        answer = client.post("/login", data={"email": "ada@example.com", "password": "guess number"}, environ_base={"REMOTE_ADDR": f"198.51.100.{number}"})

    assert "wait 15 minutes" in answer.text


def test_signing_in_rightly_forgets_the_wrong_attempts(people: Group) -> None:
    for _attempt in range(9):
        sign_in(people.browser(), "ada@example.com", "guess number")
    people.browser("ada@example.com")

    assert "is wrong" in sign_in(people.browser(), "ada@example.com", "guess number").text


def test_an_over_long_password_is_refused_like_a_wrong_one(people: Group) -> None:
    assert "is wrong" in sign_in(people.browser(), "ada@example.com", PASSWORD + "x" * 100_000).text


def test_the_session_cookie_cannot_be_read_by_scripts_nor_sent_by_other_sites(people: Group) -> None:
    cookie = sign_in(people.browser(), "ada@example.com").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie


def test_asking_for_a_new_password_does_not_tell_who_exists(people: Group) -> None:
    known = people.browser().post("/reset", data={"email": "ada@example.com"}).text
    unknown = people.browser().post("/reset", data={"email": "nobody@example.com"}).text

    assert "If this address belongs to a user" in known
    assert without_tokens(known.replace("ada@", "nobody@")) == without_tokens(unknown)


def test_a_mailed_link_sets_a_new_password_once_and_ends_all_sessions(people: Group) -> None:
    browser = people.browser("ada@example.com")
    people.browser().post("/reset", data={"email": "ada@example.com"})
    link, fresh = reset_link(), {"password": "a new long one", "password_confirm": "a new long one"}

    assert people.browser().post(link, data=fresh).location == "/login"

    assert browser.get("/").status_code == 302
    assert people.browser("ada@example.com", "a new long one").get("/").status_code == 200
    assert people.browser().post(link, data=fresh).location == "/reset"


def test_changing_the_password_keeps_this_browser_and_signs_out_the_others(people: Group) -> None:
    here, other = people.browser("ada@example.com"), people.browser("ada@example.com")
    fresh = {"password": PASSWORD, "new_password": "a new long one", "new_password_confirm": "a new long one"}

    assert here.post("/account/password", data=fresh).location == "/account"

    assert here.get("/").status_code == 200
    assert other.get("/").status_code == 302
    assert last_mail()["subject"] == "Your password has been changed"


def test_a_weak_password_is_refused_with_the_rule(people: Group) -> None:
    here = people.browser("ada@example.com")
    for weak, rule in (("short", "at least 8"), ("password1", "first anybody"), ("ada@example.com", "own name or address")):
        page = here.post("/account/password", data={"password": PASSWORD, "new_password": weak, "new_password_confirm": weak})
        assert rule in page.text


def test_an_invited_user_sets_the_first_password_by_the_link(people: Group) -> None:
    added = users.add(people.system(), name="Bo", email="bo@example.com")
    security.invite(people.system(), added.id)

    people.browser().post(reset_link(), data={"password": "a new long one", "password_confirm": "a new long one"})

    assert people.browser("bo@example.com", "a new long one").get("/").text == "hello Bo"


def test_an_invitation_to_a_wrong_address_opens_nothing_once_the_address_is_put_right(people: Group) -> None:
    added = users.add(people.system(), name="Bo", email="someone.else@example.com")
    security.invite(people.system(), added.id)
    stray = reset_link()
    users.change(people.system(), added.id, email="bo@example.com")
    people.browser().post(stray, data={"password": "a new long one", "password_confirm": "a new long one"})

    assert "is wrong" in sign_in(people.browser(), "bo@example.com", "a new long one").text


def test_a_link_mailed_before_a_user_was_disabled_stays_worthless_afterwards(people: Group) -> None:
    people.browser().post("/reset", data={"email": "ada@example.com"})
    link = reset_link()
    ada = users.by_email("ada@example.com")
    assert ada is not None
    users.add(people.system(), name="Bo", email="bo@example.com", role_codes=("administrator",))
    users.disable(people.system(), ada.id)
    users.enable(people.system(), ada.id)
    people.browser().post(link, data={"password": "a new long one", "password_confirm": "a new long one"})

    assert "is wrong" in sign_in(people.browser(), "ada@example.com", "a new long one").text


def test_the_link_in_a_mail_does_not_follow_a_forged_host(people: Group) -> None:
    people.app.config["FORECOURT"]["server"]["url"] = "https://crm.example"
    people.browser().post("/reset", data={"email": "ada@example.com"}, headers={"Host": "evil.example"})

    assert "https://crm.example/reset/" in last_mail()["body"]


def test_every_form_needs_its_token(people: Group) -> None:
    people.app.config["WTF_CSRF_ENABLED"] = True

    assert sign_in(people.browser(), "ada@example.com").status_code == 400


def test_a_mailed_link_never_leads_where_the_one_who_asks_says(people: Group) -> None:
    people.browser().post("/reset", data={"email": "ada@example.com"}, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})

    assert "http://127.0.0.1:5000/reset/" in last_mail()["body"]
    assert "evil" not in last_mail()["body"]


def test_no_browser_keeps_a_page_on_which_a_password_is_typed(people: Group) -> None:
    asked = {"/login": people.browser(), "/reset": people.browser(), "/account/password": people.browser("ada@example.com")}

    for path, browser in asked.items():
        assert browser.get(path).headers["Cache-Control"] == "private, no-store", path
