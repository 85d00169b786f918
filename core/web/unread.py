"""What a client still sends when it has its answer already, such as a file that is too large: read and thrown away.

A server that closes while a client is sending takes the answer back with it: the browser says that the connection was lost, and never
shows the page that says why.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

PIECE = 64 * 1024
PATIENCE = 30.0  # seconds


class ReadOn:
    """A WSGI application that reads each body on, up to ``most`` bytes: whoever sends more than that is cut off."""

    def __init__(self, application: Callable[..., Iterable[bytes]], most: int) -> None:
        self.application, self.most = application, most

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        answer = self.application(environ, start_response)
        if environ.get("CONTENT_LENGTH", "0") not in ("", "0") or environ.get("HTTP_TRANSFER_ENCODING"):
            self._read_on(environ["wsgi.input"])
        return answer

    def _read_on(self, body: Any) -> None:
        left, end = self.most, time.monotonic() + PATIENCE
        while left > 0 and time.monotonic() < end and (piece := body.read(PIECE)):
            left -= len(piece)
