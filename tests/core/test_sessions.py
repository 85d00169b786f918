"""Sessions: listed, ended, expired."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from people import Group, people  # noqa: F401 - people is a fixture

from core import security, users
from core.clock import now
from core.db import db, transaction
from core.errors import NotFound
from core.security.sessions import browser_name


def test_an_ended_session_signs_that_browser_out_at_its_next_request(people: Group) -> None:
    here, there = people.browser("ada@example.com"), people.browser("ada@example.com")
    mine = security.sessions_of(people.ada)[-1]

    there.post(f"/account/sessions/{mine.id}/end")

    assert here.get("/").status_code == 302
    assert there.get("/").status_code == 200


def test_all_other_devices_can_be_signed_out_at_once(people: Group) -> None:
    here, there = people.browser("ada@example.com"), people.browser("ada@example.com")

    here.post("/account/sessions/end")

    assert (here.get("/").status_code, there.get("/").status_code) == (200, 302)


def test_nobody_ends_somebody_elses_session(people: Group) -> None:
    people.browser("ada@example.com")

    with pytest.raises(NotFound):
        security.end_session(people.actor(people.min), security.sessions_of(people.ada)[0].id)


def test_a_disabled_user_is_out_at_once(people: Group) -> None:
    browser = people.browser("min@example.com")

    users.disable(people.system(), people.min)

    assert browser.get("/").status_code == 302


def test_signing_out_ends_the_session_row_so_that_a_copied_cookie_is_worthless(people: Group) -> None:
    browser = people.browser("ada@example.com")
    copied = browser.get_cookie("session")
    assert copied is not None
    browser.post("/logout")
    thief = people.browser()
    thief.set_cookie("session", copied.value)

    assert thief.get("/").status_code == 302


def test_a_session_expires_when_idle_unless_it_shall_be_kept(people: Group) -> None:
    short, kept = people.browser("ada@example.com"), people.browser("ada@example.com", remember="y")
    rows = security.SessionRow
    with transaction():
        for row in db.session.scalars(sa.select(rows)):
            row.expires_at -= timedelta(hours=13)

    assert short.get("/").status_code == 302
    assert kept.get("/").status_code == 200


def test_a_session_notes_now_and_then_that_it_was_seen(people: Group) -> None:
    browser = people.browser("ada@example.com")
    with transaction():
        db.session.execute(sa.update(security.SessionRow).values(seen_at=now() - timedelta(hours=1)))

    browser.get("/")

    assert now() - security.sessions_of(people.ada)[0].seen_at < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("agent", "name"),
    [("Mozilla/5.0 (Windows NT 10.0) Firefox/120.0", "Firefox · Windows"), ("curl/8.1", "curl"), (None, "–"),
     ("Mozilla/5.0 (iPhone) Safari/605", "Safari · iPhone")],
)  # fmt: skip
def test_a_browser_is_named_so_that_one_knows_it(agent: str | None, name: str) -> None:
    assert browser_name(agent) == name
