"""What those who watch an installation see: whether it lives, whether it is ready, its log without personal data."""

from __future__ import annotations

import io
import json
import logging
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from sites import PATIENCE, Site, wait_for

from core import logs

PERSONAL = ("Pan Yue", "潘悦", "13800138000", "138 0013 8000", "pan.yue@example.com", "Harbour Street", "ada@example.com", "Ada Stern", "a-Long-passw0rd!")


def lines(log: Path) -> list[dict[str, Any]]:
    found = [one for one in log.read_text("utf-8").splitlines() if one.startswith("{")]
    return [json.loads(one) for one in found]


def test_a_server_lives_and_is_ready_and_misses_its_worker(site: Site) -> None:
    with site.serving() as server:
        client = server.client()
        assert client.ask("/healthz").json() == {"status": "ok"}
        ready = client.ask("/readyz")

    assert ready.status == 200
    assert ready.json() == {"status": "ready", "checks": {"database": "ok", "migrations": "ok", "worker": "late", "disk": "ok"}}
    assert ready.headers["Cache-Control"] == "no-store"


def test_a_worker_is_heard_of(site: Site) -> None:
    with site.started(job_worker=True) as server:
        deadline = time.monotonic() + PATIENCE
        while (told := server.client().ask("/readyz").json())["checks"]["worker"] != "ok" and time.monotonic() < deadline:
            time.sleep(0.3)

    assert told["checks"]["worker"] == "ok"


def test_a_database_that_falls_behind_is_not_ready_but_alive(site: Site) -> None:
    with site.serving() as server:
        with site.engine().begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version_leads SET version_num = 'leads_0000'")
        assert server.client().ask("/healthz").status == 200
        answer = server.client().ask("/readyz")

    assert answer.status == 503
    assert answer.json()["checks"]["migrations"] == "failed"


def test_a_request_has_its_number_in_the_answer_in_the_log_and_on_the_page_of_an_error(site: Site) -> None:
    with site.serving() as server:
        client = server.client()
        given = client.ask("/login", headers={"X-Request-ID": "from-the-proxy-1"}).headers["X-Request-ID"]
        made = client.ask("/login", headers={"X-Request-ID": "no\tgood <id>"}).headers["X-Request-ID"]
        with site.engine().begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version_leads SET version_num = 'leads_0000'")
            connection.exec_driver_sql("ALTER TABLE core_audit RENAME TO core_gone")
        failed = server.client().sign_in(password="wrong")  # its line in the log of sign-ins cannot be written
        told = {one["request"] for one in lines(server.log) if "request" in one}

    assert given == "from-the-proxy-1"
    assert re.fullmatch(r"[0-9a-f]{16}", made)
    assert failed.status == 503 and failed.headers["X-Request-ID"] in failed.text
    assert {given, made, failed.headers["X-Request-ID"]} <= told


@pytest.mark.any_database
def test_the_log_of_a_working_day_holds_no_personal_data(site: Site) -> None:
    with site.started(job_worker=True) as server:
        browser, robot = server.browser(), server.client(site.token())
        server.client().sign_in(password="wrong")
        server.client().ask("/reset/a-secret-link")
        made = robot.send("/api/v1/accounts", {"name": "Pan Yue", "phone": "+86 138 0013 8000", "email": "pan.yue@example.com", "address": "Harbour Street 1"})
        for path in ("/accounts?q=Pan+Yue", "/search?q=13800138000", "/Pan Yue".replace(" ", "%20"), "/accounts?where=phone%20%3D%2013800138000"):
            browser.ask(path)
        browser.form("/accounts/new", "/accounts/new", name="Pan Yue", phone="13800138000")
        browser.form("/contacts/new", "/contacts/new", name="潘悦", mobile="13800138000", email="pan.yue@example.com")
        robot.send("/api/v1/accounts", {"name": "Pan Yue", "unknown": "pan.yue@example.com"})
        robot.send("/api/v1/accounts/bulk/create", {"rows": [{"name": "Pan Yue"}, {"name": "Pan Yue", "employees": "138 0013 8000"}]})
        robot.ask(f"/api/v1/files/{made.json().get('id')}?name=Pan%20Yue%2013800138000.pdf", b"%PDF-1.4 Pan Yue", headers={"Content-Type": "application/pdf"})
        robot.send("/api/v1/imports", {"object": "contact", "filename": "Pan Yue.csv", "content": "Family name,Mobile\n潘悦,13800138000\n潘悦,no number 138 0013 8000\n"})
        robot.send("/api/v1/cases", {"name": "Pan Yue calls", "supplied_name": "Pan Yue", "supplied_email": "pan.yue@example.com", "description": "Harbour Street"})
        robot.ask("/api/v1/leads?where=" + quote('mobile = "13800138000"'))
        site.forecourt("user", "add", "pan.yue@example.com", "--name", "Pan Yue", "--invite")  # a mail that the job worker sends
        wait_for(lambda: site.count("core_outbox") == 0)
        written, found = server.log.read_text("utf-8"), lines(server.log)

    assert made.status == 201, made.text
    assert {"GET /search", "POST /api/v1/imports", "POST /api/v1/files/<id64:record_id>"} <= {one["message"] for one in found}
    assert [one["status"] for one in found if one["message"].startswith("POST /api/v1/") and one["status"] not in (201, 202, 207, 422)] == []
    assert len(list((site.folder / "mail").glob("*.eml"))) == 1
    assert [word for word in PERSONAL if word in written] == []
    assert all({"time", "level", "logger", "message"} <= set(one) for one in found)


def test_a_mistake_of_the_program_is_logged_by_its_place_and_not_by_its_words(app: Any, login: Callable[..., Any], monkeypatch: Any) -> None:
    def fail(**_values: Any) -> None:
        raise ValueError("Pan Yue, 13800138000")

    monkeypatch.setitem(app.view_functions, "home.today", fail)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.JsonLine())
    logging.getLogger().addHandler(handler)
    try:
        page = login("sales_consultant").get("/")
    finally:
        logging.getLogger().removeHandler(handler)

    line = next(json.loads(one) for one in written.getvalue().splitlines() if '"error"' in one)
    assert page.status_code == 500 and page.headers["X-Request-ID"] in page.text
    assert (line["error"], line["request"]) == ("ValueError", page.headers["X-Request-ID"])
    assert any("test_watching.py" in frame for frame in line["trace"])
    assert "Pan Yue" not in written.getvalue()
