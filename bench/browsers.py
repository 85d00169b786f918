"""Who asks a measured server: plain HTTP, a connection for each request, the cookies of a signed-in person; or in this process."""

from __future__ import annotations

import http.client
import json
import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient

from .organisation import PASSWORD


class UnexpectedAnswer(RuntimeError):
    """A measured request failed: its time would mean nothing."""


@dataclass(slots=True)
class Browser:
    """Asks one server. ``token``: an API token instead of a cookie."""

    port: int
    token: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> bytes:
        """The body. Raises UnexpectedAnswer unless it is 200."""
        return self._ask("GET", path, None, {}, (200,))

    def post(self, path: str, body: Any) -> bytes:
        """Send JSON; the body of the answer. Raises UnexpectedAnswer unless it is 200 or 201."""
        return self._ask("POST", path, json.dumps(body).encode(), {"Content-Type": "application/json"}, (200, 201))

    def json(self, path: str) -> Any:
        return json.loads(self.get(path))

    def sign_in(self, email: str) -> Browser:
        """Sign in as a person does, by the form."""
        page = self.get("/login").decode()
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        form = {"csrf_token": found.group(1) if found else "", "email": email, "password": PASSWORD}
        self._ask("POST", "/login", urlencode(form).encode(), {"Content-Type": "application/x-www-form-urlencoded"}, (302,))
        return self

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str], expected: tuple[int, ...]) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(method, path, body, {**headers, **self._identity()})
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        if answer.status not in expected:
            raise UnexpectedAnswer(f"{method} {path}: {answer.status} {content[:300].decode(errors='replace')}")
        for header in answer.headers.get_all("Set-Cookie") or ():
            self.cookies.update({name: one.value for name, one in SimpleCookie(header).items()})
        return content

    def _identity(self) -> dict[str, str]:
        if self.token:
            return {"Authorization": f"Bearer {self.token}"}
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}


@dataclass(slots=True)
class Inside(Browser):
    """Asks an application in this process, which leaves sockets, servers and whoever else uses the machine out."""

    client: FlaskClient | None = None

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str], expected: tuple[int, ...]) -> bytes:
        assert self.client is not None  # noqa: S101 - always given; said for the type checker
        token = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        answer = self.client.open(path, method=method, data=body, headers={**headers, **token})
        if answer.status_code not in expected:
            raise UnexpectedAnswer(f"{method} {path}: {answer.status_code} {answer.get_data(as_text=True)[:300]}")
        return answer.get_data()
