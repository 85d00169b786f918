"""API tokens: scope, expiry, revoking."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from people import Group, people  # noqa: F401 - people is a fixture
from werkzeug.test import TestResponse

from core import tokens, users
from core.clock import now
from core.db import db, transaction
from core.errors import Forbidden, Invalid, NotFound


def ask(people: Group, secret: str, method: str = "GET") -> TestResponse:
    return people.browser().open("/api/v1/me", method=method, headers={"Authorization": f"Bearer {secret}"})


def test_a_token_acts_for_its_user_and_needs_no_form_token(people: Group) -> None:
    people.app.config["WTF_CSRF_ENABLED"] = True
    secret = tokens.create(people.actor(people.min), people.min, "script", ["read"])

    assert ask(people, secret, "POST").json == {"id": people.min, "may": []}


def test_a_token_lets_no_more_through_than_its_scopes_even_for_an_administrator(people: Group) -> None:
    secret = tokens.create(people.actor(people.ada), people.ada, "script", ["read", "export"])

    assert ask(people, secret).json["may"] == ["export"]


def test_a_token_that_expired_was_revoked_or_is_invented_gets_401(people: Group) -> None:
    ada = people.actor(people.ada)
    expired = tokens.create(ada, people.ada, "old", ["read"])
    with transaction():
        db.session.execute(sa.update(tokens.TokenRow).values(expires_at=now() - timedelta(seconds=1)))
    revoked = tokens.create(ada, people.ada, "gone", ["read"])
    tokens.revoke(ada, tokens.tokens_of(people.ada)[0].id)

    assert [ask(people, secret).status_code for secret in (expired, revoked, "fct_invented", "")] == [401] * 4


def test_disabling_a_user_ends_the_tokens(people: Group) -> None:
    secret = tokens.create(people.actor(people.min), people.min, "script", ["read"])

    users.disable(people.system(), people.min)
    users.enable(people.system(), people.min)

    assert ask(people, secret).status_code == 401


def test_a_token_makes_no_tokens(people: Group) -> None:
    secret = tokens.create(people.actor(people.ada), people.ada, "script", ["read", "write", "admin"])
    answer = people.browser().post("/account/tokens", headers={"Authorization": f"Bearer {secret}"})

    assert answer.status_code == 403


def test_tokens_are_ones_own(people: Group) -> None:
    tokens.create(people.actor(people.ada), people.ada, "script", ["read"])

    with pytest.raises(Forbidden):
        tokens.create(people.actor(people.min), people.ada, "theft", ["read"])
    with pytest.raises(NotFound):
        tokens.revoke(people.actor(people.min), tokens.tokens_of(people.ada)[0].id)


@pytest.mark.parametrize(
    ("name", "scopes", "days", "field"), [("", ["read"], 1, "name"), ("x" * 81, ["read"], 1, "name"), ("x", [], 1, "scopes"),
                                          ("x", ["fly"], 1, "scopes"), ("x", ["read"], 0, "days"), ("x", ["read"], 731, "days")],
)  # fmt: skip
def test_a_token_that_cannot_be_is_refused(people: Group, name: str, scopes: list[str], days: int, field: str) -> None:
    with pytest.raises(Invalid) as told:
        tokens.create(people.actor(people.ada), people.ada, name, scopes, timedelta(days=days))

    assert field in told.value.errors
