"""What one sees when something does not work: a sentence, never a trace."""

import re

import pytest
import sqlalchemy as sa

from core import modules
from core.db import db
from core.web import errors


def test_a_page_that_is_not_there_helps_one_on(login):
    page = login("sales_consultant").get("/nothing/here/at/all")

    assert page.status_code == 404
    assert "Recycle bin" in page.text


def test_a_page_with_a_stroke_at_its_end_leads_to_the_page(login):
    browser = login("sales_consultant")

    for asked, page in (("/accounts/", "/accounts"), ("/accounts//", "/accounts"), ("/accounts/?view=all&where=name+contains+%E5%91%A8", "/accounts?view=all&where=name+contains+%E5%91%A8")):
        answer = browser.get(asked)
        assert (answer.status_code, answer.location) == (308, page), asked
    assert browser.get("/accounts/", follow_redirects=True).status_code == 200


@pytest.mark.parametrize("asked", ["//evil.example/", "///evil.example/", "/\\evil.example/", "/\t/evil.example/", "//evil.example/..", "/nothing/here/at/all/"])
def test_a_stroke_at_the_end_leads_nowhere_else(login, asked):
    answer = login("sales_consultant").get("/", environ_overrides={"PATH_INFO": asked})

    assert answer.status_code == 404 or re.match("/[^/\\\\]|http://localhost/", answer.location), answer.location


def test_only_pages_take_a_stroke_at_their_end(login):
    browser = login("sales_consultant")

    assert browser.post("/accounts/new/", data={"name": "x"}).status_code == 404
    assert browser.get("/api/v1/accounts/").status_code == 404


def test_a_stranger_is_asked_to_sign_in(app):
    answer = app.test_client().get("/accounts")

    assert answer.status_code in (302, 303)
    assert "/login" in answer.location


def test_a_script_whose_session_has_ended_is_told_where_to_sign_in_and_comes_back_to_its_page(app):
    page = {"X-CSRFToken": "of the page", "Referer": "http://localhost/accounts/7"}

    for answer in (app.test_client().get("/leads/7/actions/log_contact", headers=page), app.test_client().post("/leads/7/edit", headers=page)):
        assert (answer.status_code, answer.headers["X-Location"]) == (401, "/login?next=/accounts/7")


def test_a_module_that_is_off_says_so(login, user):
    with db.session.no_autoflush:
        modules.disable("leads", user("administrator"))
    try:
        page = login("sales_consultant").get("/leads")
    finally:
        modules.enable("leads", user("administrator"))

    assert page.status_code == 404
    assert "switched off" in page.text


def test_a_program_gets_problem_json(login):
    answer = login("sales_consultant").get("/accounts/987654321", headers={"Accept": "application/json"})

    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"


def test_a_body_that_is_too_large_is_a_sentence(app, login, monkeypatch):
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1024**2)

    for language, sentence in (("en", "at most 1 MB are taken at once"), ("zh_CN", "一次最多 1 MB")):
        page = login("sales_consultant", language=language).post("/accounts/new", data={"name": "x" * 1024**2})
        assert page.status_code == 413
        assert sentence in page.text


def test_our_own_mistake_has_a_number_and_no_trace(app, login, monkeypatch):
    def fail(**values):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setitem(app.view_functions, "home.today", fail)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)

    page = login("sales_consultant").get("/")

    assert page.status_code == 500
    assert "secret detail" not in page.text
    assert "<code>" in page.text


@pytest.mark.parametrize("path", ["/", "/accounts", "/nothing"])
def test_every_page_allows_only_our_own_scripts(login, path):
    policy = login("sales_consultant").get(path).headers["Content-Security-Policy"]

    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/", "/accounts", "/accounts/new", "/opportunities/board", "/help", "/recycle-bin", "/nothing"])
def test_no_page_has_inline_script_or_style(login, path):
    text = login("sales_consultant").get(path).text

    assert " style=" not in text
    assert "<style" not in text
    assert " onclick=" not in text
    assert text.count("<script") == text.count("<script src=") + text.count('<script type="module" src=')


@pytest.mark.parametrize("asked", ["/reports", "/api/v1/reports"])
def test_a_sum_beyond_what_a_database_counts_is_told_in_a_sentence(app, asked):
    with app.test_request_context(asked), pytest.raises(sa.exc.DBAPIError) as raised:
        db.session.execute(sa.text("SELECT CAST(sum(x) AS bigint) FROM (SELECT 9223372036854775807 AS x UNION ALL SELECT 1) numbers"))
    with app.test_request_context(asked):
        answer = errors.database(raised.value)

    assert answer.status_code == 422
    assert "too large to be added up" in answer.get_data(as_text=True)
