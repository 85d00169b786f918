"""A body of 50 MB, sent to a real server: refused by page and API with a sentence, and the server goes on."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from sites import PATIENCE, Http, Server, Site

MB = 1024**2


def pieces() -> Iterator[bytes]:
    """``name=xxxx…``, 50 MB of it."""
    yield b"name="
    for _piece in range(50):
        yield b"x" * MB


def post(server: Server, path: str, headers: dict[str, str], *, told: bool) -> tuple[int, str, str]:
    """Status, type and text of the answer; ``told``: the length stands in the header, else the body comes in chunks."""
    connection = http.client.HTTPConnection(urlsplit(server.base).netloc, timeout=PATIENCE)
    length = {"Content-Length": str(50 * MB + 5)} if told else {"Transfer-Encoding": "chunked"}
    with closing(connection):
        connection.request("POST", path, body=pieces(), headers={**length, **headers}, encode_chunked=not told)
        answer = connection.getresponse()
        return answer.status, answer.headers.get_content_type(), answer.read().decode()


@pytest.mark.any_database
def test_it_is_refused_by_page_and_api_and_nothing_is_written(site: Site) -> None:
    with site.serving() as server:
        person = server.browser()
        cookies = "; ".join(f"{one.name}={one.value}" for handler in person.opener.handlers for one in getattr(handler, "cookiejar", ()))
        as_person = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies, "Accept": "text/html"}
        as_program = {"Content-Type": "application/json", "Authorization": f"Bearer {site.token()}"}

        page = post(server, "/accounts/new", as_person, told=True)
        answer = post(server, "/api/v1/accounts", as_program, told=True)
        cut_off = [post(server, path, headers, told=False)[0] for path, headers in (("/accounts/new", as_person), ("/api/v1/accounts", as_program))]

        assert page[:2] == (413, "text/html")
        assert "at most 20 MB are taken at once" in page[2]
        assert answer[:2] == (413, "application/problem+json")
        assert '"too-large"' in answer[2]
        assert set(cut_off) <= {400, 413}
        assert Http(server.base).ask("/healthz").status == 200
    assert site.count("contacts_account") == 0
